from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content.outline.sections import make_material, sections
from core.content.readers.reading import read_document
from core.content.text.definitions import definitions
from core.models import Block, Bookmark, Document
from tests import documents


def titles(document: Document) -> list[str]:
    return [section.title for section in sections(document)]


def markdown(*parts: tuple[str, int]) -> Document:
    text = "\n\n".join(f"{title}\n\n{documents.prose(words) if words else ''}" for title, words in parts)
    return read_document("notes.md", text.encode())


@pytest.mark.parametrize("outline", [True, False])
def test_a_book_gives_its_chapters_without_front_and_back_matter(outline: bool) -> None:
    units = sections(read_document("book.pdf", documents.book_pdf(outline=outline)))
    assert [section.title for section in units] == list(documents.CHAPTERS)
    assert [(section.page_from, section.page_to) for section in units] == [(3 + 6 * i, 8 + 6 * i) for i in range(6)]
    assert all(section.words > 1_000 for section in units)


def test_bookmarks_cut_where_no_line_shows_their_title() -> None:
    blocks = tuple(Block(kind="paragraph", text=documents.prose(400), page=page) for page in range(1, 7))
    marks = (Bookmark(title="One", level=1, page=1), Bookmark(title="Two", level=1, page=4))
    document = Document(name="a.pdf", kind="pdf", page_count=6, blocks=blocks, bookmarks=marks)
    assert [(section.title, section.page_from, section.page_to) for section in sections(document)] == [
        ("One", 1, 3),
        ("Two", 4, 6),
    ]


def test_a_long_chapter_is_split_at_the_next_level_with_its_title_above() -> None:
    parts = [(f"# {name}", 1_500) for name in documents.CHAPTERS[:4]]
    long = [("# Genetics", 0), ("## Genes", 2_500), ("## Chromosomes", 2_500)]
    units = sections(markdown(*parts, *long))
    assert [section.title for section in units] == [*documents.CHAPTERS[:4], "Genes", "Chromosomes"]
    assert units[-1].path == ("Genetics",)


def test_tiny_sections_join_a_neighbour_and_no_text_is_lost() -> None:
    document = markdown(*[(f"# {name}", 1_500) for name in documents.CHAPTERS], ("# Afterthought", 10))
    units = sections(document)
    assert [section.title for section in units] == list(documents.CHAPTERS)
    assert sum(section.words for section in units) == sum(
        len(block.text.split()) for block in document.blocks if block.kind != "heading"
    )


def test_a_leaf_far_too_long_is_cut_into_parts() -> None:
    blocks = [Block(kind="heading", text="Only", level=1)]
    blocks += [Block(kind="paragraph", text=documents.prose(200)) for _ in range(60)]
    blocks += [Block(kind="heading", text="Other", level=1), Block(kind="paragraph", text=documents.prose(900))]
    names = titles(Document(name="a", kind="text", page_count=None, blocks=tuple(blocks)))
    assert names == [*(f"Only (part {number} of 5)" for number in range(1, 6)), "Other"]


def test_text_without_titles_is_cut_in_runs_titled_by_their_first_words() -> None:
    text = "\n\n".join(documents.prose(100, start=i) for i in range(40))
    units = sections(read_document("notes.txt", text.encode()))
    assert len(units) == 4
    assert units[0].title == "A cell membrane keeps the inside of a"
    assert len({section.title for section in units}) == 4
    assert all(800 < section.words < 1_300 for section in units)


def test_numbered_lines_are_titles_where_nothing_else_is() -> None:
    blocks: list[Block] = []
    for number, name in enumerate(documents.CHAPTERS, 1):
        blocks += [
            Block(kind="paragraph", text=f"{number}. {name}"),
            Block(kind="paragraph", text=documents.prose(400)),
        ]
    document = Document(name="a", kind="text", page_count=None, blocks=tuple(blocks))
    assert titles(document) == list(documents.CHAPTERS)


def test_titles_are_clean_and_each_unlike_the_others() -> None:
    document = markdown(
        ("# Chapter 1: Waves ...", 0),
        ("## 1.1  Introduction", 400),
        ("## 1.2 Sound", 400),
        ("# Chapter 2: Light", 0),
        ("## 2.1 Introduction", 400),
        ("## 2.2 Lenses " + "and mirrors " * 12, 400),
    )
    names = titles(document)
    assert names[:3] == ["Waves: Introduction", "Sound", "Light: Introduction"]
    assert names[3].startswith("Lenses and mirrors")
    assert len(names[3]) <= 100


