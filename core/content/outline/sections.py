"""Cutting a document into units of study: the cut through the tree of its titles that gives topics of a fit size."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.content.outline.glossaries import with_glossaries
from core.content.outline.tree import Node, build, without_matter
from core.content.outline.unit_titles import named
from core.models import Block, Document, Material, Section

MOST_UNITS = 40
TOO_MANY = 60
FEWEST_UNITS = 4
LONG = 4_000  # words: a longer unit is split where it has parts
LONGEST = 6_000  # words: a longer unit is split even where it has none
SHORTEST = 300  # words: a shorter unit joins its neighbour in a long document
SHORTEST_ANYWHERE = 25
DEPTHS = 5
RUN_WORDS = 1_000
MOST_RUNS = 40
TITLE_WORDS = 8
_STOP = re.compile(r"[.!?:;](?:\s|$)|\n")


def sections(document: Document) -> tuple[Section, ...]:
    """The document's units of study in its own order, each with a title that no other has.

    They follow the outline, else the headings, else the numbering, else runs of equal length. Front and back matter
    (contents, preface, licence, references, index, exercises) is left out. Empty for a document without text.
    """
    root = build(document)
    blocks = document.blocks
    if not root.children:
        return named(equal_runs(blocks, ()))
    studied = without_matter(root)
    if not studied.children:
        return named(equal_runs(blocks, ()))
    least = _least(studied.words)
    units = _cut(studied, _best_depth(studied, least), least)
    while len(units) > TOO_MANY and least < LONG // 3:
        # A plan of hundreds of small topics is none: short ones are joined until it can be overseen.
        least = least * 3 // 2
        units = _cut(studied, _best_depth(studied, least), least)
    if len(units) == 1 and units[0].words > LONG:
        return named(equal_runs(units[0].blocks, units[0].path))
    return named([part for unit in units for part in _parts(unit)])


def _least(words: int) -> int:
    """The words that a unit needs in a document of so many: short notes have short topics."""
    return max(SHORTEST_ANYWHERE, min(SHORTEST, words // MOST_UNITS))


def _best_depth(root: Node, least: int) -> int:
    """The depth whose units come nearest to a fit number and size; the shallowest of equals."""
    return min(range(1, DEPTHS + 1), key=lambda depth: (_cost(_at_depth(root, depth), least), depth))


def _at_depth(node: Node, depth: int) -> list[Node]:
    if depth == 0 or not node.children:
        return [node]
    return [unit for child in node.children for unit in _at_depth(child, depth - 1)]


def _cost(units: Sequence[Node], least: int) -> float:
    """From 0: the share of units of the wrong size, and how far their number lies from what is wanted."""
    sized = [unit for unit in units if unit.words]
    if not sized:
        return 10.0
    # What is too long is split further and what is too short is merged: too short is the worse start.
    amiss = sum(1.0 if unit.words < least else 0.6 if unit.words > LONG else 0.0 for unit in sized) / len(sized)
    few = max(0, FEWEST_UNITS - len(sized)) * 0.5
    many = max(0, len(sized) - MOST_UNITS) / MOST_UNITS
    return round(amiss + few + many, 2)


def _cut(node: Node, depth: int, least: int) -> list[Section]:
    """The units of a node: its children down to `depth`, deeper where one is too long, small ones merged."""
    units: list[Section] = []
    own = node.own_section()
    if own.words >= least and node.level:
        units.append(own)
        lead: tuple[Block, ...] = ()
    else:
        lead = own.blocks
    for child in node.children:
        deeper = child.children and (depth > 1 or child.words > LONG)
        units.extend(_cut(child, depth - 1, least) if deeper else [child.section()])
    return _merged(_with_lead(units, lead), node, least)


def _with_lead(units: list[Section], lead: tuple[Block, ...]) -> list[Section]:
    if not lead or not units:
        return units
    return [joined_with(units[0], lead, before=True), *units[1:]]


def joined_with(unit: Section, blocks: tuple[Block, ...], *, before: bool) -> Section:
    """The unit with more text put before or after its own."""
    both = blocks + unit.blocks if before else unit.blocks + blocks
    return unit.model_copy(update={"blocks": both})


def _merged(units: list[Section], node: Node, least: int) -> list[Section]:
    """Units under `least` words joined with the shorter of their neighbours, until all are long enough."""
    units = list(units)
    # Counted once: counting again at each step takes minutes over a document of ten thousand titles.
    words = [unit.words for unit in units]
    while len(units) > 1:
        shortest = min(words)
        if shortest >= least:
            break
        index = words.index(shortest)
        near = [i for i in (index - 1, index + 1) if 0 <= i < len(units)]
        other = min(near, key=lambda i: (words[i], i))
        left, right = sorted((index, other))
        title = units[left] if words[left] >= words[right] else units[right]
        whole = title.model_copy(update={"blocks": units[left].blocks + units[right].blocks})
        units[left : right + 1] = [whole]
        words[left : right + 1] = [words[left] + words[right]]
    if len(units) == 1 and units[0].words < 2 * least and node.level and len(node.children) > 1:
        return [units[0].model_copy(update={"title": node.title, "path": node.path})]
    return units


def _parts(unit: Section) -> list[Section]:
    """A unit that is far too long cut into parts of the same title."""
    if unit.words <= LONGEST:
        return [unit]
    parts = equal_runs(unit.blocks, unit.path, words=LONG * 2 // 3)
    if len(parts) == 1:
        return [unit]
    return [
        part.model_copy(update={"title": f"{unit.title} (part {number} of {len(parts)})"})
        for number, part in enumerate(parts, 1)
    ]


def make_material(document: Document, *, material_id: str, digest: str) -> Material:
    """The document cut into units of study. `digest` is the SHA-256 of the file's bytes, in hex."""
    return Material(
        id=material_id,
        name=document.name,
        kind=document.kind,
        page_count=document.page_count,
        digest=digest,
        sections=sections(document.model_copy(update={"blocks": with_glossaries(document.blocks)})),
    )


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
