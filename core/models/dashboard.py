"""What the home page says of all sessions together."""

from __future__ import annotations

from datetime import date

from core.models.base import StudyPhase, Value
from core.models.parts import Topic
from core.models.session import SessionSummary


class Work(Value):
    """A topic that the plan or a review puts on today or before it."""

    session_id: str
    exam: str
    phase: StudyPhase
    topic: str
    due_on: date
    is_review: bool


class Countdown(Value):
    """The day of a session's exam, and the days until then."""

    session_id: str
    exam: str
    on: date
    days: int


class StudyDay(Value):
    """A day, and the whole minutes studied on it."""

    day: date
    minutes: int


class Dashboard(Value):
    """The home page's figures. Times are in whole minutes; `open_misconceptions` are in words.

    `days` are the last seven, today the last; `goal` is what a day is meant to have, 0 without a plan.
    """

    work: tuple[Work, ...]
    next: Countdown | None
    open_misconceptions: tuple[str, ...]
    minutes_today: int
    minutes_week: int
    days: tuple[StudyDay, ...] = ()
    goal: int = 0

    @property
    def reviews(self) -> int:
        """How many of the topics to work on are reviews."""
        return sum(work.is_review for work in self.work)


class SessionMastery(Value):
    """How well a session's topics are known: those of its plan, and of these the `tested` ones, the lowest first."""

    session_id: str
    exam: str
    topics: tuple[Topic, ...]
    tested: tuple[Topic, ...]


class Home(Value):
    """All that the home page shows on `today`: the newest sessions, how well their topics are known, and figures."""

    today: date
    sessions: tuple[SessionSummary, ...]
    has_older: bool
    mastery: tuple[SessionMastery, ...]
    dashboard: Dashboard
