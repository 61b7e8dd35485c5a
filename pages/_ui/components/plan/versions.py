"""How a plan came to be: every version that was kept, and the way back to each; the last change is undone at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from html import escape

import streamlit as st

from core.models.plan_overview import PlanOverview, PlanStep
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say
from pages._ui.session import take_step

SHOWN = 12


@dataclass
class Changed:
    """What was done to the plan last in this tab, in words, and the version that it made."""

    text: str = ""
    version: int = 0
    is_undone: bool = False


def tell_change(desk: Desk, text: str, *, is_undone: bool = False) -> None:
    """Say what was done to the plan, with the way to undo it, on the page as it is drawn next."""
    held = desk.service.plans.state(desk.study).accepted
    changed = memory(Changed, page=desk.page)
    changed.text, changed.version, changed.is_undone = text, held.version if held else 0, is_undone


def change_note(desk: Desk, plan: PlanOverview) -> None:
    """What was done last, beside whatever the learner looks at, and the button that undoes it."""
    if not _is_told(desk, plan):
        return
    changed = memory(Changed, page=desk.page)
    with st.container(key="plan-done", horizontal=True, vertical_alignment="center"):
        st.html(f'<p role="alert" data-version="{changed.version}">✓ {escape(changed.text)}</p>', width="stretch")
        # After an undoing none is offered: the second half of a double click would do it all again.
        if _can_undo(desk, plan) and not changed.is_undone and st.button(say.UNDO, key="plan-undo"):
            _go_back(desk, plan.before, say.UNDONE)


def versions(desk: Desk, plan: PlanOverview) -> None:
    """Every version, the newest first, with its verification and what it changed; read only when asked for."""
    if not st.toggle(say.VERSIONS, key="plan-versions"):
        return
    is_in_note = _is_told(desk, plan) and not memory(Changed, page=desk.page).is_undone
    if _can_undo(desk, plan) and not is_in_note and st.button(say.UNDO_LAST, key="plan-undo"):
        _go_back(desk, plan.before, say.UNDONE)
    held = plan.accepted.version if plan.accepted else 0
    for step in reversed(desk.service.overview.plan_steps(desk.study)):
        _version(desk, step, holds=step.version.version == held)


def _version(desk: Desk, step: PlanStep, *, holds: bool) -> None:
    number = step.version.version
    head = plain(say.version_head(step.version, is_proposed=step.is_proposed, holds=holds))
    st.markdown(f"**{head}** {plain(say.version_told(step.version))}")
    if step.changes is not None:
        lines = [f"- {plain(say.change(change))}" for change in step.changes]
        more = [f"- {plain(say.more(len(lines) - SHOWN))}"] if len(lines) > SHOWN else []
        st.markdown("\n".join(lines[:SHOWN] + more))
    if not desk.in_turn or holds or step.is_proposed:
        return
    if st.button(say.RESTORE, key=f"plan-restore-{number}"):
        _go_back(desk, number, say.RESTORED.format(version=number))


def _go_back(desk: Desk, number: int, told: str) -> None:
    if take_step(desk, partial(desk.service.plan_versions.restore, number=number)):
        # What does not hold for today is proposed instead, and the proposal speaks for itself.
        holds = desk.service.plans.state(desk.study).proposal is None
        tell_change(desk, told if holds else "", is_undone=True)
        st.rerun()


def _is_told(desk: Desk, plan: PlanOverview) -> bool:
    changed = memory(Changed, page=desk.page)
    return bool(changed.text and plan.accepted and plan.accepted.version == changed.version)


def _can_undo(desk: Desk, plan: PlanOverview) -> bool:
    return plan.before > 0 and desk.in_turn
