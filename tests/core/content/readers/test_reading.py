from __future__ import annotations

import io

import pptx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.content.readers.reading import read_document
from core.errors import MaterialError
from core.models import Block, Document
from tests import documents


def texts(document: Document, kind: str) -> list[str]:
    return [block.text for block in document.blocks if block.kind == kind]


def refused(name: str, data: bytes, **limits: int) -> str:
    with pytest.raises(MaterialError) as caught:
        read_document(name, data, **limits)
    message = str(caught.value)
    assert f"“{name}”" in message
    assert message.endswith(".")
    return message


@pytest.fixture(scope="module")
def book() -> Document:
    return read_document("book.pdf", documents.book_pdf())


def test_a_pdf_keeps_pages_outline_and_headings(book: Document) -> None:
    assert book.kind == "pdf"
    assert book.page_count == 40
    assert [(mark.title, mark.page) for mark in book.bookmarks][:3] == [
        ("Contents", 2),
        ("The Membrane", 3),
        ("Energy", 9),
    ]
    headings = [(block.text, block.page, block.level) for block in book.blocks if block.kind == "heading"]
    assert ("1. The Membrane", 3, 1) in headings
    assert ("2. Energy", 9, 1) in headings


def test_running_heads_and_page_numbers_are_dropped(book: Document) -> None:
    after_title = [block for block in book.blocks if (block.page or 0) > 1]
    assert not [block for block in after_title if "Biology for Beginners" in block.text]
    assert not [block for block in book.blocks if block.text.startswith("Page ")]


def test_the_lines_of_a_pdf_are_joined_to_paragraphs(book: Document) -> None:
    on_page = [block.text for block in book.blocks if block.page == 4]
    assert on_page[0].startswith(f"The Membrane has a part bbb of its own. {documents.SENTENCES[1]}")
    assert on_page[0].endswith("The the membrane matters.")
    assert len(on_page) == 2


def test_bold_words_in_a_pdf_are_kept_as_emphasis(book: Document) -> None:
    assert any(block.emphasis == ("the membrane",) for block in book.blocks if block.page == 4)


def test_a_paragraph_over_a_page_break_keeps_the_first_page() -> None:
    document = read_document("long.pdf", documents.plain_pdf([documents.prose(900)]))
    assert document.page_count == 2
    assert [block.page for block in document.blocks] == [1]
    assert " ".join(document.blocks[0].text.split()) == documents.prose(900)


def test_a_word_broken_at_the_line_end_is_joined() -> None:
    text = "photo-\nsynthesis in a plant,\nand no more of it."
    document = read_document("plant.pdf", documents.plain_pdf([text]))
    assert document.blocks[0].text == "photosynthesis in a plant, and no more of it."


def test_columns_are_read_one_after_the_other() -> None:
    left, right = documents.prose(60), documents.prose(60, start=2)
    document = read_document("columns.pdf", documents.two_column_pdf(left, right))
    assert " ".join(block.text for block in document.blocks) == f"{left} {right}"


def test_headings_of_a_pdf_without_outline_come_from_the_type() -> None:
    document = read_document("book.pdf", documents.book_pdf(outline=False))
    assert document.bookmarks == ()
    assert [title for title in texts(document, "heading") if title[0].isdigit()] == [
        f"{number}. {title}" for number, title in enumerate(documents.CHAPTERS, 1)
    ]


