"""The end of a course: asked for once, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.models import Action
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import after_quiz as say
from pages._ui.messages.actions import BUTTONS
from pages._ui.session import take_step


@dataclass
class Ending:
    """Whether the learner asked to end the course."""

    is_asked: bool = False


def end_course(desk: Desk) -> None:
    """The quiet way to the end of the course, where the phase has it: it names what is not started, and asks once."""
    if Action.COMPLETE not in desk.service.get_valid_actions(desk.phase):
        return
    ending = memory(Ending, of=desk.study.id, page=desk.page)
    with st.container(key="end-course", gap="small"):
        if not ending.is_asked:
            if st.button(BUTTONS[Action.COMPLETE], key=f"action-{Action.COMPLETE}", type="tertiary"):
                ending.is_asked = True
                st.rerun()
            return
        st.markdown(f"**{say.SURE}**")
        if open_still := say.not_started(desk.service.overview.not_started(desk.study)):
            st.markdown(plain(open_still))
        with st.container(horizontal=True, key="complete"):
            is_ended = st.button(say.YES, key="complete-yes")
            is_kept = st.button(say.NO, key="complete-no")
        if is_kept:
            ending.is_asked = False
            st.rerun()
        if is_ended and take_step(desk, desk.service.complete):
            desk.go_on()


def came_to(desk: Desk) -> None:
    """What a course that is finished came to."""
    summary = desk.service.overview.summary(desk.study)
    with st.container(key="finished"):
        st.header(say.DONE_TITLE, anchor=False)
        st.markdown(plain(say.came_to(summary)))
        st.markdown(say.DONE)
