"""A quiz as it is taken, and as it was taken."""

from __future__ import annotations

import streamlit as st

from core.models import Answer, Question
from core.quizzing import LONGEST_ANSWER
from core.records import QuizRecord
from pages._ui import messages as say
from pages._ui.components.text import plain
from pages._ui.session import Desk, attempt, fill_widgets, widget_value


def ask(desk: Desk, record: QuizRecord) -> bool:
    """Draw the question that the learner is at and save its answer when it changes.

    True where the quiz can be handed in: at the last question, or with every question answered.
    """
    questions, answers = record.quiz.questions, {answer.question_id: answer for answer in record.answers}
    place = desk.tab.question.setdefault(record.id, _first_open(questions, answers))
    # Known before the buttons are drawn again, so the page is drawn once and not twice.
    turned = _turned()
    if turned and _keep(desk, record, answers, questions[place], _typed(questions[place])):
        place = desk.tab.question[record.id] = min(max(place + turned, 0), len(questions) - 1)
    question = questions[place]
    head = st.container()
    with st.container():
        # The browser fills a container in its old place bit by bit; in a new one no old option is left to press.
        if place % 2:
            st.empty()
        card = st.container(border=True, key=f"question-{place + 1}")
    with card:
        stored = answers.get(question.id, Answer(question_id=question.id))
        anew = desk.tab.is_from_elsewhere(_place(record, question), stored)
        is_kept = _keep(desk, record, answers, question, question_widget(question, stored, anew=anew))
    answered = [answer for answer in answers.values() if not answer.is_blank]
    head.markdown(say.question_of(place + 1, len(questions), len(answered)))
    head.progress((place + 1) / len(questions))
    is_last = place == len(questions) - 1
    with st.container(horizontal=True):
        back = place > 0 and st.button(say.QUIZ_BACK, key="quiz-back")
        on = not is_last and st.button(say.QUIZ_NEXT, key="quiz-next", type="primary")
    if (back or on) and not turned:
        desk.tab.question[record.id] = place + on - back
        st.rerun()
    at_end = is_last or len(answered) == len(questions)
    st.caption(say.QUIZ_SAVED if at_end else say.QUIZ_LAST)
    return at_end and is_kept


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


def _turned() -> int:
    """1 where the learner pressed on, -1 for back, 0 else."""
    return bool(widget_value("quiz-next")) - bool(widget_value("quiz-back"))


def _place(record: QuizRecord, question: Question) -> str:
    return f"{record.id}/{question.id}"


def _keep(desk: Desk, record: QuizRecord, answers: dict[str, Answer], question: Question, given: Answer | None) -> bool:
    """Save an answer that the learner changed here; one that another tab changed is left and said.

    False where what was typed could not be saved; it stays on the page, with the reason.
    """
    stored = answers.get(question.id)
    kept = stored or Answer(question_id=question.id)
    place = _place(record, question)
    if desk.tab.is_from_elsewhere(place, kept):
        st.warning(say.QUIZ_ELSEWHERE)
    elif given and given != kept:
        desk.tab.sent[place] = given
        if not attempt(desk, lambda session: desk.service.answer(session, record.id, given, stored)):
            return False
        kept = answers[question.id] = given
    desk.tab.shown[place] = kept
    return True


def _typed(question: Question) -> Answer | None:
    """What a question's widgets have in this run, read without drawing them; None where they were not drawn before."""
    key = f"answer-{question.id}"
    if question.question_type == "multi_select":
        ticks = [widget_value(f"{key}-{index}") for index in range(len(question.options))]
        chosen = tuple(index for index, tick in enumerate(ticks) if tick)
        return None if None in ticks else Answer(question_id=question.id, chosen=chosen)
    value = widget_value(key)
    if isinstance(value, str):
        return Answer(question_id=question.id, text=value)
    return Answer(question_id=question.id, chosen=(value,)) if isinstance(value, int) else None


def question_widget(question: Question, kept: Answer, *, anew: bool) -> Answer:
    """Draw a question with `kept` as its answer (again, with `anew`) and return the answer that it has now."""
    st.markdown(f"**{plain(question.text)}**")
    options, key = [plain(option) for option in question.options], f"answer-{question.id}"
    if question.question_type == "fill_blank":
        fill_widgets({key: kept.text}, anew={key} if anew else ())
        given = Answer(
            question_id=question.id, text=st.text_input(say.QUIZ_TYPED, max_chars=LONGEST_ANSWER, key=key) or ""
        )
    elif question.question_type == "multi_select":
        st.caption(say.QUESTION_TYPES[question.question_type])
        ticks = {f"{key}-{index}": index in kept.chosen for index in range(len(options))}
        fill_widgets(ticks, anew=ticks if anew else ())
        ticked = [index for index, option in enumerate(options) if st.checkbox(option, key=f"{key}-{index}")]
        given = Answer(question_id=question.id, chosen=tuple(ticked))
    else:
        fill_widgets({key: kept.chosen[0] if kept.chosen else None}, anew={key} if anew else ())
        label = say.QUESTION_TYPES[question.question_type]
        picked = st.radio(label, range(len(options)), index=None, format_func=options.__getitem__, key=key)
        given = Answer(question_id=question.id, chosen=() if picked is None else (picked,))
    if question.hint:
        with st.expander(say.QUIZ_HINT):
            st.markdown(plain(question.hint))
    return given
