"""A page's hold on the study, and what a browser tab remembers between runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, NoReturn, TypeVar, cast

import streamlit as st

from core.bootstrap import Seat, StudyService
from core.errors import SessionNotFound
from core.models import Session, StudyPhase, Value
from core.models.days import NO_ZONE
from core.models.outbox import OutboxState
from pages._ui import messages as say

T = TypeVar("T")
V = TypeVar("V", bound=Value)
PAGE_IN_TURN = {
    StudyPhase.INTAKE: "intake",
    StudyPhase.PLANNING: "plan",
    StudyPhase.LEARNING: "learn",
    StudyPhase.QUIZZING: "quiz",
    StudyPhase.ANALYZING: "analysis",
    StudyPhase.COMPLETED: "analysis",
}
NEW = "new"
"""The parameter of an address that names a session which begins with its first input."""
_MEMORIES = "memories"
Memories = dict[tuple[Callable[[], object], str, str], object]


def memory(kind: Callable[[], T], *, of: str = "", page: str = "") -> T:
    """What this tab remembers of a `kind` that a component declares, new at first. It holds no truth: that is stored.

    `of` names what it is about, a session or a quiz, where there is one for each. With `page` it is forgotten when the
    tab leaves that page.
    """
    memories: Memories = st.session_state.setdefault(_MEMORIES, {})
    key = (kind, page, of)
    if key not in memories:
        memories[key] = kind()
    return cast(T, memories[key])


def leave_page(page: str) -> None:
    """Forget what was remembered for that page alone."""
    memories: Memories = st.session_state.setdefault(_MEMORIES, {})
    for key in [key for key in memories if key[1] == page]:
        del memories[key]


@dataclass
class Shown(Generic[V]):
    """A stored value as this tab has shown it, and what was sent from here since."""

    shown: V | None = None
    sent: list[V] = field(default_factory=list)

    def is_from_elsewhere(self, stored: V) -> bool:
        """Whether what is stored came from another tab: it is neither what was shown here nor what was sent from here.

        A click does not wait for the run before it: that one may still be saving what it does not come to show.
        """
        return self.shown is not None and stored != self.shown and stored not in self.sent

    def send(self, value: V) -> tuple[V, ...]:
        """Note a value as sent; what was sent before it, which may be stored by now."""
        before = tuple(self.sent)
        self.sent.append(value)
        return before

    def show(self, value: V) -> None:
        """Note a value as shown. What was sent before the last one that is stored can come no more."""
        self.shown = value
        if self.sent[-1:] == [value]:
            self.sent.clear()


@dataclass
class Visit:
    """Where a tab is: its page and session, the phase that it has shown there, the version of each session that it has
    shown, and what it says next.

    `next_session` is the id of the session that it begins next.
    """

    page: str = ""
    phase: StudyPhase | None = None
    last_session: str = ""
    next_session: str = ""
    seen: dict[str, int] = field(default_factory=dict)
    warning: str = ""
    done: str = ""


@dataclass
class Desk:
    """A page's hold on the study: the service, and the session that it is about (None where the page needs none).

    `zone` is where who sits here is: the browser says it, else the session. `new_id` is the id of the session that the
    first step begins, where there is none.
    """

    service: StudyService
    page: str
    session: Session | None = None
    new_id: str = ""
    base_version: int = 0
    seat: Seat | None = None
    zone: str = NO_ZONE
    outbox: OutboxState = field(default_factory=OutboxState)
    is_drawn: bool = False

    @property
    def study(self) -> Session:
        """The session, on a page that has one."""
        if self.session is None:
            raise SessionNotFound(say.UNKNOWN_SESSION)
        return self.session

    @property
    def in_turn(self) -> bool:
        """Whether the session's phase belongs to this page; before there is a session, the phase is INTAKE."""
        return PAGE_IN_TURN[self.phase] == self.page

    @property
    def phase(self) -> StudyPhase:
        """Where the session is."""
        return self.session.phase if self.session else StudyPhase.INTAKE

    @property
    def is_finished(self) -> bool:
        """Whether the session is over."""
        return self.phase is StudyPhase.COMPLETED

    def act(self, step: Callable[[Session], Session]) -> Session:
        """Take a step on the version that this tab has shown; the first step begins a session.

        Raises `Conflict` where the session moved on since.
        """
        if self.session is None:
            self.keep(self.service.start(session_id=self.new_id, zone=self.zone))
        return self.keep(step(self.study.model_copy(update={"version": self.base_version})))

    def keep(self, session: Session) -> Session:
        """Go on with `session` as it is now."""
        self.session, self.base_version = session, session.version
        visit = memory(Visit)
        visit.seen[session.id] = session.version
        visit.last_session = "" if session.is_put_away else session.id
        if visit.next_session == session.id:
            visit.next_session = ""
        if self.page != "home" and st.query_params.get("session") != session.id:
            others = {name: value for name, value in st.query_params.to_dict().items() if name != NEW}
            st.query_params.from_dict(others | {"session": session.id})
        return session

    def new_exam(self) -> dict[str, str]:
        """The parameters of the way to a form for a session that is not begun: the first input begins it."""
        visit = memory(Visit)
        visit.next_session = visit.next_session or self.service.new_id()
        return {NEW: visit.next_session}

    def go_on(self) -> NoReturn:
        """Switch to the page that is in turn."""
        study = self.study
        st.switch_page(f"pages/{PAGE_IN_TURN[study.phase]}.py", query_params={"session": study.id})

    def reload(self, warning: str) -> NoReturn:
        """Draw the page again with the session as it is now, and say why."""
        visit = memory(Visit)
        visit.warning = warning
        if self.session:
            visit.seen.pop(self.session.id, None)
        st.rerun()

    def redraw(self, done: str = "") -> NoReturn:
        """Draw the page again, and say what was done."""
        memory(Visit).done = done
        st.rerun()
