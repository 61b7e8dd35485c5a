"""The sessions to resume."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.models import SessionSummary
from core.models.days import day_of
from pages._ui import messages as common
from pages._ui.desk import PAGE_IN_TURN, memory
from pages._ui.frame.text import plain
from pages._ui.messages import home as say

MOST = 20


@dataclass
class SessionList:
    """How often older sessions were asked for."""

    turned: int = 0


def listed() -> int:
    """How many sessions this tab lists at most."""
    return MOST * (1 + memory(SessionList).turned)


def session_cards(sessions: Sequence[SessionSummary], zone: str) -> None:
    """A card for each session: its exam, how far it is, and the way on."""
    st.header(say.SESSIONS, anchor=False)
    for session in sessions:
        with st.container(border=True, key=f"session-{session.id}"):
            st.subheader(plain(session.exam_type or common.NO_EXAM), anchor=False)
            topic = f" · {session.current_topic}" if session.current_topic else ""
            st.markdown(plain(f"{common.STEPS[session.phase]}{topic}"))
            if session.topics_total:
                st.progress(session.topics_studied / session.topics_total)
            progress = say.progress(session)
            st.caption(f"{progress} · {common.day(day_of(session.updated_at, zone))}")
            st.page_link(
                f"pages/{PAGE_IN_TURN[session.phase]}.py",
                label=f"**{common.GO_ON[session.phase]}**",
                icon=":material/arrow_forward:",
                query_params={"session": session.id},
            )


def older_sessions() -> None:
    """The way to older sessions."""
    if st.button(say.OLDER_SESSIONS, key="home-older"):
        memory(SessionList).turned += 1
        st.rerun()
