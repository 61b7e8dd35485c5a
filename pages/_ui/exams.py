"""The exams that a tab can turn to: read once, not at every run."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import quote

import streamlit as st

from core.errors import StoreError
from core.models import SessionSummary
from pages._ui import messages as say
from pages._ui.desk import PAGE_IN_TURN, Desk, memory
from pages._ui.frame.switcher import Other, switcher


@dataclass
class Exams:
    """The learner's exams as this tab read them last, and the session that it read them for: its id and name."""

    sessions: tuple[SessionSummary, ...] | None = None
    read_for: tuple[str, str] | None = None


def exams(desk: Desk) -> tuple[SessionSummary, ...]:
    """The learner's exams, what goes on first, the newest change first; read again for a session that is not there, or
    that was named since."""
    kept, here = memory(Exams), (desk.session.id, desk.session.called) if desk.session else None
    if kept.sessions is None or (
        here != kept.read_for and here not in {(exam.id, exam.called) for exam in kept.sessions}
    ):
        kept.sessions, kept.read_for = desk.service.overview.exams(), here
    return kept.sessions


def forget_exams() -> None:
    """Read them anew when they are next asked for: some were renamed, put away or erased."""
    memory(Exams).sessions = None


def exam_switcher(desk: Desk) -> str:
    """The exam that the page is about, and the way to the others: to the same page where it shows how all stands, else
    to the one that is in turn there."""
    session = desk.session
    if session is None:
        return ""
    listed: tuple[SessionSummary, ...] = ()
    with suppress(StoreError):
        listed = exams(desk)
    labels = say.session_labels(listed, desk.zone)
    others = [
        Other(labels[exam.id], f"./{_page_of(desk, exam)}?session={quote(exam.id, safe='')}")
        for exam in listed
        if exam.id != session.id
    ]
    return switcher(labels.get(session.id) or session.called or say.NO_EXAM, others)


def nothing_yet(desk: Desk) -> NoReturn:
    """What the page will show, and the ways to begin, for who has no exam."""
    st.title(say.PAGES[desk.page], anchor=False)
    st.markdown(say.NOTHING_YET[desk.page])
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(say.NEW_EXAM, key="begin", type="primary"):
            st.switch_page("pages/intake.py", query_params=desk.new_exam())
        st.page_link("pages/home.py", label=say.TRY_COURSE, icon=":material/arrow_forward:")
    st.stop()


def _page_of(desk: Desk, exam: SessionSummary) -> str:
    is_step = desk.page in PAGE_IN_TURN.values() and desk.page != "plan"
    return PAGE_IN_TURN[exam.phase] if is_step else desk.page
