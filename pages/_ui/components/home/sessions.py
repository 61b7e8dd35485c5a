"""The sessions on the desk: how far each is, the way on, and what can be done with it as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from core.models import Session, SessionSummary, StudyPhase
from core.models.days import day_of
from core.models.limits import LONGEST_TITLE
from pages._ui import messages as common
from pages._ui.components.home.put_away import PutAway
from pages._ui.components.home.study_on import study_on
from pages._ui.desk import PAGE_IN_TURN, Desk, Visit, memory
from pages._ui.frame.text import plain
from pages._ui.messages import filing as words
from pages._ui.messages import home as say
from pages._ui.session import attempt

MOST = 20


@dataclass
class SessionList:
    """How often older sessions were asked for."""

    turned: int = 0


@dataclass
class Renaming:
    """The session whose name is being typed."""

    session_id: str = ""


def listed() -> int:
    """How many sessions this tab lists at most."""
    return MOST * (1 + memory(SessionList).turned)


def session_cards(desk: Desk, sessions: Sequence[SessionSummary], names: Mapping[str, str]) -> None:
    """A card for each session: its name and a menu, how far it is, and the way on."""
    st.header(say.SESSIONS, anchor=False)
    for session in sessions:
        with st.container(border=True, gap="xsmall", key=f"session-{session.id}"):
            _head(desk, session, names[session.id])
            topic = f" · {session.current_topic}" if session.current_topic else ""
            st.markdown(plain(f"{common.STEPS[session.phase]}{topic}"))
            if session.topics_studied:
                st.progress(session.topics_studied / session.topics_total)
            progress = say.progress(session)
            st.caption(f"{progress} · {common.day(day_of(session.updated_at, desk.zone))}")
            with st.container(horizontal=True, vertical_alignment="center"):
                st.page_link(
                    f"pages/{PAGE_IN_TURN[session.phase]}.py",
                    label=f"**{common.GO_ON[session.phase]}**",
                    icon=":material/arrow_forward:",
                    query_params={"session": session.id},
                )
                if session.phase is StudyPhase.COMPLETED:
                    study_on(desk, session.id)


def older_sessions() -> None:
    """The way to older sessions."""
    if st.button(say.OLDER_SESSIONS, key="home-older"):
        memory(SessionList).turned += 1
        st.rerun()


def _head(desk: Desk, session: SessionSummary, label: str) -> None:
    renaming = memory(Renaming, page="home")
    if renaming.session_id == session.id:
        _name_form(desk, session, renaming)
        return
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"session-head-{session.id}"):
        st.subheader(plain(label), anchor=False, width="stretch")
        chosen = st.menu_button(
            words.MORE,
            list(words.MENU),
            format_func=words.MENU.__getitem__,
            type="tertiary",
            key=f"session-menu-{session.id}",
        )
    filings = desk.service.filings
    if chosen == "rename":
        renaming.session_id = session.id
        st.rerun()
    elif chosen == "archive":
        _put_away(desk, partial(filings.archive, session.id), words.archived(label))
    elif chosen == "bin":
        _put_away(desk, partial(filings.bin, session.id), words.binned(label))


def _name_form(desk: Desk, session: SessionSummary, renaming: Renaming) -> None:
    with (
        st.form(f"session-name-form-{session.id}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        title = st.text_input(
            words.NAME, session.called, max_chars=LONGEST_TITLE, key=f"session-name-{session.id}", width="stretch"
        )
        is_named = st.form_submit_button(words.SAVE, key=f"session-save-{session.id}")
        is_left = st.form_submit_button(words.CANCEL, key=f"session-cancel-{session.id}", type="tertiary")
    if is_named:
        named = attempt(desk, partial(desk.service.filings.rename, session.id, title))
        if named:
            renaming.session_id = ""
            desk.redraw(words.RENAMED)
    if is_left:
        renaming.session_id = ""
        st.rerun()


def _put_away(desk: Desk, file: Callable[[], Session], done: str) -> None:
    session = attempt(desk, file)
    if session is None:
        return
    visit = memory(Visit)
    if visit.last_session == session.id:
        visit.last_session = ""
    memory(PutAway, page="home").archived = None
    desk.redraw(done)
