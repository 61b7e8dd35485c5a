"""The ways into a new session."""

from __future__ import annotations

import streamlit as st

from pages._ui.desk import Desk
from pages._ui.messages import home as say
from pages._ui.session import attempt


def start(desk: Desk) -> None:
    """The way to the form of a session of one's own, which its first input begins, and a session on a bundled course,
    which a press begins."""
    chosen: str | None = None
    with st.container(horizontal=True):
        if st.button(say.START, key="home-start", type="primary"):
            st.switch_page("pages/intake.py", query_params=desk.new_exam())
        for course in desk.service.catalogue.courses():
            if st.button(say.try_course(course.exam), key=f"home-course-{course.id}"):
                chosen = course.exam
    if chosen is None:
        return
    exam = chosen
    session = attempt(desk, lambda: desk.service.start(exam, zone=desk.zone))
    if session:
        desk.keep(session)
        desk.go_on()
