"""What one's account shows: changes that were refused, classes, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

import streamlit as st

from core.bootstrap import Seat
from core.domain.actions import Action
from core.errors import ExamMentorError, StoreAway
from core.models import AgentEvent, Answer, Cohort
from core.study.export import changes_json
from pages._ui.desk import Desk
from pages._ui.frame.text import plain, show_error
from pages._ui.messages import account as say
from pages._ui.messages import day
from pages._ui.messages.actions import done
from pages._ui.messages.analysis import BLANK
from pages._ui.session import sign_out


def kept_apart(seat: Seat) -> None:
    """What was done while the database was away and could not be added: each with what was typed."""
    kept = seat.store.state().kept_apart
    if not kept:
        return
    st.header(say.KEPT, anchor=False)
    st.markdown(say.KEPT_LEAD)
    for entry in kept:
        with st.container(border=True, key=f"kept-{entry.id}"):
            first = entry.changes.events[0] if entry.changes.events else None
            what = done(first.action) if first else entry.commit_id
            when = entry.changes.at.astimezone()
            st.markdown(f"**{plain(what)}** · {plain(f'{day(when)}, {when:%H:%M}')}")
            st.markdown(plain(entry.problem))
            for label, text in _typed(seat, entry.session_id, first) if first else ():
                st.markdown(f"**{label}:** {plain(text)}")
            with st.container(horizontal=True):
                if st.button(say.KEPT_DONE, key=f"kept-done-{entry.id}"):
                    seat.store.put_away(entry.id)
                    st.rerun()
                st.page_link("pages/plan.py", label=say.KEPT_SESSION, query_params={"session": entry.session_id})
    st.download_button(
        say.KEPT_FILE,
        lambda: changes_json(entry.changes for entry in kept),
        file_name="exammentor-kept.json",
        mime="application/json",
        on_click="ignore",
        key="kept-file",
    )


def classes(seat: Seat) -> None:
    """The classes that one leads and those that one has joined, with the ways in and out."""
    try:
        profile, cohorts = seat.people.profile(), seat.people.cohorts()
    except StoreAway:
        st.info(say.AWAY)
        return
    st.caption(say.ROLES[profile.role])
    if profile.role == "instructor":
        _led(seat, [cohort for cohort in cohorts if cohort.instructor_id == seat.user_id])
    _joined(seat, [cohort for cohort in cohorts if cohort.instructor_id != seat.user_id])


def way_out(desk: Desk) -> None:
    """The button that signs out, and what that means for what still waits."""
    with st.container(key="sign-out", gap="xsmall"):
        st.divider()
        if st.button(say.SIGN_OUT, key="account-sign-out"):
            sign_out(desk)
        waits = desk.seat and desk.seat.store.state().waiting
        st.caption(f"{say.SIGN_OUT_HELP} {say.SIGN_OUT_WAITING if waits else ''}")


def _led(seat: Seat, cohorts: list[Cohort]) -> None:
    st.header(say.LED, anchor=False)
    st.markdown(say.LED_LEAD if cohorts else say.NO_LED)
    for cohort in cohorts:
        with st.container(border=True, key=f"led-{cohort.id}"):
            st.subheader(plain(cohort.name), anchor=False)
            st.markdown(plain(say.code_of(cohort.join_code, len(cohort.members))))
            st.caption(plain(", ".join(member.email for member in cohort.members) or say.NOBODY))
    with st.form("new-class", clear_on_submit=True, border=False):
        name = st.text_input(say.NEW_NAME, max_chars=200, key="class-name")
        if st.form_submit_button(say.CREATE, key="class-create"):
            _attempt(lambda: seat.people.create(seat.user_id, name))


def _joined(seat: Seat, cohorts: list[Cohort]) -> None:
    st.header(say.CLASSES, anchor=False)
    st.markdown(say.CLASSES_LEAD if cohorts else say.NO_CLASSES)
    for cohort in cohorts:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"class-{cohort.id}"):
            st.markdown(plain(cohort.name))
            if st.button(say.LEAVE, key=f"class-leave-{cohort.id}"):
                _attempt(lambda left=cohort: seat.people.leave(left.id, seat.user_id))  # type: ignore[misc]
    with st.form("join-class", clear_on_submit=True, border=False):
        code = st.text_input(say.CODE, max_chars=40, key="class-code")
        st.caption(say.JOIN_ASKS)
        if st.form_submit_button(say.JOIN, key="class-join"):
            _attempt(lambda: seat.people.join(code))


def _attempt(step: Callable[[], object]) -> None:
    """Take a step and draw the page anew; an error is shown where it happened."""
    try:
        step()
    except ExamMentorError as error:
        show_error(error)
    else:
        st.rerun()


def _typed(seat: Seat, session_id: str, event: AgentEvent) -> Iterator[tuple[str, str]]:
    """What the learner chose or typed, each with its label."""
    if event.action == Action.ANSWER_QUESTION:
        try:
            quizzes = seat.service.read.quizzes(session_id)
        except ExamMentorError:
            # The session may never have come to the database; what was answered is shown as it was recorded.
            quizzes = ()
            yield say.KEPT_ANSWER, str(event.metadata.get("text") or event.metadata.get("chosen"))
        answer = Answer.model_validate(
            {name: event.metadata[name] for name in Answer.model_fields if name in event.metadata}
        )
        asked = (question for quiz in quizzes for question in quiz.quiz.questions if question.id == answer.question_id)
        for question in islice(asked, 1):
            yield say.KEPT_QUESTION, question.text
            yield say.KEPT_ANSWER, question.words_of(answer) or BLANK
    changed = event.metadata | event.context_patch.set | event.context_patch.set_extra
    for name, label in say.FIELDS.items():
        if changed.get(name) not in (None, ""):
            yield label, str(changed[name])
