"""A session's plan as it is looked at: what holds, what is proposed, and how the learner stands beside it."""

from __future__ import annotations

import datetime
from typing import Literal

from core.models.base import Value
from core.models.parts import Topic
from core.models.plan import DailyPlan, LeftOut, PlanChange, PlannedTopic, PlanVersion, StudyWindow
from core.words import Said

DayKind = Literal["learn", "revise", "free", "off"]


class PlanState(Value):
    """A session's plan: the one that holds (None where none was accepted yet), and what is proposed in its place.

    `refused` is what the learner asked for, where that does not hold.
    """

    accepted: PlanVersion | None = None
    proposal: PlanVersion | None = None
    refused: PlanVersion | None = None

    @property
    def shown(self) -> PlanVersion | None:
        """The plan that holds, else the one proposed."""
        return self.accepted or self.proposal


class Suggestion(Value):
    """What to study next, and why."""

    topic: Topic
    why: Said


class Proposal(Value):
    """What is proposed in a plan's place: what it changes, and what it leaves out that was not left out before.

    `fewer` counts the topics that it leaves out beyond those of the plan that holds. It `is_mended` where it is what
    was asked for, mended.
    """

    version: PlanVersion
    changes: tuple[PlanChange, ...]
    left_out: tuple[LeftOut, ...]
    fewer: int
    is_mended: bool


class WaysOut(Value):
    """What to choose from where topics get less than half of their time: studying until a later exam day, more hours a
    day, or the topics to leave out; None or empty where that is no way."""

    exam_on: datetime.date | None = None
    hours: float | None = None
    leave_out: tuple[str, ...] = ()


class PlanOverview(Value):
    """A plan on `today`: the version that is shown, the time that is left for it, and its topics as they stand.

    `behind` are the topics that have lost their day, `ahead` those studied before it; `time_given` is the share of
    their hours that topics not begun get. What was asked for is in `refused` where it does not hold; `was_missed`
    says that it fails for nothing but the topics that had lost their day before. `ways_out` are there where topics get
    less than half of their time; `before` is the version that held before, which undoes the last change, 0 for none.
    """

    state: PlanState
    shown: PlanVersion
    today: datetime.date
    window: StudyWindow
    topics: tuple[Topic, ...]
    behind: tuple[str, ...]
    ahead: tuple[str, ...]
    time_given: float
    is_short_of_time: bool
    suggestion: Suggestion | None
    has_material: bool
    proposal: Proposal | None
    was_missed: bool
    ways_out: WaysOut | None = None
    before: int = 0

    @property
    def accepted(self) -> PlanVersion | None:
        """The plan that holds."""
        return self.state.accepted

    @property
    def refused(self) -> PlanVersion | None:
        """What the learner asked for, where that does not hold."""
        return self.state.refused

    @property
    def is_over(self) -> bool:
        """Whether the day of the exam has come."""
        return self.today >= self.window.exam_on

    @property
    def entry(self) -> DailyPlan | None:
        """What the plan that holds has for today; None where it has not begun, or is over."""
        schedule = self.state.accepted.plan.schedule if self.state.accepted else ()
        return next((entry for entry in schedule if entry.date == self.today), None)

    @property
    def studied(self) -> frozenset[str]:
        """The names of the topics that the plan has nothing more to give."""
        return frozenset(topic.name for topic in self.topics if topic.is_studied)

    def sittings(self, topic: str) -> tuple[datetime.date, ...]:
        """The days that are left on which a topic is studied, revision aside."""
        days = (entry for entry in self.shown.plan.schedule if not entry.is_revision and entry.date in self.window)
        return tuple(entry.date for entry in days if any(planned.name == topic for planned in entry.topics))

    def days(self) -> dict[str, datetime.date]:
        """The day of each topic by its name, without those that were left out or that the plan has no day for."""
        placed = {planned.name for entry in self.shown.plan.schedule for planned in entry.topics}
        return {
            topic.name: topic.planned_on
            for topic in self.topics
            if topic.is_studied or (topic.status != "left_out" and topic.name in placed)
        }


class PlanStep(Value):
    """A version of a plan, what it changed against the one that held before it, and whether it is proposed now."""

    version: PlanVersion
    changes: tuple[PlanChange, ...] | None
    is_proposed: bool


class PlanDay(Value):
    """A day of a plan, by what it is for: nothing is studied on a day that is free (no need) or off (no time)."""

    day: int
    date: datetime.date
    kind: DayKind
    theme: str = ""
    topics: tuple[PlannedTopic, ...] = ()

    @property
    def hours(self) -> float:
        """What the day's topics take together."""
        return sum(topic.hours for topic in self.topics)


class CalendarTimes(Value):
    """When a day's study begins in a calendar, one topic after the other, and how many minutes before each an alarm
    goes off; without `at` each is an event of the whole day, without an alarm."""

    at: datetime.time | None = None
    alarm: int | None = None


class PlanSheet(Value):
    """The plan that holds as it is printed: its days by the week, and the day of the exam."""

    version: PlanVersion
    weeks: tuple[tuple[PlanDay, ...], ...]
    exam_on: datetime.date
