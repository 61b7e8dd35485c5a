"""How a plan came to be: drafts as they are made, and every version that was kept."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from core.models import PlanVersion
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say

SHOWN = 12


@dataclass
class Drafts:
    """The drafts of the plan that was made just now, in words."""

    lines: list[str] = field(default_factory=list)


def tell_draft(version: PlanVersion) -> None:
    """A draft with what the verifier said of it, while the next one is made; the plan page shows them once more."""
    line = plain(say.draft_told(version))
    _drafts().lines.append(line)
    st.markdown(line)


def just_drafted() -> None:
    """The drafts of the plan that was made just now, once, since making them takes less than a blink."""
    if lines := _drafts().lines:
        with st.container(border=True, key="plan-drafts"):
            st.markdown(f"**{say.DRAFTED}**")
            st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)))


def versions(desk: Desk) -> None:
    """Every version with its verification and what it changed; read only when asked for."""
    if not st.toggle(say.VERSIONS, key="plan-versions"):
        return
    for step in desk.service.overview.plan_steps(desk.study):
        head = plain(say.version_head(step.version, is_proposed=step.is_proposed))
        st.markdown(f"**{head}** {plain(say.version_told(step.version))}")
        if step.changes is not None:
            lines = [f"- {plain(say.change(change))}" for change in step.changes]
            more = [f"- {plain(say.more(len(lines) - SHOWN))}"] if len(lines) > SHOWN else []
            st.markdown("\n".join(lines[:SHOWN] + more))


def _drafts() -> Drafts:
    """They are made at intake, and forgotten when the plan is left."""
    return memory(Drafts, page="plan")
