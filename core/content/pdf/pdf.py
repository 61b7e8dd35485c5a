"""PDF files, by PDFium: the lines of every page with their type and place, and the outline."""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from core.content.pdf.layout import lay_out
from core.content.pdf.ligatures import with_letters
from core.content.pdf.lines import Line, Style, Word, make_lines
from core.errors import MaterialError
from core.models import Bookmark, Document

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]

MAX_PAGES = 3_000
SPARSE_CHARS = 20
WORDS_PER_PAGE_OF_A_SCAN = 30
CLOSE = 0.26  # of the type size: where all spaces of a line are wider, none is lost
LOST_SPACE = 0.11  # of the type size: so wide a gap is a space where the other letters touch

# PDFium keeps global state and is not thread-safe: one call at a time in the whole process.
PDFIUM = threading.Lock()

_WORD = re.compile(r"[^\s\x00]+")
_LINE = re.compile(r"[^\r\n]+")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|semibd|(?:cm|sf)bx|-bd|\bmedi", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"ital|obliq|slant|cmti|cmsl|sfti|-it\b|regu.*ital", re.IGNORECASE)
_MONO_NAME = re.compile(
    r"mono|courier|consol|typewriter|cm(?:sl)?tt|sf(?:sl)?tt|menlo|inconsol|lmtt|nimbusmon", re.IGNORECASE
)
_FIXED_PITCH, _ITALIC, _FORCE_BOLD = 1 << 0, 1 << 6, 1 << 18
_NARROW, _WIDE = "ilj.", "mwMW"


def read_pdf(name: str, data: bytes, progress: Callable[[float], None]) -> Document:
    """The PDF's text and outline. `progress` gets the share of pages read.

    Raises MaterialError for a PDF that is locked, damaged, made of pictures, or longer than MAX_PAGES.
    """
    with PDFIUM:
        raw_pages, bookmarks = _extract(name, data, progress)
    pages = with_letters(raw_pages)
    if _is_scan(pages):
        raise MaterialError("material.pictures", name=name)
    return Document(
        name=name,
        kind="pdf",
        page_count=len(pages),
        blocks=lay_out(pages, bookmarks),
        bookmarks=bookmarks,
    )


def _extract(
    name: str, data: bytes, progress: Callable[[float], None]
) -> tuple[list[tuple[Line, ...]], tuple[Bookmark, ...]]:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with PdfDocument(data) as pdf:
            count = len(pdf)
            if count > MAX_PAGES:
                raise MaterialError("material.many_pages", name=name, pages=count, most=MAX_PAGES)
            pages = []
            for index in range(count):
                pages.append(tuple(_page_lines(pdf, index)))
                progress((index + 1) / count)
            return pages, tuple(_bookmarks(pdf))
    except PdfiumError as exc:
        raise broken(name, exc.err_code) from exc


def broken(name: str, code: int | None) -> MaterialError:
    """What keeps PDFium from opening a file, by its error code, as a sentence."""
    import pypdfium2.raw as c  # type: ignore[import-untyped]

    if code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
        return MaterialError("material.locked", name=name)
    return MaterialError("material.pdf_damaged", name=name)


def _is_scan(pages: list[tuple[Line, ...]]) -> bool:
    sparse = sum(sum(len(line.text) for line in page) < SPARSE_CHARS for page in pages)
    words = sum(len(line.words) for page in pages for line in page)
    return sparse * 2 > len(pages) and words < WORDS_PER_PAGE_OF_A_SCAN * len(pages)


def _bookmarks(pdf: PdfDocument) -> Iterator[Bookmark]:
    for entry in pdf.get_toc():
        title = " ".join(entry.get_title().replace("\x00", " ").split())
        dest = entry.get_dest()
        page = dest.get_index() if dest else None
        if title:
            yield Bookmark(title=title, level=entry.level + 1, page=None if page is None else page + 1)


def _page_lines(pdf: PdfDocument, index: int) -> Iterator[Line]:
    page = pdf[index]
    try:
        textpage = page.get_textpage()
        try:
            text = characters(textpage)
            yield from make_lines(_words(page, textpage, text), page=index + 1)
        finally:
            textpage.close()
    finally:
        page.close()


def characters(textpage: object) -> str:
    """A page's characters, one for each of PDFium's indexes (its own text may skip or add some)."""
    import pypdfium2.raw as c

    count = max(c.FPDFText_CountChars(textpage), 0)
    buffer = (ctypes.c_ushort * (count + 1))()
    if c.FPDFText_GetText(textpage, 0, count, buffer) == count + 1:
        return "".join(map(chr, buffer[:count]))
    return "".join(chr(code) if (code := c.FPDFText_GetUnicode(textpage, i)) < 0x110000 else " " for i in range(count))


