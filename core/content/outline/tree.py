"""The tree of a document's titles, each with the text that stands under it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from core.content.text.titles import (
    clean_title,
    is_back_matter,
    is_contents_title,
    is_generic,
    is_label,
    is_matter,
    key,
    numbering,
)
from core.models import Block, Document, Section

_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\d+|…{2,}\s*\d+")
_NUMBERED = re.compile(r"^(\d+(?:\.\d+)*)[.)]?\s")
MAX_HEADING_WORDS = 12
MOST_REPEATS = 8  # of a title in a document without an outline
FRONT_SHARE = 0.1  # a table of contents lies within the first tenth


@dataclass(frozen=True)
class Node:
    """A title with its own text (up to the first title below it) and the titles below it. The root has level 0."""

    title: str
    level: int
    path: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    children: tuple[Node, ...] = ()

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """The node's text and that of every title below it, in order."""
        return self.blocks + tuple(block for child in self.children for block in child.all_blocks)

    @property
    def words(self) -> int:
        """Words of the whole subtree, headings left out."""
        return self.own_section().words + sum(child.words for child in self.children)

    def own_section(self) -> Section:
        """The node's own text as a unit."""
        return Section(title=self.title or "Introduction", path=self.path, blocks=self.blocks)

    def section(self) -> Section:
        """The whole subtree as one unit."""
        return Section(title=self.title, path=self.path, blocks=self.all_blocks)


@dataclass
class _Growing:
    title: str
    level: int
    path: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)
    children: list[_Growing] = field(default_factory=list)

    def done(self) -> Node:
        return Node(
            self.title, self.level, self.path, tuple(self.blocks), tuple(child.done() for child in self.children)
        )


def build(document: Document) -> Node:
    """The tree of the outline's entries and the headings; of numbered lines where there is neither."""
    blocks = tuple(block for block in document.blocks if not _is_contents(block))
    starts = _starts(document, blocks)
    root = _Growing("", 0)
    stack = [root]
    for index, block in enumerate(blocks):
        for title, level in starts.get(index, ()):
            while stack[-1].level >= level:
                stack.pop()
            parent = stack[-1]
            node = _Growing(title, level, (*parent.path, parent.title) if parent.level else ())
            parent.children.append(node)
            stack.append(node)
        stack[-1].blocks.append(block)
    return root.done()


def without_matter(node: Node) -> Node:
    """The tree without front and back matter, and without a title page before the first title."""
    children: list[Node] = []
    at_end = True
    for child in reversed(node.children[_first_after_contents(node) :]):
        if is_matter(child.title) or (at_end and is_back_matter(child.title)):
            continue
        at_end = False
        children.append(without_matter(child))
    has_pages = any(block.page is not None for block in node.blocks)
    own = () if node.level == 0 and has_pages and _is_title_page(node) else node.blocks
    children.reverse()
    pruned = replace(node, blocks=own, children=tuple(child for child in children if child.words))
    # A book's title whose text is only its licence page, say, is no topic when its parts are all matter.
    return replace(pruned, blocks=()) if node.children and not children and not node.level else pruned


def _first_after_contents(node: Node) -> int:
    """Where the titles after a table of contents begin: what stands before it in a book is title and licence."""
    if node.level:
        return 0
    limit = FRONT_SHARE * node.words
    before = 0
    for index, child in enumerate(node.children):
        if is_contents_title(child.title):
            return index + 1
        before += child.words
        if before > limit:
            break
    return 0


def _is_title_page(node: Node) -> bool:
    """Whether the text before the first title is short lines (title, authors, date) and not text to study."""
    return sum(len(block.text.split()) for block in node.blocks if len(block.text.split()) > 20) < 100


def _is_contents(block: Block) -> bool:
    """Whether a block is lines of a table of contents: dots that lead to a page number."""
    return block.kind != "code" and bool(_LEADERS.search(block.text))


def _starts(document: Document, blocks: Sequence[Block]) -> dict[int, list[tuple[str, int]]]:
    """Which titles, with their levels, begin at which block."""
    starts = _bookmark_starts(document, blocks)
    counts = Counter(key(block.text) for block in blocks if block.kind == "heading")
    most = 2 if document.bookmarks else MOST_REPEATS
    level = 0
    for index, block in enumerate(blocks):
        if index in starts:
            level = starts[index][-1][1]
        elif block.kind == "heading" and not is_label(block.text) and not _is_column_head(block.text, counts, most):
            own = block.level or 1
            starts[index] = [(block.text, max(own, level + 1) if document.bookmarks else own)]
    return starts or dict(_numbered_starts(blocks))


def _is_column_head(title: str, counts: Counter[str], most: int) -> bool:
    """Whether a title comes so often that it is the head of a table's column and no topic."""
    return counts[key(title)] > most and not (is_generic(title) or is_matter(title) or is_back_matter(title))


def _bookmark_starts(document: Document, blocks: Sequence[Block]) -> dict[int, list[tuple[str, int]]]:
    starts: dict[int, list[tuple[str, int]]] = {}
    by_page: dict[int, list[int]] = {}
    for index, block in enumerate(blocks):
        if block.page is not None:
            by_page.setdefault(block.page, []).append(index)
    last = 0
    for mark in document.bookmarks:
        if mark.page is None:
            continue
        start = _find(mark.title, blocks, [*by_page.get(mark.page, ()), *by_page.get(mark.page + 1, ())], last)
        if start is None:
            start = next((by_page[page][0] for page in sorted(by_page) if page >= mark.page), None)
        if start is None:
            continue
        last = max(last, start)
        starts.setdefault(last, []).append((mark.title, mark.level))
    return starts


def _find(title: str, blocks: Sequence[Block], indexes: Iterable[int], last: int) -> int | None:
    """The block that shows a title: a heading of that text, else a block that begins with it."""
    wanted = key(title)
    later = [index for index in indexes if index >= last]
    if not wanted:
        return None
    for index in later:
        if blocks[index].kind == "heading" and key(blocks[index].text) == wanted:
            return index
    for index in later:
        own = key(blocks[index].text)
        if blocks[index].kind == "heading" and len(own) > 5 and (wanted.endswith(own) or wanted.startswith(own)):
            return index
    return next((index for index in later if key(blocks[index].text[:200]).startswith(wanted)), None)


def _numbered_starts(blocks: Sequence[Block]) -> Iterable[tuple[int, list[tuple[str, int]]]]:
    """Short numbered lines as titles, for text where nothing else is one."""
    for index, block in enumerate(blocks):
        words = block.text.split()
        if block.kind not in ("paragraph", "list") or not 1 < len(words) <= MAX_HEADING_WORDS:
            continue
        if numbering(block.text) and not block.text.endswith((".", ";", ",")) and clean_title(block.text)[:1].isupper():
            number = _NUMBERED.match(block.text)
            yield index, [(block.text, number.group(1).count(".") + 1 if number else 1)]
