"""The instructor's side of a question that is wrong: what was reported, taking it out, and what that changed."""

from __future__ import annotations

import streamlit as st

from core.models.correction import Report
from core.models.limits import LONGEST_REASON
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import corrections as say
from pages._ui.session import attempt

SHOWN = 20


def reported_questions(desk: Desk) -> None:
    """Each reported question with a way to take it out or in again, and what corrections changed."""
    st.header(say.TITLE, anchor=False)
    st.caption(say.LEAD)
    reports = desk.service.corrections.reports(SHOWN)
    if not reports:
        st.markdown(say.NONE)
    by_question: dict[str, list[Report]] = {}
    for report in reports:
        by_question.setdefault(report.question_id, []).append(report)
    for question_id, question_reports in by_question.items():
        _card(desk, question_id, question_reports)
    _corrections(desk)


def _card(desk: Desk, question_id: str, reports: list[Report]) -> None:
    is_void = reports[0].is_void
    with st.container(border=True, key=f"report-{question_id}"):
        st.markdown(f"**{plain(reports[0].question)}**")
        st.markdown("\n".join(f"- {plain(say.report(report, desk.zone))}" for report in reports))
        st.markdown(f"**{say.IS_OUT if is_void else say.IS_IN}**")
        with st.form(f"review-{question_id}", border=False):
            reason = st.text_input(say.REASON, max_chars=LONGEST_REASON, key=f"review-reason-{question_id}")
            is_sent = st.form_submit_button(say.BACK if is_void else say.OUT, key=f"review-send-{question_id}")
        if not is_sent:
            return
        mark = desk.service.corrections.unvoid if is_void else desk.service.corrections.void
        correction = attempt(desk, lambda: mark(question_id, reason))
        if correction:
            desk.redraw(done=say.done(correction, is_void=not is_void))


def _corrections(desk: Desk) -> None:
    events = desk.service.history.corrections(SHOWN)
    if not events:
        return
    with st.expander(say.CORRECTIONS):
        for event in events:
            first, *rest = say.correction(event, desk.zone)
            st.markdown("\n".join([f"**{plain(first)}**", "", *(f"- {plain(line)}" for line in rest)]))
