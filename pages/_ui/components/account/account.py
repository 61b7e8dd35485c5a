"""What one's account shows: changes that were refused, classes, and the way out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from core.models import Cohort
from core.models.days import clock
from core.models.outbox import RejectedAction
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import account as say
from pages._ui.messages import day, told
from pages._ui.messages.actions import done
from pages._ui.messages.analysis import BLANK
from pages._ui.session import attempt, sign_out


def rejected(desk: Desk) -> None:
    """What was done while the database was away and could not be added: by session, each change with what was typed."""
    actions = desk.service.outbox.rejected()
    if not actions:
        return
    st.header(say.REJECTED, anchor=False)
    st.markdown(say.REJECTED_LEAD)
    for session_id, line in groupby(
        sorted(actions, key=lambda action: action.session_id), lambda kept: kept.session_id
    ):
        with st.container(border=True, key=f"kept-line-{session_id}"):
            for action in line:
                _kept(desk, action)
            if session_id:
                _line(desk, session_id)
    st.download_button(
        say.REJECTED_FILE,
        desk.service.exports.rejected,
        file_name="exammentor-kept.json",
        mime="application/json",
        on_click="ignore",
        key="kept-file",
    )


def _kept(desk: Desk, action: RejectedAction) -> None:
    """One change that was not added."""
    with st.container(key=f"kept-{action.id}", gap="xsmall"):
        if action.at:
            what, when = done(action.action), action.at.astimezone(clock(desk.zone))
            st.markdown(f"**{plain(what)}** · {plain(f'{day(when)}, {when:%H:%M}')}")
        st.markdown(plain(told(action.problem)))
        for label, text in _typed(action):
            st.markdown(f"**{label}:** {plain(text)}")
        if st.button(say.DISMISS, key=f"kept-done-{action.id}"):
            desk.service.outbox.dismiss(action.id)
            st.rerun()


def _line(desk: Desk, session_id: str) -> None:
    """What can be done with all that was not added to a session."""
    outbox = desk.service.outbox
    with st.container(horizontal=True, vertical_alignment="center"):
        is_again = st.button(say.RETRY, key=f"kept-again-{session_id}")
        if is_again and attempt(desk, partial(outbox.retry, session_id)) is not None:
            st.rerun()
        if st.button(say.DISMISS_ALL, key=f"kept-all-{session_id}"):
            outbox.discard(session_id)
            st.rerun()
        st.page_link("pages/plan.py", label=say.REJECTED_SESSION, query_params={"session": session_id})


def classes(desk: Desk) -> None:
    """The classes that one leads and those that one has joined, with the ways in and out."""
    mine = desk.service.classes.mine()
    if mine is None:
        st.info(say.AWAY)
        return
    st.caption(say.ROLES[mine.role])
    if mine.role == "instructor":
        _led(desk, mine.led)
    _joined(desk, mine.joined)


def way_out(desk: Desk) -> None:
    """The button that signs out, and what that means for what still waits."""
    with st.container(key="sign-out", gap="xsmall"):
        st.divider()
        if st.button(say.SIGN_OUT, key="account-sign-out"):
            sign_out(desk)
        waits = desk.service.outbox.state().pending
        st.caption(f"{say.SIGN_OUT_HELP} {say.SIGN_OUT_WAITING if waits else ''}")


def _led(desk: Desk, cohorts: Sequence[Cohort]) -> None:
    st.header(say.LED, anchor=False)
    st.markdown(say.LED_LEAD if cohorts else say.NO_LED)
    for cohort in cohorts:
        with st.container(border=True, key=f"led-{cohort.id}"):
            st.subheader(plain(cohort.name), anchor=False)
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(plain(say.code_of(cohort.join_code, len(cohort.members))))
                renew = partial(desk.service.classes.renew_code, cohort)
                if st.button(say.RENEW, key=f"class-renew-{cohort.id}") and attempt(desk, renew) is not None:
                    st.rerun()
            _learners(desk, cohort)
    with st.form("new-class", clear_on_submit=True, border=False):
        name = st.text_input(say.NEW_NAME, max_chars=200, key="class-name")
        is_sent = st.form_submit_button(say.CREATE, key="class-create")
        if is_sent and attempt(desk, partial(desk.service.classes.create, name)) is not None:
            st.rerun()


def _learners(desk: Desk, cohort: Cohort) -> None:
    """Who is in a class that one leads and who was taken out, each with the way out or in."""
    if not cohort.members and not cohort.removed:
        st.caption(say.NOBODY)
        return
    with st.expander(say.LEARNERS, key=f"class-learners-{cohort.id}"):
        st.caption(say.TAKE_OUT_HELP)
        for member in cohort.members:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.text(member.email)
                is_out = st.button(say.TAKE_OUT, key=f"class-out-{cohort.id}-{member.id}")
                if is_out and attempt(desk, partial(desk.service.classes.take_out, cohort, member)) is not None:
                    st.rerun()
        for member in cohort.removed:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.text(say.taken_out(member.email))
                is_in = st.button(say.LET_IN, key=f"class-in-{cohort.id}-{member.id}")
                if is_in and attempt(desk, partial(desk.service.classes.let_in, cohort, member)) is not None:
                    st.rerun()


def _joined(desk: Desk, cohorts: Sequence[Cohort]) -> None:
    st.header(say.CLASSES, anchor=False)
    st.markdown(say.CLASSES_LEAD if cohorts else say.NO_CLASSES)
    for cohort in cohorts:
        with st.container(
            border=True,
            horizontal=True,
            vertical_alignment="center",
            horizontal_alignment="distribute",
            key=f"class-{cohort.id}",
        ):
            st.markdown(plain(cohort.name))
            is_left = st.button(say.LEAVE, key=f"class-leave-{cohort.id}")
            if is_left and attempt(desk, partial(desk.service.classes.leave, cohort)) is not None:
                st.rerun()
    with st.form("join-class", clear_on_submit=True, border=False):
        code = st.text_input(say.CODE, max_chars=40, key="class-code")
        st.caption(say.JOIN_ASKS)
        is_sent = st.form_submit_button(say.JOIN, key="class-join")
        if is_sent and attempt(desk, partial(desk.service.classes.join, code)) is not None:
            st.rerun()


def _typed(action: RejectedAction) -> Iterator[tuple[str, str]]:
    """What the learner chose or typed, each with its label."""
    if action.question:
        yield say.REJECTED_QUESTION, action.question
    if action.question or action.answer:
        yield say.REJECTED_ANSWER, action.answer or BLANK
    for name, label in say.FIELDS.items():
        if action.typed.get(name) not in (None, ""):
            yield label, str(action.typed[name])
