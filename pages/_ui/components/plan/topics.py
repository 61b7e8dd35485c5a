"""The topics of a plan: each with its day and how it stands, one under the other at any width."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

import streamlit as st

from core.models import Topic
from pages._ui.messages import plan as say


def topic_list(topics: Sequence[Topic], days: Mapping[str, date]) -> None:
    """Each topic, its day and how it stands; one that is not in `days` has none."""
    st.header(say.TOPICS, anchor=False)
    lines = "".join(_line(topic, days.get(topic.name)) for topic in topics)
    region = f'role="region" aria-label="{escape(say.TOPICS)}" tabindex="0"'
    st.html(f'<div class="em-scroll" {region}><ul class="em-list">{lines}</ul></div>')


def _line(topic: Topic, day: date | None) -> str:
    told = [say.status(topic)]
    if topic.mastery_score is not None:
        told.append(f"{topic.mastery_score:.0f} %")
    when = say.day(day) if day else say.NO_DAY
    if topic.status != "planned" and topic.review_on:
        when = say.again(topic.review_on)
    return (
        f'<li><span class="em-name">{escape(topic.name)}</span>'
        f'<span class="em-what">{escape(", ".join(told))}</span><span class="em-when">{escape(when)}</span></li>'
    )
