"""The buttons for what the session's phase allows, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from core.domain.actions import Action
from core.domain.phases import get_valid_actions
from core.models import Session
from pages._ui import messages as say
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages.actions import BUTTONS, WORKING
from pages._ui.session import attempt

Step = Callable[[Session], Session]


def action_buttons(
    desk: Desk, steps: Mapping[Action, Step], *, disabled: bool = False, quiet: bool = False, not_yet: str = ""
) -> None:
    """Draw a button for each valid action; a press takes its step and goes to the page that is then in turn.

    Out of turn the page gets the way to the one that is in turn instead. `not_yet` says what the page lacks for a step:
    a press then takes none, and the page is drawn again with its gaps marked.
    """
    if not desk.in_turn:
        _way_on(desk)
        return
    with st.container(horizontal=True, key="actions"):
        pressed = [
            action
            for place, action in enumerate(map(Action, get_valid_actions(desk.phase)))
            if st.button(
                BUTTONS[action],
                key=f"action-{action}",
                type="primary" if place == 0 and not quiet else "secondary",
                disabled=disabled,
            )
        ]
    if pressed and not_yet:
        desk.tab.is_marked = True
        st.rerun()
    if not_yet and desk.tab.is_marked:
        st.error(plain(not_yet))
    for action in pressed:
        with st.status(WORKING[action]) as status:
            done = attempt(desk, steps[action])
            status.update(state="complete" if done else "error", expanded=not done)
        if done:
            desk.go_on()


def _way_on(desk: Desk) -> None:
    phase = desk.phase
    with st.container(border=True):
        st.markdown(say.NOT_IN_TURN[phase])
        if st.button(say.GO_ON[phase], key="go-on", type="primary"):
            desk.go_on()
