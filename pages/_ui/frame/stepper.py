"""The six steps of a course, where it is among them, and the way to each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import streamlit as st

from core.models import StudyPhase
from pages._ui import messages as say
from pages._ui.frame.arrival import ONE_ENTRY, arrive

_FIRST = StudyPhase.INTAKE
# A step is a link, which loads the page whole. Streamlit takes the browser's "back" without that, and this as one.
_SOFT_LINKS = """<script>
if (!window.emSteps) {
    window.emSteps = true
    document.addEventListener("click", (event) => {
        document.querySelectorAll("details.em-exam[open]").forEach((list) => {
            if (!list.contains(event.target)) list.open = false
        })
        const link = event.target.closest?.("a.em-link")
        if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        if (link.href === location.href) return
        history.pushState({}, "", link.href)
        dispatchEvent(new PopStateEvent("popstate"))
    })
    document.addEventListener("keydown", (event) => {
        const list = event.key === "Escape" && document.querySelector("details.em-exam[open]")
        if (list) { list.open = false; list.querySelector("summary").focus() }
    })
}
</script>"""


@dataclass(frozen=True)
class Course:
    """The steps of a session: each phase's page, which of them is open, where the session is, and what it has been
    through once already."""

    session_id: str
    phase: StudyPhase
    pages: Mapping[StudyPhase, str]
    open_page: str
    has_been_round: bool


def stepper(
    phase: StudyPhase | None,
    course: Course | None,
    bar: str,
    exam: str = "",
    *,
    has_place: bool,
    first_look: bool,
    new_page: bool,
    place: str = "",
    done: str = "",
    version: int = 0,
) -> None:
    """Draw the `exam` that the page is about, the steps of a course, and the `bar` of pages; without a course its place
    is kept where there will be one.

    The `phase` is named for programs that look at the page, which know it by the name that it is stored under.

    A new page is opened at its top, or at the container of the key `place`, and the focus goes to the heading there.
    `done` says what was just done, at the `version` that it made: said twice, it is two notes. It stands here because
    what is drawn between the widgets makes the browser build those below it anew.
    """
    steps = '<div class="em-steps"></div>' if has_place else ""
    if course:
        items = "".join(_item(course, phase) for phase in course.pages)
        steps = f'<nav aria-label="{escape(say.STEPPER_LABEL)}"><ol class="em-steps">{items}</ol></nav>'
    named = f'<span class="em-phase" aria-hidden="true">{phase.name.title()}</span>' if phase else ""
    with st.container(key="phase"):
        # Not `st.toast`: its dialog is named by an element that it does not draw.
        note = f'<p class="em-note" role="alert" data-version="{version}">✓ {escape(done)}</p>' if done else ""
        scripts = (ONE_ENTRY + _SOFT_LINKS if first_look else "") + (arrive(place) if new_page else "")
        st.html(named + exam + steps + bar + note + scripts, unsafe_allow_javascript=bool(scripts))


def _item(course: Course, phase: StudyPhase) -> str:
    order = list(course.pages)
    ahead = order.index(phase) - order.index(course.phase)
    page, name, classes, here = course.pages[phase], escape(say.STEPS[phase]), "em-step", ""
    is_open = page == course.open_page and phase is not StudyPhase.COMPLETED
    if ahead == 0:
        classes, here = "em-step em-now", ' aria-current="step"'
    elif ahead < 0:
        classes = "em-step em-done"
        name += f' <span role="img" aria-label="{escape(say.STEP_DONE)}">✓</span>'
    if is_open:
        classes, here = f"{classes} em-open", here or ' aria-current="page"'
    elif phase is not StudyPhase.COMPLETED and (ahead <= 0 or (course.has_been_round and course.phase is not _FIRST)):
        address = f"./{page}?session={quote(course.session_id, safe='')}"
        name = f'<a class="em-link" target="_self" href="{escape(address)}">{name}</a>'
    return f'<li class="{classes}"{here}>{name}</li>'
