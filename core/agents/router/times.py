"""The time that a text speaks of: days until the exam, hours a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

from dateutil import parser

from core.agents.router.lexicon import lexicon
from core.agents.router.words import words_of

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_MONTH = rf"(?:{_MONTHS})[a-z]*"
_DATE = re.compile(
    rf"\b(\d{{4}}-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?"
    rf"(?:,?\s+\d{{4}})?)\b",
    re.IGNORECASE,
)
_GLUED = re.compile(r"\b(\d+(?:\.\d+)?)\s*-?\s*([a-z\u0900-\u097f]+)", re.IGNORECASE)
_TOMORROW = ("tomorrow", "kal")


def days_in(text: str, words: Sequence[str]) -> int | None:
    """The days that a text gives until the exam; None where it names none."""
    known = lexicon()
    text, rates = _rate().subn(" ", text.casefold())
    words = words_of(text) if rates else words
    for number, unit in _GLUED.findall(text):
        if unit in known.spans:
            return round(float(number) * known.spans[unit])
    for place, word in enumerate(words[:-1]):
        if word in known.numbers and words[place + 1] in known.spans:
            return known.numbers[word] * known.spans[words[place + 1]]
        if word == "next" and words[place + 1] in known.spans:
            return known.spans[words[place + 1]]
    return 1 if any(word in _TOMORROW for word in words) else None


@cache
def _rate() -> re.Pattern[str]:
    """How much in every day or week, which is no time until anything: 4 hours a day, 5 days a week."""
    units = "|".join(sorted(map(re.escape, {*lexicon().words.hours, "days", "times", "twice", "once"})))
    return re.compile(
        rf"(?:\b\d+(?:\.\d+)?\s*-?\s*)?(?:(?<=\d)|\b)(?:{units})\s*(?:\b(?:a|per|each|every)\s+|/\s*)(?:day|week)\b"
    )


def hours_in(text: str, words: Sequence[str]) -> float | None:
    """The hours a day that a text gives; None where it names none."""
    known = lexicon()
    for number, unit in _GLUED.findall(text.casefold()):
        if unit in known.words.hours:
            return float(number)
    for place, word in enumerate(words[:-1]):
        if word in known.numbers and words[place + 1] in known.words.hours:
            return float(known.numbers[word])
    return None


def date_in(text: str, today: date) -> date | None:
    """The date that a text names, the next one of that day where it says no year; None where it names none."""
    found = _DATE.search(text)
    if not found:
        return None
    try:
        said: date = parser.parse(found.group(1), default=datetime.combine(today, time()), dayfirst=False).date()
    except (ValueError, OverflowError):
        return None
    has_year = re.search(r"\d{4}", found.group(1))
    if said <= today and not has_year:
        return said.replace(year=said.year + 1) if (said.month, said.day) != (2, 29) else said + timedelta(days=365)
    return said
