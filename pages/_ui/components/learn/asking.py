"""Ask the material: a question beside the lesson, and what was asked and answered before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.models import ChatMessage, Lesson
from core.models.limits import LONGEST_QUESTION
from pages._ui.components.learn.lesson import SourceLine
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import learn as say
from pages._ui.session import fill_widgets, take_step

SHOWN = 6
_KEY = "ask-question"


@dataclass
class Asked:
    """Whether a question was answered just now, so that its field is to be emptied."""

    is_answered: bool = False


def ask_the_material(desk: Desk, lesson: Lesson, line: SourceLine) -> None:
    """What was asked about the lesson and, while it is open, a form to ask more. Out of turn only what there is."""
    messages = desk.service.tutoring.chat(desk.study, lesson.topic)
    if not messages and not desk.in_turn:
        return
    st.header(say.ASK_TITLE, anchor=False)
    st.caption(say.ASK_LEAD if desk.in_turn else say.ASK_READ_ONLY)
    # A container of its own: what is added to it leaves the form, and who types in it, where they are.
    with st.container(key="ask-log"):
        # A question and its answer are always written together.
        shown = messages[-2 * SHOWN :]
        if older := messages[: len(messages) - len(shown)]:
            with st.expander(say.ASK_OLDER):
                _conversation(older, line, 0)
        _conversation(shown, line, len(older))
        if not messages:
            st.markdown(plain(say.ask_example(lesson)))
    if desk.in_turn:
        _form(desk, lesson.topic)


def _form(desk: Desk, topic: str) -> None:
    asked = memory(Asked)
    fill_widgets({_KEY: ""}, anew=(_KEY,) if asked.is_answered else ())
    asked.is_answered = False
    with st.form("ask-form", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        question = st.text_input(say.ASK_QUESTION, max_chars=LONGEST_QUESTION, key=_KEY)
        is_sent = st.form_submit_button(say.ASK_SEND, key="ask-send")
    if is_sent and take_step(desk, lambda session: desk.service.tutoring.ask(session, question, topic)):
        asked.is_answered = True
        st.rerun()


def _conversation(messages: Sequence[ChatMessage], line: SourceLine, first: int) -> None:
    for number, message in enumerate(messages, first):
        if message.role == "learner":
            st.subheader(plain(message.text), anchor=False)
            continue
        st.markdown(plain(say.reply(message)))
        for place, quoted in enumerate(message.sources, 1):
            st.markdown(f"“{plain(quoted.quote)}”")
            line(quoted, f"said-{number}-{place}")
