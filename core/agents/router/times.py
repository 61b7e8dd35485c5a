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
from core.words import Said

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
    not_until: tuple[Said, ...] = ()
    not_hours: tuple[Said, ...] = ()
    not_off: tuple[Said, ...] = ()
    is_counted: bool = False
    rest: str = ""

    @property
    def not_taken(self) -> tuple[Said, ...]:
        """All that cannot be taken."""
        return tuple({str(said): said for said in (*self.not_until, *self.not_hours, *self.not_off)}.values())


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
    taken = [*dated.at, *off.at]
    amounts = [amount for amount in _amounts(text) if not any(a < amount.at[1] and amount.at[0] < b for a, b in taken)]
    days, not_days, used = _days(amounts)
    hours, not_hours, spent = _hours(amounts)
    weekdays_off, not_off, by_count = _off_by_count(amounts)
    taken += [amount.at for amount in (*used, *spent, *by_count)]
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
        rest=_without(text, taken),
    )


def latest(lines: Sequence[Times]) -> Times:
    """What several lines say of time: of each kind, what the last line that speaks of it says."""
    until = _last([line for line in lines if line.days is not None or line.on or line.not_until])
    hours = _last([line for line in lines if line.hours is not None or line.not_hours])
    off = _last([line for line in lines if line.weekdays_off or line.not_off])
    return Times(
        days=until.days,
        on=until.on,
        hours=hours.hours,
        weekdays_off=off.weekdays_off,
        not_until=until.not_until,
        not_hours=hours.not_hours,
        not_off=off.not_off,
        is_counted=any(line.is_counted for line in lines),
        rest="\n".join(line.rest for line in lines),
    )


def _last(lines: Sequence[Times]) -> Times:
    return lines[-1] if lines else Times()


def _days(amounts: Sequence[_Amount]) -> tuple[int | None, tuple[Said, ...], list[_Amount]]:
    """The days until the exam, what cannot be such days, and the amounts that were read."""
    spans, hour_words = lexicon().spans, lexicon().words.hours
    read: list[tuple[float, str, _Amount]] = []
    for amount in amounts:
        if amount.unit in spans and not (
            _A_WEEK.match(amount.after) or _A_DAY.match(amount.after) or _PAST.match(amount.after)
        ):
            if amount.unit == "d" and amount.number < 4:  # 2d motion, 3d geometry
                continue
            span = amount.number * spans[amount.unit]
            before = read[-1] if read else None
            if (
                before
                and _JOINED.fullmatch(amount.text[before[2].at[1] : amount.at[0]])
                and amount.unit != before[2].unit
            ):
                whole = _Amount(amount.number, amount.unit, (before[2].at[0], amount.at[1]), amount.text)
                read[-1] = (before[0] + span, whole.said, whole)
            else:
                read.append((span, amount.said, amount))
        elif amount.unit in hour_words and _is_in_all(amount):
            read.append((math.ceil(amount.number / 24), amount.said, amount))
    wrong = tuple(_not_days(span, phrase) for span, phrase, _ in read if round(span) not in DAYS)
    right = [round(span) for span, _, _ in read if round(span) in DAYS]
    return right[0] if right else None, wrong, [amount for _, _, amount in read]


def _not_days(span: float, phrase: str) -> Said:
    if span < 1:
        return Said("route.less_than_a_day", phrase=phrase)
    in_days = re.search(r"\b(?:days?|din|dino)$", phrase)
    return Said("route.more_days" if in_days else "route.more_than_days", phrase=phrase, most=DAYS[-1])


def _hours(amounts: Sequence[_Amount]) -> tuple[float | None, tuple[Said, ...], list[_Amount]]:
    """The hours a day, what cannot be such hours, and the amounts that were read."""
    words = lexicon().words
    right: list[float] = []
    wrong: list[Said] = []
    read: list[_Amount] = []
    for amount in amounts:
        if amount.unit not in words.hours | words.minutes or (amount.unit in words.hours and _is_in_all(amount)):
            continue
        is_minutes = amount.unit in words.minutes
        hours = round(amount.number / (60 if is_minutes else 1), 2)
        joined = bool(read and is_minutes and read[-1].unit in words.hours) and bool(
            _JOINED.fullmatch(amount.text[read[-1].at[1] : amount.at[0]])
        )
        read.append(amount)
        if joined and right:
            right[-1] = round(right[-1] + hours, 2)
        elif _A_WEEK.match(amount.after):
            wrong.append(Said("route.hours_a_week", phrase=amount.said))
        elif HOURS[0] <= hours <= HOURS[1]:
            right.append(hours)
        elif not is_minutes or _A_DAY.match(amount.after):
            # A few minutes without “a day” are some other time: a quiz of 10 minutes.
            code = "route.over_a_day" if hours > HOURS[1] else "route.under_a_quarter"
            wrong.append(Said(code, phrase=amount.said))
    return right[0] if right else None, tuple(wrong), read


def _is_in_all(amount: _Amount) -> bool:
    """Whether hours are all that there are until the exam: 24 hours to learn it."""
    if _A_DAY.match(amount.after) or _A_WEEK.match(amount.after):
        return False
    return bool(_IN_ALL.match(amount.after) or _WITHIN.search(amount.text[: amount.at[0]]))


def _off_by_count(amounts: Sequence[_Amount]) -> tuple[tuple[int, ...], tuple[Said, ...], list[_Amount]]:
    """The days off of somebody who studies so many days a week: the weekend comes first."""
    for amount in amounts:
        if amount.unit in ("day", "days", "din") and _A_WEEK.match(amount.after):
            if (off := _OFF_BY_COUNT.get(round(amount.number))) is not None:
                return off, (), [amount]
            return (), (Said("route.which_days_off", phrase=amount.said),), [amount]
    return (), (), []


def _amounts(text: str) -> list[_Amount]:
    amounts = []
    for match in _AMOUNT.finditer(text):
        number = min(float(match["n"]), 1e6) * (-1 if match["sign"] else 1)
        amounts.append(_Amount(number, match["unit"], match.span(), text))
    return amounts


def _without(text: str, places: Sequence[tuple[int, int]]) -> str:
    """The text without these places; what stands on both sides does not run together."""
    for start, end in sorted(places, reverse=True):
        text = f"{text[:start]} ; {text[end:]}"
    return text
