"""A plan mended with the smallest change that verifies again: days were missed, time changed, a topic is done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from heapq import heapify, heappop, heappush

from core.domain.planning.days import Frame, Loads, build_plan, days_of, loads_of, put, revision_dates, spread_revision
from core.domain.planning.difference import plan_changes
from core.domain.planning.draft import drafts
from core.domain.planning.limits import check_window, least_quarters, quarters
from core.domain.planning.order import leaning_on
from core.domain.planning.shorten import shortened
from core.domain.planning.spare_time import topped_up
from core.domain.planning.syllabus import Syllabus
from core.domain.planning.verify import verify
from core.domain.planning.ways_out import lightened
from core.models import PlannedTopic, PlanVerification, StudyPlan, StudyWindow


@dataclass(frozen=True)
class Replanned:
    """A changed plan with its verification."""

    plan: StudyPlan
    verification: PlanVerification


def replan(
    current: StudyPlan,
    syllabus: Syllabus,
    window: StudyWindow,
    goal: str = "",
    *,
    stays: str = "",
    anew: bool = False,
    lighter: bool = False,
) -> Replanned:
    """`current` from the window's start on, changed as little as it takes to verify again. Where a day is too full, the
    topic that `stays` keeps its place there before all others. With `anew` everything is planned again over the time
    that there is, in place of the smallest change; with `lighter` that too, without so many topics that the others get
    `HALF` of their time.

    Tried in this order: only what has lost its day moves, into free time; what is in the way moves on too; less time
    for each topic; a new plan. Of what passes the one that moves the fewest topics is taken, and what it leaves free
    goes where `spare_time` says. Where nothing passes, the last draft comes back with what it would leave out, not
    verified. Raises `PlanError` for a window out of range.
    """
    check_window(window)
    if lighter:
        syllabus, anew = lightened(syllabus, window), True
    best: Replanned | None = None
    least = (len(syllabus.topics) + 1, 0)
    tries = _candidates(current, syllabus, window, goal, stays)
    for plan in _anew(current, syllabus, window, goal) if anew and syllabus.to_place else tries:
        verification = verify(plan, syllabus.topics, window, done=syllabus.done, left_out=syllabus.names_left_out)
        if not verification.is_valid:
            best = best if best and best.verification.is_valid else Replanned(plan, verification)
            continue
        moved = _moved(current, plan, window.start)
        if best is None or not best.verification.is_valid or moved < least:
            best, least = Replanned(plan, verification), moved
        if anew:
            break
    if best is None:
        raise AssertionError("there is always a candidate")
    return _filled_up(best, syllabus, window, goal) if best.verification.is_valid and not anew else best


def _filled_up(mended: Replanned, syllabus: Syllabus, window: StudyWindow, goal: str) -> Replanned:
    """A plan that passes, with its free time given to the topics that are short of theirs; one in the middle has had a
    part of its time, which the plan does not know."""
    plan = mended.plan
    revision = {day.date for day in plan.schedule if day.is_revision}
    learn = [day for day in window.study_dates if day not in revision]
    loads, room = loads_of(plan), int(window.hours * 4)
    filled = topped_up(loads, syllabus.topics, learn, room, weak=syllabus.weak, but=syllabus.begun)
    if filled == loads:
        return mended
    frame = Frame(plan.exam_name, syllabus.topics, window, goal, syllabus.learned, left_out=plan.left_out)
    plan = build_plan(frame, filled, revision)
    verification = verify(plan, syllabus.topics, window, done=syllabus.done, left_out=syllabus.names_left_out)
    return Replanned(plan, verification)


def _moved(current: StudyPlan, plan: StudyPlan, since: date) -> tuple[int, int]:
    """How many topics get other days, and by how many days altogether."""
    changes = [
        change
        for change in plan_changes(current, plan, since=since)
        if change.topic and change.kind in ("moved", "split", "added")
    ]
    return len(changes), sum(
        abs((new - old).days) for change in changes for old, new in zip(change.before, change.after, strict=False)
    )


def _candidates(
    current: StudyPlan, syllabus: Syllabus, window: StudyWindow, goal: str, stays: str
) -> Iterator[StudyPlan]:
    current_revision = {day.date for day in current.schedule if day.is_revision}
    revision = revision_dates(window, current_revision)
    frame = Frame(current.exam_name, syllabus.topics, window, goal, syllabus.learned, left_out=syllabus.left_out)
    room = int(window.hours * 4)
    learn = [day for day in window.study_dates if day not in revision]
    loads, homeless = _staying(current, syllabus, window, frozenset(learn), room, stays)
    shorter, left = _shorter(loads, homeless, syllabus, len(learn) * room)
    needed, least = _total(loads) + sum(homeless.values()), _total(shorter) + sum(left.values())
    for tried, total in (
        (_gaps_filled(loads, homeless, syllabus, learn, room), needed),
        (_pushed(loads, homeless, syllabus, learn, room), needed),
        (_pushed(shorter, left, syllabus, learn, room), least),
    ):
        # What found no room may not be dropped unsaid.
        if _total(tried) == total:
            yield build_plan(frame, tried, revision)
    if syllabus.to_place:
        yield from _anew(current, syllabus, window, goal)


def _anew(current: StudyPlan, syllabus: Syllabus, window: StudyWindow, goal: str) -> Iterator[StudyPlan]:
    frame = Frame(current.exam_name, syllabus.to_place, window, goal, syllabus.learned, left_out=syllabus.left_out)
    fresh = spread_revision(window)
    for drafted, loads in drafts(frame, fresh, known=syllabus.known, weak=syllabus.weak):
        yield build_plan(replace(drafted, topics=syllabus.topics), loads, fresh)


def _staying(
    current: StudyPlan, syllabus: Syllabus, window: StudyWindow, learn: frozenset[date], room: int, stays: str
) -> tuple[Loads, dict[str, int]]:
    """What can stay where it is, and the quarters of each topic that have lost their day."""
    topic_of = {topic.name: topic for topic in syllabus.to_place}
    loads: Loads = {}
    homeless: dict[str, int] = {}
    placed: set[str] = set()
    upcoming = {
        e.name for day in current.schedule if day.date >= window.start and not day.is_revision for e in day.topics
    }
    for day, load in loads_of(current).items():
        free = room
        for entry, count in sorted(load, key=lambda sitting: sitting[0].name != stays):
            name = entry.name
            if name not in topic_of:
                continue
            placed.add(name)
            if day < window.start and name in syllabus.begun and name in upcoming:
                continue
            fits = min(count, free) if day in learn else 0
            if fits:
                put(loads, day, topic_of[name], fits, syllabus.rank)
                free -= fits
            if count > fits:
                homeless[name] = homeless.get(name, 0) + count - fits
    homeless |= {name: quarters(topic.hours) for name, topic in topic_of.items() if name not in placed}
    if _has_grown(current, window):
        totals = _totals(loads, homeless)
        wanted = [(topic, quarters(topic.hours)) for topic in syllabus.to_place]
        for topic, full in shortened(wanted, len(learn) * room, weak=syllabus.weak):
            if topic.name not in syllabus.begun and full > totals[topic.name]:
                homeless[topic.name] = homeless.get(topic.name, 0) + full - totals[topic.name]
    return loads, homeless


def _has_grown(current: StudyPlan, window: StudyWindow) -> bool:
    """Whether there is more time than the plan was made for, so that topics that were cut short get some back."""
    if current.window is None:
        return False
    before = current.window.from_day(window.start)
    return len(window.study_dates) * window.hours > len(before.study_dates) * before.hours


def _totals(loads: Loads, homeless: Mapping[str, int]) -> dict[str, int]:
    """The quarters of each topic, on its days and without one."""
    totals = dict(homeless)
    for load in loads.values():
        for topic, count in load:
            totals[topic.name] = totals.get(topic.name, 0) + count
    return totals


def _gaps_filled(loads: Loads, homeless: Mapping[str, int], syllabus: Syllabus, learn: list[date], room: int) -> Loads:
    """What has lost its day, put into free time; everything else stays."""
    filled = {day: list(load) for day, load in loads.items()}
    leaning = leaning_on(syllabus.topics)
    for topic in syllabus.to_place:
        if topic.name not in homeless:
            continue
        days = days_of(filled)
        after = max((days[p][-1] for p in topic.prerequisites if p in days), default=learn[0] if learn else None)
        before = min((days[name][0] for name in leaning[topic.name] if name in days), default=date.max)
        left = homeless[topic.name]
        free = [
            (day, room - sum(count for _, count in filled.get(day, ())))
            for day in _for_topic(topic, learn)
            if after is not None and after <= day <= before
        ]
        whole = next((day for day, space in free if space >= left), None)
        for day, space in [(whole, left)] if whole else free:
            if left and (now := min(left, space)):
                put(filled, day, topic, now, syllabus.rank)
                left -= now
    return filled


def _pushed(loads: Loads, homeless: Mapping[str, int], syllabus: Syllabus, learn: list[date], room: int) -> Loads:
    """Every topic on its own days or as soon after as there is room; what has lost its day comes first."""
    topic_of = {topic.name: topic for topic in syllabus.to_place}
    leaning = leaning_on(syllabus.to_place)
    sittings: dict[str, list[tuple[date, int]]] = {name: [] for name in topic_of}
    for name, count in homeless.items():
        sittings[name].append((learn[0] if learn else date.max, count))
    for day, load in sorted(loads.items()):
        for topic, count in load:
            sittings[topic.name].append((day, count))
    waits = {name: sum(p in topic_of for p in topic.prerequisites) for name, topic in topic_of.items()}
    target = {name: min((day for day, _ in days), default=date.max) for name, days in sittings.items()}
    ready = [(target[name], syllabus.rank[name], name) for name, count in waits.items() if count == 0]
    heapify(ready)
    pushed: Loads = {}
    used = dict.fromkeys(learn, 0)
    ends: dict[str, date] = {}
    while ready:
        _, _, name = heappop(ready)
        topic = topic_of[name]
        not_before = max((ends[p] for p in topic.prerequisites if p in ends), default=date.min)
        for wanted, count in sittings[name]:
            left = count
            for day in _for_topic(topic, learn):
                if left and day >= max(wanted, not_before) and (now := min(left, room - used[day])):
                    put(pushed, day, topic, now, syllabus.rank)
                    used[day] += now
                    left -= now
                    ends[name] = max(day, ends.get(name, day))
        for other in leaning[name]:
            waits[other] -= 1
            if waits[other] == 0:
                heappush(ready, (target[other], syllabus.rank[other], other))
    return pushed


def _shorter(loads: Loads, homeless: Mapping[str, int], syllabus: Syllabus, room: int) -> tuple[Loads, dict[str, int]]:
    """The same days with less time for each topic, so that all fit into `room` quarters where that can be."""
    totals = _totals(loads, homeless)
    wanted = [(topic, totals.get(topic.name, 0)) for topic in syllabus.to_place]
    # Of its full time, however short it is already; a topic in the middle has had a part of it.
    least = [
        least_quarters(asked if topic.name in syllabus.begun else quarters(topic.hours)) for topic, asked in wanted
    ]
    times = shortened(wanted, room, least, weak=syllabus.weak)
    lost = {topic.name: totals.get(topic.name, 0) - now for topic, now in times}

    def less(name: str, count: int) -> int:
        off = min(lost[name], count)
        lost[name] -= off
        return count - off

    left = {name: now for name, count in homeless.items() if (now := less(name, count))}
    shorter = {
        day: [(topic, now) for topic, count in reversed(load) if (now := less(topic.name, count))][::-1]
        for day, load in sorted(loads.items(), reverse=True)
    }
    return {day: load for day, load in sorted(shorter.items()) if load}, left


def _total(loads: Loads) -> int:
    return sum(count for load in loads.values() for _, count in load)


def _for_topic(topic: PlannedTopic, learn: list[date]) -> list[date]:
    """The days that may hold a topic: a hard one does not begin on the last of several."""
    return learn[:-1] if topic.difficulty == "hard" and len(learn) > 1 else learn
