"""How long was studied on which day, out of the times at which something was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from core.models.days import beginning, day_of
from core.models.session import Stretch

PAUSE = timedelta(minutes=30)
"""Between two steps of a session the learner has studied, unless it was longer than this."""


def stretches(times: Iterable[datetime], pause: timedelta = PAUSE) -> tuple[Stretch, ...]:
    """When one session was studied in, out of the times of its events in their order: each gap of at most `pause` was
    study, and so was what joins it without one. A clock that was set back is a pause."""
    found: list[Stretch] = []
    for since, until in pairwise(times):
        if timedelta() < until - since <= pause:
            begun = found.pop().since if found and found[-1].until == since else since
            found.append(Stretch(since=begun, until=until))
    return tuple(found)


def studied_by_day(studied: Iterable[Stretch], zone: str) -> Mapping[date, timedelta]:
    """The time studied on each of the learner's days: cut at midnight, and counted once where two sessions were studied
    in by turns. What was not studied on is not there."""
    days: dict[date, timedelta] = defaultdict(timedelta)
    for stretch in _once(studied):
        since, day = stretch.since, day_of(stretch.since, zone)
        while since < stretch.until:
            day += timedelta(days=1)
            until = min(stretch.until, beginning(day, zone))
            if until > since:
                days[day - timedelta(days=1)] += until - since
                since = until
    return days


def _once(studied: Iterable[Stretch]) -> Iterable[Stretch]:
    """The same time in stretches that do not overlap, in order."""
    in_utc = (Stretch(since=stretch.since.astimezone(UTC), until=stretch.until.astimezone(UTC)) for stretch in studied)
    held: Stretch | None = None
    for stretch in sorted(in_utc, key=lambda stretch: (stretch.since, stretch.until)):
        if held and stretch.since <= held.until:
            held = held.model_copy(update={"until": max(held.until, stretch.until)})
            continue
        if held:
            yield held
        held = stretch
    if held:
        yield held
