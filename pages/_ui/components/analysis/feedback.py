"""What went wrong and right in a quiz, question by question: why, where it stands, and once more to try."""

from __future__ import annotations

import streamlit as st

from core.models import Answer, Question
from core.models.feedback import QuestionFeedback, QuizFeedback
from pages._ui.components.learn.lesson import SourceLine
from pages._ui.components.quiz.question import answer_text, key_text, question_text, question_widget
from pages._ui.components.quiz.report import report_question
from pages._ui.desk import Desk
from pages._ui.frame.text import plain, worded
from pages._ui.messages import analysis as say
from pages._ui.messages.quiz import said
from pages._ui.session import take_step


def corrections(feedback: QuizFeedback) -> None:
    """Say what an instructor changed about the quiz."""
    for correction in feedback.corrections:
        st.info(plain(say.corrected(correction)))


def wrong_answers(desk: Desk, feedback: QuizFeedback, line: SourceLine) -> None:
    """Each wrong answer: what was chosen, what is right and why, the mix-up that it may show, and a second try.

    What the learner was sure of comes first. `line` draws where the answer stands.
    """
    st.header(say.WENT_WRONG, anchor=False)
    wrong = [answered for answered in feedback.questions if not answered.is_right]
    if all(answered.is_void for answered in wrong):
        st.success(say.ALL_RIGHT)
    for answered in sorted(wrong, key=lambda answered: not answered.was_sure):
        question = answered.question
        with st.container(border=True, key=f"feedback-{question.id}"):
            _explained(answered, say.WRONG, line)
            for misconception in answered.misconceptions:
                st.markdown(f"**{say.MISCONCEPTION}:** {_note(question, misconception.inferred_confusion)}")
                if misconception.counter_example:
                    st.markdown(f"**{say.COUNTER}:** {_note(question, misconception.counter_example)}")
            if answered.again and not answered.is_void:
                _once_more(desk, answered, answered.again)
            report_question(desk, feedback.record, question)
    right = [answered for answered in feedback.questions if answered.is_right]
    if right:
        with st.expander(say.WENT_RIGHT):
            for answered in right:
                _explained(answered, say.RIGHT, line)


def choose_next(desk: Desk) -> str:
    """The topic to go on with: the suggested one with its reason, or another that the learner picks."""
    suggestion = desk.service.overview.suggestion(desk.study)
    if suggestion is None:
        return ""
    suggested = suggestion.topic.name
    others = (topic.name for topic in desk.service.topics(desk.study) if topic.status != "left_out")
    chosen = st.selectbox(
        say.NEXT_TOPIC,
        [suggested, *(name for name in others if name != suggested)],
        format_func=lambda name: f"{name} ({say.SUGGESTED})" if name == suggested else name,
        key="next-topic",
    )
    if chosen == suggested:
        st.caption(plain(say.why_next(suggestion.why)))
    return "" if chosen == suggested else chosen


def _explained(answered: QuestionFeedback, mark: str, line: SourceLine) -> None:
    question = answered.question
    question_text(question)
    if answered.is_void:
        st.caption(say.TAKEN_OUT)
    parts = [f"{say.YOURS}: {answer_text(question, answered.answer)}", *said(answered.answer), f"**{mark}**"]
    st.markdown(" · ".join(parts))
    if answered.is_near_miss:
        st.caption(say.NEAR_MISS)
    if mark == say.WRONG or answered.is_near_miss:
        st.markdown(f"{say.KEY}: **{key_text(question)}**")
    st.markdown(worded(question.explanation, has_math=question.has_math))
    for number, source in enumerate(question.sources, 1):
        line(source, f"answer-{question.id}-{number}")


def _once_more(desk: Desk, answered: QuestionFeedback, question: Question) -> None:
    """The question that is asked again, with its hint first; once it was answered, how it went and why."""
    if tried := answered.answered_again:
        st.markdown(f"**{say.AGAIN}**")
        question_text(question)
        st.markdown(plain(say.again(is_right=tried.is_right, said=tried.said)))
        st.markdown(f"{say.KEY}: **{key_text(question)}**. {_note(question, question.explanation)}")
        return
    if not desk.in_turn or desk.is_finished:
        return
    with st.expander(say.AGAIN, key=f"again-{question.id}"), st.form(f"again-form-{question.id}", border=False):
        st.caption(say.AGAIN_LEAD)
        given = question_widget(question, Answer(question_id=question.id), anew=False)
        is_sent = st.form_submit_button(say.AGAIN_SEND, key=f"again-send-{question.id}")
    if is_sent and take_step(desk, lambda session: desk.service.quizzes.retry(session, given)[0]):
        st.rerun()


def _note(question: Question, text: str) -> str:
    return worded(text, has_math=question.has_math)
