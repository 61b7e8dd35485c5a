"""Time that is left while topics get less than they take in full: whom it goes to.

The rule: a quarter of an hour at a time, first to the weak and the hard topics, among them to the one that has the
smallest share of its full time; the others follow once these have all of theirs. Learners who study to a standard do
the same of their own accord, most time where the distance to it is largest (the discrepancy reduction of Dunlosky and
Hertzog, 1998), and a plan knows that distance from what is hard and what the learner calls weak.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from heapq import heapify, heappop, heappush

from core.domain.planning.days import Loads, days_of, put
from core.domain.planning.limits import quarters
from core.domain.planning.order import leaning_on
from core.models import PlannedTopic

Claim = tuple[bool, float, int]


def claim(topic: PlannedTopic, has: int, wanted: int, place: int, weak: Collection[str]) -> Claim:
    """What a topic's turn goes by, the smallest first."""
    return topic.difficulty != "hard" and topic.name not in weak, has / wanted, place


def handed_out(
    wanted: Sequence[tuple[PlannedTopic, int]], has: Sequence[int], spare: int, weak: Collection[str]
) -> list[int]:
    """The quarters that each topic `has` once `spare` ones are handed out, none more than is `wanted` of it."""
    given = list(has)
    turns = [
        claim(topic, given[place], most, place, weak)
        for place, (topic, most) in enumerate(wanted)
        if given[place] < most
    ]
    heapify(turns)
    while spare > 0 and turns:
        place = heappop(turns)[-1]
        topic, most = wanted[place]
        given[place] += 1
        spare -= 1
        if given[place] < most:
            heappush(turns, claim(topic, given[place], most, place, weak))
    return given


def topped_up(
    loads: Loads,
    topics: Sequence[PlannedTopic],
    learn: Sequence[date],
    room: int,
    *,
    weak: Collection[str] = (),
    but: Collection[str] = (),
) -> Loads:
    """The loads with the free time of the days to `learn` on given to the topics that have a day and less than their
    full time, `but` for some: on their own days first, else as near to these as what they need and what needs them
    allow. Where nothing is short or nothing is free, they stay as they are.

    `topics` have prerequisites first.
    """
    filled = {day: list(load) for day, load in loads.items()}
    free = {day: room - sum(quarter for _, quarter in filled.get(day, ())) for day in learn}
    days = days_of(filled)
    has = dict.fromkeys(days, 0)
    for load in filled.values():
        for topic, quarter in load:
            has[topic.name] += quarter
    rank = {topic.name: place for place, topic in enumerate(topics)}
    leaning = leaning_on(topics)
    full = {topic.name: quarters(topic.hours) for topic in topics if topic.name in days and topic.name not in but}

    def turn(name: str) -> Claim:
        return claim(topics[rank[name]], has[name], full[name], rank[name], weak)

    def best_day(topic: PlannedTopic) -> date | None:
        own = days[topic.name]
        first = max((days[needed][-1] for needed in topic.prerequisites if needed in days), default=date.min)
        last = min((days[other][0] for other in leaning[topic.name] if other in days), default=date.max)
        open_days = [day for day in learn if free[day] > 0 and first <= day <= last]
        return min(open_days, key=lambda day: (min(abs((day - there).days) for there in own), day), default=None)

    turns = [turn(name) for name, most in full.items() if has[name] < most]
    heapify(turns)
    while turns:
        topic = topics[heappop(turns)[-1]]
        day = best_day(topic)
        # Days only fill up and ranges only shrink: who finds no day now finds none later.
        if day is None:
            continue
        put(filled, day, topic, 1, rank)
        free[day] -= 1
        has[topic.name] += 1
        if day not in days[topic.name]:
            days[topic.name] = sorted([*days[topic.name], day])
        if has[topic.name] < full[topic.name]:
            heappush(turns, turn(topic.name))
    return filled
