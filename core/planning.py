"""A day plan and the checks it must pass: draft, verify, revise. Pure; time is counted in whole quarters of an hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter
from math import ceil

from core.errors import PlanError
from core.models import DailyPlan, PlannedTopic, PlanOutcome, PlanVerification, PlanVersion, StudyPlan

REVISION_EVERY = 7
REVISION_FROM_DAYS = 4
DAYS = range(1, 366)
HOURS = (0.25, 24.0)


def make_plan(
    exam_name: str, topics: Sequence[PlannedTopic], *, start: date, days: int, hours: float, goal: str = ""
) -> PlanOutcome:
    """Draft a plan of `days` days (1 to 365) with at most `hours` (0.25 to 24) a day, verify it, revise it until it
    passes. Topics come in the order given, prerequisites first. Where no draft passes, `final_plan` is None.

    Raises `PlanError` where there is no topic, a number is out of range, or prerequisites run in a circle.
    """
    if not topics:
        raise PlanError("There is nothing to plan yet. Add a file, paste a syllabus or pick the bundled course.")
    if days not in DAYS:
        raise PlanError("A plan runs over 1 to 365 days. Change the number of days.")
    if not HOURS[0] <= hours <= HOURS[1]:
        raise PlanError("A study day has between a quarter of an hour and 24 hours. Change the hours a day.")
    ordered = in_order(topics)
    versions: list[PlanVersion] = []
    for schedule in _drafts(ordered, days, int(hours * 4)):
        plan = _plan(exam_name, schedule, ordered, start=start, days=days, hours=hours, goal=goal)
        found = verify(plan, ordered, start=start, days=days, hours=hours)
        versions.append(
            PlanVersion(version=len(versions) + 1, plan=plan, verification=found, was_accepted=found.is_valid)
        )
        if found.is_valid:
            break
    last = versions[-1]
    final = last.plan if last.was_accepted else None
    return PlanOutcome(final_plan=final, versions=tuple(versions), verification=last.verification)


def in_order(topics: Sequence[PlannedTopic]) -> tuple[PlannedTopic, ...]:
    """The topics with prerequisites before what needs them, otherwise as given. Raises `PlanError` on a circle."""
    by_name = {topic.name: topic for topic in topics}
    if len(by_name) < len(topics):
        raise PlanError("Two topics have the same name. Give each topic a name of its own.")
    rank = {name: position for position, name in enumerate(by_name)}
    sorter = TopologicalSorter({t.name: [p for p in t.prerequisites if p in by_name] for t in by_name.values()})
    try:
        sorter.prepare()
    except CycleError as exc:
        circle = " → ".join(exc.args[1])
        raise PlanError(f"These topics need each other in a circle: {circle}. Take one prerequisite out.") from exc
    ready, ordered = sorted(sorter.get_ready(), key=rank.__getitem__), []
    while ready:
        name = ready.pop(0)
        ordered.append(by_name[name])
        sorter.done(name)
        ready = sorted([*ready, *sorter.get_ready()], key=rank.__getitem__)
    return tuple(ordered)


def verify(
    plan: StudyPlan, topics: Sequence[PlannedTopic], *, start: date, days: int, hours: float
) -> PlanVerification:
    """Check `plan` against what was asked: every topic placed, prerequisites first, no day over its hours, every
    date in the window, revision only of what was studied, and no new hard topic on the last of four or more days."""
    study = [day for day in plan.schedule if not day.is_revision]
    first = {topic.name: day.day for day in reversed(study) for topic in reversed(day.topics)}
    place = {name: n for n, name in enumerate(dict.fromkeys(t.name for day in study for t in day.topics))}
    missing = tuple(topic.name for topic in topics if topic.name not in first)
    overloaded = tuple(day.day for day in plan.schedule if sum(topic.hours for topic in day.topics) > hours + 1e-9)
    late = tuple(
        f"{topic.name} comes before {needed}, which it needs."
        for topic in topics
        for needed in topic.prerequisites
        if place.get(needed, 0) > place.get(topic.name, len(place))
    )
    other = tuple(_calendar_issues(plan, start, days)) + tuple(_content_issues(plan, topics, first))
    coverage = 1 - len(missing) / len(topics)
    is_valid = not (missing or overloaded or late or other)
    critique = (
        "Every topic has its place and no day is over its hours."
        if is_valid
        else _critique(topics, missing, overloaded, (*late, *other), days=days, hours=hours)
    )
    return PlanVerification(
        is_valid=is_valid,
        coverage=coverage,
        missing_topics=missing,
        overloaded_days=overloaded,
        prerequisite_issues=late,
        other_issues=other,
        critique=critique,
    )


Schedule = list[list[tuple[PlannedTopic, int]]]


def _drafts(topics: Sequence[PlannedTopic], days: int, room: int) -> Iterator[Schedule]:
    """Schedules to try, best first: spread evenly, packed, with less time a topic, and at last without revision."""
    wanted = [(topic, max(1, round(topic.hours * 4))) for topic in topics]
    revision = _revision_days(days)
    study = [day for day in range(days) if day not in revision]
    yield _on_days(_spread(wanted, len(study)), study, days)
    yield _on_days(_packed(wanted, room), study, days)
    yield _on_days(_filled(_shortened(wanted, len(study) * room), room), study, days)
    yield _on_days(_filled(_easier_last(_shortened(wanted, days * room), room, days), room), list(range(days)), days)


def _revision_days(days: int) -> set[int]:
    if days < REVISION_FROM_DAYS:
        return set()
    spaced = {day for day in range(REVISION_EVERY - 1, days, REVISION_EVERY) if days - 1 - day >= 2}
    return spaced | {days - 1}


def _spread(wanted: Sequence[tuple[PlannedTopic, int]], days: int) -> Schedule:
    total, before = sum(quarters for _, quarters in wanted), 0
    schedule: Schedule = [[] for _ in range(days)]
    for topic, quarters in wanted:
        schedule[before * days // total].append((topic, quarters))
        before += quarters
    return schedule


def _packed(wanted: Sequence[tuple[PlannedTopic, int]], room: int) -> Schedule:
    """Day after day filled up to `room` quarters; only a topic longer than a whole day is split."""
    schedule: Schedule = [[]]
    for topic, quarters in wanted:
        left = quarters
        if sum(used for _, used in schedule[-1]) + min(left, room) > room:
            schedule.append([])
        while left > room:
            schedule[-1].append((topic, room))
            schedule.append([])
            left -= room
        schedule[-1].append((topic, left))
    return schedule


def _filled(wanted: Sequence[tuple[PlannedTopic, int]], room: int) -> Schedule:
    """Every day filled to the last quarter; what does not fit goes on the next day."""
    schedule: Schedule = [[]]
    free = room
    for topic, quarters in wanted:
        left = quarters
        while left:
            if free == 0:
                schedule.append([])
                free = room
            now = min(left, free)
            schedule[-1].append((topic, now))
            left, free = left - now, free - now
    return schedule


def _shortened(wanted: Sequence[tuple[PlannedTopic, int]], room: int) -> list[tuple[PlannedTopic, int]]:
    """Less time for each topic in proportion, a quarter of an hour at least; it fits `room` where that can be."""
    more = sum(quarters - 1 for _, quarters in wanted)
    share = min(1.0, max(0, room - len(wanted)) / more) if more else 0.0
    return [(topic, 1 + int((quarters - 1) * share)) for topic, quarters in wanted]


def _easier_last(wanted: Sequence[tuple[PlannedTopic, int]], room: int, days: int) -> list[tuple[PlannedTopic, int]]:
    """The same order, but the last day gets topics that are not hard where there are any."""
    total = sum(quarters for _, quarters in wanted)
    last_day = total - room * (days - 1)
    tail: list[tuple[PlannedTopic, int]] = []
    for entry in reversed(wanted):
        if last_day > 0 and entry[0].difficulty != "hard":
            tail.insert(0, entry)
            last_day -= entry[1]
    return [entry for entry in wanted if entry not in tail] + tail


def _on_days(schedule: Schedule, study: Sequence[int], days: int) -> Schedule:
    placed: Schedule = [[] for _ in range(days)]
    for day, load in zip(study, schedule, strict=False):
        placed[day] = load
    return placed


def _plan(
    exam_name: str,
    schedule: Schedule,
    topics: Sequence[PlannedTopic],
    *,
    start: date,
    days: int,
    hours: float,
    goal: str,
) -> StudyPlan:
    daily: list[DailyPlan] = []
    learned: list[PlannedTopic] = []
    fresh: list[PlannedTopic] = []
    for number, load in enumerate(schedule):
        if load:
            entries = [topic.model_copy(update={"hours": quarters / 4}) for topic, quarters in load]
            learned += [topic for topic, _ in load]
            fresh += [topic for topic, _ in load]
        else:
            again = fresh or [topic for topic in learned if topic.difficulty == "hard"] or learned
            entries = [_revised(topic) for topic in again[-int(hours * 4) :]]
            fresh = []
        daily.append(
            DailyPlan(
                day=number + 1,
                date=start + timedelta(days=number),
                theme=_theme(entries, is_revision=not load),
                topics=tuple(entries),
                estimated_hours=sum(entry.hours for entry in entries),
                is_revision=not load,
            )
        )
    revision = sum(day.is_revision for day in daily)
    overview = (
        f"{_count(len(topics), 'topic')} over {_count(days, 'day')}, at most {hours:g} h a day: "
        f"{_count(days - revision, 'day')} to learn and {_count(revision, 'day')} to revise."
    )
    needed = {name for topic in topics for name in topic.prerequisites}
    critical = [topic.name for topic in topics if topic.difficulty == "hard" or topic.name in needed]
    return StudyPlan(
        exam_name=exam_name,
        total_days=days,
        overview=f"{overview} Your goal: {goal}" if goal else overview,
        schedule=tuple(daily),
        critical_topics=tuple(critical[:5]),
    )


def _revised(topic: PlannedTopic) -> PlannedTopic:
    return topic.model_copy(update={"hours": 0.25, "rationale": "Again, before it fades."})


def _theme(entries: Sequence[PlannedTopic], *, is_revision: bool) -> str:
    names = list(dict.fromkeys(entry.name for entry in entries))
    more = f" and {len(names) - 2} more" if len(names) > 2 else ""
    return ("Revise: " if is_revision else "") + ", ".join(names[:2]) + more


def _calendar_issues(plan: StudyPlan, start: date, days: int) -> Iterator[str]:
    if len(plan.schedule) != days:
        yield f"The plan has {len(plan.schedule)} days, not {days}."
    for number, day in enumerate(plan.schedule):
        if day.day != number + 1 or day.date != start + timedelta(days=number):
            yield f"Day {day.day} is dated {day.date}, out of line with a start on {start}."


def _content_issues(plan: StudyPlan, topics: Sequence[PlannedTopic], first: dict[str, int]) -> Iterator[str]:
    known = {topic.name for topic in topics}
    for day in plan.schedule:
        for topic in day.topics:
            if topic.name not in known:
                yield f"Day {day.day} has {topic.name}, which is not in the syllabus."
            elif day.is_revision and first.get(topic.name, day.day) >= day.day:
                yield f"Day {day.day} revises {topic.name} before it is studied."
    final = plan.schedule[-1] if plan.schedule else None
    if final and len(plan.schedule) >= REVISION_FROM_DAYS and not final.is_revision:
        for topic in final.topics:
            if topic.difficulty == "hard" and first.get(topic.name) == final.day:
                yield f"{topic.name} is hard and stands on the last day."


def _critique(
    topics: Sequence[PlannedTopic],
    missing: Sequence[str],
    overloaded: Sequence[int],
    issues: Sequence[str],
    *,
    days: int,
    hours: float,
) -> str:
    said = []
    if missing:
        least = len(topics) / 4
        said.append(
            f"{len(missing)} of {_count(len(topics), 'topic')} found no place: at a quarter of an hour each they need "
            f"{least:g} hours, and {_count(days, 'day')} of {hours:g} h give {days * hours:g}. It takes "
            f"{_count(ceil(least / hours), 'day')}, or {ceil(len(topics) / days) / 4:g} h a day."
        )
    if overloaded:
        said.append(f"Over their hours: day {', '.join(map(str, overloaded[:5]))}.")
    return " ".join([*said, *issues[:3]])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