def test_progress_rises_to_one() -> None:
    seen: list[float] = []
    read_document("book.pdf", documents.book_pdf(pages_each=1), progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > 5


def test_a_word_document() -> None:
    document = read_document("notes.docx", documents.word_document())
    assert (document.kind, document.page_count) == ("docx", None)
    assert [(block.text, block.level) for block in document.blocks if block.kind == "heading"] == [
        ("Biology", 1),
        ("The Membrane", 2),
        ("Energy", 2),
    ]
    assert (
        Block(kind="paragraph", text="The plasma membrane is thin.", emphasis=("plasma membrane",)) in document.blocks
    )
    assert texts(document, "list") == ["water"]
    assert texts(document, "table") == ["ion | charge\nsodium | +1"]


def test_slides_are_pages_with_notes() -> None:
    document = read_document("talk.pptx", documents.slides())
    assert (document.kind, document.page_count) == ("pptx", 3)
    assert [(block.text, block.page) for block in document.blocks if block.kind == "heading"] == [
        (title, page) for page, title in enumerate(documents.CHAPTERS[:3], 1)
    ]
    assert texts(document, "list")[:2] == list(documents.SENTENCES[:2])
    assert Block(kind="paragraph", text="Say this aloud.", page=1) in document.blocks


def test_bold_words_of_slides_are_kept_as_emphasis() -> None:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "Leaves"
    line = slide.placeholders[1].text_frame.paragraphs[0]
    for text, is_bold in (("The ", False), ("stroma", True), (" is a fluid.", False)):
        run = line.add_run()
        run.text, run.font.bold = text, is_bold
    target = io.BytesIO()
    show.save(target)
    blocks = read_document("talk.pptx", target.getvalue()).blocks
    assert [block.emphasis for block in blocks if block.text == "The stroma is a fluid."] == [("stroma",)]


def test_html_without_its_furniture() -> None:
    page = """<!DOCTYPE html><html><head><title>t</title><style>p{}</style></head><body><nav>Home</nav>
    <h1>Osmosis<a href="#x">¶</a></h1><p>Water <b>diffuses</b> <em>freely</em>.</p>
    <ul><li>one<ul><li>two</li></ul></li></ul>
    <dl><dt>Isotonic</dt><dd>of equal strength</dd></dl><table><tr><th>a</th><td>1</td></tr></table>
    <pre>x = 1\n  y</pre><script>alert(1)</script><footer>imprint</footer></body></html>"""
    document = read_document("page", page.encode())
    assert document.kind == "html"
    assert [(block.kind, block.text) for block in document.blocks] == [
        ("heading", "Osmosis"),
        ("paragraph", "Water diffuses freely."),
        ("list", "one"),
        ("list", "two"),
        ("definition", "Isotonic: of equal strength"),
        ("table", "a | 1"),
        ("code", "x = 1\n  y"),
    ]
    assert document.blocks[1].emphasis == ("diffuses freely",)


def test_a_page_nested_very_deep_is_read() -> None:
    depth = 20_000
    page = b"<html><body>" + b"<div>x" * depth + b"</div>" * depth
    assert len(read_document("deep.html", page).blocks) > 100


def test_markdown_by_name_and_by_content() -> None:
    text = b"# Cells\n\nA *cell* is small.\n\n## Parts\n\n- one\n- two\n"
    for name in ("notes.md", "notes"):
        document = read_document(name, text)
        assert document.kind == "markdown"
        assert [(block.text, block.level) for block in document.blocks if block.level] == [("Cells", 1), ("Parts", 2)]
        assert texts(document, "list") == ["one", "two"]
        assert document.blocks[1].emphasis == ("cell",)


def test_plain_text_with_pages_and_headings() -> None:
    text = (
        "OSMOSIS\n\nWater moves\nby itself.\n\n1.2 Second part\n\nMore.\n- one\n- two\n\fDiffusion\n---------\nGases."
    )
    document = read_document("notes.txt", text.encode())
    assert document.kind == "text"
    assert document.page_count == 2
    assert [(block.kind, block.text, block.page) for block in document.blocks] == [
        ("heading", "OSMOSIS", 1),
        ("paragraph", "Water moves by itself.", 1),
        ("heading", "1.2 Second part", 1),
        ("paragraph", "More.", 1),
        ("list", "- one", 1),
        ("list", "- two", 1),
        ("heading", "Diffusion", 2),
        ("paragraph", "Gases.", 2),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_encodings(encoding: str) -> None:
    assert read_document("a.txt", "Käse and “naïve” text.".encode(encoding)).blocks[0].text == "Käse and “naïve” text."


def test_the_kind_is_told_by_the_content() -> None:
    assert read_document("really.txt", documents.word_document()).kind == "docx"
    assert read_document("really.docx", documents.plain_pdf([documents.prose(50)])).kind == "pdf"


def test_a_locked_pdf_is_refused() -> None:
    assert refused("notes.pdf", documents.locked_pdf()) == (
        "“notes.pdf” is locked with a password. Save a copy without the password and add that."
    )


def test_a_locked_word_document_is_refused() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert "password" in refused("notes.docx", data)


def test_an_old_word_document_is_refused() -> None:
    assert ".docx" in refused("notes.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_a_scan_is_refused() -> None:
    message = refused("scan.pdf", documents.scanned_pdf())
    assert "pictures of pages" in message
    assert "OCR" in message


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_a_truncated_pdf_is_refused(share: float) -> None:
    data = documents.book_pdf(pages_each=1)
    assert "damaged" in refused("cut.pdf", data[: int(len(data) * share)])


def test_a_pdf_of_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.content.pdf.pdf.MAX_PAGES", 5)
    assert "10 pages; at most 5" in refused("long.pdf", documents.book_pdf(pages_each=1))


@pytest.mark.parametrize("make", [documents.word_document, documents.slides])
def test_a_truncated_office_file_is_refused(make: object) -> None:
    data = make()  # type: ignore[operator]
    assert "damaged" in refused("cut.docx", data[: len(data) // 2])


def test_an_office_file_without_its_parts_is_refused() -> None:
    assert "damaged" in refused("odd.docx", documents.zipped(word__document_xml=b"<x/>"))


def test_an_unpacked_size_beyond_reason_is_refused() -> None:
    bomb = documents.zipped(word__document_xml=bytes(3 * 2**20))
    message = refused("bomb.docx", bomb, max_bytes=100_000)
    assert "3 MB" in message


def test_other_archives_pictures_and_binaries_are_refused() -> None:
    assert "PDF, Word" in refused("a.epub", documents.zipped(mimetype=b"application/epub+zip"))
    assert "OCR" in refused("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50))
    assert "PDF, Word" in refused("a.bin", bytes(range(256)) * 4)
    assert "PDF, Word" in refused("a.rtf", b"{\\rtf1 hello}")


def test_an_empty_file_and_one_without_text_are_refused() -> None:
    assert "empty" in refused("a.txt", b" \n ")
    assert "no text" in refused("a.html", b"<html><body><script>1</script></body></html>")


def test_a_file_beyond_the_limit_is_refused_with_both_sizes() -> None:
    message = refused("big.txt", b"x" * (3 * 2**20), max_bytes=2**20)
    assert "3.0 MB" in message
    assert "1 MB" in message


def reads_or_refuses(name: str, data: bytes) -> None:
    try:
        document = read_document(name, data)
    except MaterialError:
        return
    assert document.blocks


@given(st.binary(max_size=400), st.sampled_from(["a.pdf", "a.md", "a.docx", "a"]))
@example(b"%PDF-1.7\n1 0 obj", "a.pdf")
@example(b"PK\x03\x04", "a.docx")
def test_any_bytes_read_or_are_refused(data: bytes, name: str) -> None:
    reads_or_refuses(name, data)


@given(st.sampled_from(["", "%PDF-1.4\n", "PK\x03\x04", "<html>", "# a\n# b\n", "---\n"]), st.text(max_size=300))
def test_any_text_reads_or_is_refused(head: str, text: str) -> None:
    reads_or_refuses("a.md" if head.startswith("#") else "a", (head + text).encode("utf-8", "replace"))


WHOLE = (documents.word_document(), documents.slides(), documents.book_pdf(pages_each=1))


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.floats(0, 0.9999), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12),
)
def test_damaged_files_read_or_are_refused(whole: bytes, damage: list[tuple[float, bytes]]) -> None:
    data = bytearray(whole)
    for where, junk in damage:
        at = int(where * len(data))
        data[at : at + len(junk)] = junk
    reads_or_refuses("damaged", bytes(data))
