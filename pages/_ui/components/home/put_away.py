"""The archive and the bin, folded: what lies there, the way back, and the end at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from core.models import Session, SessionSummary
from core.models.days import day_of
from core.models.filing import KEPT_IN_BIN
from pages._ui import messages as common
from pages._ui.desk import PAGE_IN_TURN, Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import erasing as erasing_words
from pages._ui.messages import filing as say
from pages._ui.session import attempt, sit_down_anew

SHOWN = 20


@dataclass
class PutAway:
    """What lies in the archive (None: to be read) and in the bin, as this visit of the page has read it, and what is
    asked to be erased."""

    archived: tuple[SessionSummary, ...] | None = None
    binned: tuple[SessionSummary, ...] = ()
    asked: str = ""


def read_put_away(desk: Desk) -> bool:
    """Read archive and bin where a visit of the page begins, or something was moved; what has been in the bin for its
    time is erased then. Whether there is anything."""
    lies = memory(PutAway, page="home")
    if lies.archived is None:
        lies.binned, lies.archived = desk.service.erasing.empty_bin(), desk.service.filings.archived()
    return bool(lies.archived or lies.binned)


def put_away(desk: Desk) -> None:
    """What lies in the archive and in the bin, folded away."""
    lies = memory(PutAway, page="home")
    archived, binned = lies.archived or (), lies.binned
    labels = common.session_labels((*archived, *binned), desk.zone)
    if archived:
        with st.expander(say.archive_head(len(archived)), icon=":material/archive:", key="home-archive"):
            for session in archived[:SHOWN]:
                _in_archive(desk, session, labels[session.id])
            _rest(len(archived))
    if binned:
        with st.expander(say.bin_head(len(binned)), icon=":material/delete:", key="home-bin"):
            st.caption(say.BIN_LEAD)
            for session in binned[:SHOWN]:
                _in_bin(desk, session, labels[session.id])
            _rest(len(binned))


def _in_archive(desk: Desk, session: SessionSummary, label: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"archived-{session.id}"):
        st.markdown(plain(label), width="stretch")
        st.page_link(f"pages/{PAGE_IN_TURN[session.phase]}.py", label=say.LOOK, query_params={"session": session.id})
        if st.button(say.BRING_BACK, key=f"session-restore-{session.id}", type="tertiary"):
            _move(desk, partial(desk.service.filings.restore, session.id), say.back(label))
        if st.button(say.DELETE, key=f"session-bin-{session.id}", type="tertiary"):
            _move(desk, partial(desk.service.filings.bin, session.id), say.binned(label))


def _in_bin(desk: Desk, session: SessionSummary, label: str) -> None:
    lies = memory(PutAway, page="home")
    with st.container(horizontal=True, vertical_alignment="center", key=f"binned-{session.id}"):
        until = common.day(day_of(session.binned_at + KEPT_IN_BIN, desk.zone)) if session.binned_at else ""
        st.markdown(f"{plain(label)}  \n:small[{plain(say.until(until))}]", width="stretch")
        if st.button(say.PUT_BACK, key=f"session-restore-{session.id}", type="tertiary"):
            _move(desk, partial(desk.service.filings.restore, session.id), say.back(label))
        if st.button(say.ERASE_NOW, key=f"session-erase-{session.id}", type="tertiary"):
            lies.asked = session.id
            st.rerun()
    if lies.asked == session.id:
        _asked(desk, session)


def _asked(desk: Desk, session: SessionSummary) -> None:
    erasing = desk.service.erasing
    with st.container(border=True, key=f"erase-asked-{session.id}"):
        erasure = attempt(desk, partial(erasing.what_of_session, session.id))
        if erasure is not None:
            st.markdown(plain(erasing_words.goes(erasure)))
        with st.container(horizontal=True):
            is_wished = st.button(erasing_words.YES, key=f"erase-yes-{session.id}", disabled=erasure is None)
            if st.button(erasing_words.NO, key=f"erase-no-{session.id}"):
                memory(PutAway, page="home").asked = ""
                st.rerun()

    def erased() -> bool:
        erasing.session(session.id)
        return True

    if is_wished and attempt(desk, erased):
        sit_down_anew(desk, erasing_words.DONE)


def _move(desk: Desk, file: Callable[[], Session], done: str) -> None:
    if attempt(desk, file):
        memory(PutAway, page="home").archived = None
        desk.redraw(done)


def _rest(number: int) -> None:
    if number > SHOWN:
        st.caption(common.more(number - SHOWN))
