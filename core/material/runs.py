"""Runs of about equal length, for text that has no titles to cut by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.documents import Block, Section

RUN_WORDS = 1_000
MOST_RUNS = 40
TITLE_WORDS = 8

_STOP = re.compile(r"[.!?:;](?:\s|$)|\n")


def equal_runs(blocks: Sequence[Block], path: tuple[str, ...], *, words: int = RUN_WORDS) -> list[Section]:
    """The blocks in runs of about `words` words, each titled by its first words; at most MOST_RUNS of them."""
    counts = [len(block.text.split()) for block in blocks]
    total = sum(counts)
    if not total:
        return []
    runs = max(1, min(MOST_RUNS, round(total / words)))
    wanted = total / runs
    cut: list[list[Block]] = [[]]
    so_far = 0
    for block, count in zip(blocks, counts, strict=True):
        # A block goes where its middle lies, so that a long one does not drag the next into its run.
        due = min(runs, int((so_far + count / 2) / wanted) + 1)
        if due > len(cut) and cut[-1]:
            cut.append([])
        cut[-1].append(block)
        so_far += count
    return [Section(title=_first_words(run), path=path, blocks=tuple(run)) for run in cut]


def _first_words(blocks: Sequence[Block]) -> str:
    telling = [block for block in blocks if block.kind in ("heading", "paragraph", "list")] or list(blocks)
    text = _STOP.split(telling[0].text.strip(" •-*"), maxsplit=1)[0].strip() or telling[0].text.strip()
    return " ".join(text.split()[:TITLE_WORDS])
