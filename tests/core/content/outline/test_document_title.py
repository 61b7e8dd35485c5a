"""What a document is called: its own title, else a file name that says something, else nothing."""

from __future__ import annotations

import pytest

from core.content.outline.document_title import document_title
from core.content.readers.reading import read_document
from tests.documents import book_pdf
from tests.journey import NOTES
from tests.textbook import textbook_pdf

WITHOUT_TITLE = b"Photosynthesis is the process by which plants make sugar out of light. " * 20


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("document.pdf", book_pdf(), "Biology for Beginners"),
        ("textbook.pdf", textbook_pdf(), "A First Course in Cells"),
        ("x.md", NOTES.encode(), "Soil"),
        ("x.md", b"# Chapter 3: Osmosis\n\n" + WITHOUT_TITLE, "Osmosis"),
        ("x.md", b"# Contents\n\n" + WITHOUT_TITLE, ""),
        ("cells.md", b"# Roots\n\n" + WITHOUT_TITLE + b"\n\n# Stems\n\n" + WITHOUT_TITLE, "Cells"),
        ("cell-biology_notes-v2.txt", WITHOUT_TITLE, "Cell biology notes v2"),
        ("OrganicChemistry (1).txt", WITHOUT_TITLE, "Organic Chemistry"),
        ("document.txt", WITHOUT_TITLE, ""),
        ("scan0001.txt", WITHOUT_TITLE, ""),
        ("IMG_20240102.txt", WITHOUT_TITLE, ""),
        ("final_final (2).txt", WITHOUT_TITLE, ""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_title_is_one_that_a_person_would_say(name: str, data: bytes, title: str) -> None:
    assert document_title(read_document(name, data)) == title
