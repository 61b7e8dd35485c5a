"""Reading in a process of its own: the same material, and no file takes the app down."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from core.content.outline.sections import make_material
from core.content.readers import sandbox
from core.content.readers.reading import read_document
from core.errors import MaterialError
from core.models import Material
from tests import documents
from tests.textbook import textbook_pdf

MOST = 50 * 2**20


def in_this_process(name: str, data: bytes) -> Material:
    import hashlib

    digest = hashlib.sha256(data).hexdigest()
    return make_material(read_document(name, data), material_id=digest[:16], digest=digest)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("book.pdf", documents.book_pdf()),
        ("notes.docx", documents.word_document()),
        ("talk.pptx", documents.slides()),
        ("घास & “straw”.txt", b"Grass is a plant. Straw is dry grass.\n\nHay is cut grass."),
    ],
)
def test_the_material_is_the_same_as_read_here(name: str, data: bytes) -> None:
    assert sandbox.read_in_sandbox(name, data, max_bytes=MOST) == in_this_process(name, data)


def test_the_share_done_rises_to_one() -> None:
    seen: list[float] = []
    sandbox.read_in_sandbox("book.pdf", textbook_pdf(), progress=seen.append, max_bytes=MOST)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0
    assert len(seen) > 2


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("locked.pdf", documents.locked_pdf(), "password"),
        ("scan.pdf", documents.scanned_pdf(), "OCR"),
        ("empty.txt", b"  ", "empty"),
        ("cut.pdf", textbook_pdf()[:3000], "damaged"),
    ],
)
def test_a_file_that_cannot_be_used_has_its_own_sentence(name: str, data: bytes, says: str) -> None:
    with pytest.raises(MaterialError, match=says):
        sandbox.read_in_sandbox(name, data, max_bytes=MOST)


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(MaterialError, match="at most 1 MB"):
        sandbox.read_in_sandbox("big.txt", b"x " * 2**20, max_bytes=2**20)


def test_a_reader_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(MaterialError, match="more time or memory"):
        sandbox.read_in_sandbox("slow.html", b"<h1>T</h1><p>word word</p>" * 150_000, max_bytes=MOST, seconds=1)
    assert time.monotonic() - began < 30
    # The next one is read as ever.
    assert sandbox.read_in_sandbox("a.txt", b"Grass is a plant.", max_bytes=MOST).sections


@pytest.mark.skipif(os.name != "posix", reason="memory is limited where the system can")
def test_a_reader_that_takes_too_much_memory_is_ended() -> None:
    with pytest.raises(MaterialError, match="more time or memory"):
        sandbox.read_in_sandbox("big.txt", b"word " * 4_000_000, max_bytes=MOST, memory=120 * 2**20)


def test_the_reader_knows_nothing_of_the_apps_secrets_and_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPABASE_KEY", "secret")
    monkeypatch.setenv("EXAMMENTOR_TOKEN", "secret")
    with sandbox._started() as process:
        try:
            environment = Path(f"/proc/{process.pid}/environ")
            if environment.exists():
                assert b"secret" not in environment.read_bytes()
        finally:
            process.kill()


def test_many_files_at_once_are_read_side_by_side() -> None:
    read: list[Material] = []
    threads = [
        threading.Thread(
            target=lambda n=n: read.append(
                sandbox.read_in_sandbox(f"{n}.txt", f"Grass number {n} is a plant.".encode(), max_bytes=MOST)
            )
        )
        for n in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {material.name for material in read} == {f"{n}.txt" for n in range(5)}
