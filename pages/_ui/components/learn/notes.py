"""What a learner marks and writes beside a step of a lesson."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import streamlit as st

from core.models import Lesson
from core.models.limits import LONGEST_NOTE
from core.models.note import LessonNote
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import notes as say
from pages._ui.session import take_step


@dataclass
class OpenNote:
    """The step whose note is being written; None where none is."""

    step: int | None = None


class StepNotes:
    """The notes on the lesson of one run of a page."""

    def __init__(self, desk: Desk, lesson: Lesson) -> None:
        self._desk, self._lesson = desk, lesson
        self._opened = memory(OpenNote, page=desk.page, of=lesson.topic)
        self._notes = {note.step: note for note in desk.service.library.notes(desk.study, lesson.topic)}

    def text(self, text: str, step: int) -> None:
        """Draw the text of a step with what was marked in it."""
        drawn = plain(text)
        note = self._notes.get(step)
        for sentence in note.highlights if note else ():
            marked = plain(sentence)
            drawn = drawn.replace(marked, f":orange-background[{marked}]", 1)
        st.markdown(drawn)

    def line(self, step: int) -> None:
        """What was written at a step, and the way to write; while that is open, the form."""
        note = self._notes.get(step)
        if self._opened.step == step:
            self._form(step, note)
            return
        if note and note.text:
            with st.container(key=f"note-{step}", gap=None):
                st.caption(say.YOURS)
                for paragraph in note.text.split("\n"):
                    st.markdown(plain(paragraph))
        label = say.CHANGE if note else say.WRITE
        if st.button(label, key=f"note-open-{step}", type="tertiary", icon=":material/edit_note:"):
            self._opened.step = step
            st.rerun()

    def _form(self, step: int, note: LessonNote | None) -> None:
        before = note.highlights if note else ()
        with st.form(f"note-form-{step}"):
            st.caption(say.MARK)
            ticks = [
                sentence
                for place, sentence in enumerate(self._desk.service.library.sentences(self._lesson, step))
                if st.checkbox(plain(sentence), sentence in before, key=f"note-mark-{step}-{place}")
            ]
            text = st.text_area(
                say.TEXT, note.text if note else "", max_chars=LONGEST_NOTE, height=110, key=f"note-text-{step}"
            )
            with st.container(horizontal=True):
                is_kept = st.form_submit_button(say.KEEP, key=f"note-keep-{step}", type="secondary")
                is_left = st.form_submit_button(say.LEAVE, key=f"note-leave-{step}", type="tertiary")
        keep = partial(self._desk.service.library.keep_note, topic=self._lesson.topic, step=step)
        if is_left or (is_kept and take_step(self._desk, lambda session: keep(session, highlights=ticks, text=text))):
            self._opened.step = None
            self._desk.redraw(say.KEPT if is_kept else "")
