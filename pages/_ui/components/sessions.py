"""What is due, and the sessions to resume."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.records import DueTopic, SessionSummary
from pages._ui import messages as say
from pages._ui.components.text import plain
from pages._ui.session import PAGE_IN_TURN

SHOWN = 5


def due_list(due: Sequence[DueTopic], today: date, sessions: Sequence[SessionSummary]) -> None:
    """The topics that the plan or a review puts on today or before, each with the way to its session."""
    st.header(say.HOME_DUE, anchor=False)
    if not due:
        st.markdown(say.HOME_NOTHING_DUE)
    page_of = {session.id: PAGE_IN_TURN[session.phase] for session in sessions}
    for topic in due[:SHOWN]:
        label = say.due(topic.name, topic.exam_type, topic.due_on, today, is_review=topic.is_review)
        page = page_of.get(topic.session_id, "plan")
        st.page_link(
            f"pages/{page}.py",
            label=plain(label),
            icon=":material/arrow_forward:",
            query_params={"session": topic.session_id},
        )
    if len(due) > SHOWN:
        st.caption(say.more(len(due) - SHOWN))


def session_cards(sessions: Sequence[SessionSummary]) -> None:
    """A card for each session: its exam, how far it is, and the way on."""
    st.header(say.HOME_SESSIONS, anchor=False)
    for session in sessions:
        with st.container(border=True, key=f"session-{session.id}"):
            st.subheader(plain(session.exam_type or say.HOME_NO_EXAM), anchor=False)
            topic = f" · {session.current_topic}" if session.current_topic else ""
            st.markdown(plain(f"{say.PHASES[session.phase]}{topic}"))
            if session.topics_total:
                st.progress(session.topics_done / session.topics_total)
            progress = say.progress(session.topics_done, session.topics_total)
            st.caption(f"{progress} · {say.day(session.updated_at.astimezone())}")
            st.page_link(
                f"pages/{PAGE_IN_TURN[session.phase]}.py",
                label=f"**{say.GO_ON[session.phase]}**",
                icon=":material/arrow_forward:",
                query_params={"session": session.id},
            )
