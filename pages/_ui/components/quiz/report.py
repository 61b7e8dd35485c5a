"""Telling an instructor that something is wrong with a question."""

from __future__ import annotations

import streamlit as st

from core.domain.assessment.answers import LONGEST_REASON
from core.models import Question, QuizRecord
from pages._ui.desk import Desk
from pages._ui.messages import quiz as say
from pages._ui.session import attempt


def report_question(desk: Desk, record: QuizRecord, question: Question) -> None:
    """A closed line that opens to a reason and a button; once it was sent, thanks."""
    if question.id in desk.tab.reported:
        st.caption(say.REPORTED)
        return
    with st.expander(say.REPORT), st.form(f"report-form-{question.id}", border=False):
        reason = st.text_input(say.REPORT_REASON, max_chars=LONGEST_REASON, key=f"report-{question.id}")
        is_sent = st.form_submit_button(say.REPORT_SEND, key=f"report-send-{question.id}")
        if is_sent and attempt(
            desk, lambda session: desk.service.quizzes.report(session, record.id, question.id, reason)
        ):
            desk.tab.reported.add(question.id)
            st.rerun()
