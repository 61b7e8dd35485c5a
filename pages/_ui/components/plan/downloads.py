"""A plan as files, made when one is asked for."""

from __future__ import annotations

from urllib.parse import quote

import streamlit as st

from core.models import PlanVersion
from core.study.export import plan_csv, plan_ics, plan_markdown
from pages._ui.desk import Desk
from pages._ui.messages import plan as say


def take_along(desk: Desk, accepted: PlanVersion) -> None:
    """The plan as a calendar file, a table and Markdown, and the page to print."""
    session_id, plan = desk.study.id, accepted.plan

    def calendar() -> bytes:
        earlier = [one.plan for one in desk.service.read.plans(session_id) if one.was_accepted]
        return plan_ics(
            plan,
            session_id=session_id,
            version=accepted.version,
            made_at=desk.service.clock.now(),
            earlier=[one for one in earlier if one != plan],
        )

    st.header(say.TAKE_ALONG, anchor=False)
    with st.container(horizontal=True, key="plan-files"):
        st.download_button(say.ICS, calendar, f"{say.FILE}.ics", "text/calendar", key="plan-ics", on_click="ignore")
        st.download_button(
            say.CSV,
            lambda: plan_csv(plan).encode("utf-8-sig"),
            f"{say.FILE}.csv",
            "text/csv",
            key="plan-csv",
            on_click="ignore",
        )
        st.download_button(
            say.MARKDOWN,
            lambda: plan_markdown(plan),
            f"{say.FILE}.md",
            "text/markdown",
            key="plan-markdown",
            on_click="ignore",
        )
        st.link_button(say.PRINT, f"/print/plan?session={quote(session_id)}", key="plan-print")
