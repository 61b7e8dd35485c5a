"""Telling an instructor that something is wrong with a question."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from core.models import Question
from core.models.limits import LONGEST_REASON
from pages._ui.desk import Desk, memory
from pages._ui.messages import quiz as say
from pages._ui.session import take_step


@dataclass
class Reporting:
    """The questions that were reported from this tab, and those whose form is open, by id."""

    reported: set[str] = field(default_factory=set)
    is_open: set[str] = field(default_factory=set)


def report_question(desk: Desk, quiz_id: str, question: Question) -> None:
    """A small button, and the form that it opens."""
    report_button(question)
    report_form(desk, quiz_id, question)


def report_button(question: Question) -> None:
    """A small button that opens the form, and closes it again; once it was sent, thanks."""
    reporting = memory(Reporting)
    if question.id in reporting.reported:
        st.caption(say.REPORTED, width="content")
    elif st.button(say.REPORT, key=f"report-open-{question.id}", type="tertiary"):
        reporting.is_open ^= {question.id}


def report_form(desk: Desk, quiz_id: str, question: Question) -> None:
    """A reason and a button, where the form of the question is open."""
    reporting = memory(Reporting)
    if question.id not in reporting.is_open:
        return
    with st.form(f"report-form-{question.id}", border=False):
        reason = st.text_input(say.REPORT_REASON, max_chars=LONGEST_REASON, key=f"report-{question.id}")
        is_sent = st.form_submit_button(say.REPORT_SEND, key=f"report-send-{question.id}")
        if is_sent and take_step(
            desk, lambda session: desk.service.quizzes.report(session, quiz_id, question.id, reason)
        ):
            reporting.reported.add(question.id)
            reporting.is_open.discard(question.id)
            st.rerun()
