"""Numbers and lists as people write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 topic, 3 topics."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def day_and_month(day: date) -> str:
    """A day of this year: 2 December."""
    return f"{day.day} {day:%B}"


def listed(names: Iterable[str], most: int = 5) -> str:
    """The first names of a list, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more
