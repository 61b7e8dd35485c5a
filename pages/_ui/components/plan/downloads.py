"""A plan as files, made when one is asked for."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import streamlit as st

from pages._ui.desk import Desk
from pages._ui.messages import plan as say


def take_along(desk: Desk) -> None:
    """The plan that holds as a calendar file, a table and Markdown, and the page to print."""
    exports, session = desk.service.exports, desk.study
    st.header(say.TAKE_ALONG, anchor=False)
    with st.container(horizontal=True, key="plan-files"):
        for label, make, ending, mime, key in (
            (say.ICS, exports.plan_calendar, "ics", "text/calendar", "plan-ics"),
            (say.CSV, exports.plan_table, "csv", "text/csv", "plan-csv"),
            (say.MARKDOWN, exports.plan_notes, "md", "text/markdown", "plan-markdown"),
        ):
            st.download_button(label, partial(make, session), f"{say.FILE}.{ending}", mime, key=key, on_click="ignore")
        st.link_button(say.PRINT, f"/print/plan?session={quote(session.id)}", key="plan-print")
