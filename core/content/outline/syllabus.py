"""A pasted syllabus, taken apart into its topics."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.content.outline.syllabus_lines import BULLET, HASHES, NUMBER, UNIT, study_lines, style_of
from core.content.text.titles import MAX_TITLE, in_context, needs_context
from core.errors import InputError
from core.models import Block, Section

MOST_TOPICS = 400
PROSE_WORDS, WORDS_A_COMMA = 14, 5

_HEAD = re.compile(r"^([^:]{1,80}?)\s*:\s+(\S.*)$")
_SERIES = re.compile(r"^[^,;]+(?:, [^,;]+)?,? (?:and|&|or) [^,;]+$")
INDENT, BULLETED, STYLE = 100, 50, 6


@dataclass
class _Item:
    """A line or a part of one. `depth` grows with indentation, bullets and decimal numbering."""

    title: str
    depth: int
    is_head: bool = False
    path: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)


def syllabus_topics(text: str, exams: Collection[str] = ()) -> tuple[Section, ...]:
    """The topics of a pasted syllabus, in order, each once; what stands above a topic is its path.

    Topics stand one a line, or in lists parted by commas or semicolons; sentences belong to the topic above them. The
    syllabus' own title (where it names one of `exams`, say), its totals and its columns of hours and marks are none.
    Raises InputError where there is no topic, or more than MOST_TOPICS.
    """
    items: list[_Item] = []
    lines = study_lines(text, exams)
    levels = _Levels(lines)
    splitting = _splitting(lines, levels)
    for line, following in pairwise([*lines, ""]):
        bare = BULLET.sub("", line.strip())
        if items and _is_prose(bare):
            items[-1].blocks.append(Block(kind="paragraph", text=" ".join(bare.split())))
        else:
            depth = levels.depth(line)
            holds_next = bool(following) and levels.depth(following) > depth
            items.extend(_items(line, depth, holds_next=holds_next, splits=depth in splitting, alone=len(lines) == 1))
    topics = _folded(_with_paths(items))
    if not topics:
        raise InputError("plan.syllabus_empty")
    if len(topics) > MOST_TOPICS:
        raise InputError("plan.syllabus_long", topics=len(topics), most=MOST_TOPICS)
    return tuple(Section(title=_short(item.title), path=item.path, blocks=tuple(item.blocks)) for item in topics)


def _is_prose(line: str) -> bool:
    """Whether a line is sentences, not a list: those have few commas for their words, and hardly a semicolon."""
    words = len(line.split())
    if words <= PROSE_WORDS or not line.rstrip().endswith((".", "!", "?")):
        return False
    return line.count(";") < 2 and words > WORDS_A_COMMA * (line.count(",") + 1)


class _Levels:
    """How deep the lines of one syllabus stand. A way of numbering stands below those that began before it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._ranks = {style: rank for rank, style in enumerate(dict.fromkeys(map(style_of, lines)))}

    def depth(self, line: str) -> int:
        """By indent, bullet, way of numbering, and the dots of a number."""
        wide = line.expandtabs(4)
        bare = wide.lstrip()
        if hashes := HASHES.match(bare):
            return len(hashes.group(1)) - 10
        number = NUMBER.match(BULLET.sub("", bare, count=1))
        dots = number["decimal"].count(".") if number and number["decimal"] else 0
        bullet = BULLETED if BULLET.match(bare) else 0
        return INDENT * (len(wide) - len(bare)) + bullet + STYLE * self._ranks[style_of(line)] + dots


def _splitting(lines: Sequence[str], levels: _Levels) -> frozenset[int]:
    """The depths on which lines are lists of topics: at least half of those that stand beside a list are lists too."""
    by_depth: dict[int, list[bool]] = {}
    for line, following in pairwise([*lines, ""]):
        depth = levels.depth(line)
        holds = bool(following) and levels.depth(following) > depth
        by_depth.setdefault(depth, []).append(holds or _is_list(line))
    # A list does not vouch for itself: of three lines one other has to be a list as well.
    return frozenset(
        depth
        for depth, are_lists in by_depth.items()
        if len(are_lists) == 1 or 2 * (sum(are_lists) - 1) >= len(are_lists) - 1
    )


def _is_list(line: str) -> bool:
    rest = _bare(line)
    if head := _HEAD.match(rest):
        return len(_split(head.group(2), keep_series=False)) > 1
    # After “Unit 2:” two names are a list already.
    unit = UNIT.match(BULLET.sub("", HASHES.sub("", line.strip())))
    return len(_split(rest, keep_series=True)) > (1 if unit and ":" in (unit["mark"] or "") else 2)


