"""The card of one question: the question itself, and under it what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from core.models import Answer, Question, QuizRecord, Source
from core.models.feedback import MarkedAnswer
from pages._ui.components.quiz.answering import check, keep, shown_answer
from pages._ui.components.quiz.dispute import dispute
from pages._ui.components.quiz.marked import marked_answer, marked_options
from pages._ui.components.quiz.question import (
    flag_widget,
    hint_button,
    picked_sureness,
    question_text,
    question_widget,
    sureness_widget,
    typed,
)
from pages._ui.components.quiz.report import report_button, report_form
from pages._ui.components.quiz.watch import Watch
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import worded
from pages._ui.messages import quiz as say

SourceLine = Callable[[Source | None, str], None]


@dataclass
class Sheet:
    """A quiz as a run of its page knows it: the answers so far, and the marks of those that were checked."""

    desk: Desk
    record: QuizRecord
    line: SourceLine
    answers: dict[str, Answer]

    @classmethod
    def of(cls, desk: Desk, record: QuizRecord, line: SourceLine) -> Sheet:
        """The sheet of a record; `line` draws where an answer stands."""
        return cls(desk, record, line, {answer.question_id: answer for answer in record.answers})

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in order."""
        return self.record.quiz.questions

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(not answer.is_blank for answer in self.answers.values())

    @property
    def marks(self) -> Mapping[str, MarkedAnswer]:
        """The checked answers, by question."""
        known = self.record.model_copy(update={"answers": tuple(self.answers.values())})
        return self.desk.service.practice.marked(self.desk.study, known)

    def keep(self, question: Question) -> bool:
        """Save what a question's widgets have in this run, before they are drawn. A checked answer stays as it is."""
        if question.id in self.marks:
            return True
        return keep(self.desk, self.record, self.answers, question, typed(question))

    def check(self, question: Question) -> bool:
        """Save and check what a question's widgets have in this run. False where there is no answer yet."""
        if question.id in self.marks:
            return True
        return check(self.desk, self.record, self.answers, question, typed(question))


def card(
    sheet: Sheet, question: Question, place: int, *, number: str = "", choose: bool = False, has_check: bool = False
) -> bool:
    """Draw one question with what can be done about it, and save its answer when it changes.

    False where it was not saved. `choose` says that an answer is to be chosen before it can be checked; with
    `has_check` the card has a button of its own for that. The container of the question holds nothing else: outside
    scripts look into it.
    """
    marked = sheet.marks.get(question.id)
    with st.container(border=True, key=f"card-{place}"):
        if marked is None:
            is_kept = _open(sheet, question, place, number, has_check)
        else:
            is_kept = _checked(sheet, marked, place, number)
        if choose:
            st.info(say.CHOOSE)
        report_form(sheet.desk, sheet.record.id, question)
    return is_kept


def _open(sheet: Sheet, question: Question, place: int, number: str, has_check: bool) -> bool:
    desk, record, answers = sheet.desk, sheet.record, sheet.answers
    stored = answers.get(question.id, Answer(question_id=question.id))
    tab, watch = shown_answer(record, question), memory(Watch, of=record.id)
    anew = tab.is_from_elsewhere(stored)
    is_first_of_kind = question == next(
        other for other in sheet.questions if other.question_type == question.question_type
    )
    with st.container(key=f"question-{place}"):
        given = question_widget(question, stored, anew=anew, number=number, has_label=is_first_of_kind, has_hint=False)
    picked = picked_sureness(question)
    is_said_elsewhere = tab.sureness(picked, stored) != picked
    watch.look(question, stored)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"tools-{place}"):
        marks = {
            "sureness": sureness_widget(question, stored.sureness, anew=anew or is_said_elsewhere),
            "is_flagged": flag_widget(question, stored, anew=anew),
        }
        if question.hint and question.id not in watch.hints:
            hint_button(question)
        report_button(question)
    if question.hint and question.id in watch.hints:
        st.markdown(f"**{say.HINT}:** {worded(question.hint, has_math=question.has_math)}")
    is_kept = keep(desk, record, answers, question, given.model_copy(update=marks))
    if has_check and st.button(say.CHECK, key=f"check-{question.id}"):
        if check(desk, record, answers, question, answers.get(question.id)):
            st.rerun()
        st.info(say.CHOOSE)
    return is_kept


def _checked(sheet: Sheet, marked: MarkedAnswer, place: int, number: str) -> bool:
    question, stored = marked.question, marked.answer
    given = typed(question)
    with st.container(key=f"question-{place}"):
        question_text(question, number)
        marked_options(marked)
    if given and not given.says(stored):
        st.warning(say.LOCKED)
    marked_answer(marked, sheet.line)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"tools-{place}"):
        if said := say.said(stored):
            st.caption(say.sentence(said[0]), width="content")
        flagged = flag_widget(question, stored, anew=False)
        report_button(question)
        if not marked.is_right and not marked.is_disputed:
            dispute(sheet.desk, sheet.record.id, question, is_disputed=False)
    if marked.is_disputed:
        dispute(sheet.desk, sheet.record.id, question, is_disputed=True)
    now = stored.model_copy(update={"is_flagged": flagged})
    return keep(sheet.desk, sheet.record, sheet.answers, question, now)
