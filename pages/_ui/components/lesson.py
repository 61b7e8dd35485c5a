"""A lesson, to be read: one column, the source under what is quoted."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.models import Lesson, Source
from core.records import Topic
from pages._ui import messages as say
from pages._ui.components.text import plain


def show_lesson(lesson: Lesson) -> None:
    """Draw a lesson from top to bottom."""
    if notes := say.lesson_notes(lesson):
        st.info("\n\n".join(notes))
    if lesson.intuition:
        st.header(say.LEARN_INTUITION, anchor=False)
        st.markdown(plain(lesson.intuition))
        _source(lesson.source_of(lesson.intuition))
    _steps(lesson)
    if lesson.definitions:
        st.header(say.LEARN_TERMS, anchor=False)
    for definition in lesson.definitions:
        st.markdown(f"**{plain(definition.term)}**: {plain(definition.meaning)}")
        _source(definition.source)
    for heading, text in (
        (say.LEARN_EXAMPLE, lesson.real_world_example),
        (say.LEARN_PITFALL, lesson.common_pitfall),
        (say.LEARN_PRACTICE, lesson.practice_question),
    ):
        if text:
            st.header(heading, anchor=False)
            st.markdown(plain(text))
            _source(lesson.source_of(text))


def _steps(lesson: Lesson) -> None:
    if lesson.steps:
        st.header(say.LEARN_STEPS, anchor=False)
    if lesson.diagram:
        st.image(lesson.diagram.svg, alt=lesson.diagram.alt, width="stretch")
    for number, step in enumerate(lesson.steps, 1):
        st.subheader(f"{number}\\. {plain(step.title)}", anchor=False)
        st.markdown(plain(step.content))
        if step.analogy:
            st.markdown(f"*{say.LEARN_ANALOGY}:* {plain(step.analogy)}")
        _source(step.source)


def started_topic(topics: Sequence[Topic], current: str) -> str:
    """Which lesson to read again: the learner picks among the topics that were started; empty where there are none."""
    names = [topic.name for topic in topics if topic.status != "planned"]
    if not names:
        return ""
    index = names.index(current) if current in names else len(names) - 1
    return st.selectbox(say.LEARN_PICK, names, index=index, filter_mode="contains", key="learn-topic")


def _source(source: Source | None) -> None:
    if source:
        st.caption(plain(say.source(source.document, source.page)))
