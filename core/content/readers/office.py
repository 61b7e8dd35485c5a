"""Word and PowerPoint files."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from core.errors import MaterialError
from core.models import Block, BlockKind, Document

if TYPE_CHECKING:
    from docx.table import Table as WordTable
    from docx.text.paragraph import Paragraph as WordParagraph
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide

T = TypeVar("T")

BOMB_FACTOR = 20

_HEADING_STYLE = re.compile(r"heading (\d)$", re.IGNORECASE)
_EDGES = " \t\r\n,.;:()[]“”\"'"


def check_size(name: str, archive: zipfile.ZipFile, max_bytes: int) -> None:
    """Raise MaterialError for an archive that would unpack to more than BOMB_FACTOR times `max_bytes`."""
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > BOMB_FACTOR * max_bytes:
        raise MaterialError("material.bomb", name=name, size=unpacked / 2**20)


def read_docx(name: str, data: bytes) -> Document:
    """A Word document's text. Raises MaterialError where it is damaged."""
    return Document(name=name, kind="docx", page_count=None, blocks=_opened(name, "Word document", _docx_blocks, data))


def read_pptx(name: str, data: bytes, progress: Callable[[float], None]) -> Document:
    """A presentation's text, each slide a page. Raises MaterialError where it is damaged."""
    slides = _opened(name, "PowerPoint file", lambda raw: _pptx_slides(raw, progress), data)
    blocks = tuple(block for slide in slides for block in slide)
    return Document(name=name, kind="pptx", page_count=len(slides), blocks=blocks)


def _opened(name: str, what: str, read: Callable[[bytes], Iterable[T]], data: bytes) -> tuple[T, ...]:
    """What `read` gives, with the ways in which the libraries fail on a damaged package put into one sentence."""
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError  # type: ignore[import-untyped]
    from pptx.exc import PythonPptxError

    broken_package = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
    # Both libraries read parts by key and attributes by name without asking first: a missing or misspelt part
    # comes out as one of these.
    broken_parts = (KeyError, ValueError, AttributeError, IndexError, TypeError, AssertionError)
    try:
        return tuple(read(data))
    except (PythonDocxError, OpcError, PythonPptxError, LxmlError, *broken_package, *broken_parts) as exc:
        raise MaterialError("material.office_damaged", name=name, kind=what) from exc


def _docx_blocks(data: bytes) -> Iterator[Block]:
    import docx
    from docx.table import Table

    for item in docx.Document(BytesIO(data)).iter_inner_content():
        block = _word_table(item) if isinstance(item, Table) else _word_paragraph(item)
        if block is not None:
            yield block


def _word_paragraph(paragraph: WordParagraph) -> Block | None:
    text = " ".join(paragraph.text.split())
    if not text:
        return None
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    lowered = style.casefold()
    level = _HEADING_STYLE.match(style)
    if level or lowered in ("title", "subtitle"):
        return Block(kind="heading", text=text, level=int(level.group(1)) + 1 if level else 1)
    if lowered.startswith("toc"):
        return None
    kind: BlockKind = "paragraph"
    if lowered.startswith("list") or _is_numbered(paragraph):
        kind = "list"
    elif lowered == "caption":
        kind = "caption"
    elif "code" in lowered or "preformatted" in lowered:
        return Block(kind="code", text=paragraph.text)
    runs = ((run.text, bool(run.bold or run.italic or _is_marked(run.style.name))) for run in paragraph.runs)
    return Block(kind=kind, text=text, emphasis=spans(runs))


def _is_marked(style: str | None) -> bool:
    return (style or "").casefold() in ("strong", "emphasis", "intense emphasis", "subtle emphasis")


def _is_numbered(paragraph: WordParagraph) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.numPr is not None


def _word_table(table: WordTable) -> Block | None:
    rows = (" | ".join(_once(cell.text for cell in row.cells)) for row in table.rows)
    text = "\n".join(row for row in rows if row.strip(" |"))
    return Block(kind="table", text=text) if text else None


def _once(cells: Iterable[str]) -> Iterator[str]:
    """Cells' text without the repeats that a merged cell gives."""
    before = None
    for cell in cells:
        folded = " ".join(cell.split())
        if folded != before or not folded:
            yield folded
        before = folded


def spans(runs: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    """The marked runs' text, neighbours put together; empty where the whole is marked."""
    parts: list[str] = []
    plain = before = False
    for text, marked in runs:
        if not text.strip():
            if before and parts:
                parts[-1] += text
            continue
        if marked and before:
            parts[-1] += text
        elif marked:
            parts.append(text)
        plain = plain or not marked
        before = marked
    folded = (" ".join(part.split()).strip(_EDGES) for part in parts)
    return tuple(dict.fromkeys(part for part in folded if part)) if plain else ()


def _pptx_slides(data: bytes, progress: Callable[[float], None]) -> Iterator[tuple[Block, ...]]:
    from pptx import Presentation

    slides = Presentation(BytesIO(data)).slides
    for number, slide in enumerate(slides, 1):
        yield tuple(_slide(slide, number))
        progress(number / len(slides))


def _slide(slide: Slide, page: int) -> Iterator[Block]:
    title = slide.shapes.title
    if title is not None and (text := " ".join(title.text_frame.text.split())):
        yield Block(kind="heading", text=text, page=page, level=1)
    own = None if title is None else title.shape_id
    for shape in slide.shapes:
        if shape.shape_id != own:
            yield from _shape(shape, page)
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame) is not None:
        for line in notes.text.splitlines():
            if line.strip():
                yield Block(kind="paragraph", text=" ".join(line.split()), page=page)


def _shape(shape: BaseShape, page: int) -> Iterator[Block]:
    from pptx.shapes.autoshape import Shape
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.shapes.group import GroupShape

    if isinstance(shape, GroupShape):
        for inner in shape.shapes:
            yield from _shape(inner, page)
    elif isinstance(shape, GraphicFrame) and shape.has_table:
        rows = (" | ".join(" ".join(cell.text.split()) for cell in row.cells) for row in shape.table.rows)
        if text := "\n".join(row for row in rows if row.strip(" |")):
            yield Block(kind="table", text=text, page=page)
    elif isinstance(shape, Shape) and not _is_furniture(shape):
        lines = [line for line in shape.text_frame.paragraphs if line.text.strip()]
        for line in lines:
            runs = ((run.text, bool(run.font.bold or run.font.italic)) for run in line.runs)
            kind: BlockKind = "list" if shape.is_placeholder and len(lines) > 1 else "paragraph"
            yield Block(kind=kind, text=" ".join(line.text.split()), page=page, emphasis=spans(runs))


def _is_furniture(shape: BaseShape) -> bool:
    """Whether a shape is the slide's date, footer or number."""
    from pptx.enum.shapes import PP_PLACEHOLDER

    return shape.is_placeholder and shape.placeholder_format.type in (
        PP_PLACEHOLDER.DATE,
        PP_PLACEHOLDER.FOOTER,
        PP_PLACEHOLDER.SLIDE_NUMBER,
    )
