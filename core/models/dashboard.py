"""What the home page says of all sessions together."""

from __future__ import annotations

from datetime import date

from core.models.base import StudyPhase, Value
from core.models.parts import Topic
from core.models.review import ReviewDue
from core.models.session import SessionSummary


class Work(Value):
    """A topic that the plan or a review puts on today or before it, and about how long it takes today; 0 where that is
    not known. `after` names the topic whose lesson or quiz is open in its session, and is to be finished first. What
    `is_own` is studied without the app, since there is nothing here to read on it."""

    session_id: str
    exam: str
    phase: StudyPhase
    topic: str
    due_on: date
    is_review: bool
    minutes: int = 0
    after: str = ""
    is_own: bool = False


class Resume(Value):
    """Where the learner goes on: the lesson or quiz that is open, else the topic that is next, in one session.

    Without a `topic` it is the page in turn that comes next: the set-up, a plan that does not hold yet, the results.
    `minutes` and `is_own` as in `Work`; `exam_in` is the number of days to the session's exam. Of a quiz that is open
    so many `questions` are `answered`; 0 of 0 where that is not known.
    """

    session_id: str
    exam: str
    phase: StudyPhase
    topic: str = ""
    minutes: int = 0
    is_own: bool = False
    is_review: bool = False
    exam_in: int | None = None
    answered: int = 0
    questions: int = 0

    @property
    def is_open(self) -> bool:
        """Whether the lesson or the quiz on the topic is open already."""
        return self.phase in (StudyPhase.LEARNING, StudyPhase.QUIZZING)


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


class MixUp(Value):
    """An open misconception of a session, by the idea that it is."""

    session_id: str
    misconception_id: str
    idea: str


class Dashboard(Value):
    """The home page's figures. Times are in whole minutes; of `mix_ups` with the same idea one is named.

    `work` is what is due, that of the nearest exam first, in its plan's order; `resume` is None where nothing goes on.
    `days` are the last seven, today the last; `goal` is what a day is meant to have, 0 without a plan.
    """

    work: tuple[Work, ...]
    resume: Resume | None
    next: Countdown | None
    mix_ups: tuple[MixUp, ...]
    minutes_today: int
    minutes_week: int
    days: tuple[StudyDay, ...] = ()
    goal: int = 0

    @property
    def rest(self) -> tuple[Work, ...]:
        """The work beside what is gone on with."""
        first = (self.resume.session_id, self.resume.topic) if self.resume else None
        return tuple(work for work in self.work if (work.session_id, work.topic) != first)

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
    """All that the home page shows on `today`: the newest sessions, how well their topics are known, figures, and
    what is due for review."""

    today: date
    sessions: tuple[SessionSummary, ...]
    has_older: bool
    mastery: tuple[SessionMastery, ...]
    dashboard: Dashboard
    review: ReviewDue
