"""Which lines of a PDF are headings: those that its outline names, else those that the typesetting makes so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.content.pdf.lines import Line, Style
from core.content.text.titles import is_label, key, numbering
from core.models import Bookmark

MAX_WORDS = 16
LONG_PAGES = 20

_LABEL = re.compile(
    r"^(?:chapter|part|unit|lesson|lecture|module|appendix|section)\s+(?:\d+|[ivxlc]+|[a-z])\b[.:]?", re.I
)
_LEADERS = re.compile(r"(?:\.\s?){4,}|\s\.\s\.\s|…{2,}|·{4,}")
_MATHS = re.compile(r"[=<>±∑∫√≤≥≈{}|\\^_]")


def is_listing_title(text: str) -> bool:
    """Whether a line with wide gaps is a numbered title and no row of a table."""
    return bool(numbering(text)) and len(text.split()) <= MAX_WORDS


@dataclass(frozen=True)
class HeadingRules:
    """What makes a line a heading in one document."""

    body: Style
    named: dict[int, dict[str, int]]
    levels: dict[tuple[float, bool], int]
    base: int
    rare: frozenset[tuple[float, bool]] = frozenset()

    def completes(self, above: str, line: Line) -> int | None:
        """The level of the outline's entry whose second line this is, after a first line `above`; else None."""
        return self.named.get(line.page, {}).get(key(f"{above} {line.text}"))

    def level(self, line: Line) -> int | None:
        """The heading's level from 1, or None for a line of text."""
        if line.style.mono and line.style.size <= self.body.size:
            return None
        wanted = self.named.get(line.page)
        if wanted and (named_level := _named(line.text, wanted)) is not None:
            return named_level
        if is_label(line.text) or _LEADERS.search(line.text) or not _could_be_title(line, self.body):
            return None
        rank = self.levels.get(_rank_key(line.style))
        if rank is not None and _rank_key(line.style) in self.rare and not numbering(line.text):
            return None
        return None if rank is None else self.base + rank


def heading_rules(pages: Sequence[Sequence[Line]], bookmarks: Sequence[Bookmark]) -> HeadingRules:
    """The rules for one document, from its outline and the styles it uses."""
    body = _body(pages)
    named: dict[int, dict[str, int]] = defaultdict(dict)
    for mark in bookmarks:
        # A destination may point at the foot of the page before.
        for page in () if mark.page is None else (mark.page, mark.page + 1):
            named[page].setdefault(key(mark.title), mark.level)
    seen = _title_styles(pages, body)
    levels = {style: min(rank, 6) for rank, style in enumerate(sorted(seen, reverse=True), 1)}
    # In a long document a style used once or twice is a notice, unless it bears a number.
    rare = frozenset(style for style, count in seen.items() if count < 3) if len(pages) > LONG_PAGES else frozenset()
    return HeadingRules(body, dict(named), levels, max((mark.level for mark in bookmarks), default=0), rare)


def _named(text: str, wanted: dict[str, int]) -> int | None:
    """The level of the outline's entry that this line shows, whole or (for long titles) its first part."""
    own = key(text)
    if not own:
        return wanted.get(text.casefold().strip(" .")) if _LABEL.match(text) else None
    if own in wanted:
        return wanted[own]
    if len(own) < 12:
        return None
    return next((level for title, level in wanted.items() if title.startswith(own) and len(own) * 2 > len(title)), None)


def _body(pages: Iterable[Sequence[Line]]) -> Style:
    letters: Counter[Style] = Counter()
    for page in pages:
        for line in page:
            letters[line.style] += len(line.text)
    return letters.most_common(1)[0][0] if letters else Style(10.0, False, False, False)


def _rank_key(style: Style) -> tuple[float, bool]:
    return style.size, style.bold


def _could_be_title(line: Line, body: Style) -> bool:
    text = line.text
    if (
        len(line.words) > MAX_WORDS
        or (len(line.cells) > 1 and not numbering(text))
        or not any(char.isalpha() for char in text)
    ):
        return False
    if text.endswith((".", ",", ";", ":")) and not _LABEL.match(text):
        return False
    if _MATHS.search(text) or sum(char.isalpha() for char in text) < 0.5 * len(text.replace(" ", "")):
        return bool(_LABEL.match(text))
    larger = line.style.size >= body.size * 1.12
    bolder = line.style.bold and not body.bold and line.style.size >= body.size * 0.98
    opens = text[0].isupper() or text[0].isdigit() or bool(_LABEL.match(text))
    return opens and (larger or (bolder and len(line.words) <= 12))


def _title_styles(pages: Iterable[Sequence[Line]], body: Style) -> Counter[tuple[float, bool]]:
    """How many lines that could be titles each style has."""
    seen: Counter[tuple[float, bool]] = Counter()
    for page in pages:
        for line in page:
            if not line.style.mono and _could_be_title(line, body):
                seen[_rank_key(line.style)] += 1
    return seen
