"""The way on from a completed course: a new session that begins with all that it has learned."""

from __future__ import annotations

import streamlit as st

from core.models import Session
from pages._ui.desk import Desk
from pages._ui.messages import filing as say
from pages._ui.session import attempt


def study_on(desk: Desk, session_id: str) -> None:
    """A button that begins the new session, or finds the one that was begun, and goes to its plan."""
    if not st.button(say.STUDY_ON, key=f"study-on-{session_id}", icon=":material/replay:"):
        return

    def begin() -> Session:
        session = desk.service.continuing.study_on(desk.service.open(session_id))
        # It may have been put away since.
        while session.filing.is_put_away:
            session = desk.service.filings.restore(session.id)
        return session

    with st.status(say.STUDYING_ON) as status:
        session = attempt(desk, begin)
        status.update(state="complete" if session else "error", expanded=not session)
    if session:
        desk.keep(session)
        desk.go_on()
