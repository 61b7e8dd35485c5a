"""Plain text: decoding it, and its paragraphs, headings and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.content.text.titles import numbering
from core.content.text.words import clean
from core.models import Block, BlockKind, Document

MAX_HEADING_WORDS = 12
MOST_CONTROLS = 0.01

_BLANK = re.compile(r"\n[ \t]*\n+")
_UNDERLINED = re.compile(r"(=|-|~|\*)\1{2,}")
_BULLET = re.compile(r"^\s*(?:[•◦▪●○‣*\-+–—]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
_CONTROLS = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\r\f\x1b")
_DECIMAL = re.compile(r"\d+(?:\.\d+)+")


def decode(data: bytes) -> str | None:
    """The bytes as text: UTF-8, UTF-16 with a mark, else Windows-1252. None where they are no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        strange = sum(char in _CONTROLS for char in text)
        if "\x00" not in text and strange <= MOST_CONTROLS * len(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def read_text(name: str, text: str) -> Document:
    """The paragraphs of a plain text; a form feed begins a page."""
    pages = text.split("\f")
    paged = len(pages) > 1
    blocks = tuple(block for number, page in enumerate(pages, 1) for block in _page(page, number if paged else None))
    return Document(name=name, kind="text", page_count=len(pages) if paged else None, blocks=blocks)


def _page(text: str, page: int | None) -> Iterator[Block]:
    for chunk in _BLANK.split(text):
        lines = [line.rstrip() for line in clean_lines(chunk)]
        yield from _chunk([line for line in lines if line.strip()], page)


def clean_lines(chunk: str) -> list[str]:
    """The chunk's lines without control characters and with ligatures normalised."""
    return [clean(line) for line in chunk.split("\n")]


def _chunk(lines: list[str], page: int | None) -> Iterator[Block]:
    """The blocks of lines that no blank line parts."""
    if (
        len(lines) > 1
        and (mark := _UNDERLINED.fullmatch(lines[1].strip()))
        and len(lines[0].split()) <= MAX_HEADING_WORDS
    ):
        level = 1 if mark.group(1) in "=*" else 2
        yield Block(kind="heading", text=lines[0].strip(), page=page, level=level)
        lines = lines[2:]
    elif lines and (rank := _heading_level(lines[0], alone=len(lines) == 1)):
        yield Block(kind="heading", text=lines[0].strip(), page=page, level=rank)
        lines = lines[1:]
    lines = [line for line in lines if not _UNDERLINED.fullmatch(line.strip())]
    items: list[list[str]] = []
    for line in lines:
        if not items or _BULLET.match(line):
            items.append([])
        items[-1].append(line.strip())
    for item in items:
        kind: BlockKind = "list" if _BULLET.match(item[0]) else "paragraph"
        yield Block(kind=kind, text=" ".join(" ".join(item).split()), page=page)


def _heading_level(line: str, *, alone: bool) -> int | None:
    """The level of a line that is a heading by its numbering or capitals, else None."""
    text = line.strip()
    words = text.split()
    if not 1 <= len(words) <= MAX_HEADING_WORDS or text.endswith((".", ",", ";", "!", "?")):
        return None
    mark = numbering(text)
    if mark and alone and text[len(mark) :].strip()[:1].isupper():
        decimal = _DECIMAL.search(mark)
        return decimal.group().count(".") + 1 if decimal else 1
    letters = [char for char in text if char.isalpha()]
    return 1 if len(letters) > 3 and all(char.isupper() for char in letters) else None