def test_an_index_in_the_middle_is_a_topic_and_at_the_end_is_not() -> None:
    document = markdown(
        ("# Tables", 500), ("# References", 500), ("# Queries", 500), ("# Joins", 500), ("# References", 500)
    )
    assert titles(document) == ["Tables", "References", "Queries", "Joins"]


def test_matter_is_left_out_with_all_that_stands_below_it() -> None:
    document = markdown(
        ("# Contents", 0),
        ("## List of typeset examples", 500),
        *((f"# {name}", 600) for name in documents.CHAPTERS),
        ("# GNU Free Documentation License", 0),
        ("## Applicability", 500),
        ("## Verbatim copying", 500),
        ("# Exercises", 0),
        ("## First set", 500),
        ("# Index", 0),
        *((f"## {letter}", 400) for letter in "ABCD"),
        ("# Index of first lines", 500),
    )
    assert titles(document) == list(documents.CHAPTERS)


@pytest.mark.parametrize(
    ("title", "is_left_out"),
    [
        ("Index of first lines", True),
        ("Command index", True),
        ("List of typeset examples", True),
        ("Index of refraction", False),
        ("Index funds", False),
        ("List of stars", False),
    ],
)
def test_an_index_is_told_from_a_topic_of_that_word(title: str, *, is_left_out: bool) -> None:
    document = markdown(("# Waves", 500), (f"# {title}", 500), ("# Light", 500))
    assert (title not in titles(document)) is is_left_out


def test_the_glossary_of_a_material_defines_its_terms() -> None:
    rows = "".join(
        f"<tr><td>{term}</td><td>{meaning}</td></tr>"
        for term, meaning in (
            ("Magma", "The molten rock that lies under the crust."),
            ("Tuff", "A rock that is made of ash."),
        )
    )
    page = f"<html><body><h1>Glossary</h1><table>{rows}</table></body></html>"
    material = make_material(read_document("rocks.html", page.encode()), material_id="m", digest="d")
    assert [definition.term for section in material.sections for definition in definitions(section)] == [
        "magma",
        "tuff",
    ]


def test_a_document_that_is_all_licence_is_still_read() -> None:
    assert sections(markdown(("# License", 500)))


def test_slides_give_their_titles() -> None:
    assert titles(read_document("talk.pptx", documents.slides())) == list(documents.CHAPTERS[:3])


def test_material_has_the_sections() -> None:
    document = read_document("notes.docx", documents.word_document())
    material = make_material(document, material_id="m1", digest="d")
    assert (material.id, material.name, material.kind, material.digest) == ("m1", "notes.docx", "docx", "d")
    assert [section.title for section in material.sections] == ["The Membrane", "Energy"]


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 500)), min_size=1, max_size=40))
def test_titles_are_unique_and_text_stays_in_order(shape: list[tuple[int, int]]) -> None:
    blocks: list[Block] = []
    for number, (level, words) in enumerate(shape):
        blocks.append(Block(kind="heading", text=f"Matter {'abc'[number % 3]}", level=level))
        blocks.append(Block(kind="paragraph", text=f"{number} " * (words + 1)))
    units = sections(Document(name="a", kind="markdown", page_count=None, blocks=tuple(blocks)))
    names = [section.title.casefold() for section in units]
    assert len(names) == len(set(names))
    texts = [block for section in units for block in section.blocks if block.kind != "heading"]
    assert texts == [block for block in blocks if block.kind != "heading"]


def test_hundreds_of_small_titles_become_a_plan_that_can_be_overseen() -> None:
    blocks = []
    for part in range(200):
        blocks.append(Block(kind="heading", text=f"Setting {part}", level=1))
        blocks.append(Block(kind="paragraph", text="A word and another word of it. " * 50))
    units = sections(Document(name="manual.md", kind="markdown", page_count=None, blocks=tuple(blocks)))
    assert 20 <= len(units) <= 60
    assert sum(unit.words for unit in units) == 200 * 50 * 7