def _words(page: PdfPage, textpage: object, text: str) -> Iterator[list[Word]]:
    """The words of each of PDFium's lines, with box, baseline and style."""
    import pypdfium2.raw as c

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    boxes = (ctypes.byref(left), ctypes.byref(right), ctypes.byref(bottom), ctypes.byref(top))
    origin = (ctypes.byref(x), ctypes.byref(y))
    style_at = _style_reader(textpage)
    for line in _LINE.finditer(text):
        words: list[Word] = []
        starts: list[int] = []
        for match in _WORD.finditer(text, line.start(), line.end()):
            first, last = match.start(), match.end() - 1
            c.FPDFText_GetCharBox(textpage, first, *boxes)
            x0 = left.value
            c.FPDFText_GetCharOrigin(textpage, first, *origin)
            y0 = y.value
            c.FPDFText_GetCharBox(textpage, last, *boxes)
            # A bracket or quote before the word is often set in another face than the word.
            inner = first + 1 if last - first > 2 and not text[first].isalnum() else first
            words.append(Word(match.group(), x0, right.value, y0, style_at(inner)))
            starts.append(first)
        if words and _is_set_close(words):
            yield [part for word, at in zip(words, starts, strict=True) for part in _parted(textpage, word, at)]
        elif words:
            yield words


def _is_set_close(words: list[Word]) -> bool:
    """Whether a line's spaces are so narrow that PDFium may have read over some."""
    gaps = [word.x0 - before.x1 for before, word in pairwise(words) if word.y == before.y]
    return min(gaps, default=0.0) < CLOSE * words[0].style.size


def _parted(textpage: object, word: Word, first: int) -> Iterator[Word]:
    """The word, or the words that it is where a gap parts two letters ("thecase").

    Letters of one word touch. Type that is spaced out as a whole stays as it is.
    """
    import pypdfium2.raw as c

    if len(word.text) < 3:
        yield word
        return
    box = c.FS_RECTF()
    target = ctypes.byref(box)
    edges = []
    for index in range(first, first + len(word.text)):
        c.FPDFText_GetLooseCharBox(textpage, index, target)
        edges.append((box.left, box.right))
    gaps = [after[0] - before[1] for before, after in pairwise(edges)]
    least, most = LOST_SPACE * word.style.size, word.style.size
    touching = sorted(gaps)[(len(gaps) - 1) // 2] < 0.03 * word.style.size
    start, x0 = 0, word.x0
    for place, gap in enumerate(gaps, 1):
        if touching and least <= gap < most and _may_part(word.text[place - 1], word.text[place]):
            yield word._replace(text=word.text[start:place], x0=x0, x1=edges[place - 1][1])
            start, x0 = place, edges[place][0]
    yield word._replace(text=word.text[start:], x0=x0)


def _may_part(before: str, after: str) -> bool:
    return (before.isalnum() or before in ",.;:)”") and (after.isalpha() or after in "(“")


def _style_reader(textpage: object) -> Callable[[int], Style]:
    """A function from a character's index to its style, remembering what it saw on this page."""
    import pypdfium2.raw as c

    size = ctypes.c_float()
    matrix = c.FS_MATRIX()
    by_object: dict[int, Style] = {}
    by_font: dict[int, tuple[bool, bool, bool]] = {}
    plain = Style(0.0, False, False, False)

    def face(font: object) -> tuple[bool, bool, bool]:
        key = ctypes.addressof(font.contents)  # type: ignore[attr-defined]  # a ctypes pointer
        if key not in by_font:
            by_font[key] = _face(font)
        return by_font[key]

    def read(index: int) -> Style:
        text_object = c.FPDFText_GetTextObject(textpage, index)
        if not text_object:
            return plain
        key = ctypes.addressof(text_object.contents)
        if key not in by_object:
            c.FPDFTextObj_GetFontSize(text_object, ctypes.byref(size))
            c.FPDFPageObj_GetMatrix(text_object, ctypes.byref(matrix))
            scale = (matrix.c**2 + matrix.d**2) ** 0.5
            font = c.FPDFTextObj_GetFont(text_object)
            bold, italic, mono = face(font) if font else (False, False, False)
            by_object[key] = Style(round(abs(size.value) * scale * 2) / 2, bold, italic, mono)
        return by_object[key]

    return read


def _face(font: object) -> tuple[bool, bool, bool]:
    """Whether a font is bold, italic, of fixed width: by its flags, else by its name."""
    import pypdfium2.raw as c

    buffer = ctypes.create_string_buffer(256)
    c.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    flags = max(c.FPDFFont_GetFlags(font), 0)
    bold = bool(flags & _FORCE_BOLD or _BOLD_NAME.search(name))
    italic = bool(flags & _ITALIC or _ITALIC_NAME.search(name))
    mono = bool(_MONO_NAME.search(name)) or bool(flags & _FIXED_PITCH)
    return bold, italic, mono and not _has_varied_widths(font)


def _has_varied_widths(font: object) -> bool:
    """Whether narrow letters are narrower than wide ones: some programs flag every font as of fixed width."""
    import pypdfium2.raw as c

    width = ctypes.c_float()

    def widths(letters: str) -> list[float]:
        asked = (
            (c.FPDFFont_GetGlyphWidth(font, ord(letter), 1000.0, ctypes.byref(width)), width.value)
            for letter in letters
        )
        return [value for is_known, value in asked if is_known and value > 0]

    narrow, wide = widths(_NARROW), widths(_WIDE)
    return bool(narrow and wide) and min(narrow) < 0.9 * max(wide)
