"""How a plan came to be: drafts as they are made, and every version that was kept."""

from __future__ import annotations

import streamlit as st

from core.domain.planning import plan_changes
from core.models import PlanVersion
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say

SHOWN = 12


def tell_draft(desk: Desk, version: PlanVersion) -> None:
    """A draft with what the verifier said of it, while the next one is made; the plan page shows them once more."""
    line = plain(say.draft_told(version))
    desk.tab.drafts.append(line)
    st.markdown(line)


def just_drafted(desk: Desk) -> None:
    """The drafts of the plan that was made just now, once, since making them takes less than a blink."""
    if desk.tab.drafts:
        with st.container(border=True, key="plan-drafts"):
            st.markdown(f"**{say.DRAFTED}**")
            st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(desk.tab.drafts, 1)))


def versions(desk: Desk) -> None:
    """Every version with its verification and what it changed; read only when asked for."""
    if not st.toggle(say.VERSIONS, key="plan-versions"):
        return
    every = desk.service.read.plans(desk.study.id)
    state = desk.service.plans.state(desk.study)
    proposed = state.proposal.version if state.proposal else 0
    accepted: PlanVersion | None = None
    for one in every:
        st.markdown(
            f"**{plain(say.version_head(one, is_proposed=one.version == proposed))}** {plain(say.version_told(one))}"
        )
        if accepted:
            changes = plan_changes(accepted.plan, one.plan, since=one.plan.schedule[0].date)
            lines = [f"- {plain(say.change(change))}" for change in changes]
            more = [f"- {plain(say.more(len(lines) - SHOWN))}"] if len(lines) > SHOWN else []
            st.markdown("\n".join(lines[:SHOWN] + more))
        accepted = one if one.was_accepted else accepted
