"""Lines of type on a page: words with their place and style, and what a line as a whole is like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from core.content.text.words import clean


class Style(NamedTuple):
    """How a word is set; `size` in points as it appears on the page."""

    size: float
    bold: bool
    italic: bool
    mono: bool


class Word(NamedTuple):
    """A word as it stands: left and right edge and baseline in points from the page's lower left."""

    text: str
    x0: float
    x1: float
    y: float
    style: Style


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type. PDFium joins a line that ends in a hyphen with the next one, so `y_end` may lie below `y`."""

    page: int
    words: tuple[Word, ...]
    text: str
    style: Style
    x0: float
    x1: float
    y: float
    y_end: float
    cells: tuple[str, ...] = field(default=())


GAP_OF_A_COLUMN = 2.0  # in type sizes: a wider gap between two words parts cells of a table


def make_lines(raw_lines: Iterable[list[Word]], *, page: int) -> Iterator[Line]:
    """The lines of one page, in the order of the file."""
    for raw in raw_lines:
        words = tuple(word._replace(text=text) for word in raw if (text := clean(word.text)))
        if not words:
            continue
        cells = _cells(words)
        yield Line(
            page=page,
            words=words,
            text=" ".join(word.text for word in words),
            style=_prevailing(words),
            x0=words[0].x0,
            x1=words[-1].x1,
            y=words[0].y,
            y_end=words[-1].y,
            cells=cells if len(cells) > 1 else (),
        )


def _prevailing(words: tuple[Word, ...]) -> Style:
    """The style of most of the line's letters; bold, italic or of fixed width only where every word is."""
    letters: Counter[Style] = Counter()
    for word in words:
        letters[word.style] += len(word.text)
    style = letters.most_common(1)[0][0]
    lettered = [word for word in words if any(char.isalnum() for char in word.text)] or list(words)
    return style._replace(
        bold=all(word.style.bold for word in lettered),
        italic=all(word.style.italic for word in lettered),
        mono=all(word.style.mono for word in lettered),
    )


def _cells(words: tuple[Word, ...]) -> tuple[str, ...]:
    cells: list[list[str]] = [[words[0].text]]
    for before, word in pairwise(words):
        wide = max(before.style.size, word.style.size, 6.0) * GAP_OF_A_COLUMN
        if word.x0 - before.x1 > wide and abs(word.y - before.y) < 2.0:
            cells.append([])
        cells[-1].append(word.text)
    return tuple(" ".join(cell) for cell in cells)
