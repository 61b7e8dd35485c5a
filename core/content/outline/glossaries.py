"""Glossaries that a document sets as a table, as PDFs do: each row a term with its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from core.models import Block

LONGEST_TERM = 5  # words
SHORTEST_MEANING = 3

_GLOSSARY = re.compile(r"\b(?:glossary|glossar|glossaire|terminology|(?:key|important|basic) terms)\b", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;][\"”’)]*$")


def with_glossaries(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with the rows of two cells under a glossary's title as definitions.

    A row that a reader cut at its line's end goes on in the paragraph after it; what that says is put back.
    """
    joined: list[Block] = []
    for block, is_glossary in _under_glossary(blocks):
        last = joined[-1] if joined else None
        rows = _rows(block) if is_glossary else ()
        if rows:
            joined += rows
        elif is_glossary and block.kind == "paragraph" and last and last.kind == "definition" and _is_cut(last):
            joined[-1] = last.model_copy(update={"text": f"{last.text} {block.text}"})
        else:
            joined.append(block)
    return tuple(joined)


def _under_glossary(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    level: int | None = None
    for block in blocks:
        # Letters and titles of a lower level part a glossary; the next one as high ends it.
        if block.kind == "heading" and len(block.text.strip()) > 1:
            if _GLOSSARY.search(block.text):
                level = block.level or 1
            elif level is not None and (block.level or 1) <= level:
                level = None
        yield block, level is not None


def _rows(block: Block) -> tuple[Block, ...]:
    """A table's rows as definitions; none where it is another table."""
    if block.kind != "table":
        return ()
    rows = [row.split(" | ") for row in block.text.splitlines()]
    if not all(len(row) == 2 and _is_entry(*row) for row in rows):
        return ()
    return tuple(
        Block(kind="definition", text=f"{term.strip()}: {meaning.strip()}", page=block.page, emphasis=(term.strip(),))
        for term, meaning in rows
    )


def _is_entry(term: str, meaning: str) -> bool:
    words = meaning.split()
    return len(term.split()) <= LONGEST_TERM and len(words) >= SHORTEST_MEANING and not words[0].isdigit()


def _is_cut(block: Block) -> bool:
    return _ENDS.search(block.text) is None
