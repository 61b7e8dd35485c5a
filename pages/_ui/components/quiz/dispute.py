"""“I think I was right”: what a learner can say against a mark, and take back."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.models import Question
from pages._ui.desk import Desk
from pages._ui.messages import marked as say
from pages._ui.session import take_step


def dispute(desk: Desk, quiz_id: str, question: Question, *, is_disputed: bool) -> None:
    """A small button under an answer that was marked wrong; once it is disputed, what follows of it and a way back."""
    disputes = desk.service.disputes
    if is_disputed:
        with st.container(horizontal=True, vertical_alignment="center", key=f"disputed-{question.id}"):
            st.caption(say.DISPUTED_ALONE if disputes.decides else say.DISPUTED, width="stretch")
            is_pressed = st.button(say.TAKE_BACK, key=f"dispute-undo-{question.id}", type="tertiary")
        step = disputes.take_back
    else:
        is_pressed = st.button(say.DISPUTE, key=f"dispute-{question.id}", type="tertiary")
        step = disputes.dispute
    if is_pressed and take_step(desk, partial(step, quiz_id=quiz_id, question_id=question.id)):
        st.rerun()
