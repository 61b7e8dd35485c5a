"""Files that mean harm or come to it, through the reader's own process as the app uses it: each with its sentence."""

from __future__ import annotations

import os
import re
import signal
import threading
from pathlib import Path

import pytest

from core.content.readers import sandbox
from core.content.readers.reading import MAX_CHARACTERS
from core.content.readers.sandbox import read_in_sandbox
from core.errors import MaterialError
from core.models import Material
from tests import documents, hostile

MOST = 50 * 2**20
WORD, SLIDES, BOOK = documents.word_document(), documents.slides(), documents.book_pdf(pages_each=1)
LOCKED = "“{}” is locked with a password. Save a copy without the password and add that."
EMPTY = "“{}” is empty. Choose the file that holds your material."
NO_TEXT = "“{}” has no text to study. Choose a file with text in it."
BAD_PDF = "“{}” is damaged or incomplete and cannot be read as a PDF. Download or export it again and add the new copy."
BAD_ZIP = "“{}” is damaged or incomplete and cannot be opened. Download or save it again and add the new copy."
BAD_WORD, BAD_SLIDES = (
    f"“{{}}” is damaged or incomplete and cannot be read as a {what}. "
    "Open it in its own program, save it again and add the new copy."
    for what in ("Word document", "PowerPoint file")
)
SCAN = "“{}” holds pictures of pages, not text. Run text recognition (OCR) over it and add the copy that this gives."
PICTURE = "“{}” is a picture. Run text recognition (OCR) over it and add the document that this gives."
UNKNOWN = (
    "“{}” is of a kind that cannot be read. "
    "Add one of these: PDF, Word (.docx), PowerPoint (.pptx), HTML, Markdown and plain text."
)
TOO_MUCH = (
    "“{}” could not be read: it took more time or memory than one file may have, or it is damaged in a way that no "
    "reader expects. Save it anew, or add the part that you study as a file of its own."
)
BOMB = (
    "“{}” would unpack to 100 MB, more than any document needs; it was not opened. "
    "Save the document again under a new name and add that."
)
TOO_LONG = (
    "“{}” has {} pages; at most 3,000 can be read. Save the chapters that you need as a file of their own and add that."
)


def refused(name: str, data: bytes, *, max_bytes: int = MOST, memory: int = sandbox.MEMORY_BYTES) -> str:
    with pytest.raises(MaterialError) as caught:
        read_in_sandbox(name, data, max_bytes=max_bytes, memory=memory)
    return str(caught.value)


