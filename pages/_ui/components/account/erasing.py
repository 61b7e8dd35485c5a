"""What can be erased: a file, the session that is open, everything. Each says what goes and asks once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from core.models import Erasure
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import erasing as say
from pages._ui.session import attempt, sit_down_anew


@dataclass
class Asked:
    """Which erasing this tab was asked about, to be said yes or no to."""

    key: str = ""


def erase_session(desk: Desk) -> None:
    """The files of the session that is open, and the session itself."""
    if desk.session is None:
        return
    session, erasing = desk.session, desk.service.erasing
    st.header(say.HEAD, anchor=False)
    st.markdown(say.LEAD)
    if files := desk.service.materials.summaries(session):
        st.caption(say.FILES_LEAD)
    for material in files:
        what = partial(erasing.what_of_file, session, material.id)
        if _is_wished(desk, material.id, say.file(material.name), what):
            seen = session.model_copy(update={"version": desk.base_version})
            after = attempt(desk, partial(erasing.file, seen, material.id))
            if after is not None:
                desk.keep(after)
                desk.redraw(say.DONE)
    if _is_wished(desk, "session", say.SESSION, partial(erasing.what_of_session, session.id)):
        _carry_out(desk, partial(erasing.session, session.id))


def erase_everything(desk: Desk) -> None:
    """All sessions, and the account with them where there is one."""
    erasing, is_account = desk.service.erasing, desk.seat is not None
    with st.container(key="erase-all"):
        st.divider()
        st.header(say.ACCOUNT_HEAD if is_account else say.EVERYTHING_HEAD, anchor=False)
        st.markdown(say.ACCOUNT_LEAD if is_account else say.EVERYTHING_LEAD)
        label = say.ACCOUNT if is_account else say.EVERYTHING
        is_wished = _is_wished(desk, "everything", label, erasing.what_of_everything)
        st.link_button(say.PRIVACY, "/privacy", key="erase-privacy")
    if is_wished:
        _carry_out(desk, erasing.everything)


def _carry_out(desk: Desk, erase: Callable[[], None]) -> None:
    """Erase what this tab may remember too, and sit down anew."""

    def done() -> bool:
        erase()
        return True

    if attempt(desk, done):
        sit_down_anew(desk, say.DONE)


def _is_wished(desk: Desk, key: str, label: str, what: Callable[[], Erasure]) -> bool:
    """A button, and under it once it was pressed what goes, with a yes and a no. Whether yes was said just now."""
    asked = memory(Asked, page=desk.page)
    # The button stays, and the focus on it: what it asks is the next thing that is read or tabbed to.
    if st.button(plain(label), key=f"erase-{key}"):
        asked.key = key
        st.rerun()
    if asked.key != key:
        return False
    with st.container(border=True, key=f"erase-asked-{key}"):
        erasure = attempt(desk, what)
        if erasure is not None:
            nothing = say.ACCOUNT_ALONE if desk.seat else say.NOTHING
            st.markdown(plain(say.goes(erasure)) if erasure.names else nothing)
        is_something = erasure is not None and bool(erasure.names or desk.seat)
        with st.container(horizontal=True):
            is_wished = st.button(say.YES, key=f"erase-yes-{key}", disabled=not is_something)
            if st.button(say.NO, key=f"erase-no-{key}"):
                asked.key = ""
                st.rerun()
    return is_wished
