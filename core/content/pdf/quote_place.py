"""Where quoted words stand among the characters of a page: by their letters alone.

A quotation was joined over line breaks and hyphens, and its ligatures were spelled out, so that the page has other
characters between and inside its words. Letters and digits, in small letters without accents, are the same in both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

LEAST = 24  # letters that a part of a quotation has at least, so that a chance likeness is none
# What a font may have as one glyph that says nothing of its letters (see `ligatures`).
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_GLYPHS = re.compile("ffi|ffl|ff|fi|fl|ft|tt|ti|ct|st|th")


class Span(NamedTuple):
    """Characters from `start` up to and without `end`, and whether these are all of the words looked for."""

    start: int
    end: int
    is_whole: bool


class _Letters(NamedTuple):
    text: str
    places: list[int]


def find_quote(quote: str, characters: str) -> Span | None:
    """Where the quotation stands on a page, or its longest beginning or end of `LEAST` letters; None where none does.

    A sentence that runs over the end of a page has its beginning on one and its end on the other.
    """
    wanted, page = _letters(quote), _letters(characters)
    if not wanted.text:
        return None
    if (at := page.text.find(wanted.text)) >= 0:
        return _span(page, at, len(wanted.text), is_whole=True)
    if _PRIVATE.search(page.text) and (match := re.search(_by_glyphs(wanted.text), page.text)):
        return _span(page, match.start(), len(match.group()), is_whole=True)
    return _part(wanted.text, page)


def _by_glyphs(wanted: str) -> str:
    """A pattern for the words where a font's own glyph may stand for the letters of a ligature."""
    return _GLYPHS.sub(lambda match: f"(?:{match[0]}|{match[0][0]}?[\ue000-\uf8ff]{match[0][-1]}?)", wanted)


def _part(wanted: str, page: _Letters) -> Span | None:
    beginning = _longest(len(wanted), lambda length: wanted[:length] in page.text)
    end = _longest(len(wanted), lambda length: wanted[-length:] in page.text)
    if max(beginning, end) < LEAST:
        return None
    part = wanted[:beginning] if beginning >= end else wanted[-end:]
    return _span(page, page.text.find(part), len(part), is_whole=False)


def _longest(most: int, stands: Callable[[int], bool]) -> int:
    """The largest length that stands on the page; where one does, every shorter one does."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if stands(middle) else (low, middle - 1)
    return low


def _span(page: _Letters, at: int, length: int, *, is_whole: bool) -> Span:
    return Span(page.places[at], page.places[at + length - 1] + 1, is_whole)


def _letters(text: str) -> _Letters:
    letters = [(letter, place) for place, char in _characters(text) for letter in _folded(char)]
    return _Letters("".join(letter for letter, _ in letters), [place for _, place in letters])


def _characters(text: str) -> Iterator[tuple[int, str]]:
    """Each character with its place; two halves of one, as PDFium counts them, are joined."""
    high = ""
    for place, char in enumerate(text):
        if "\ud800" <= char <= "\udbff":
            high = char
            continue
        yield place, (high + char).encode("utf-16", "surrogatepass").decode("utf-16", "replace") if high else char
        high = ""


def _folded(char: str) -> str:
    if char.isascii():
        return char.lower() if char.isalnum() else ""
    spelled = unicodedata.normalize("NFKD", char).casefold()
    return "".join(letter for letter in spelled if letter.isalnum() or _PRIVATE.match(letter))
