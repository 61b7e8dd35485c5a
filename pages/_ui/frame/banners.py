"""What every page says when something is not as it should be: the settings, the store, the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

import streamlit as st

from core.bootstrap import StudyService
from core.errors import NotSignedIn
from core.models.outbox import OutboxState
from core.words import Said
from pages._ui import messages as say
from pages._ui.frame.text import plain

LOOK_AGAIN_S = 3


def settings_banner(
    supabase_problem: Said | None, *, schema_note: Said | None, is_lasting: bool, is_open_to_all: bool
) -> None:
    """Where the study is kept otherwise than it was meant to be, and where anybody may come in.

    `schema_note` says that the app is older or newer than where the study is kept.
    """
    if is_open_to_all:
        st.warning(say.ANYBODY)
    if supabase_problem:
        st.warning(plain(say.SUPABASE_PROBLEM.format(problem=say.told(supabase_problem))))
    if schema_note:
        st.warning(plain(say.told(schema_note)))
    if not is_lasting:
        st.warning(say.MEMORY_ONLY)


def left_out(names: Sequence[Said]) -> None:
    """What the lists of this page leave out, since it cannot be read; drawn after them."""
    if names:
        st.warning(plain(say.left_out(names)))


def away_banner(
    service: StudyService, page: str, to_sign_in: Callable[[], NoReturn], *, is_behind_said: bool = False
) -> OutboxState:
    """What waits while the database is away, and what it rejected; looks again by itself until it is back. Returns what
    was said.

    `to_sign_in` leads there, where the sign-in has ended meanwhile. Where the page says already that the database is
    older than the app, that is not said again.
    """
    state = service.outbox.state()
    if state.rejected and page != "account":
        with st.container(key="kept-apart", gap="xsmall"):
            st.warning(say.rejected(len(state.rejected)))
            st.page_link("pages/account.py", label=say.REJECTED_SEE, icon=":material/arrow_forward:")
    if not state.is_away and not state.pending:
        return state

    @st.fragment(run_every=LOOK_AGAIN_S)
    def watch() -> None:
        try:
            is_back = service.outbox.send()
        except NotSignedIn:
            to_sign_in()
        if is_back:
            st.rerun()
        state = service.outbox.state()
        why = plain(say.told(state.why)) if state.why else say.AWAY if state.is_away else ""
        if is_behind_said and state.why and state.why.code == "store.behind":
            why = ""
        waits = say.waiting(state.pending) if state.pending else ""
        if sentence := f"{why} {waits}".strip():
            st.warning(sentence, icon=":material/cloud_off:")

    with st.container(key="away"):
        watch()
    return state
