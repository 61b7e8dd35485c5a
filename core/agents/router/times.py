"""The time that a text speaks of: the days until the exam, the hours a day, the days off; and what is no such time."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.agents.router.dates import Dated, find_date, find_days_off
from core.agents.router.lexicon import lexicon
from core.agents.router.numbers import in_digits
from core.models.limits import DAYS, HOURS

_AMOUNT = re.compile(r"(?P<sign>(?<![\w.-])-)?(?<![\w.])(?P<n>\d+(?:\.\d+)?)[ -]*(?P<unit>[a-z\u0900-\u097f]+)")
# A rate says how much in every day or week, which is no time until anything.
_A_DAY = re.compile(r"\s*(?:/\s*|(?:a|per|each|every|in a)\s+)(?:week)?day\b|\s*(?:daily|roz|every|each)\b")
_A_WEEK = re.compile(r"\s*(?:/\s*|(?:a|per|each|every|in a)\s+)week\b|\s*weekly\b")
_IN_ALL = re.compile(
    r"\s*(?:left|remain\w*|to\s+(?:go|learn|study|prepare|revise|finish|cover)|until|till|before|from now)\b"
)
_WITHIN = re.compile(r"\b(?:in|within)\s+(?:the next\s+)?$")
_PAST = re.compile(r"\s*(?:ago|back|old|pehle)\b")
_JOINED = re.compile(r"\s*(?:,|and|aur)?\s*")
_TOMORROW = re.compile(r"\b(?:tomorrow|kal)\b")
_OFF_BY_COUNT = {7: (), 6: (6,), 5: (5, 6)}


@dataclass(frozen=True)
class Times:
    """What a text says of time; None and empty where it says nothing.

    `not_until`, `not_hours` and `not_off` are sentences that say what cannot be taken, and why. `rest` is the text
    without its times. `is_counted` says whether a number or a date stands there, and not only “tomorrow”.
    """

    days: int | None = None
    on: date | None = None
    hours: float | None = None
    weekdays_off: tuple[int, ...] = ()
    not_until: tuple[str, ...] = ()
    not_hours: tuple[str, ...] = ()
    not_off: tuple[str, ...] = ()
    is_counted: bool = False
    rest: str = ""

    @property
    def not_taken(self) -> tuple[str, ...]:
        """All that cannot be taken."""
        return tuple(dict.fromkeys((*self.not_until, *self.not_hours, *self.not_off)))


@dataclass(frozen=True)
class _Amount:
    number: float
    unit: str
    at: tuple[int, int]
    text: str

    @property
    def said(self) -> str:
        return self.text[slice(*self.at)].strip()

    @property
    def after(self) -> str:
        return self.text[self.at[1] :]


def read_times(text: str, today: date) -> Times:
    """What one line says of time. `today` dates a day without a year."""
    text = in_digits(text)
    dated = find_date(text, today)
    off = find_days_off(text)
    gone = [*dated.at, *off.at]
    amounts = [one for one in _amounts(text) if not any(a < one.at[1] and one.at[0] < b for a, b in gone)]
    days, not_days, used = _days(amounts)
    hours, not_hours, spent = _hours(amounts)
    weekdays_off, not_off, by_count = _off_by_count(amounts)
    gone += [one.at for one in (*used, *spent, *by_count)]
    if days is None and not not_days and dated == Dated() and _TOMORROW.search(text):
        days = 1
    return Times(
        days=days,
        on=dated.on,
        hours=hours,
        weekdays_off=off.weekdays or weekdays_off,
        not_until=(*not_days, *dated.not_taken),
        not_hours=not_hours,
        not_off=(*off.not_taken, *(() if off.weekdays else not_off)),
        is_counted=bool(used or spent or dated.at),
        rest=_without(text, gone),
    )


def latest(lines: Sequence[Times]) -> Times:
    """What several lines say of time: of each kind, what the last line that speaks of it says."""
    until = _last([one for one in lines if one.days is not None or one.on or one.not_until])
    hours = _last([one for one in lines if one.hours is not None or one.not_hours])
    off = _last([one for one in lines if one.weekdays_off or one.not_off])
    return Times(
        days=until.days,
        on=until.on,
        hours=hours.hours,
        weekdays_off=off.weekdays_off,
        not_until=until.not_until,
        not_hours=hours.not_hours,
        not_off=off.not_off,
        is_counted=any(one.is_counted for one in lines),
        rest="\n".join(one.rest for one in lines),
    )


def _last(lines: Sequence[Times]) -> Times:
    return lines[-1] if lines else Times()


def _days(amounts: Sequence[_Amount]) -> tuple[int | None, tuple[str, ...], list[_Amount]]:
    """The days until the exam, what cannot be such days, and the amounts that were read."""
    spans, hour_words = lexicon().spans, lexicon().words.hours
    found: list[tuple[float, str, _Amount]] = []
    for one in amounts:
        if one.unit in spans and not (_A_WEEK.match(one.after) or _A_DAY.match(one.after) or _PAST.match(one.after)):
            if one.unit == "d" and one.number < 4:  # 2d motion, 3d geometry
                continue
            span = one.number * spans[one.unit]
            before = found[-1] if found else None
            if before and _JOINED.fullmatch(one.text[before[2].at[1] : one.at[0]]) and one.unit != before[2].unit:
                whole = _Amount(one.number, one.unit, (before[2].at[0], one.at[1]), one.text)
                found[-1] = (before[0] + span, whole.said, whole)
            else:
                found.append((span, one.said, one))
        elif one.unit in hour_words and _is_in_all(one):
            found.append((math.ceil(one.number / 24), one.said, one))
    wrong = tuple(_not_days(span, said) for span, said, _ in found if round(span) not in DAYS)
    right = [round(span) for span, _, _ in found if round(span) in DAYS]
    return right[0] if right else None, wrong, [one for _, _, one in found]


def _not_days(span: float, said: str) -> str:
    if span < 1:
        return f"{said} is less than the one day that a plan needs."
    unit = "" if re.search(r"\b(?:days?|din|dino)$", said) else " days"
    return f"{said} is more than the {DAYS[-1]}{unit} that a plan runs over."


def _hours(amounts: Sequence[_Amount]) -> tuple[float | None, tuple[str, ...], list[_Amount]]:
    """The hours a day, what cannot be such hours, and the amounts that were read."""
    words = lexicon().words
    right: list[float] = []
    wrong: list[str] = []
    read: list[_Amount] = []
    for one in amounts:
        if one.unit not in words.hours | words.minutes or (one.unit in words.hours and _is_in_all(one)):
            continue
        is_minutes = one.unit in words.minutes
        hours = round(one.number / (60 if is_minutes else 1), 2)
        joined = bool(read and is_minutes and read[-1].unit in words.hours) and bool(
            _JOINED.fullmatch(one.text[read[-1].at[1] : one.at[0]])
        )
        read.append(one)
        if joined and right:
            right[-1] = round(right[-1] + hours, 2)
        elif _A_WEEK.match(one.after):
            wrong.append(f"{one.said} a week is not taken: give the hours a day.")
        elif HOURS[0] <= hours <= HOURS[1]:
            right.append(hours)
        elif not is_minutes or _A_DAY.match(one.after):
            # A few minutes without “a day” are some other time: a quiz of 10 minutes.
            bound = "more than the 24 hours that a day has" if hours > HOURS[1] else "less than a quarter of an hour"
            wrong.append(f"{one.said} a day is {bound}.")
    return right[0] if right else None, tuple(wrong), read


def _is_in_all(one: _Amount) -> bool:
    """Whether hours are all that there are until the exam: 24 hours to learn it."""
    if _A_DAY.match(one.after) or _A_WEEK.match(one.after):
        return False
    return bool(_IN_ALL.match(one.after) or _WITHIN.search(one.text[: one.at[0]]))


def _off_by_count(amounts: Sequence[_Amount]) -> tuple[tuple[int, ...], tuple[str, ...], list[_Amount]]:
    """The days off of somebody who studies so many days a week: the weekend comes first."""
    for one in amounts:
        if one.unit in ("day", "days", "din") and _A_WEEK.match(one.after):
            if (off := _OFF_BY_COUNT.get(round(one.number))) is not None:
                return off, (), [one]
            return (), (f"{one.said} a week leaves open which: pick the days off.",), [one]
    return (), (), []


def _amounts(text: str) -> list[_Amount]:
    found = []
    for match in _AMOUNT.finditer(text):
        number = min(float(match["n"]), 1e6) * (-1 if match["sign"] else 1)
        found.append(_Amount(number, match["unit"], match.span(), text))
    return found


def _without(text: str, gone: Sequence[tuple[int, int]]) -> str:
    """The text without these places; what stands on both sides does not run together."""
    for start, end in sorted(gone, reverse=True):
        text = f"{text[:start]} ; {text[end:]}"
    return text
