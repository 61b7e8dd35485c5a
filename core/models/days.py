"""Days as a learner has them: from midnight, or a later hour, in a time zone, also where clocks are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator

NO_ZONE = "UTC"
"""The zone of who has named none."""
LONGEST_ZONE = 64
A_NIGHT = timedelta(hours=6)
"""What lies at least between two days of study: minutes on both sides of midnight are one sitting."""
DAY_STARTS = range(7)
_HOURS = {f"{hour:02}" for hour in DAY_STARTS if hour}
_OF_THE_MACHINE = {"localtime", "Factory"}


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - _OF_THE_MACHINE)


def is_zone(name: object) -> bool:
    """Whether this is the IANA name of a time zone that is known here, as Asia/Kolkata is; or such a name with the hour
    at which its learner's days begin, as Asia/Kolkata/04."""
    return isinstance(name, str) and (name in _zones() or bool(day_starts(name)))


Zone = Annotated[str, BeforeValidator(lambda name: name if is_zone(name) else NO_ZONE)]
"""The name of a time zone. One that is not known here, as a newer list of zones may have it, counts as UTC."""
ZoneOrNone = Annotated[str | None, BeforeValidator(lambda name: name if is_zone(name) else None)]
"""The same, where one that is not known here counts as none."""


def day_starts(zone: str) -> int:
    """The hour of the clock, from 0 to 6, at which a day begins: who studies at one at night has their evening."""
    name, _, hour = zone.rpartition("/")
    return int(hour) if hour in _HOURS and name in _zones() else 0


def starting(zone: str, hour: int) -> str:
    """The same zone, where a day begins at that hour."""
    name = clock(zone).key
    return f"{name}/{hour:02}" if f"{hour:02}" in _HOURS else name


def clock(zone: str) -> ZoneInfo:
    """What the clocks of a zone show."""
    return ZoneInfo(zone.rpartition("/")[0] if day_starts(zone) else zone)


def day_of(at: datetime, zone: str) -> date:
    """The day that a moment is on."""
    day = at.astimezone(clock(zone)).date()
    # Clocks that are set back over the hour at which a day begins do not end it.
    return day - timedelta(days=1) if day_starts(zone) and at < beginning(day, zone) else day


def beginning(day: date, zone: str) -> datetime:
    """The moment, in UTC, at which a day begins. Where clocks skip it, the day begins with what they skip to."""
    return datetime.combine(day, time(day_starts(zone)), clock(zone)).astimezone(UTC)


def is_night_later(before: datetime, after: datetime, zone: str) -> bool:
    """Whether `after` is on a later day than `before`, with a night between them."""
    # Two moments of one zone are subtracted by what their clocks show, which is an hour off when these change.
    return day_of(after, zone) > day_of(before, zone) and after.astimezone(UTC) - before.astimezone(UTC) >= A_NIGHT
