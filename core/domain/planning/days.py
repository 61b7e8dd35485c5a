"""Loads made into the days of a plan, and a plan taken apart into loads again.

A load is what stands on one day: topics in order, each with whole quarters of an hour.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.domain.planning.limits import REVISION_EVERY, REVISION_FROM_DAYS, quarters
from core.domain.wording import listed
from core.models import DailyPlan, LeftOut, PlannedTopic, StudyPlan, StudyWindow
from core.words import Said, in_turn

Load = list[tuple[PlannedTopic, int]]
Loads = dict[date, Load]
Rank = Mapping[str, int]
MOST_CRITICAL = 5


@dataclass(frozen=True)
class Frame:
    """What stays the same between the drafts of one plan. `learned` are topics that were studied before it begins."""

    exam_name: str
    topics: Sequence[PlannedTopic]
    window: StudyWindow
    goal: str = ""
    learned: Sequence[PlannedTopic] = ()
    left_out: Sequence[LeftOut] = field(default=())


def revision_dates(window: StudyWindow, current: Collection[date] = ()) -> frozenset[date]:
    """Days for revision: the last study day, and one after at most `REVISION_EVERY` others, never two in a row.

    Those in `current` stay where the rule allows it. None in a window of fewer than `REVISION_FROM_DAYS` study days.
    """
    study = window.study_dates
    if len(study) < REVISION_FROM_DAYS:
        return frozenset()
    last = len(study) - 1
    chosen: list[int] = []
    before = -1
    wanted = [place for place, day in enumerate(study) if day in current and place < last - 1]
    for place in [*wanted, last]:
        while place - before > REVISION_EVERY + 1:
            before = min(before + REVISION_EVERY + 1, place - 2)
            chosen.append(before)
        if place - before > 1:
            chosen.append(place)
            before = place
    return frozenset(study[place] for place in chosen)


def spread_revision(window: StudyWindow) -> frozenset[date]:
    """Days for revision in a new plan: every `REVISION_EVERY`th study day, and the last."""
    study = window.study_dates
    if len(study) < REVISION_FROM_DAYS:
        return frozenset()
    last = len(study) - 1
    spaced = [place for place in range(REVISION_EVERY - 1, last, REVISION_EVERY) if last - place >= 2]
    return frozenset(study[place] for place in (*spaced, last))


def loads_of(plan: StudyPlan) -> Loads:
    """The days on which a plan has something to learn, and what."""
    return {
        day.date: [(topic, quarters(topic.hours)) for topic in day.topics]
        for day in plan.schedule
        if not day.is_revision and day.topics
    }


def put(loads: Loads, day: date, topic: PlannedTopic, count: int, rank: Rank) -> None:
    """Put quarters of a topic on a day, beside what it has there already, in the syllabus' order."""
    load = loads.setdefault(day, [])
    there = sum(already for entry, already in load if entry.name == topic.name)
    load[:] = [entry for entry in load if entry[0].name != topic.name] + [(topic, there + count)]
    load.sort(key=lambda entry: rank[entry[0].name])


def days_of(loads: Loads) -> dict[str, list[date]]:
    """The days of each topic, in date order."""
    days: dict[str, list[date]] = {}
    for day, load in sorted(loads.items()):
        for topic, _ in load:
            days.setdefault(topic.name, []).append(day)
    return days


def build_plan(frame: Frame, loads: Mapping[date, Load], revision: Collection[date]) -> StudyPlan:
    """The plan with these loads, and on revision days what was seen longest ago, the hard topics first."""
    seen: dict[str, tuple[int, PlannedTopic]] = {topic.name: (-1, topic) for topic in frame.learned}
    daily: list[DailyPlan] = []
    for number, day in enumerate(frame.window.dates):
        load = loads.get(day, [])
        is_revision = day in revision and not load
        if is_revision:
            entries = _to_revise(seen, int(frame.window.hours * 4))
        else:
            entries = [topic.model_copy(update={"hours": count / 4}) for topic, count in load]
        seen |= {entry.name: (number, entry) for entry in entries}
        daily.append(
            DailyPlan(
                day=number + 1,
                date=day,
                theme=_theme(entries, is_off=frame.window.is_off(day), is_revision=is_revision),
                topics=tuple(entries),
                estimated_hours=sum(entry.hours for entry in entries),
                is_revision=is_revision,
            )
        )
    needed = {name for topic in frame.topics for name in topic.prerequisites}
    critical = [topic.name for topic in frame.topics if topic.difficulty == "hard" or topic.name in needed]
    overview = _overview(frame, daily)
    return StudyPlan(
        exam_name=frame.exam_name,
        total_days=frame.window.days,
        overview=str(overview),
        schedule=tuple(daily),
        critical_topics=tuple(critical[:MOST_CRITICAL]),
        left_out=tuple(frame.left_out),
        window=frame.window,
        said=overview,
    )


def _to_revise(seen: Mapping[str, tuple[int, PlannedTopic]], room: int) -> list[PlannedTopic]:
    oldest_first = sorted(seen.values(), key=lambda entry: (entry[0], entry[1].difficulty != "hard"))
    return [
        topic.model_copy(update={"hours": 0.25, "rationale": "Again, before it fades."})
        for _, topic in oldest_first[:room]
    ]


def _theme(entries: Sequence[PlannedTopic], *, is_off: bool, is_revision: bool) -> str:
    if is_off and not entries:
        return "Day off"
    if not entries:
        return "Free: catch up"
    return ("Revise: " if is_revision else "") + listed(dict.fromkeys(entry.name for entry in entries), 2)


def _overview(frame: Frame, daily: Sequence[DailyPlan]) -> Said:
    placed = {entry.name for day in daily if not day.is_revision for entry in day.topics}
    learn = sum(bool(day.topics) and not day.is_revision for day in daily)
    revise = sum(day.is_revision for day in daily)
    off = sum(frame.window.is_off(day.date) for day in daily)
    counts = {"topics": len(placed), "days": len(daily), "learn": learn, "revise": revise, "off": off}
    free = len(daily) - learn - revise - off
    kinds = Said("plan.days_free", **counts, free=free) if free else Said("plan.days", **counts)
    days = Said("plan.overview", **counts, hours=frame.window.hours, kinds=kinds)
    return in_turn(days, Said("plan.goal", goal=frame.goal) if frame.goal else None)
