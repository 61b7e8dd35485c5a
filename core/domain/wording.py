"""Lists as people write them, and what people wrote as it can be kept."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import category


def listed(names: Iterable[str], most: int = 5) -> str:
    """The first names of a list, and how many more there are."""
    every = list(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def readable(text: str) -> str:
    """The text without halves of letters and control characters, which not every store takes; its lines stay."""
    return "".join(letter for letter in text if letter == "\n" or category(letter) not in ("Cc", "Cs"))
