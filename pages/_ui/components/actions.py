"""The buttons for what the session's phase allows, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from core.models import Action, Session
from pages._ui import messages as say
from pages._ui.desk import Desk, memory
from pages._ui.frame.banners import left_out
from pages._ui.frame.text import plain
from pages._ui.messages.actions import BUTTONS, WORKING
from pages._ui.session import take_step, widget_value

Step = Callable[[Session], Session]


@dataclass
class Gaps:
    """Whether the gaps of a page are marked, since a step was asked for that they stand in the way of."""

    are_marked: bool = False


def gaps_of(desk: Desk) -> Gaps:
    """What this page remembers of its gaps."""
    return memory(Gaps, page=desk.page)


@dataclass
class Wish:
    """A step that was asked for while the page was at work on something before it: it is kept and carried out, unless
    that went wrong and dropped it."""

    action: Action | None = None
    is_kept: bool = False
    is_dropped: bool = False


def keep_wish(desk: Desk, action: Action) -> None:
    """Keep a press on an action's button over what the page has to do first, and over the runs that this takes."""
    wish = memory(Wish, page=desk.page)
    wish.is_kept = True
    if widget_value(f"action-{action}"):
        wish.action = action


def drop_wish(desk: Desk) -> None:
    """Take no step in this run, though one was asked for; where wishes are not kept, nothing comes before the steps."""
    wish = memory(Wish, page=desk.page)
    wish.is_dropped = wish.is_kept


def _taken(desk: Desk, asked: list[Action]) -> list[Action]:
    """The steps to take: those asked for at the buttons, which after a restart nobody knows of before, and the wish."""
    wish = memory(Wish, page=desk.page)
    kept = [wish.action] if wish.action and wish.action not in asked else []
    taken = [] if wish.is_dropped else asked + kept
    wish.action, wish.is_dropped = None, False
    return taken


def action_buttons(
    desk: Desk, steps: Mapping[Action, Step], *, disabled: bool = False, quiet: bool = False, not_yet: str = ""
) -> None:
    """Draw a button for each valid action; a press takes its step and goes to the page that is then in turn.

    Out of turn the page gets the way to the one that is in turn instead. `not_yet` says what the page lacks for a step:
    a press then takes none, and the page is drawn again with its gaps marked.
    """
    left_out(desk.service.left_out)
    if not desk.in_turn:
        _way_on(desk)
        return
    with st.container(horizontal=True, key="actions"):
        asked = [
            action
            for place, action in enumerate(map(Action, desk.service.get_valid_actions(desk.phase)))
            if st.button(
                BUTTONS[action],
                key=f"action-{action}",
                type="primary" if place == 0 and not quiet else "secondary",
                disabled=disabled,
            )
        ]
    pressed = _taken(desk, asked)
    if pressed and not_yet:
        gaps_of(desk).are_marked = True
        st.rerun()
    if not_yet and gaps_of(desk).are_marked:
        st.error(plain(not_yet))
    for action in pressed:
        with st.status(WORKING[action]) as status:
            done = take_step(desk, steps[action])
            status.update(state="complete" if done else "error", expanded=not done)
        if done:
            desk.go_on()


def nothing_saved(desk: Desk) -> None:
    """Say of the page in turn that the session was saved without what belongs to it, and offer the way home."""
    if desk.in_turn:
        st.info(say.NOTHING_SAVED)
        st.page_link("pages/home.py", label=say.GO_HOME, icon=":material/arrow_forward:")


def _way_on(desk: Desk) -> None:
    phase = desk.phase
    with st.container(border=True):
        st.markdown(say.NOT_IN_TURN[phase])
        if st.button(say.GO_ON[phase], key="go-on", type="primary"):
            desk.go_on()
