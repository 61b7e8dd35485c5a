"""Where a learner goes on, and what else today has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from core.errors import ExamMentorError, InputError
from core.models import Action
from core.models.dashboard import Dashboard, Resume, Work
from pages._ui.desk import Desk, Visit, memory
from pages._ui.frame.text import plain, show_error, told
from pages._ui.messages import CONFLICT, more
from pages._ui.messages import home as say
from pages._ui.messages.actions import WORKING
from pages._ui.session import attempt

SHOWN = 6
FORWARD = ":material/arrow_forward:"


@dataclass
class Offer:
    """What this tab has offered to go on with: a press means that, not what is offered by now."""

    session_id: str = ""
    topic: str = ""
    is_open: bool = False


def resume_card(desk: Desk, board: Dashboard, today: date, names: Mapping[str, str]) -> None:
    """The one way on, in the place where the learner stopped. `names` are what sessions are called side by side."""
    resume = board.resume
    if resume is None:
        return
    offer = Offer(resume.session_id, resume.topic, resume.is_open)
    with st.container(border=True, key="home-resume"):
        named = resume.model_copy(update={"exam": names.get(resume.session_id, resume.exam)})
        st.caption(plain(say.whose(named, today)))
        st.header(plain(say.standing(resume, is_due=bool(board.work))), anchor=False)
        is_pressed = st.button(
            plain(say.resume(resume)),
            key="home-continue",
            type="primary",
            icon=FORWARD,
            icon_position="right",
            width="stretch",
        )
        if is_pressed and _shown().session_id and _shown() != offer:
            desk.reload(CONFLICT)
        if is_pressed:
            _go_to(desk, resume)
    shown = _shown()
    shown.session_id, shown.topic, shown.is_open = offer.session_id, offer.topic, offer.is_open


def rest_of_today(desk: Desk, work: Sequence[Work], today: date, names: Mapping[str, str]) -> None:
    """What else is due, in the order of study; a press opens it, or what is open before it, as the line says."""
    if not work:
        return
    st.header(say.TODAY, anchor=False)
    with st.container(key="home-today", gap=None):
        for due in work[:SHOWN]:
            # Of another key where something is open first: a press on what this line said before is none.
            key = f"home-work-{due.session_id}-{due.topic}" + ("-later" if due.after else "")
            named = due.model_copy(update={"exam": names.get(due.session_id, due.exam)})
            label = f"**{plain(say.line(due))}**  \n:small[{plain(say.notes(named, today))}]"
            if st.button(label, key=key, type="tertiary", icon=FORWARD, icon_position="right", width="stretch"):
                _go_to(desk, due)
    if len(work) > SHOWN:
        st.caption(more(len(work) - SHOWN))


def _shown() -> Offer:
    return memory(Offer, page="home")


def _go_to(desk: Desk, wanted: Resume | Work) -> None:
    """Open the topic, or what is open in its session; a topic that cannot be started leads to its plan, which says why
    not."""

    def refused(error: ExamMentorError) -> None:
        if not isinstance(error, InputError):
            show_error(error)
            return
        if not (isinstance(wanted, Resume) and wanted.is_own):
            # That one is offered there in its place, with what can be done.
            memory(Visit).warning = told(error)
        st.switch_page("pages/plan.py", query_params={"session": wanted.session_id})

    with st.status(WORKING[Action.START_TOPIC]) as status:
        session = attempt(desk, lambda: desk.service.open(wanted.session_id))
        if session and wanted.topic:
            here = session.model_copy(update={"zone": desk.zone})
            session = attempt(desk, lambda: desk.service.shortcuts.to_topic(here, wanted.topic), refused=refused)
        status.update(state="complete" if session else "error", expanded=not session)
    if session:
        desk.keep(session)
        desk.go_on()
