"""The six phases, and where the session is."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.models import StudyPhase
from pages._ui import messages as say


def stepper(current: StudyPhase | None) -> None:
    """Draw the stepper; nothing is marked without a session."""
    phases = list(StudyPhase)
    reached = phases.index(current) if current else -1
    items = "".join(_item(phase, place, reached) for place, phase in enumerate(phases))
    with st.container(key="phase"):
        st.html(f'<nav aria-label="{escape(say.STEPPER_LABEL)}"><ol class="em-steps">{items}</ol></nav>')


def _item(phase: StudyPhase, place: int, reached: int) -> str:
    if place == reached:
        return f'<li aria-current="step">{escape(say.PHASES[phase])}</li>'
    if place < reached:
        return (
            f'<li data-state="done">{escape(say.STEPS[phase])} <span aria-label="{escape(say.STEP_DONE)}">✓</span></li>'
        )
    return f"<li>{escape(say.STEPS[phase])}</li>"
