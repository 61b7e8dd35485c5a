"""The ways into a new session."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import streamlit as st

from core.bootstrap import new_id
from core.models import Action
from core.models.catalogue import CourseOffer
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import home as say
from pages._ui.messages.actions import WORKING
from pages._ui.session import attempt


@dataclass
class Begun:
    """The session that a press on a course begins: the same at the next press, so that nothing is begun twice."""

    session_id: str = field(default_factory=new_id)


def ways_to_begin(desk: Desk, *, leads_with_course: bool) -> None:
    """The two ways to begin, side by side: a course that is ready, which a first visit leads with, and an exam of one's
    own."""
    with st.container(key="home-first"):
        ready, own = st.columns(2)
        for place, course in enumerate(desk.service.catalogue.courses()):
            with ready.container(border=True, height="stretch"):
                st.header(plain(course.exam), anchor=False)
                st.markdown(say.READY)
                _course(desk, course, say.FIRST_LESSON, is_first=leads_with_course and place == 0)
        with own.container(border=True, height="stretch"):
            st.header(say.OWN_TITLE, anchor=False)
            st.markdown(say.OWN)
            _new_exam(desk, is_first=not leads_with_course)


def how_it_goes() -> None:
    """What comes after either: the three steps of a day."""
    steps = "".join(f"<li><strong>{escape(name)}</strong>{escape(what)}</li>" for name, what in say.HOW)
    st.html(f'<ol class="em-how">{steps}</ol>')


def start(desk: Desk) -> None:
    """The same ways, quiet, for who has something to go on with."""
    with st.container(horizontal=True, key="home-new"):
        _new_exam(desk)
        for course in desk.service.catalogue.courses():
            _course(desk, course, say.try_course(course.exam))


def _new_exam(desk: Desk, *, is_first: bool = False) -> None:
    if st.button(say.START, key="home-start", type="primary" if is_first else "secondary"):
        st.switch_page("pages/intake.py", query_params=desk.new_exam())


def _course(desk: Desk, course: CourseOffer, label: str, *, is_first: bool = False) -> None:
    """The way to the course's first lesson: begun, planned and opened at one press."""
    if not st.button(label, key=f"home-course-{course.id}", type="primary" if is_first else "secondary"):
        return
    begun = memory(Begun, of=course.id, page="home")
    with st.status(WORKING[Action.START_TOPIC]) as status:
        session = attempt(
            desk,
            lambda: desk.service.shortcuts.first_lesson(course.id, session_id=begun.session_id, zone=desk.zone),
        )
        status.update(state="complete" if session else "error", expanded=not session)
    if session:
        desk.keep(session)
        desk.go_on()
