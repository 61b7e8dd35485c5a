"""A quiz as it is taken, and as it was taken."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.models import Answer, Question, QuizRecord
from pages._ui.components.quiz.card import Sheet, SourceLine, card
from pages._ui.components.quiz.question import answer_text, question_text
from pages._ui.components.quiz.watch import Watch
from pages._ui.components.quiz.way import Way
from pages._ui.desk import Desk, memory
from pages._ui.messages import quiz as say
from pages._ui.messages.analysis import YOURS
from pages._ui.session import widget_value


@dataclass
class Turned:
    """The place of the question that was turned to in a quiz; None before the first."""

    to: int | None = None


@dataclass(frozen=True)
class Bar:
    """The buttons at the foot of the screen, and what was pressed of them: a step back or on, or a check."""

    place: DeltaGenerator
    step: int
    checks: bool


@dataclass(frozen=True)
class Reached:
    """How far a quiz is: whether it can be handed in, whether that is what comes next, and the place to do it."""

    at_end: bool
    is_next: bool
    place: DeltaGenerator


def ask(desk: Desk, record: QuizRecord, way: Way, line: SourceLine) -> Reached:
    """Draw the quiz, one question at a time or all at once, and save each answer when it changes.

    It can be handed in at the last question, with every question answered, or with all on the page. `line` draws where
    an answer stands.
    """
    sheet = Sheet.of(desk, record, line)
    return _all(sheet, way) if way.all_at_once else _one(sheet, way)


def review(record: QuizRecord) -> None:
    """The questions with the answers that were given."""
    answers = {answer.question_id: answer for answer in record.answers}
    for number, question in enumerate(record.quiz.questions, 1):
        with st.container(border=True, key=f"question-{number}"):
            question_text(question, f"{number}\\. ")
            answer = answers.get(question.id)
            st.markdown(" · ".join([f"**{YOURS}:** {answer_text(question, answer)}", *say.said(answer)]))


def _one(sheet: Sheet, way: Way) -> Reached:
    questions, turned = sheet.questions, memory(Turned, of=sheet.record.id)
    place = turned.to = _first_open(questions, sheet.answers) if turned.to is None else turned.to
    # Known before the buttons are drawn again, so the page is drawn once and not twice.
    pressed, is_check_known, choose = _pressed(place, len(questions)), bool(widget_value("quiz-check")), False
    if pressed is not None and sheet.keep(questions[place]):
        place = turned.to = pressed
    elif is_check_known:
        choose = not sheet.check(questions[place])
    question = questions[place]
    memory(Watch, of=sheet.record.id).turn_to(question)
    head, area = st.empty(), st.container()
    with area:
        # The browser fills a container in its old place bit by bit; in a new one no old option is left to press.
        if place % 2:
            st.empty()
        is_kept = card(sheet, question, place + 1, choose=choose)
    head.html(say.head(place + 1, len(questions), sheet.answered))
    is_last, is_checked = place == len(questions) - 1, question.id in sheet.marks
    is_to_check = way.is_practice and not is_checked
    at_end = is_last or sheet.answered == len(questions)
    to = _overview(questions, sheet.answers) if at_end else None
    below = st.container()
    # The last in the page's order too: the focus goes down to the foot of the screen.
    bar = _bar(place, is_last=is_last, is_practice=way.is_practice, is_checked=is_checked)
    if pressed is None and not is_check_known:
        # A server that was started anew knows what was pressed once the button is drawn.
        if bar.step or to is not None:
            turned.to = place + bar.step if to is None else to
            st.rerun()
        if bar.checks and sheet.check(question):
            st.rerun()
    return Reached(at_end and is_kept, is_last and not is_to_check, bar.place if is_last else below)


def _bar(place: int, *, is_last: bool, is_practice: bool, is_checked: bool) -> Bar:
    """The ways back and on, which stand where they stand."""
    is_to_check = is_practice and not is_checked
    bar = st.container(horizontal=True, key="quiz-bar")
    with bar:
        back = st.button(say.BACK, key="quiz-back", disabled=place == 0)
        checks = is_practice and st.button(
            say.CHECKED if is_checked else say.CHECK,
            key="quiz-check",
            type="primary" if is_to_check else "secondary",
            disabled=is_checked,
        )
        on = not is_last and st.button(say.NEXT, key="quiz-next", type="secondary" if is_to_check else "primary")
    return Bar(bar, on - back, checks)


def _all(sheet: Sheet, way: Way) -> Reached:
    questions, saved = sheet.questions, []
    memory(Watch, of=sheet.record.id).turn_to(None)
    head = st.empty()
    for number, question in enumerate(questions, 1):
        has_check = way.is_practice and question.id not in sheet.marks
        saved.append(card(sheet, question, number, number=f"{number}\\. ", has_check=has_check))
    head.html(say.head_of_all(len(questions), sheet.answered))
    st.markdown(say.open_questions(questions, sheet.answers))
    return Reached(all(saved), is_next=True, place=st.container())


def _overview(questions: tuple[Question, ...], answers: dict[str, Answer]) -> int | None:
    """Every question with how it stands, to look over before handing in; the place of the one that was pressed."""
    pressed = None
    st.header(say.BEFORE, anchor=False)
    st.markdown(say.open_questions(questions, answers))
    with st.container(horizontal=True, key="quiz-overview"):
        for place, question in enumerate(questions):
            label = say.state(place + 1, answers.get(question.id))
            if st.button(label, key=f"quiz-to-{place + 1}", type="tertiary"):
                pressed = place
    return pressed


def _first_open(questions: tuple[Question, ...], answers: dict[str, Answer]) -> int:
    for place, question in enumerate(questions):
        if question.id not in answers or answers[question.id].is_blank:
            return place
    return len(questions) - 1


def _pressed(place: int, count: int) -> int | None:
    """The question that the learner pressed for; None where none was."""
    for number in range(count):
        if widget_value(f"quiz-to-{number + 1}"):
            return number
    step = bool(widget_value("quiz-next")) - bool(widget_value("quiz-back"))
    return min(max(place + step, 0), count - 1) if step else None
