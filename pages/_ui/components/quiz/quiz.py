"""A quiz as it is taken, and as it was taken."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.models import Answer, Question, QuizRecord, Sureness
from pages._ui.components.quiz.question import (
    answer_text,
    flag_widget,
    picked_sureness,
    question_text,
    question_widget,
    sureness_widget,
    typed,
)
from pages._ui.components.quiz.report import report_question
from pages._ui.components.quiz.watch import Watch
from pages._ui.desk import Desk, Shown, memory
from pages._ui.messages import quiz as say
from pages._ui.messages.analysis import YOURS
from pages._ui.session import fill_widgets, take_step, widget_value

_ALL = "quiz-all"


@dataclass
class QuizView:
    """How this tab shows quizzes."""

    all_at_once: bool = False


@dataclass
class Turned:
    """The place of the question that was turned to in a quiz; None before the first."""

    to: int | None = None


class ShownAnswer(Shown[Answer]):
    """The answer to a question of a quiz, as this tab has shown it."""

    def is_from_elsewhere(self, stored: Answer) -> bool:
        """Whether another tab answered; one that said only how sure the learner is did not."""
        shown = self.shown and self.shown.model_copy(update={"sureness": stored.sureness})
        return shown != stored and super().is_from_elsewhere(stored)

    def sureness(self, picked: Sureness | None, stored: Answer) -> Sureness | None:
        """How sure the learner is: as they `picked` here, else as another tab says."""
        known = [answer.sureness for answer in (self.shown, *self.sent) if answer]
        is_picked = self.shown is None or picked != self.shown.sureness
        return picked if is_picked or stored.sureness in known else stored.sureness


def ask(desk: Desk, record: QuizRecord) -> bool:
    """Draw the quiz, one question at a time or all at once, and save each answer when it changes.

    True where it can be handed in: at the last question, with every question answered, or with all on the page.
    """
    answers = {answer.question_id: answer for answer in record.answers}
    view = memory(QuizView)
    fill_widgets({_ALL: view.all_at_once})
    view.all_at_once = st.toggle(say.ALL_AT_ONCE, view.all_at_once, key=_ALL)
    if view.all_at_once:
        return _all(desk, record, answers)
    return _one(desk, record, answers)


def review(record: QuizRecord) -> None:
    """The questions with the answers that were given."""
    answers = {answer.question_id: answer for answer in record.answers}
    for number, question in enumerate(record.quiz.questions, 1):
        with st.container(border=True, key=f"question-{number}"):
            question_text(question, f"{number}\\. ")
            answer = answers.get(question.id)
            st.markdown(" · ".join([f"**{YOURS}:** {answer_text(question, answer)}", *say.said(answer)]))


def _one(desk: Desk, record: QuizRecord, answers: dict[str, Answer]) -> bool:
    questions, turned = record.quiz.questions, memory(Turned, of=record.id)
    place = turned.to = _first_open(questions, answers) if turned.to is None else turned.to
    # Known before the buttons are drawn again, so the page is drawn once and not twice.
    pressed = _pressed(place, len(questions))
    if pressed is not None and _keep(desk, record, answers, questions[place], typed(questions[place])):
        place = turned.to = pressed
    question = questions[place]
    memory(Watch, of=record.id).turn_to(question)
    head = st.container()
    with st.container():
        # The browser fills a container in its old place bit by bit; in a new one no old option is left to press.
        if place % 2:
            st.empty()
        with st.container():
            is_kept = _question(desk, record, answers, question, place + 1)
    answered = [answer for answer in answers.values() if not answer.is_blank]
    head.markdown(say.question_of(place + 1, len(questions), len(answered)))
    head.progress((place + 1) / len(questions))
    is_last = place == len(questions) - 1
    with st.container(horizontal=True):
        back = place > 0 and st.button(say.BACK, key="quiz-back")
        on = not is_last and st.button(say.NEXT, key="quiz-next", type="primary")
    at_end = is_last or len(answered) == len(questions)
    to = _overview(questions, answers) if at_end else None
    if pressed is None and (back or on or to is not None):
        turned.to = place + on - back if to is None else to
        st.rerun()
    st.caption(say.SAVED if at_end else say.LAST)
    return at_end and is_kept


def _all(desk: Desk, record: QuizRecord, answers: dict[str, Answer]) -> bool:
    questions, saved = record.quiz.questions, []
    memory(Watch, of=record.id).turn_to(None)
    head = st.container()
    for number, question in enumerate(questions, 1):
        saved.append(_question(desk, record, answers, question, number, f"{number}\\. "))
    answered = [answer for answer in answers.values() if not answer.is_blank]
    head.markdown(say.answered_of(len(answered), len(questions)))
    st.markdown(say.open_questions(questions, answers))
    st.caption(say.SAVED)
    return all(saved)


def _question(
    desk: Desk, record: QuizRecord, answers: dict[str, Answer], question: Question, place: int, number: str = ""
) -> bool:
    """Draw one question with what can be done about it, and save its answer when it changes.

    False where it was not saved. The card holds nothing but the question: outside scripts look into it.
    """
    stored = answers.get(question.id, Answer(question_id=question.id))
    tab = _shown(record, question)
    anew = tab.is_from_elsewhere(stored)
    with st.container(border=True, key=f"question-{place}"):
        given = question_widget(question, stored, anew=anew, number=number)
    picked = picked_sureness(question)
    is_said_elsewhere = tab.sureness(picked, stored) != picked
    with st.container(horizontal=True, vertical_alignment="bottom"):
        marks = {
            "sureness": sureness_widget(question, stored.sureness, anew=anew or is_said_elsewhere),
            "is_flagged": flag_widget(question, stored, anew=anew),
        }
    is_kept = _keep(desk, record, answers, question, given.model_copy(update=marks))
    report_question(desk, record, question)
    return is_kept


def _overview(questions: tuple[Question, ...], answers: dict[str, Answer]) -> int | None:
    """Every question with how it stands, to look over before handing in; the place of the one that was pressed."""
    st.header(say.BEFORE, anchor=False)
    st.markdown(say.open_questions(questions, answers))
    pressed = None
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


def _shown(record: QuizRecord, question: Question) -> ShownAnswer:
    return memory(ShownAnswer, of=f"{record.id}/{question.id}")


def _keep(desk: Desk, record: QuizRecord, answers: dict[str, Answer], question: Question, given: Answer | None) -> bool:
    """Save an answer that the learner changed here; one that another tab changed is left and said.

    False where what was typed could not be saved; it stays on the page, with the reason.
    """
    stored = answers.get(question.id)
    current = stored or Answer(question_id=question.id)
    tab, watch = _shown(record, question), memory(Watch, of=record.id)
    watch.look(question, current)
    if given:
        given = given.model_copy(update={"sureness": tab.sureness(given.sureness, current)})
    if given and given.says(current):
        given = given.model_copy(update={"seconds": current.seconds, "hint_opened": current.hint_opened})
    elif given:
        given = watch.told(given)
    if tab.is_from_elsewhere(current):
        st.warning(say.ELSEWHERE)
    elif given and given != current:
        sent = tab.send(given)
        if not take_step(desk, lambda session: desk.service.answer(session, record.id, given, stored, sent=sent)):
            return False
        current = answers[question.id] = given
    tab.show(current)
    return True
