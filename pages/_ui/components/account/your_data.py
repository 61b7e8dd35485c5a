"""What leaves the app as files, made when it is asked for, and what comes back."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import streamlit as st

from pages._ui.desk import Desk
from pages._ui.messages import data as say
from pages._ui.session import attempt


def of_session(desk: Desk) -> None:
    """The deck, the answers and the report of the session that is open."""
    st.header(say.SESSION_HEAD, anchor=False)
    if desk.session is None:
        st.markdown(say.NO_SESSION)
        return
    session, exports = desk.session, desk.service.exports
    st.caption(say.SESSION_LEAD)
    with st.container(horizontal=True, key="data-session"):
        st.download_button(
            say.DECK,
            partial(exports.deck, session),
            f"{say.FILE}.apkg",
            "application/octet-stream",
            key="data-deck",
            on_click="ignore",
            disabled=not exports.has_deck(session),
        )
        st.download_button(
            say.ANSWERS,
            partial(exports.answers, session),
            f"{say.FILE}-answers.csv",
            "text/csv",
            key="data-csv",
            on_click="ignore",
        )
        st.link_button(say.REPORT, f"/print/report?session={quote(session.id)}", key="data-report")
    st.caption(say.DECK_LEAD)


def all_of_it(desk: Desk) -> None:
    """Everything of the learner's as one file."""
    st.header(say.ALL_HEAD, anchor=False)
    st.markdown(say.ALL_LEAD)
    st.download_button(
        say.ALL,
        desk.service.backup.everything,
        f"{say.FILE}.json",
        "application/json",
        key="data-all",
        on_click="ignore",
    )


def bring_in(desk: Desk) -> None:
    """A file that was taken out before, brought in again."""
    st.header(say.IN_HEAD, anchor=False)
    st.markdown(say.IN_LEAD)
    file = st.file_uploader(say.IN_FILE, type="json", key="data-file")
    if not st.button(say.IN_SEND, key="data-in"):
        return
    if file is None:
        st.error(say.IN_NONE)
        return
    brought = attempt(desk, lambda: desk.service.backup.bring_in(file.getvalue()))
    if brought is not None:
        st.success(say.brought(len(brought)))
