"""A day plan, the time that it fills, and what the verifier found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from core.models.base import Difficulty, Fraction, Value
from core.words import Said


class StudyWindow(Value):
    """When there is time: `days` days from `start` to the day before the exam, at most `hours` on each of them.

    `weekdays_off` counts from 0, a Monday; `dates_off` are single days.
    """

    start: date
    days: int
    hours: float
    weekdays_off: tuple[int, ...] = ()
    dates_off: tuple[date, ...] = ()

    @property
    def exam_on(self) -> date:
        """The day of the exam, the first one after the window."""
        return self.start + timedelta(days=self.days)

    @property
    def dates(self) -> tuple[date, ...]:
        """Every day of the window, days off among them."""
        return tuple(self.start + timedelta(days=number) for number in range(self.days))

    @property
    def study_dates(self) -> tuple[date, ...]:
        """The days of the window that are not off."""
        return tuple(day for day in self.dates if not self.is_off(day))

    def is_off(self, day: date) -> bool:
        """Whether nothing is to be studied on `day`."""
        return day.weekday() in self.weekdays_off or day in self.dates_off

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.exam_on

    def until(
        self, exam_on: date, *, hours: float, weekdays_off: Iterable[int], dates_off: Iterable[date]
    ) -> StudyWindow:
        """The window from the same day to another exam day, with other hours and days off."""
        return StudyWindow(
            start=self.start,
            days=(exam_on - self.start).days,
            hours=hours,
            weekdays_off=tuple(sorted(weekdays_off)),
            dates_off=tuple(sorted(dates_off)),
        )

    def from_day(self, today: date) -> StudyWindow:
        """What is left of the window on `today`: the same exam day. `days` is 0 or less where it is over."""
        if today <= self.start:
            return self
        return self.model_copy(update={"start": today, "days": (self.exam_on - today).days})


class PlannedTopic(Value):
    """One topic on one day. `hours` is what it takes on that day."""

    name: str
    difficulty: Difficulty = "medium"
    hours: float = Field(ge=0)
    rationale: str = ""
    prerequisites: tuple[str, ...] = ()


class DailyPlan(Value):
    """One day of the plan; `day` counts from 1. A day off has no topics."""

    day: int = Field(ge=1)
    date: date
    theme: str
    topics: tuple[PlannedTopic, ...]
    estimated_hours: float = Field(ge=0)
    is_revision: bool = False


class LeftOut(Value):
    """A topic of the syllabus that a plan has no day for, and why."""

    name: str
    why: str
    said: Said | None = None

    @classmethod
    def because(cls, name: str, said: Said) -> LeftOut:
        """A topic with why it is left out."""
        return cls(name=name, why=str(said), said=said)


class StudyPlan(Value):
    """A day plan up to an exam. `left_out` are the topics that it does without, the first to go first."""

    exam_name: str
    total_days: int = Field(ge=1)
    overview: str
    schedule: tuple[DailyPlan, ...]
    critical_topics: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    window: StudyWindow | None = None
    said: Said | None = None
    """The overview by its code."""

    def filled(self, hours: float = 0) -> StudyWindow:
        """The time that it fills. One from before there was a window ends with its last day, and has `hours` on each.

        Raises `ValueError` for a plan without a window and without a day.
        """
        if self.window:
            return self.window
        dates = [day.date for day in self.schedule]
        first = min(dates)
        return StudyWindow(start=first, days=(max(dates) - first).days + 1, hours=hours)


class PlanVerification(Value):
    """What the verifier found. `coverage` is the share of the syllabus that has a place, counted, not estimated."""

    is_valid: bool
    coverage: Fraction
    missing_topics: tuple[str, ...] = ()
    overloaded_days: tuple[int, ...] = ()
    prerequisite_issues: tuple[str, ...] = ()
    other_issues: tuple[str, ...] = ()
    critique: str = ""
    said: Said | None = None
    """The critique by its code."""

    @property
    def verdict(self) -> Said:
        """The critique: by its code, or in the words that are kept."""
        return self.said or Said(self.critique)


class PlanVersion(Value):
    """A draft with its verification, and whether the session took it. `reason` says what it was made for."""

    version: int = Field(ge=1)
    plan: StudyPlan
    verification: PlanVerification
    was_accepted: bool
    reason: str = ""
    said: Said | None = None
    """The reason by its code."""
    made_on: date | None = None


class PlanOutcome(Value):
    """Every draft in order, the last verification, and the plan that passed (None where none did)."""

    final_plan: StudyPlan | None
    versions: tuple[PlanVersion, ...]
    verification: PlanVerification


class PlanChange(Value):
    """How one topic (or revision, with an empty `topic`) differs between two plans: its days and its hours."""

    topic: str
    kind: Literal["added", "left_out", "done", "moved", "split", "longer", "shorter"]
    before: tuple[date, ...] = ()
    after: tuple[date, ...] = ()
    hours_before: float = 0
    hours_after: float = 0


class PlanEdit(Value):
    """What a learner does to a plan: `topic` from one day to another, half of it to another day, left out of the plan,
    taken back into it, or added. Without `to_day` a topic taken back or added gets the first day that has room."""

    kind: Literal["move", "split", "leave_out", "take_back", "add"]
    topic: str
    from_day: date | None = None
    to_day: date | None = None
    hours: float = Field(default=1, ge=0.25, le=24)
    difficulty: Difficulty = "medium"
