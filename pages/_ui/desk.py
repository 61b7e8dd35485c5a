"""What a browser tab remembers, and a page's hold on the study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

import streamlit as st

from core.bootstrap import Seat
from core.errors import SessionNotFound
from core.models import PageImage, RouteDecision, Session, Source, StudyPhase, Value
from core.study.service import StudyService
from pages._ui import messages as say

PAGE_IN_TURN = {
    StudyPhase.INTAKE: "intake",
    StudyPhase.PLANNING: "plan",
    StudyPhase.LEARNING: "learn",
    StudyPhase.QUIZZING: "quiz",
    StudyPhase.ANALYZING: "analysis",
    StudyPhase.COMPLETED: "analysis",
}


class OpenSource(Value):
    """The source whose page is open: in which place of the text, and which other page of its file was turned to."""

    place: str
    source: Source
    page: int | None = None


@dataclass
class Tab:
    """What one browser tab remembers: the versions and values it has shown, uploads it has read, where it is in a list.

    What was shown tells a change that the learner made here from one that came from another tab.
    """

    last_session: str = ""
    seen: dict[str, int] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    question: dict[str, int] = field(default_factory=dict)
    shown: dict[str, Value] = field(default_factory=dict)
    sent: dict[str, Value] = field(default_factory=dict)
    cursors: list[int] = field(default_factory=list)
    uploaders: int = 0
    session_pages: int = 1
    cursors_for: str = ""
    flash: str = ""
    done: str = ""
    suggested: str | None = None
    drafts: list[str] = field(default_factory=list)
    plan_form: str = ""
    plan_window: str = ""
    page: str = ""
    seat: Seat | None = None
    heard: RouteDecision | None = None
    refill: bool = False
    is_marked: bool = False
    has_asked: bool = False
    all_at_once: bool = False
    reported: set[str] = field(default_factory=set)
    opened: OpenSource | None = None
    closed: str = ""
    shown_page: tuple[OpenSource, int] | None = None
    images: dict[tuple[str, Source, int | None], PageImage] = field(default_factory=dict)

    def is_from_elsewhere(self, place: str, stored: Value) -> bool:
        """Whether what is stored came from another tab: it is neither what was shown here nor what was sent from here.

        A click cuts off the run before it, which may have sent what it did not come to show.
        """
        return stored not in (self.shown.get(place, stored), self.sent.get(place))


@dataclass
class Desk:
    """A page's hold on the study: the service, and the session that it is about (None where the page needs none)."""

    service: StudyService
    tab: Tab
    page: str
    session: Session | None = None
    base_version: int = 0
    seat: Seat | None = None

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
            self.keep(self.service.start())
        return self.keep(step(self.study.model_copy(update={"version": self.base_version})))

    def keep(self, session: Session) -> Session:
        """Go on with `session` as it is now."""
        self.session, self.base_version = session, session.version
        self.tab.seen[session.id] = session.version
        self.tab.last_session = session.id
        if self.page != "home" and st.query_params.get("session") != session.id:
            st.query_params["session"] = session.id
        return session

    def go_on(self) -> NoReturn:
        """Switch to the page that is in turn."""
        study = self.study
        st.switch_page(f"pages/{PAGE_IN_TURN[study.phase]}.py", query_params={"session": study.id})

    def reload(self, message: str) -> NoReturn:
        """Draw the page again with the session as it is now, and say why."""
        self.tab.flash = message
        self.tab.seen.pop(self.study.id, None)
        st.rerun()
