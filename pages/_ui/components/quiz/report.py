"""Telling an instructor that something is wrong with a question."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from core.models import Question, QuizRecord
from core.models.limits import LONGEST_REASON
from pages._ui.desk import Desk, memory
from pages._ui.messages import quiz as say
from pages._ui.session import take_step


@dataclass
class Reported:
    """The questions that were reported from this tab, by id."""

    questions: set[str] = field(default_factory=set)


def report_question(desk: Desk, record: QuizRecord, question: Question) -> None:
    """A closed line that opens to a reason and a button; once it was sent, thanks."""
    reported = memory(Reported).questions
    if question.id in reported:
        st.caption(say.REPORTED)
        return
    with st.expander(say.REPORT), st.form(f"report-form-{question.id}", border=False):
        reason = st.text_input(say.REPORT_REASON, max_chars=LONGEST_REASON, key=f"report-{question.id}")
        is_sent = st.form_submit_button(say.REPORT_SEND, key=f"report-send-{question.id}")
        if is_sent and take_step(
            desk, lambda session: desk.service.quizzes.report(session, record.id, question.id, reason)
        ):
            reported.add(question.id)
            st.rerun()
