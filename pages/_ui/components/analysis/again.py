"""What went wrong, asked again: one question under its answer, or all of them one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from core.models import Answer, Question, StudyPhase
from core.models.feedback import QuestionFeedback, QuizFeedback
from pages._ui.components.quiz.question import key_text, question_text, question_widget
from pages._ui.desk import Desk, memory
from pages._ui.frame.arrival import arrive
from pages._ui.frame.text import plain, worded
from pages._ui.messages import analysis as say
from pages._ui.session import take_step


@dataclass
class Round:
    """Whether the missed questions are asked one after the other, the one that was tried last, by its id, and what was
    brought into sight."""

    is_open: bool = False
    shown: str = ""
    in_sight: str = ""


def round_of(feedback: QuizFeedback) -> Round:
    """What this tab remembers of a quiz's missed questions."""
    return memory(Round, of=feedback.record.id, page="analysis")


def second_try(desk: Desk, question: Question, *, is_first: bool = False) -> bool:
    """Ask a question once more, with its hint first, and say whether it was answered just now. What is drawn `is_first`
    on the page has the filled button."""
    with st.form(f"again-form-{question.id}", border=False):
        st.caption(say.AGAIN_LEAD)
        given = question_widget(question, Answer(question_id=question.id), anew=False)
        is_sent = st.form_submit_button(
            say.AGAIN_SEND, key=f"again-send-{question.id}", type="primary" if is_first else "secondary"
        )
    return is_sent and take_step(desk, lambda session: desk.service.quizzes.retry(session, given)[0])


def how_it_went(asked: QuestionFeedback) -> None:
    """A question that was asked again and answered: how it went, and why."""
    question, tried = asked.again, asked.answered_again
    if question is None or tried is None:
        return
    question_text(question)
    explanation = worded(question.explanation, has_math=question.has_math)
    st.markdown(
        f"{plain(say.again(is_right=tried.is_right, said=tried.said))}\n\n"
        f"{say.KEY}: **{key_text(question)}**. {explanation}"
    )


def missed_round(desk: Desk, feedback: QuizFeedback) -> bool:
    """Ask the missed questions one after the other, while the round is open; say whether it is."""
    asking = round_of(feedback)
    if not asking.is_open or desk.phase is not StudyPhase.ANALYZING:
        return False
    missed = [asked for asked in feedback.questions if asked.again and not asked.is_right and not asked.is_void]
    tried = [asked for asked in missed if asked.answered_again]
    shown = next((asked for asked in tried if asked.question.id == asking.shown), None)
    place = len(tried) + (shown is None)
    # A new question stands in a new place: a container that stays in its own keeps its old children for a moment.
    places = [st.container(), st.container()]
    key = f"missed-round-{place}"
    with places[place % 2].container(border=True, key=key):
        _bring_into_sight(asking, key)
        if shown:
            st.header(say.round_title(place, len(missed)), anchor=False)
            how_it_went(shown)
            _onward(asking, missed, tried)
        elif feedback.missed:
            st.header(say.round_title(place, len(missed)), anchor=False)
            first = feedback.missed[0]
            if first.again and second_try(desk, first.again, is_first=True):
                asking.shown = first.question.id
                st.rerun()
    return True


def _bring_into_sight(asking: Round, key: str) -> None:
    """The pressed button is gone, and what comes now is longer or shorter than what stood here: it is shown from its
    heading on, once."""
    state = f"{key} {asking.shown}"
    if asking.in_sight != state:
        asking.in_sight = state
        st.html(f'<span hidden data-shown="{escape(state)}"></span>{arrive(key)}', unsafe_allow_javascript=True)


def _onward(asking: Round, missed: list[QuestionFeedback], tried: list[QuestionFeedback]) -> None:
    is_over = len(tried) == len(missed)
    if is_over:
        right = sum(asked.answered_again.is_right for asked in tried if asked.answered_again)
        st.markdown(say.round_ended(right, len(missed)))
    if st.button(say.ROUND_END if is_over else say.ROUND_NEXT, key="missed-next", type="primary"):
        asking.shown = ""
        asking.is_open, asking.in_sight = not is_over, ""
        st.rerun()
