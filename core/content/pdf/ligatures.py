"""Ligatures that a font maps to private code points: their letters, read off the document's own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.content.pdf.lines import Line
from core.content.text.words import COMMON, GENERIC_HEADS, STOP, VERB_FORMS

LEAST_EVIDENCE = 3  # occurrences of words that the letters complete
CLEARLY = 3  # so many times the evidence of the next best letters

_LETTERS = ("fi", "fl", "ff", "ffi", "ffl", "ft", "tt", "ti", "ct", "st", "th")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_GLYPH = re.compile("f*[\ue000-\uefff]+")
_WORD = re.compile("[^\\W\\d_]+(?:[\ue000-\uefff]+[^\\W\\d_]*)*|[\ue000-\uefff]+[^\\W\\d_]+")
_SYMBOLS = str.maketrans({"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "\uf02d": "–", "\uf0e0": "→"})


def with_letters(pages: Sequence[Sequence[Line]]) -> list[tuple[Line, ...]]:
    """The pages with ligatures spelled out where the words they stand in leave no doubt, and symbol fonts' bullets."""
    lines = [line for page in pages for line in page]
    if not any(_PRIVATE.search(line.text) for line in lines):
        return [tuple(page) for page in pages]
    spelled = _spelled(lines)
    return [tuple(_mended(line, spelled) if _PRIVATE.search(line.text) else line for line in page) for page in pages]


def _spelled(lines: Iterable[Line]) -> dict[str, str]:
    """The letters for each private code, with the f before it: they must complete words and have no rival."""
    words: Counter[str] = Counter()
    for line in lines:
        words.update(word.lower() for word in _WORD.findall(line.text))
    whole = {word for word in words if not _PRIVATE.search(word)} | STOP | VERB_FORMS | COMMON | GENERIC_HEADS
    evidence: dict[str, Counter[str]] = defaultdict(Counter)
    for word, count in words.items():
        glyphs = _GLYPH.findall(word)
        if len(glyphs) != 1 or len(word) < 3:
            continue
        evidence[glyphs[0]].update(
            {letters: count for letters in _LETTERS if word.replace(glyphs[0], letters) in whole}
        )
    return {glyph: best for glyph, seen in evidence.items() if (best := _clear(seen))}


def _clear(seen: Counter[str]) -> str:
    ranked = sorted(seen.items(), key=lambda entry: (-entry[1], entry[0]))
    if not ranked or ranked[0][1] < LEAST_EVIDENCE or (len(ranked) > 1 and ranked[0][1] < CLEARLY * ranked[1][1]):
        return ""
    return ranked[0][0]


def _mended(line: Line, spelled: Mapping[str, str]) -> Line:
    def mend(text: str) -> str:
        return _GLYPH.sub(lambda match: spelled.get(match.group(), match.group()), text).translate(_SYMBOLS)

    return replace(
        line,
        text=mend(line.text),
        words=tuple(word._replace(text=mend(word.text)) for word in line.words),
        cells=tuple(map(mend, line.cells)),
    )
