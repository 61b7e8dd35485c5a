"""PDF files, by PDFium: the lines of every page with their type and place, and the outline."""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from core.documents import Bookmark, Document
from core.errors import MaterialError
from core.material.layout import lay_out
from core.material.lines import Line, Style, Word, make_lines

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]

MAX_PAGES = 3_000
SPARSE_CHARS = 20
WORDS_PER_PAGE_OF_A_SCAN = 30

# PDFium keeps global state and is not thread-safe: one call at a time in the whole process.
_PDFIUM = threading.Lock()

_WORD = re.compile(r"[^\s\x00]+")
_LINE = re.compile(r"[^\r\n]+")
_BOLD_NAME = re.compile(r"bold|black|heavy|demi|semibd|(?:cm|sf)bx|-bd|\bmedi", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"ital|obliq|slant|cmti|cmsl|sfti|-it\b|regu.*ital", re.IGNORECASE)
_MONO_NAME = re.compile(r"mono|courier|consol|typewriter|cmtt|sftt|menlo|inconsol|lmtt|nimbusmon", re.IGNORECASE)
_FIXED_PITCH, _ITALIC, _FORCE_BOLD = 1 << 0, 1 << 6, 1 << 18


def read_pdf(name: str, data: bytes, progress: Callable[[float], None]) -> Document:
    """The PDF's text and outline. `progress` gets the share of pages read.

    Raises MaterialError for a PDF that is locked, damaged, made of pictures, or longer than MAX_PAGES.
    """
    with _PDFIUM:
        pages, bookmarks = _extract(name, data, progress)
    if _is_scan(pages):
        raise MaterialError(
            f"“{name}” holds pictures of pages, not text. "
            "Run text recognition (OCR) over it and add the copy that this gives."
        )
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
                raise MaterialError(
                    f"“{name}” has {count:,} pages; at most {MAX_PAGES:,} can be read. "
                    "Save the chapters that you need as a file of their own and add that."
                )
            pages = []
            for index in range(count):
                pages.append(tuple(_page_lines(pdf, index)))
                progress((index + 1) / count)
            return pages, tuple(_bookmarks(pdf))
    except PdfiumError as exc:
        raise _broken(name, exc.err_code) from exc


def _broken(name: str, code: int | None) -> MaterialError:
    import pypdfium2.raw as c  # type: ignore[import-untyped]

    if code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY):
        return MaterialError(f"“{name}” is locked with a password. Save a copy without the password and add that.")
    return MaterialError(
        f"“{name}” is damaged or incomplete and cannot be read as a PDF. "
        "Download or export it again and add the new copy."
    )


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
            text = _characters(textpage)
            yield from make_lines(_words(page, textpage, text), page=index + 1)
        finally:
            textpage.close()
    finally:
        page.close()


def _characters(textpage: object) -> str:
    """The page's characters, one for each of PDFium's indexes (its own text may skip or add some)."""
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
        words = []
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
        if words:
            yield words


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
        found = c.FPDFText_GetTextObject(textpage, index)
        if not found:
            return plain
        key = ctypes.addressof(found.contents)
        if key not in by_object:
            c.FPDFTextObj_GetFontSize(found, ctypes.byref(size))
            c.FPDFPageObj_GetMatrix(found, ctypes.byref(matrix))
            scale = (matrix.c**2 + matrix.d**2) ** 0.5
            font = c.FPDFTextObj_GetFont(found)
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
    return bold, italic, mono
