"""What is different between two plans, topic by topic."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from core.models import PlanChange, StudyPlan

Sittings = dict[date, float]


def plan_changes(
    before: StudyPlan, after: StudyPlan, *, since: date, done: Collection[str] = ()
) -> tuple[PlanChange, ...]:
    """The topics whose days or hours differ, in the new plan's order, then what is left out, then the revision days.

    `since` is the day on which the new plan was made: what the old one had before it counts only for topics that had
    no day after it. `done` are topics that were studied meanwhile.
    """
    old, new = _sittings(before), _sittings(after)
    return (*_topics(old, new, since, done), *_left_out(before, after, done), *_revision(before, after, since))


def _topics(
    old: dict[str, Sittings], new: dict[str, Sittings], since: date, done: Collection[str]
) -> Iterator[PlanChange]:
    for name, now in new.items():
        then = _upcoming(old.get(name, {}), since)
        if then == now:
            continue
        days, hours = (tuple(then), tuple(now)), (sum(then.values()), sum(now.values()))
        if not then:
            kind = "added"
        elif days[0] == days[1]:
            kind = "longer" if hours[1] > hours[0] else "shorter"
        else:
            kind = "split" if len(now) > len(then) and set(then) & set(now) else "moved"
        yield PlanChange.model_validate(
            {
                "topic": name,
                "kind": kind,
                "before": days[0],
                "after": days[1],
                "hours_before": hours[0],
                "hours_after": hours[1],
            }
        )
    for name, sittings in old.items():
        if name in done and name not in new and (then := {d: h for d, h in sittings.items() if d > since}):
            yield PlanChange(topic=name, kind="done", before=tuple(then), hours_before=sum(then.values()))


def _left_out(before: StudyPlan, after: StudyPlan, done: Collection[str]) -> Iterator[PlanChange]:
    old = _sittings(before)
    names = {topic.name for topic in before.left_out}
    for topic in after.left_out:
        if topic.name not in names and topic.name not in done:
            then = old.get(topic.name, {})
            yield PlanChange(topic=topic.name, kind="left_out", before=tuple(then), hours_before=sum(then.values()))


def _revision(before: StudyPlan, after: StudyPlan, since: date) -> Iterator[PlanChange]:
    then = tuple(day.date for day in before.schedule if day.is_revision and day.date >= since)
    now = tuple(day.date for day in after.schedule if day.is_revision)
    if then != now:
        yield PlanChange(topic="", kind="moved", before=then, after=now)


def _sittings(plan: StudyPlan) -> dict[str, Sittings]:
    by_topic: dict[str, Sittings] = {}
    for day in plan.schedule:
        if not day.is_revision:
            for topic in day.topics:
                sittings = by_topic.setdefault(topic.name, {})
                sittings[day.date] = sittings.get(day.date, 0) + topic.hours
    return by_topic


def _upcoming(sittings: Sittings, since: date) -> Sittings:
    upcoming = {day: hours for day, hours in sittings.items() if day >= since}
    return upcoming or sittings
