"""A quiz as it is taken, and as it was taken."""

from __future__ import annotations

import streamlit as st

from core.models import Answer, Question
from core.records import QuizRecord
from pages._ui import messages as say
from pages._ui.components.text import plain
from pages._ui.session import Desk, attempt


def ask(desk: Desk, record: QuizRecord) -> bool:
    """Draw the question that the learner is at and save its answer when it changes.

    True where the quiz can be handed in: at the last question, or with every question answered.
    """
    questions, answers = record.quiz.questions, {answer.question_id: answer for answer in record.answers}
    answered = sum(not answer.is_blank for answer in answers.values())
    place = desk.tab.question.setdefault(record.id, _first_open(questions, answers))
    question = questions[place]
    st.markdown(say.question_of(place + 1, len(questions), answered))
    st.progress((place + 1) / len(questions))
    with st.container(border=True, key=f"question-{place + 1}"):
        given = _widget(question, answers.get(question.id, Answer(question_id=question.id)))
    before = answers.get(question.id)
    if given != (before or Answer(question_id=question.id)):
        attempt(desk, lambda session: desk.service.answer(session, record.id, given, before))
        answers[question.id] = given
    with st.container(horizontal=True):
        back = st.button(say.QUIZ_BACK, key="quiz-back") if place else False
        is_last = place == len(questions) - 1
        on = False if is_last else st.button(say.QUIZ_NEXT, key="quiz-next", type="primary")
    if back or on:
        desk.tab.question[record.id] = place + (1 if on else -1)
        st.rerun()
    at_end = is_last or all(not answers.get(q.id, Answer(question_id=q.id)).is_blank for q in questions)
    st.caption(say.QUIZ_SAVED if at_end else say.QUIZ_LAST)
    return at_end


def review(record: QuizRecord) -> None:
    """The questions with the answers that were given."""
    answers = {answer.question_id: answer for answer in record.answers}
    for number, question in enumerate(record.quiz.questions, 1):
        with st.container(border=True, key=f"question-{number}"):
            st.markdown(f"**{number}\\.** {plain(question.text)}")
            given = answers.get(question.id)
            st.markdown(f"**{say.ANALYSIS_YOURS}:** {plain(answer_text(question, given))}")


def answer_text(question: Question, answer: Answer | None) -> str:
    """An answer in words."""
    if answer is None or answer.is_blank:
        return say.ANALYSIS_BLANK
    return answer.text or "; ".join(question.options[index] for index in answer.chosen)


def _first_open(questions: tuple[Question, ...], answers: dict[str, Answer]) -> int:
    for place, question in enumerate(questions):
        if question.id not in answers or answers[question.id].is_blank:
            return place
    return len(questions) - 1


def _widget(question: Question, kept: Answer) -> Answer:
    st.markdown(f"**{plain(question.text)}**")
    options, key = [plain(option) for option in question.options], f"answer-{question.id}"
    if question.question_type == "fill_blank":
        typed = st.text_input(say.QUIZ_TYPED, kept.text, key=key)
        given = Answer(question_id=question.id, text=typed or "")
    elif question.question_type == "multi_select":
        st.caption(say.QUESTION_TYPES[question.question_type])
        ticked = [
            index
            for index, option in enumerate(options)
            if st.checkbox(option, index in kept.chosen, key=f"{key}-{index}")
        ]
        given = Answer(question_id=question.id, chosen=tuple(ticked))
    else:
        picked = st.radio(
            say.QUESTION_TYPES[question.question_type],
            range(len(options)),
            index=kept.chosen[0] if kept.chosen else None,
            format_func=options.__getitem__,
            key=key,
        )
        given = Answer(question_id=question.id, chosen=() if picked is None else (picked,))
    if question.hint:
        with st.expander(say.QUIZ_HINT):
            st.markdown(plain(question.hint))
    return given
