"""What went wrong and right in a quiz, question by question: why, where it stands, and once more to try."""

from __future__ import annotations

import streamlit as st

from core.domain.actions import Action
from core.domain.assessment.answers import retries
from core.domain.assessment.grading import grade
from core.domain.extra_data import answered_again
from core.domain.mastery import next_topic
from core.models import AgentEvent, Answer, MisconceptionAnalysis, Question, QuizRecord, Topic
from pages._ui.components.learn.lesson import SourceLine
from pages._ui.components.quiz.question import answer_text, key_text, question_text, question_widget
from pages._ui.components.quiz.report import report_question
from pages._ui.desk import Desk
from pages._ui.frame.text import plain, worded
from pages._ui.messages import analysis as say
from pages._ui.session import attempt


def corrections(record: QuizRecord, events: tuple[AgentEvent, ...]) -> frozenset[str]:
    """Say what an instructor changed about the quiz; the ids of the questions that are out now."""
    out: dict[str, bool] = {}
    for event in events:
        is_void = event.action == Action.VOID_QUESTION
        out[str(event.metadata.get("question_id", ""))] = is_void
        quizzes = event.metadata.get("quizzes")
        scores = quizzes.get(record.id) if isinstance(quizzes, dict) else None
        before, after = scores if isinstance(scores, list) and len(scores) == 2 else (None, None)
        st.info(plain(say.corrected(_number(before), _number(after), event.reasoning, is_void=is_void)))
    return frozenset(name for name, is_void in out.items() if is_void)


def wrong_answers(desk: Desk, record: QuizRecord, out: frozenset[str], line: SourceLine) -> None:
    """Each wrong answer: what was chosen, what is right and why, the confusion that it may show, and a second try.

    `line` draws where the answer stands, `out` holds the questions that count for nothing.
    """
    st.header(say.WENT_WRONG, anchor=False)
    marks = {mark.question_id: mark for mark in grade(record.quiz, record.answers)}
    answers = {answer.question_id: answer for answer in record.answers}
    found: dict[str, list[MisconceptionAnalysis]] = {}
    for noted in record.analysis.misconceptions if record.analysis else ():
        found.setdefault(noted.question_id, []).append(noted)
    wrong = [question for question in record.quiz.questions if not marks[question.id].is_right]
    if not [question for question in wrong if question.id not in out]:
        st.success(say.ALL_RIGHT)
    again = retries(record)
    for question in wrong:
        with st.container(border=True, key=f"feedback-{question.id}"):
            _explained(question, answers.get(question.id), say.WRONG, line, is_out=question.id in out)
            for noted in found.get(question.id, ()):
                st.markdown(f"**{say.MIXUP}:** {_note(question, noted.inferred_confusion)}")
                if noted.counter_example:
                    st.markdown(f"**{say.COUNTER}:** {_note(question, noted.counter_example)}")
            if question.id in again and question.id not in out:
                _once_more(desk, again[question.id])
            report_question(desk, record, question)
    right = [question for question in record.quiz.questions if marks[question.id].is_right]
    if right:
        with st.expander(say.WENT_RIGHT):
            for question in right:
                _explained(question, answers.get(question.id), say.RIGHT, line, is_out=question.id in out)


def choose_next(topics: tuple[Topic, ...], desk: Desk) -> str:
    """The topic to go on with: the suggested one with its reason, or another that the learner picks."""
    picked = next_topic(topics, desk.service.clock.now().date())
    if picked is None:
        return ""
    suggested, why = picked
    names = [suggested.name, *(one.name for one in topics if one.name != suggested.name and one.status != "left_out")]
    chosen = st.selectbox(
        say.NEXT_TOPIC,
        names,
        format_func=lambda name: f"{name} ({say.SUGGESTED})" if name == suggested.name else name,
        key="next-topic",
    )
    if chosen == suggested.name:
        st.caption(plain(say.why_next(why)))
    return "" if chosen == suggested.name else chosen


def _explained(question: Question, answer: Answer | None, mark: str, line: SourceLine, *, is_out: bool) -> None:
    question_text(question)
    if is_out:
        st.caption(say.TAKEN_OUT)
    st.markdown(f"{say.YOURS}: {answer_text(question, answer)} · **{mark}**")
    if mark == say.WRONG:
        st.markdown(f"{say.KEY}: **{key_text(question)}**")
    st.markdown(worded(question.explanation, has_math=question.has_math))
    for number, source in enumerate(question.sources, 1):
        line(source, f"answer-{question.id}-{number}")


def _once_more(desk: Desk, question: Question) -> None:
    """The question that is asked again, with its hint first; once it was answered, how it went and why."""
    answered = answered_again(desk.study).get(question.id)
    if answered:
        st.markdown(f"**{say.AGAIN}**")
        question_text(question)
        st.markdown(plain(say.again(is_right=answered.is_right, said=answered.said)))
        st.markdown(f"{say.KEY}: **{key_text(question)}**. {_note(question, question.explanation)}")
        return
    if not desk.in_turn:
        return
    with st.expander(say.AGAIN, key=f"again-{question.id}"), st.form(f"again-form-{question.id}", border=False):
        st.caption(say.AGAIN_LEAD)
        given = question_widget(question, Answer(question_id=question.id), anew=False)
        is_sent = st.form_submit_button(say.AGAIN_SEND, key=f"again-send-{question.id}")
    if is_sent and attempt(desk, lambda session: desk.service.quizzes.retry(session, given)[0]):
        st.rerun()


def _note(question: Question, text: str) -> str:
    return worded(text, has_math=question.has_math)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
