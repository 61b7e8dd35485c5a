"""The six phases, and where the session is."""

from __future__ import annotations

from html import escape

import streamlit as st

from core.models import StudyPhase
from pages._ui import messages as say

# The pressed button is gone after a step, and the focus with it: readers of the screen go on at the new heading.
# Whoever has moved on by key meanwhile is left where they are.
_FOCUS_HEADING = """<script>
const before = document.activeElement
setTimeout(() => {
    const heading = document.querySelector('[data-testid="stMainBlockContainer"] h1')
    const isUnmoved = [before, document.body].includes(document.activeElement)
    if (heading && isUnmoved) { heading.tabIndex = -1; heading.focus({preventScroll: true}) }
}, 150)
</script>"""


def stepper(current: StudyPhase | None, *, new_page: bool, done: str = "", version: int = 0) -> None:
    """Draw the stepper; nothing is marked without a session. On a new page the focus goes to its heading.

    `done` says what was just done, at the `version` that it made: said twice, it is two notes. It stands here because
    what is drawn between the widgets makes the browser build those below it anew.
    """
    phases = list(StudyPhase)
    reached = phases.index(current) if current else -1
    items = "".join(_item(phase, place, reached) for place, phase in enumerate(phases))
    with st.container(key="phase"):
        steps = f'<nav aria-label="{escape(say.STEPPER_LABEL)}"><ol class="em-steps">{items}</ol></nav>'
        # Not `st.toast`: its dialog is named by an element that it does not draw.
        note = f'<p class="em-note" role="alert" data-version="{version}">✓ {escape(done)}</p>' if done else ""
        st.html(steps + note + (_FOCUS_HEADING if new_page else ""), unsafe_allow_javascript=new_page)


def _item(phase: StudyPhase, place: int, reached: int) -> str:
    if place == reached:
        return f'<li class="em-step em-now" aria-current="step">{escape(say.PHASES[phase])}</li>'
    if place < reached:
        tick = f'<span role="img" aria-label="{escape(say.STEP_DONE)}">✓</span>'
        return f'<li class="em-step em-done">{escape(say.STEPS[phase])} {tick}</li>'
    return f'<li class="em-step">{escape(say.STEPS[phase])}</li>'
