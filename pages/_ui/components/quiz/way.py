"""How a quiz is taken: practice or exam, one question at a time or all at once, and with keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from html import escape

import streamlit as st

from core.models import QuizRecord
from pages._ui import ASSETS
from pages._ui.desk import memory
from pages._ui.messages import quiz as say
from pages._ui.session import fill_widgets

_MODE, _ALL, _KEYS = "quiz-mode", "quiz-all", "quiz-keys"


@dataclass
class QuizView:
    """How this tab shows quizzes."""

    all_at_once: bool = False
    has_keys: bool = True


@dataclass
class Chosen:
    """How this tab takes one quiz."""

    mode: say.Mode = "practice"


@dataclass(frozen=True)
class Way:
    """How a quiz is taken: in practice an answer can be checked before it is handed in."""

    is_practice: bool
    all_at_once: bool


def way(record: QuizRecord) -> Way:
    """Draw how the quiz is taken, and what the learner chose."""
    chosen, view = memory(Chosen, of=record.id), memory(QuizView)
    fill_widgets({_MODE: chosen.mode, _ALL: view.all_at_once, _KEYS: view.has_keys})
    with st.container(horizontal=True, vertical_alignment="center", key="quiz-way"):
        chosen.mode = st.segmented_control(
            say.MODE,
            [*say.MODES],
            default=chosen.mode,
            format_func=say.MODES.__getitem__,
            required=True,
            key=_MODE,
            label_visibility="collapsed",
            bind="query-params",
        )
        view.all_at_once = st.toggle(say.ALL_AT_ONCE, view.all_at_once, key=_ALL)
        view.has_keys = st.toggle(say.KEYS, view.has_keys, key=_KEYS)
    st.caption(say.HOW[chosen.mode])
    st.html(_keys(), unsafe_allow_javascript=True)
    return Way(is_practice=chosen.mode == "practice", all_at_once=view.all_at_once)


def keys() -> None:
    """Make the keys work on another page that asks, where the learner has not switched them off."""
    if memory(QuizView).has_keys:
        st.html(_keys(), unsafe_allow_javascript=True)


@cache
def _keys() -> str:
    """The line that tells of the keys, until it is put away for good in this browser, and the keys themselves."""
    line = f'<p class="em-keys" hidden>{say.KEYS_LINE} <button type="button">{escape(say.KEYS_SEEN)}</button></p>'
    return f"{line}<script>{(ASSETS / 'keys.js').read_text()}</script>"
