"""Small documents made on the fly, for tests of what reads them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import cache

import docx
import pptx
from fpdf import FPDF
from fpdf.enums import AccessPermission, XPos, YPos

SENTENCES = (
    "A cell membrane keeps the inside of a cell apart from what surrounds it.",
    "Water moves through it towards the side where more is dissolved.",
    "Proteins in it let some molecules pass and hold others back.",
    "What passes without energy follows the difference in concentration.",
    "Pumps work against that difference and use energy to do so.",
)
CHAPTERS = ("The Membrane", "Energy", "Division", "Heredity", "Evolution", "Ecology")


def prose(words: int, *, start: int = 0) -> str:
    """Running text of about so many words."""
    text: list[str] = []
    while sum(len(sentence.split()) for sentence in text) < words:
        text.append(SENTENCES[(start + len(text)) % len(SENTENCES)])
    return " ".join(text)


class _Book(FPDF):
    running_head = ""

    def header(self) -> None:
        if self.running_head and self.page_no() > 1:
            self.set_font("Helvetica", size=8)
            self.cell(0, 6, self.running_head, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def footer(self) -> None:
        if self.running_head:
            self.set_y(-15)
            self.set_font("Helvetica", size=8)
            self.cell(0, 6, f"Page {self.page_no()}", align="C")


def _text(pdf: FPDF, text: str, *, size: float = 11, style: str = "") -> None:
    pdf.set_font("Helvetica", style=style, size=size)
    pdf.multi_cell(0, size * 0.5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT, markdown=not style)
    pdf.ln(4)


@cache
def book_pdf(*, outline: bool = True, pages_each: int = 6, running_head: str = "Biology for Beginners") -> bytes:
    """A book: title page, contents, six chapters of `pages_each` pages, licence and index; headings in larger type."""
    pdf = _Book()
    pdf.running_head = running_head
    pdf.add_page()
    _text(pdf, "Biology for Beginners", size=26, style="B")
    for title in ("Contents", *CHAPTERS, "GNU Free Documentation License", "Index"):
        pdf.add_page()
        if outline:
            pdf.start_section(title)
        number = CHAPTERS.index(title) + 1 if title in CHAPTERS else 0
        _text(pdf, f"{number}. {title}" if number else title, size=20, style="B")
        if title == "Contents":
            for page, chapter in enumerate(CHAPTERS):
                _text(pdf, f"{chapter} {'. ' * 30}{page * pages_each + 3}")
            continue
        for page in range(pages_each if number else 1):
            if page:
                pdf.add_page()
            place = f"{title} has a part {'abcdefgh'[page] * 3} of its own."
            _text(pdf, f"{place} {prose(120, start=page)} The **{title.lower()}** matters.")
            _text(pdf, f"{prose(120, start=page + 1)} {place}")
    return bytes(pdf.output())


def plain_pdf(paragraphs: Sequence[str]) -> bytes:
    """A PDF with these paragraphs and nothing else."""
    pdf = FPDF()
    pdf.add_page()
    for paragraph in paragraphs:
        _text(pdf, paragraph)
    return bytes(pdf.output())


def two_column_pdf(left: str, right: str) -> bytes:
    """One page of two columns."""
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=11)
    for column, text in enumerate((left, right)):
        pdf.set_xy(10 + 98 * column, 20)
        pdf.multi_cell(90, 6, text)
    return bytes(pdf.output())


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password="user", permissions=AccessPermission.none())
    pdf.add_page()
    _text(pdf, prose(100))
    return bytes(pdf.output())


def scanned_pdf(pages: int = 4) -> bytes:
    """A PDF whose pages are drawings without text."""
    pdf = FPDF()
    for _ in range(pages):
        pdf.add_page()
        pdf.rect(20, 20, 150, 200, style="F")
    return bytes(pdf.output())


@cache
def word_document() -> bytes:
    """A Word document: title, two chapters, a list, a table, a bold word."""
    document = docx.Document()
    document.add_heading("Biology", 0)
    document.add_heading("The Membrane", 1)
    paragraph = document.add_paragraph("The ")
    paragraph.add_run("plasma").bold = True
    paragraph.add_run(" membrane").bold = True
    paragraph.add_run(" is thin.")
    document.add_paragraph("water", style="List Bullet")
    table = document.add_table(2, 2)
    for index, text in enumerate(("ion", "charge", "sodium", "+1")):
        table.cell(index // 2, index % 2).text = text
    document.add_paragraph(prose(80))
    document.add_heading("Energy", 1)
    document.add_paragraph(prose(80))
    return _saved(document)


@cache
def slides() -> bytes:
    """A presentation of three slides with bullets; the first has notes."""
    show = pptx.Presentation()
    for title in CHAPTERS[:3]:
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"{SENTENCES[0]}\n{SENTENCES[1]}"
    show.slides[0].notes_slide.notes_text_frame.text = "Say this aloud."
    return _saved(show)


def _saved(document: object) -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def zipped(**parts: bytes) -> bytes:
    """A zip archive; `__` in a name stands for a slash."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return target.getvalue()
