"""A pasted syllabus, taken apart into its topics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.content.text.titles import MAX_TITLE, is_generic
from core.errors import InputError
from core.models import Block, Section

MOST_TOPICS = 400
PROSE_WORDS = 14

_BULLET = re.compile(r"^(?:(?:[•◦▪■●○‣⁃∙·–—*+\-]\s+|[•◦▪■●○‣⁃∙·])(?:\[[ xX]\]\s+)?)+")
_HASHES = re.compile(r"^(#{1,6})\s+")
_NUMBER = re.compile(
    r"^(?:\(?(?P<decimal>\d+(?:\.\d+)+)[.):]?\s+|\(?\d+[.):]\s*(?=\D)|(?P<letter>\(?[a-zA-Z][.)])\s+|\(?[ivxIVX]{1,5}[.)]\s+)"
)
_UNIT = re.compile(
    r"^(?:unit|chapter|module|week|part|topic|lesson|lecture|section|block|day)\s+(?:\d+(?:\.\d+)*|[ivxlc]+|[a-z])\s*"
    r"(?P<mark>[:.)–—-]+\s*|$)",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^([^:]{1,80}?)\s*:\s+(\S.*)$")
_SERIES = re.compile(r"^[^,;]+(?:, [^,;]+)?,? (?:and|&|or) [^,;]+$")


@dataclass
class _Item:
    """A line or a part of one. `depth` grows with indentation, bullets and decimal numbering."""

    title: str
    depth: int
    is_head: bool = False
    path: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)


def syllabus_topics(text: str) -> tuple[Section, ...]:
    """The topics of a pasted syllabus, in order, each once; what stands above a topic is its path.

    Topics stand one a line, or in lists parted by commas or semicolons; sentences belong to the topic above them.
    Raises InputError where there is no topic, or more than MOST_TOPICS.
    """
    items: list[_Item] = []
    lines = [line for line in text.splitlines() if any(char.isalnum() for char in line)]
    for line, following in pairwise([*lines, ""]):
        bare = _BULLET.sub("", line.strip())
        if items and _is_prose(bare):
            items[-1].blocks.append(Block(kind="paragraph", text=" ".join(bare.split())))
        else:
            items.extend(_items(line, holds_next=_depth(following) > _depth(line), alone=len(lines) == 1))
    topics = _folded(_with_paths(items))
    if not topics:
        raise InputError("plan.syllabus_empty")
    if len(topics) > MOST_TOPICS:
        raise InputError("plan.syllabus_long", topics=len(topics), most=MOST_TOPICS)
    return tuple(Section(title=_short(item.title), path=item.path, blocks=tuple(item.blocks)) for item in topics)


def _is_prose(line: str) -> bool:
    return len(line.split()) > PROSE_WORDS and line.rstrip().endswith((".", "!", "?"))


def _depth(line: str) -> int:
    """How deep a line stands: 20 for each column of indent, 10 for a bullet, 3 for each dot of its number."""
    wide = line.expandtabs(4)
    bare = wide.lstrip()
    if hashes := _HASHES.match(bare):
        return len(hashes.group(1)) - 10
    bullet = _BULLET.match(bare)
    number = _NUMBER.match(bare[bullet.end() :] if bullet else bare)
    dots = number["decimal"].count(".") if number and number["decimal"] else 1 if number and number["letter"] else 0
    return 20 * (len(wide) - len(bare)) + (10 if bullet else 0) + 3 * dots


def _items(line: str, *, holds_next: bool, alone: bool) -> Iterator[_Item]:
    """The topics of one line. One that holds the lines below it is a title, however many commas it has."""
    depth = _depth(line)
    bare = _BULLET.sub("", _HASHES.sub("", line.strip()))
    unit = _UNIT.match(bare)
    rest = _NUMBER.sub("", _UNIT.sub("", bare, count=1), count=1).strip()
    title = _trim(rest)
    if not title:
        yield _Item(_trim(bare), depth, is_head=unit is not None)
    elif _HASHES.match(line.strip()) or rest.endswith(":"):
        yield _Item(title, depth, is_head=True)
    elif holds_next:
        yield _Item(title, depth, is_head=unit is not None)
    elif (head := _HEAD.match(rest)) and len(parts := _split(head.group(2), keep_series=False)) > 1:
        yield _Item(_trim(head.group(1)), depth, is_head=True)
        yield from (_Item(part, depth + 1) for part in parts)
    elif unit and ":" in unit["mark"] and len(parts := _split(rest, keep_series=True)) > 1:
        yield _Item(_trim(unit.group()), depth, is_head=True)
        yield from (_Item(part, depth + 1) for part in parts)
    elif unit:
        yield _Item(title, depth, is_head=True)
    else:
        yield from (_Item(part, depth) for part in _split(rest, keep_series=not alone))


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
    """The topics without those that came before. “Introduction” takes the name above it, so that it stays apart."""
    seen: dict[str, _Item] = {}
    for item in topics:
        if is_generic(item.title) and item.path:
            item.title = f"{item.path[-1]}: {item.title}"
        first = seen.setdefault(item.title.casefold(), item)
        if first is not item:
            first.blocks.extend(item.blocks)
    return list(seen.values())
