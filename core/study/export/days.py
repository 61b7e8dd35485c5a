"""A plan's days as they are shown: in order, none missing, each topic once a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby

from core.models import DailyPlan, PlannedTopic, StudyPlan, Value
from core.models.plan_overview import DayKind, PlanDay


def plan_days(plan: StudyPlan) -> tuple[PlanDay, ...]:
    """Every day of the plan in date order. Sittings of one topic on one day are one, with the hours of all."""
    days = [
        PlanDay(day=entry.day, date=entry.date, kind=_kind(plan, entry), theme=entry.theme, topics=_merged(entry))
        for entry in plan.schedule
    ]
    if plan.window:
        planned = {entry.date for entry in plan.schedule}
        days += [
            PlanDay(day=number, date=day, kind="off" if plan.window.is_off(day) else "free")
            for number, day in enumerate(plan.window.dates, start=1)
            if day not in planned
        ]
    return tuple(sorted(days, key=lambda day: (day.date, day.day)))


def by_week(days: Iterable[PlanDay]) -> tuple[tuple[PlanDay, ...], ...]:
    """Days in date order, cut at each Monday."""
    return tuple(tuple(week) for _, week in groupby(days, key=lambda day: day.date.isocalendar()[:2]))


def _kind(plan: StudyPlan, entry: DailyPlan) -> DayKind:
    if entry.is_revision:
        return "revise"
    if entry.topics:
        return "learn"
    return "off" if plan.window and plan.window.is_off(entry.date) else "free"


def _merged(entry: DailyPlan) -> tuple[PlannedTopic, ...]:
    topics: dict[str, PlannedTopic] = {}
    for topic in entry.topics:
        before = topics.get(topic.name)
        topics[topic.name] = before.model_copy(update={"hours": before.hours + topic.hours}) if before else topic
    return tuple(topics.values())


class CalendarEvent(Value):
    """An event of one whole day, or of so many `hours` from a moment `at`. `key` names it in every version of the plan,
    a cancelled one is taken away."""

    key: tuple[str, ...]
    on: date
    summary: str
    description: str = ""
    is_cancelled: bool = False
    at: datetime | None = None
    hours: float = 0
