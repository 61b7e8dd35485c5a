"""A plan as files, made when one is asked for."""

from __future__ import annotations

from datetime import time
from functools import partial
from urllib.parse import quote

import streamlit as st

from core.models.plan_overview import CalendarTimes
from pages._ui.desk import Desk
from pages._ui.messages import plan_files as say

TIMES = ["", *(f"{hour:02}:{minute:02}" for hour in range(5, 24) for minute in (0, 30))]
ALARMS = {"none": None, "start": 0, "before": 15}


def take_along(desk: Desk) -> None:
    """The plan that holds as a calendar file, a table and Markdown, and the page to print."""
    exports, session = desk.service.exports, desk.study
    with st.expander(say.TAKE_ALONG, key="plan-take"):
        with st.container(horizontal=True, vertical_alignment="bottom", key="plan-calendar"):
            times = _times()
            calendar = partial(exports.plan_calendar, session, times)
            st.download_button(say.ICS, calendar, f"{say.FILE}.ics", "text/calendar", key="plan-ics", on_click="ignore")
        with st.container(horizontal=True, key="plan-files"):
            for label, make, ending, mime, key in (
                (say.CSV, exports.plan_table, "csv", "text/csv", "plan-csv"),
                (say.MARKDOWN, exports.plan_notes, "md", "text/markdown", "plan-markdown"),
            ):
                name = f"{say.FILE}.{ending}"
                st.download_button(label, partial(make, session), name, mime, key=key, on_click="ignore")
            st.link_button(say.PRINT, f"/print/plan?session={quote(session.id)}", key="plan-print")


def _times() -> CalendarTimes:
    """When a day of study begins in the calendar, and whether an alarm goes off; whole days where none is chosen."""
    at = st.selectbox(say.ICS_TIME, TIMES, format_func=say.ics_time, width=190, key="plan-ics-time")
    if not at:
        return CalendarTimes()
    alarm = st.selectbox(
        say.ICS_ALARM, list(ALARMS), format_func=say.ICS_ALARMS.__getitem__, width=170, key="plan-ics-alarm"
    )
    return CalendarTimes(at=time.fromisoformat(at), alarm=ALARMS[alarm])
