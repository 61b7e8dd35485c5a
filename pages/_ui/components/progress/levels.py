"""How well each topic is known, in words, the weakest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from core.models import Topic
from core.models.levels import LEVELS, level, levels
from pages._ui.messages import levels as say

SHOWN = 12


def level_counts(topics: Sequence[Topic]) -> None:
    """How many topics are at each level, the firmest first."""
    counted = levels(topics)
    items = "".join(
        f"<li><strong>{counted[name]}</strong> {_mark(name)} {escape(say.LEVELS[name])}</li>"
        for name in reversed(LEVELS)
    )
    st.html(f'<ul class="em-levels" aria-label="{escape(say.COUNTS)}">{items}</ul>')


def topic_levels(topics: Sequence[Topic], today: date) -> None:
    """Each topic of the plan with its level, and when it comes up next; the rest of a long list behind a line."""
    planned = [topic for topic in topics if topic.status != "left_out"]
    ranked = sorted(planned, key=lambda topic: (level(topic) == "new", LEVELS.index(level(topic)), topic.position))
    st.header(say.TOPICS, anchor=False)
    _list(ranked[:SHOWN], today)
    if len(ranked) > SHOWN:
        with st.expander(say.others(len(ranked) - SHOWN)):
            _list(ranked[SHOWN:], today)


def _list(topics: Sequence[Topic], today: date) -> None:
    rows = "".join(
        f'<li><span class="em-name">{escape(topic.name)}</span>'
        f'<span class="em-level">{_mark(level(topic))} {escape(say.LEVELS[level(topic)])}</span>'
        f'<span class="em-when">{escape(say.when(topic, today))}</span></li>'
        for topic in topics
    )
    st.html(f'<ul class="em-topics">{rows}</ul>')


def _mark(name: str) -> str:
    place = [*LEVELS].index(name) if name in LEVELS else 0
    return f'<span class="em-dots" aria-hidden="true">{"●" * place}{"○" * (len(LEVELS) - 1 - place)}</span>'
