"""A lesson, to be read: one column, the source under what is quoted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core.models import Lesson, Source, Topic
from pages._ui.components.learn.notes import StepNotes
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import learn as say

SourceLine = Callable[[Source | None, str], None]


def show_lesson(lesson: Lesson, line: SourceLine, notes: StepNotes) -> None:
    """Draw a lesson from top to bottom; `line` draws where a quotation stands, in the place of that name, and `notes`
    what was marked and written at each step."""
    if warnings := say.notes(lesson):
        st.info("\n\n".join(warnings))
    if lesson.intuition:
        st.header(say.INTUITION, anchor=False)
        notes.text(lesson.intuition, 0)
        _quoted(lesson, lesson.intuition, "idea", line)
        notes.line(0)
    _steps(lesson, line, notes)
    if lesson.definitions:
        st.header(say.TERMS, anchor=False)
    for number, definition in enumerate(lesson.definitions, 1):
        st.markdown(f"**{plain(definition.term)}**: {plain(definition.meaning)}")
        line(definition.source, f"term-{number}")
    for heading, text, place in (
        (say.EXAMPLE, lesson.real_world_example, "example"),
        (say.PITFALL, lesson.common_pitfall, "pitfall"),
        (say.PRACTICE, lesson.practice_question, ""),
    ):
        if text:
            st.header(heading, anchor=False)
            st.markdown(plain(text))
            if place:
                _quoted(lesson, text, place, line)


def _quoted(lesson: Lesson, text: str, place: str, line: SourceLine) -> None:
    """Where the sentences of a text without a source of its own stand, as far as there are pages."""
    quoted = [source for source in lesson.sources if source.page and source.quote and source.quote in text]
    for number, source in enumerate(quoted, 1):
        line(source, f"{place}-{number}")


def _steps(lesson: Lesson, line: SourceLine, notes: StepNotes) -> None:
    if lesson.steps:
        st.header(say.STEPS, anchor=False)
    if lesson.diagram:
        st.image(lesson.diagram.svg, alt=lesson.diagram.alt, width="stretch")
    for number, step in enumerate(lesson.steps, 1):
        # A link may lead to a step: it is looked for under this name.
        with st.container(key=f"step-{number}"):
            st.subheader(f"{number}\\. {plain(step.title)}", anchor=False)
            notes.text(step.content, number)
            if step.analogy:
                st.markdown(f"*{say.ANALOGY}:* {plain(step.analogy)}")
            line(step.source, f"step-{number}")
            notes.line(number)


def named_step() -> str:
    """The key of the step that the address names; empty where it names none."""
    step = st.query_params.get("step", "")
    return f"step-{int(step)}" if step.isdecimal() and int(step) else ""


def started_topic(topics: Sequence[Topic], current: str) -> str:
    """Which lesson to read again: the learner picks among the topics that were started; empty where there are none."""
    names = [topic.name for topic in topics if topic.status != "planned"]
    if not names:
        return ""
    index = names.index(current) if current in names else len(names) - 1
    return st.selectbox(say.PICK, names, index=index, filter_mode="contains", key="learn-topic")


def back_to_lesson(desk: Desk) -> None:
    """The way from an earlier lesson to the one that is open."""
    st.page_link(
        "pages/learn.py",
        label=plain(say.back_to(desk.study.context.current_topic or "")),
        icon=":material/arrow_forward:",
        query_params={"session": desk.study.id},
    )
