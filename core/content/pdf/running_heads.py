"""Running heads, running feet and page numbers: lines that the page repeats and nobody studies."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from core.content.pdf.lines import Line

EDGE_LINES = 3  # how many lines from the top and from the bottom of a page are looked at
LEAST_SHARE = 0.02  # of the pages, in a long document
LARGE_NEEDS = 5  # so many times as often where the type is larger than the text's
REPEATS = 3  # a text at the same height on so many pages is a running line

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"^(?:page\s+)?[\-–—\[(]?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*[\-–—\])]?(?:\s*(?:of|/)\s*\d{1,4})?$", re.I
)


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages with running lines and page numbers left out."""
    edges = [_edges(page) for page in pages]
    large = 1.1 * _body_size(pages)
    seen: dict[tuple[int, str], float] = defaultdict(float)
    at: dict[int, set[int]] = defaultdict(set)
    for number, lines in enumerate(edges):
        for line in lines:
            # Large type repeated on a few pages is a slide's title that is built up step by step.
            weight = 1.0 if line.style.size <= large else 1 / LARGE_NEEDS
            seen[_height(line), _folded(line.text)] += weight
            at[_height(line)].add(number)
    repeated = {key for key, count in seen.items() if count >= max(REPEATS, LEAST_SHARE * len(pages))}
    bands = _running_bands(edges, repeated, at, large)
    return [_without(page, edge, repeated, bands) for page, edge in zip(pages, edges, strict=True)]


def _without(
    page: Sequence[Line], edge: Sequence[Line], repeated: set[tuple[int, str]], bands: frozenset[int]
) -> list[Line]:
    """The page's lines without the running ones, taken off from the outside until a line of text comes."""
    dropped: set[int] = set()
    for inwards in (edge, edge[::-1]):
        for line in inwards[:EDGE_LINES]:
            if not _is_running(line, repeated, bands):
                break
            dropped.add(id(line))
    return [line for line in page if id(line) not in dropped]


def _edges(page: Sequence[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: -line.y)
    return ordered[:EDGE_LINES] + ordered[EDGE_LINES:][-EDGE_LINES:]


def _body_size(pages: Sequence[Sequence[Line]]) -> float:
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page:
            letters[line.style.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 10.0


def _height(line: Line) -> int:
    return round(line.y / 3)


def _folded(text: str) -> str:
    return _DIGITS.sub("#", text.casefold())


def _running_bands(
    edges: Sequence[Sequence[Line]], repeated: set[tuple[int, str]], at: dict[int, set[int]], large: float
) -> frozenset[int]:
    """Heights where most lines are running ones: the rest there is a running title that changes page by page."""
    running: Counter[int] = Counter()
    offsets = _offsets(edges)
    for number, lines in enumerate(edges):
        for line in lines:
            # In large type it is the title of a chapter that begins its page, and the pages go with the chapters.
            numbered = line.style.size <= large and offsets[_height(line)] in {
                printed - number for printed in _numbers(line)
            }
            if (_height(line), _folded(line.text)) in repeated or _PAGE_NUMBER.match(line.text) or numbered:
                running[_height(line)] += 1
    return frozenset(band for band, count in running.items() if count >= 5 and count >= 0.6 * len(at[band]))


def _offsets(edges: Sequence[Sequence[Line]]) -> dict[int, int]:
    """By how much the number printed at a height is mostly ahead of the page's place in the file."""
    seen: dict[int, Counter[int]] = defaultdict(Counter)
    for number, lines in enumerate(edges):
        for line in lines:
            seen[_height(line)].update({printed - number for printed in _numbers(line)} or {1})
    return {
        height: max(offsets, key=lambda offset: (offsets[offset], -abs(offset))) for height, offsets in seen.items()
    }


def _numbers(line: Line) -> set[int]:
    return {int(digits) for digits in _DIGITS.findall(line.text)[:4] if len(digits) < 5}


def _is_running(line: Line, repeated: set[tuple[int, str]], bands: frozenset[int]) -> bool:
    if _PAGE_NUMBER.match(line.text):
        return True
    band = _height(line)
    return band in bands or (band, _folded(line.text)) in repeated