def _bare(line: str) -> str:
    """The line without bullet, unit and number."""
    bare = BULLET.sub("", HASHES.sub("", line.strip()))
    return NUMBER.sub("", UNIT.sub("", bare, count=1), count=1).strip()


def _items(line: str, depth: int, *, holds_next: bool, splits: bool, alone: bool) -> Iterator[_Item]:
    """The topics of one line. One that holds the lines below it is a title, however many commas it has; others are
    parted by commas where the lines beside them are, and by semicolons anywhere."""
    unit = UNIT.match(BULLET.sub("", HASHES.sub("", line.strip())))
    rest = _bare(line)
    title = _trim(rest)
    head = _HEAD.match(rest)
    listed = head.group(2) if head else rest
    parts = _split(listed, keep_series=not (head or alone)) if splits or ";" in listed else [title]
    if not title:
        yield _Item(_trim(BULLET.sub("", line.strip())), depth, is_head=unit is not None)
    elif HASHES.match(line.strip()) or rest.endswith(":"):
        yield _Item(title, depth, is_head=True)
    elif holds_next:
        yield _Item(title, depth, is_head=unit is not None)
    elif len(parts) > 1 and (head or (unit and ":" in (unit["mark"] or ""))):
        above = head.group(1) if head else unit.group() if unit else ""
        yield _Item(_trim(above), depth)
        yield from (_Item(part, depth + 1) for part in parts)
    elif unit:
        yield _Item(title, depth, is_head=True)
    elif head:
        yield _Item(title, depth)
    else:
        yield from (_Item(part, depth) for part in parts)


def _split(text: str, *, keep_series: bool) -> list[str]:
    """The parts of a list, by semicolons where it has some, else by commas; brackets are left whole.

    With `keep_series`, “groups, rings and fields” is one title.
    """
    if keep_series and _SERIES.match(text):
        return [_trim(text)]
    text = text.strip(" .:;,")
    mark = ";" if ";" in text else ","
    parts, open_brackets, start = [], 0, 0
    for index, char in enumerate(text):
        open_brackets = max(0, open_brackets + (char in "([") - (char in ")]"))
        if char == mark and not open_brackets and not _in_number(text, index):
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    cleaned = (_trim(re.sub(r"^(?:and|&)\s+", "", part.strip())) for part in parts)
    return [part for part in cleaned if part]


def _in_number(text: str, index: int) -> bool:
    return text[index] == "," and text[index - 1 : index].isdigit() and text[index + 1 : index + 2].isdigit()


def _trim(text: str) -> str:
    """The text without marks at its ends; empty where it has no letter or digit."""
    folded = " ".join(text.split()).strip(" .:;,–—#*_")
    return folded if any(char.isalnum() for char in folded) else ""


def _short(title: str) -> str:
    return title if len(title) <= MAX_TITLE else title[: MAX_TITLE - 1].rstrip() + "…"


def _with_paths(items: Sequence[_Item]) -> list[_Item]:
    """The topics with the titles above them; a title with nothing under it is a topic itself."""
    topics: list[_Item] = []
    above: list[_Item] = []
    for item, following in pairwise([*items, None]):
        if item is None:
            break
        while above and not _holds(above[-1], item):
            above.pop()
        item.path = tuple(head.title for head in above)
        if following is not None and _holds(item, following):
            above.append(item)
        if above[-1:] != [item] or item.blocks:
            topics.append(item)
    return topics


def _holds(head: _Item, item: _Item) -> bool:
    """Whether an item stands under a head: deeper, or on the same depth under a line that says it is a head."""
    return item.depth > head.depth or (head.is_head and not item.is_head and item.depth == head.depth)


def _folded(topics: Sequence[_Item]) -> list[_Item]:
    """The topics without those that came before. What says nothing without the name above it, or stands under several,
    takes that name along."""
    above: dict[str, set[str]] = {}
    for item in topics:
        above.setdefault(item.title.casefold(), set()).add(item.path[-1].casefold() if item.path else "")
    seen: dict[str, _Item] = {}
    for item in topics:
        if item.path and (needs_context(item.title) or len(above[item.title.casefold()]) > 1):
            item.title = in_context(item.path[-1], item.title)
        first = seen.setdefault(item.title.casefold(), item)
        if first is not item:
            first.blocks.extend(item.blocks)
    return list(seen.values())
