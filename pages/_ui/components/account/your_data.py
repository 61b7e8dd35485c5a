"""What leaves the app as files, made when it is asked for, and the way to bring them back."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

import streamlit as st

from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import data as say


def of_session(desk: Desk) -> None:
    """The deck, the answers and the report of the session that is open."""
    if desk.session is None:
        st.header(say.SESSION_HEAD, anchor=False)
        st.markdown(say.NO_SESSION)
        return
    session, exports = desk.session, desk.service.exports
    st.header(plain(say.session_head(session.called)), anchor=False)
    st.caption(say.SESSION_LEAD)
    with st.container(horizontal=True, key="data-session"):
        deck(desk, say.DECK, "data-deck")
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


def deck(desk: Desk, label: str, key: str) -> None:
    """The Anki deck of the session, made when it is asked for."""
    session, exports = desk.study, desk.service.exports
    st.download_button(
        label,
        partial(exports.deck, session),
        f"{say.FILE}.apkg",
        "application/octet-stream",
        key=key,
        on_click="ignore",
        disabled=not exports.has_deck(session),
    )


def all_of_it() -> None:
    """Everything of the learner's as one file."""
    st.header(say.ALL_HEAD, anchor=False)
    st.markdown(say.ALL_LEAD)
    st.link_button(say.ALL, "/export/account.zip", key="data-all")


def bring_in() -> None:
    """The way to the form that takes a file: here the whole file would be held in memory."""
    st.header(say.IN_HEAD, anchor=False)
    st.markdown(say.IN_LEAD)
    st.link_button(say.IN_OPEN, "/import", key="data-in")
