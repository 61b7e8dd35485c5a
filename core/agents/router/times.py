"""The time that a text speaks of: days until the exam, hours a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from dateutil import parser

from core.agents.router.lexicon import lexicon

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
    for number, unit in _GLUED.findall(text.casefold()):
        if unit in known.spans:
            return round(float(number) * known.spans[unit])
    for place, word in enumerate(words[:-1]):
        if word in known.numbers and words[place + 1] in known.spans:
            return known.numbers[word] * known.spans[words[place + 1]]
        if word == "next" and words[place + 1] in known.spans:
            return known.spans[words[place + 1]]
    return 1 if any(word in _TOMORROW for word in words) else None


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
