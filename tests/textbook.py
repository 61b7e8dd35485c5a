"""A textbook as a PDF of over 30 pages, set from the bundled course's lessons: outline, chapters, page numbers."""

from __future__ import annotations

from functools import cache

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from core.content.courses import load_course


class _Book(FPDF):
    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", size=9)
        self.cell(0, 8, str(self.page_no()), align="C")


@cache
def textbook_pdf() -> bytes:
    """The book's bytes; each page holds one step or definition of a lesson."""
    book = _Book()
    book.add_page()
    _set(book, "A First Course in Cells", 28, bold=True)
    for number, topic in enumerate(load_course("cell_biology").topics, 1):
        lesson = topic.lesson
        book.add_page()
        book.start_section(topic.name)
        _set(book, f"{number} {topic.name}", 22, bold=True)
        _set(book, lesson.intuition, 13)
        for step in lesson.steps:
            book.add_page()
            _set(book, step.title, 16, bold=True)
            _set(book, step.content, 13)
        for definition in lesson.definitions:
            book.add_page()
            term, meaning = definition.term, definition.meaning
            _set(book, f"{term[0].upper()}{term[1:]} is {meaning[0].lower()}{meaning[1:].rstrip('.')}.", 13)
    return bytes(book.output())


def _set(book: FPDF, text: str, size: float, *, bold: bool = False) -> None:
    book.set_font("Helvetica", style="B" if bold else "", size=size)
    plain = text.encode("latin-1", "replace").decode("latin-1")
    book.multi_cell(0, size * 0.55, plain, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    book.ln(4)
