"""The placement check: a few questions that find out what is known already. Offered, never forced."""

from __future__ import annotations

import streamlit as st

from core.models import Answer, Intake
from core.models.limits import PLACEMENT_QUESTIONS
from core.models.placement import PlacementState
from pages._ui.components.intake.form import Refill
from pages._ui.components.quiz.question import question_widget
from pages._ui.components.quiz.watch import Watch
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import placement as say
from pages._ui.session import take_step


def placement(desk: Desk, intake: Intake) -> None:
    """The offer, the question that is next, or what was found. Nothing where there is no text to ask about."""
    state = desk.service.placements.state(desk.session) if desk.session else None
    if state and state.is_open:
        with st.container(border=True, key="placement"):
            _open(desk, state)
        return
    if not desk.service.catalogue.has_text(desk.session, intake):
        return
    if state:
        st.markdown(plain(say.findings(state.findings)))
    st.caption(say.OFFER.format(most=PLACEMENT_QUESTIONS))
    if st.button(say.AGAIN if state else say.BEGIN, key="placement-begin"):
        with st.status(say.DRAWING) as status:
            begun = take_step(desk, lambda session: desk.service.placements.begin(session, intake))
            status.update(state="complete" if begun else "error", expanded=not begun)
        if begun:
            st.rerun()


def _open(desk: Desk, state: PlacementState) -> None:
    if state.next is None:
        st.markdown(plain(say.at_end(state.findings.asked, state.findings.right)))
        _end(desk, say.TAKE, is_over=True)
        return
    st.markdown(say.number(state.findings.asked + 1, PLACEMENT_QUESTIONS))
    watch = memory(Watch, of=state.record.id)
    watch.turn_to(state.next)
    blank = Answer(question_id=state.next.id)
    answer = question_widget(state.next, blank, anew=False)
    watch.look(state.next, blank)
    with st.container(horizontal=True):
        answered = st.button(say.ANSWER, key="placement-answer")
        passed = st.button(say.NO_IDEA, key="placement-pass")
    if answered and answer.is_blank:
        st.info(say.CHOOSE)
    elif answered or passed:
        _answer(desk, watch.told(answer if answered else blank))
    _end(desk, say.STOP, is_over=False)


def _answer(desk: Desk, answer: Answer) -> None:
    if take_step(desk, lambda session: desk.service.placements.answer(session, answer)):
        st.rerun()


def _end(desk: Desk, label: str, *, is_over: bool) -> None:
    with st.container(horizontal=True):
        stopped = st.button(label, key="placement-stop", type="secondary" if is_over else "tertiary")
        left = st.button(say.LEAVE, key="placement-leave", type="tertiary")
    if stopped and take_step(desk, desk.service.placements.stop):
        # What was found stands in the form now.
        memory(Refill).is_due = True
        st.rerun()
    if left and take_step(desk, desk.service.placements.discard):
        st.rerun()
