"""Reading a file: what it is by its content, its limits, and which reader takes it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO

from core.content.pdf import pdf
from core.content.readers import markup, office, plain
from core.errors import MaterialError
from core.models import Block, Document

MAX_BYTES = 50 * 2**20
# Read within limits, the text is then analysed by the app, which has none: more would keep it busy for minutes.
MAX_CHARACTERS = 6_000_000
KINDS = "PDF, Word (.docx), PowerPoint (.pptx), HTML, Markdown and plain text"
_NOTHING = b"\x00 \t\r\n\f\v"
_ENCRYPTED = 1  # a flag of an entry in a zip archive
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_LOCKED = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(r"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"^\s*<(?:h[1-6]|p|div|section|article|ul|ol|table|dl|main)[\s>]", re.IGNORECASE)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
LONGEST = 10_000  # characters; few blocks of real books are longer, and those are tables and indexes set as text
_SENTENCE_END = re.compile(r"[.!?][)”\"']?\s|\n")
_SPACE = re.compile(r"\s")


def read_document(
    name: str,
    data: bytes,
    *,
    progress: Callable[[float], None] | None = None,
    max_bytes: int = MAX_BYTES,
) -> Document:
    """The file as blocks of text with their pages, and its outline. Its content tells its kind.

    `name` is what the person calls the file; `progress` gets the share done, from 0 to 1. Raises MaterialError where
    the file is empty, too large or too long, locked, damaged, made of pictures, without text, or of a kind that cannot
    be read.
    """
    report = progress or (lambda share: None)
    if not data.strip(_NOTHING):
        raise MaterialError("material.empty", name=name)
    if len(data) > max_bytes:
        raise MaterialError("material.large", name=name, size=len(data) / 2**20, most=max_bytes / 2**20)
    document = _read(name, data, report, max_bytes)
    if not any(any(char.isalnum() for char in block.text) for block in document.blocks):
        raise MaterialError("material.no_text", name=name)
    characters = sum(len(block.text) for block in document.blocks)
    if characters > MAX_CHARACTERS:
        raise MaterialError("material.long", name=name, characters=characters / 1e6, most=MAX_CHARACTERS / 1e6)
    report(1.0)
    return document.model_copy(update={"blocks": in_pieces(document.blocks)})


def _read(name: str, data: bytes, report: Callable[[float], None], max_bytes: int) -> Document:
    if b"%PDF-" in data[:1024]:
        return pdf.read_pdf(name, data, report)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_package(name, data, report, max_bytes)
    if data.startswith(_OLE):
        raise _old_office(name, data)
    if data.startswith(_PICTURES):
        raise MaterialError("material.picture", name=name)
    text = None if data.startswith(b"{\\rtf") else plain.decode(data)
    if text is None:
        raise _unknown(name)
    return _read_text(name, text)


def _read_package(name: str, data: bytes, report: Callable[[float], None], max_bytes: int) -> Document:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = frozenset(archive.namelist())
            if not parts & {"word/document.xml", "ppt/presentation.xml"}:
                raise _unknown(name)
            if any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist()):
                raise _locked(name)
            office.check_size(name, archive, max_bytes)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as exc:
        raise MaterialError("material.damaged", name=name) from exc
    if "word/document.xml" in parts:
        return office.read_docx(name, data)
    return office.read_pptx(name, data, report)


def _read_text(name: str, text: str) -> Document:
    lowered = name.casefold()
    if lowered.endswith((".md", ".markdown")):
        return markup.read_markdown(name, text)
    if _HTML.search(text[:2048]) or _MARKUP.match(text):
        return markup.read_html(name, text)
    if markup.looks_like_markdown(text):
        return markup.read_markdown(name, text)
    return plain.read_text(name, text)


def _old_office(name: str, data: bytes) -> MaterialError:
    if _OLE_LOCKED in data:
        return _locked(name)
    return MaterialError("material.old_office", name=name)


def _locked(name: str) -> MaterialError:
    return MaterialError("material.locked", name=name)


def _unknown(name: str) -> MaterialError:
    return MaterialError("material.unknown_kind", name=name, kinds=KINDS)


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
    return max((match.end() for match in pattern.finditer(text, start + LONGEST // 2, start + LONGEST)), default=0)