def read(name: str, data: bytes) -> Material:
    return read_in_sandbox(name, data, max_bytes=MOST)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("locked.pdf", documents.locked_pdf(), LOCKED),
        ("locked.docx", hostile.office_locked(), LOCKED),
        ("locked.pptx", hostile.office_locked(), LOCKED),
        ("zip.docx", hostile.zip_locked(WORD), LOCKED),
        ("zip.pptx", hostile.zip_locked(SLIDES), LOCKED),
        ("nothing.pdf", b"", EMPTY),
        ("blank.md", b"\n \t\n", EMPTY),
        *((f"nul.{kind}", bytes(4096), EMPTY) for kind in ("pdf", "docx", "pptx", "html", "md", "txt")),
        ("no page.pdf", hostile.raw_pdf(kids="", count=0), BAD_PDF),
        ("blank.docx", hostile.blank("docx"), NO_TEXT),
        ("blank.pptx", hostile.blank("pptx"), NO_TEXT),
        ("blank.html", b"<html><body><script>let a = 1</script></body></html>", NO_TEXT),
        ("front.md", b"---\ntitle: Cells\n---\n", NO_TEXT),
        ("dots.txt", b". . .\n---\n", NO_TEXT),
        ("scan.pdf", documents.scanned_pdf(), SCAN),
        ("sparse.pdf", hostile.mostly_scanned_pdf(["page nineteen long."] * 6, 6), SCAN),
        ("mostly.pdf", hostile.mostly_scanned_pdf([documents.SENTENCES[0]] * 4, 10), SCAN),
        ("cut.pdf", BOOK[: len(BOOK) // 2], BAD_PDF),
        ("cut.docx", WORD[: len(WORD) // 2], BAD_ZIP),
        ("cut.pptx", SLIDES[: len(SLIDES) // 2], BAD_ZIP),
        ("cut.zip.docx", WORD[:-30], BAD_ZIP),
        ("junk.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, BAD_PDF),
        ("odd.docx", hostile.repacked(WORD, hostile.WORD, lambda _: b"<x/>"), BAD_WORD),
        ("odd.pptx", hostile.repacked(SLIDES, "ppt/presentation.xml", lambda _: b"<x/>"), BAD_SLIDES),
        ("picture.docx", b"\x89PNG\r\n\x1a\n" + bytes(50), PICTURE),
        ("picture.pdf", b"\xff\xd8\xff\xe0" + bytes(50), PICTURE),
        ("program.txt", b"\x7fELF" + bytes(range(256)) * 8, UNKNOWN),
        ("book.docx", documents.zipped(mimetype=b"application/epub+zip"), UNKNOWN),
    ],
)
def test_each_kind_of_trouble_has_its_sentence(name: str, data: bytes, says: str) -> None:
    assert refused(name, data) == says.format(name)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("more than there are.pdf", hostile.raw_pdf(count=2_999), BAD_PDF),
        ("missing.pdf", hostile.raw_pdf(kids="99 0 R 4 0 R", count=2), BAD_PDF),
        ("round.pdf", hostile.raw_pdf(kids="2 0 R 4 0 R", count=2), BAD_PDF),
        ("claims.pdf", hostile.raw_pdf(count=1_000_000), TOO_LONG.replace("{} pages", "1,000,000 pages")),
    ],
)
def test_a_page_tree_that_lies_is_refused(name: str, data: bytes, says: str) -> None:
    assert refused(name, data) == says.format(name)


@pytest.mark.parametrize("count", [0, -5])
def test_a_page_tree_that_miscounts_is_counted_again(count: int) -> None:
    assert read("few.pdf", hostile.raw_pdf(count=count)).page_count == 1


@pytest.mark.parametrize(
    ("name", "package", "part", "damaged"),
    [
        ("bomb.docx", WORD, hostile.WORD, BAD_WORD),
        ("bomb.pptx", SLIDES, hostile.SLIDE, BAD_SLIDES),
    ],
)
def test_what_unpacks_without_end_is_refused(name: str, package: bytes, part: str, damaged: str) -> None:
    sentence = refused(name, hostile.office_bomb(package, part, 100), max_bytes=4 * 2**20)
    assert re.sub(r"\d+ MB", "100 MB", sentence) == BOMB.format(name)
    assert refused(name, hostile.office_bomb(package, part, 100, told=1_000)) == damaged.format(name)
    assert refused(name, hostile.many_laughs(package, part)) == damaged.format(name)


@pytest.mark.skipif(os.name != "posix", reason="memory is limited where the system can")
def test_what_unpacks_to_more_than_memory_holds_ends_the_reader_alone() -> None:
    small = 300 * 2**20
    bomb = hostile.office_bomb(WORD, hostile.WORD, 350)
    assert refused("bomb.docx", bomb, memory=small) == TOO_MUCH.format("bomb.docx")
    assert refused("bomb.pdf", hostile.pdf_bomb(400), memory=small) == TOO_MUCH.format("bomb.pdf")


@pytest.mark.parametrize(("package", "part"), [(WORD, hostile.WORD), (SLIDES, hostile.SLIDE)])
def test_a_file_cannot_ask_for_another_one(package: bytes, part: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("nightshade")
    material = read("nosy", hostile.nosy(package, part, str(secret)))
    assert "nightshade" not in material.model_dump_json()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("page.pdf", b"<!DOCTYPE html><html><body><h1>Cells</h1><p>A cell is small.</p></body></html>", "html"),
        ("notes.pdf", WORD, "docx"),
        ("talk.docx", SLIDES, "pptx"),
        ("book.txt", BOOK, "pdf"),
        ("cells.docx", b"A cell is small. It has a membrane.", "text"),
    ],
)
def test_a_wrong_extension_misleads_nobody(name: str, data: bytes, kind: str) -> None:
    assert read(name, data).kind == kind


@pytest.mark.parametrize("data", [b"<html><body><h1>Cells</h1><p>A cell is sm", b"# Cells\n\nA cell is **sm"])
def test_text_that_is_cut_off_is_read_as_far_as_it_goes(data: bytes) -> None:
    assert "A cell is" in read("cut", data).model_dump_json()


def test_three_thousand_pages_are_read_and_one_more_is_refused() -> None:
    shares: list[float] = []
    book = read_in_sandbox("long.pdf", hostile.long_pdf(3_000), progress=shares.append, max_bytes=MOST)
    assert book.page_count == 3_000
    assert max(section.page_to or 0 for section in book.sections) == 3_000
    assert len(shares) > 1_000
    assert refused("longer.pdf", hostile.long_pdf(3_001)) == TOO_LONG.format("longer.pdf", "3,001")


@pytest.mark.parametrize("kind", ["html", "md", "txt"])
def test_more_text_than_can_be_studied_is_refused(kind: str) -> None:
    line = f"{documents.SENTENCES[0]}\n\n".encode()
    data = line * (MAX_CHARACTERS // len(documents.SENTENCES[0]) + 1)
    assert refused(f"long.{kind}", data) == (
        f"“long.{kind}” has 6.0 million characters of text; at most 6 million can be studied, some 3,000 pages. "
        "Save the part that you study as a file of its own and add that."
    )


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the reader in /proc")
def test_a_reader_that_dies_on_the_way_takes_nobody_along() -> None:
    mine = Path(f"/proc/self/task/{threading.get_native_id()}/children")

    def kill(share: float) -> None:
        for child in mine.read_text().split():
            if b"core.content.readers.worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)

    with pytest.raises(MaterialError, match="more time or memory"):
        read_in_sandbox("book.pdf", hostile.long_pdf(2_000), progress=kill, max_bytes=MOST)
    assert sandbox._turn.acquire(timeout=1)
    sandbox._turn.release()
    assert read("a.txt", b"Grass is a plant.").sections
