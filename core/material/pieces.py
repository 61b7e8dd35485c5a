"""Blocks beyond the length of any paragraph, cut: what looks at a sentence may take the square of its length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from core.documents import Block

LONGEST = 10_000  # characters; few blocks of real books are longer, and those are tables and indexes set as text

_SENTENCE_END = re.compile(r"[.!?][)”\"']?\s|\n")
_SPACE = re.compile(r"\s")


def in_pieces(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, each of more than LONGEST characters cut where a sentence, a line or a word ends."""
    return tuple(piece for block in blocks for piece in ([block] if len(block.text) <= LONGEST else _pieces(block)))


def _pieces(block: Block) -> Iterator[Block]:
    # A title of that length is none.
    kind = "paragraph" if block.kind == "heading" else block.kind
    for text in _cut(block.text):
        marked = tuple(span for span in block.emphasis if span in text)
        yield block.model_copy(update={"text": text, "kind": kind, "level": None, "emphasis": marked})


def _cut(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > LONGEST:
        end = _last_end(_SENTENCE_END, text, start) or _last_end(_SPACE, text, start) or start + LONGEST
        yield text[start:end].rstrip()
        start = end
    if rest := text[start:].strip():
        yield rest


def _last_end(pattern: re.Pattern[str], text: str, start: int) -> int:
    """Where the last match within the next piece ends; 0 where there is none in its second half."""
    return max((found.end() for found in pattern.finditer(text, start + LONGEST // 2, start + LONGEST)), default=0)
