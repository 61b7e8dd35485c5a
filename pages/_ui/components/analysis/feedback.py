"""What went wrong and right in a quiz, question by question: folded to what was said and what is right."""

from __future__ import annotations

import streamlit as st

from core.models import StudyPhase
from core.models.feedback import QuestionFeedback, QuizFeedback
from pages._ui.components.analysis.again import how_it_went, second_try
from pages._ui.components.learn.lesson import SourceLine
from pages._ui.components.quiz.dispute import dispute
from pages._ui.components.quiz.question import answer_text, key_text
from pages._ui.components.quiz.report import report_question
from pages._ui.desk import Desk
from pages._ui.frame.text import plain, worded
from pages._ui.messages import analysis as say
from pages._ui.messages.quiz import said


def corrections(desk: Desk, feedback: QuizFeedback) -> None:
    """Say what was changed about the quiz by an instructor, or by the learner where they decide alone."""
    for correction in feedback.corrections:
        st.info(plain(say.corrected(correction, is_own=desk.service.disputes.decides)))


def wrong_answers(desk: Desk, feedback: QuizFeedback, line: SourceLine, *, is_asking: bool) -> None:
    """Each wrong answer: the question, what was said and what is right; opened, why, the mix-up that it may show, where
    it stands, and a second try.

    What the learner was sure of comes first. `line` draws where the answer stands. While the missed ones are asked one
    after the other (`is_asking`), they are asked there alone.
    """
    st.header(say.WENT_WRONG, anchor=False)
    wrong = [asked for asked in feedback.questions if not asked.is_right]
    if all(asked.is_void for asked in wrong):
        st.success(say.ALL_RIGHT)
    can_try = desk.phase is StudyPhase.ANALYZING
    for asked in sorted(wrong, key=lambda asked: not asked.was_sure):
        is_hidden = can_try and asked.gives_away
        with st.container(key=f"feedback-{asked.question.id}", gap="small"):
            _folded(asked, is_hidden=is_hidden)
            is_open_to_try = can_try and asked.can_be_tried and not is_asking
            with st.expander(say.WHY_AND_AGAIN if is_open_to_try else say.WHY, key=f"why-{asked.question.id}"):
                if not is_hidden:
                    _explained(asked, line)
                if asked.answered_again:
                    st.markdown(f"**{say.AGAIN}**")
                    how_it_went(asked)
                elif is_open_to_try and asked.again and second_try(desk, asked.again):
                    st.rerun()
                if asked.answer and not asked.answer.is_blank and not is_hidden:
                    dispute(desk, feedback.record.id, asked.question, is_disputed=asked.is_disputed)
                report_question(desk, feedback.record.id, asked.question)


def right_answers(feedback: QuizFeedback, line: SourceLine) -> None:
    """What went right, behind one line."""
    right = [asked for asked in feedback.questions if asked.is_right]
    if right:
        with st.expander(say.WENT_RIGHT):
            for asked in right:
                _folded(asked)
                _explained(asked, line)


def _folded(asked: QuestionFeedback, *, is_hidden: bool = False) -> None:
    """The question, what was said, and what is right, unless it is asked again as it is."""
    question = asked.question
    mark = ":green[**✓**]" if asked.is_right else ":red[**✗**]"
    yours = " · ".join([f"{mark} {say.YOURS}: {answer_text(question, asked.answer)}", *said(asked.answer)])
    lines = [f"**{worded(question.text, has_math=question.has_math)}**", yours]
    if not asked.is_right or asked.is_near_miss:
        right = f":green[**✓**] {say.KEY}: **{key_text(question)}**"
        lines.append(f"{say.KEY}: {say.KEY_LATER}" if is_hidden else right)
    st.markdown("  \n".join(lines))
    if question.figure:
        st.image(question.figure.svg, alt=question.figure.alt, width="stretch")
    if asked.is_void:
        st.caption(say.TAKEN_OUT)
    if asked.is_near_miss:
        st.caption(say.NEAR_MISS)


def _explained(asked: QuestionFeedback, line: SourceLine) -> None:
    """Why, what may lie behind it and what speaks against that, and where it stands."""
    question = asked.question
    parts = [worded(question.explanation, has_math=question.has_math)]
    for misconception in asked.misconceptions:
        confusion = worded(misconception.inferred_confusion, has_math=question.has_math)
        parts.append(f"**{say.MISCONCEPTION}:** {confusion}")
        if misconception.counter_example:
            against = worded(misconception.counter_example, has_math=question.has_math)
            parts.append(f"**{say.COUNTER}:** {against}")
    st.markdown("\n\n".join(parts))
    for number, source in enumerate(question.sources, 1):
        line(source, f"answer-{question.id}-{number}")
