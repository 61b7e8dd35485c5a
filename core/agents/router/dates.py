"""The date and the days off that a text names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from core.models.limits import DAYS
from core.words import Said

_MONTHS = (
    *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?"),
    *("sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
)
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATES = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b"),
    # The day stands first.
    re.compile(r"\b(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d\d)\b"),
    re.compile(r"(?<![\w/.])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\w/.]|\s*(?:hours?|hrs?|marks?|of)\b)"),
    re.compile(rf"\b(?P<d>{_DAY})\s+(?:of\s+)?(?P<m>{_MONTH})\b\.?(?:,?\s+(?P<y>\d{{4}})\b)?"),
    re.compile(rf"\b(?P<m>{_MONTH})\s+(?P<d>{_DAY})\b(?:,?\s+(?P<y>\d{{4}})\b)?"),
)
_ALWAYS = "24/7"
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)s?"
)
_ONE = rf"(?:{_WEEKDAY}|weekends?|weekdays?)"
_LIST = rf"(?P<days>{_ONE}(?:(?:\s*,\s*|\s+)(?:(?:and|or|aur|&)\s+)?{_ONE})*)"
_OFF = (
    re.compile(rf"\b{_LIST}\s+(?:(?:is|are|as)\s+)?(?:days?\s+)?(?:off|chutti|ko chutti)\b"),
    re.compile(
        rf"\b(?:off|no study(?:ing)?|not|no|except|without|excluding|skip(?:ping)?|but not|can't study|cannot study)\s+"
        rf"(?:(?:on|for)\s+)?(?:(?:the|any|every)\s+)?{_LIST}\b"
    ),
)
_ONLY = re.compile(rf"\bonly\s+(?:on\s+)?(?:the\s+)?{_LIST}\b|\b{_LIST.replace('days>', 'first>')}\s+only\b")
_BY_NAME = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}


@dataclass(frozen=True)
class Dated:
    """The date of an exam, where it stands in the text, and why other dates cannot be taken."""

    on: date | None = None
    at: tuple[tuple[int, int], ...] = ()
    not_taken: tuple[Said, ...] = ()


@dataclass(frozen=True)
class DaysOff:
    """The weekdays off, from 0 for a Monday, where they stand, and why they cannot be taken."""

    weekdays: tuple[int, ...] = ()
    at: tuple[tuple[int, int], ...] = ()
    not_taken: tuple[Said, ...] = ()


def find_date(text: str, today: date) -> Dated:
    """The first date in a folded text that a plan from `today` can run up to: the next of that day without a year."""
    matches = sorted((match.span(), match) for pattern in _DATES for match in pattern.finditer(text))
    at: list[tuple[int, int]] = []
    on, wrong = None, list[Said]()
    for span, match in matches:
        if match[0] == _ALWAYS or any(a < span[1] and span[0] < b for a, b in at):
            continue
        at.append(span)
        day = _date(match, today)
        if day is None:
            wrong.append(Said("route.no_date" if _year(match) else "route.date_not_soon", phrase=_said(match)))
        elif (day - today).days < 1:
            wrong.append(Said("route.not_after_today", phrase=_said(match)))
        elif (day - today).days > DAYS[-1]:
            wrong.append(Said("route.days_away", phrase=_said(match), most=DAYS[-1]))
        else:
            on = on or day
    return Dated(on, tuple(at), tuple(wrong))


def find_days_off(text: str) -> DaysOff:
    """The weekdays that a folded text keeps free of study."""
    off: set[int] = set()
    at: list[tuple[int, int]] = []
    for match in _ONLY.finditer(text):
        at.append(match.span())
        off |= set(range(7)) - _weekdays(match["days"] or match["first"])
    for pattern in _OFF:
        for match in pattern.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in at):
                at.append(match.span())
                off |= _weekdays(match["days"])
    if len(off) == 7:
        return DaysOff(at=tuple(at), not_taken=(Said("route.every_day_off"),))
    return DaysOff(tuple(sorted(off)), tuple(at))


def _weekdays(names: str) -> set[int]:
    days: set[int] = set()
    for word in re.findall(r"[a-z]+", names):
        if word.startswith("weekend"):
            days |= {5, 6}
        elif word.startswith("weekday"):
            days |= set(range(5))
        elif word[:3] in _BY_NAME:
            days.add(_BY_NAME[word[:3]])
    return days


def _year(match: re.Match[str]) -> int | None:
    year = match.groupdict().get("y")
    return None if year is None else int(year) + (2000 if len(year) == 2 else 0)


def _date(match: re.Match[str], today: date) -> date | None:
    day = int(re.sub(r"\D", "", match["d"]))
    named = match["m"]
    month = int(named) if named.isdigit() else next(n for n, name in enumerate(_MONTHS, 1) if re.fullmatch(name, named))
    if month > 12 >= day:
        day, month = month, day
    if year := _year(match):
        return _on(year, month, day)
    coming = (_on(today.year + more, month, day) for more in range(2))
    return next((candidate for candidate in coming if candidate and candidate > today), None)


def _on(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _said(match: re.Match[str]) -> str:
    """The date as it was said, with the month's capital."""
    return re.sub(_MONTH, lambda month: month[0].capitalize(), match[0].rstrip(". "))
