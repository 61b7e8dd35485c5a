"""The archive: what it holds, that it is made and read piece by piece, and that one made to harm is refused."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Iterator
from hashlib import sha256

import pytest
from pydantic import ValidationError

from core.errors import InputError
from core.models.document import MOST_FILE_BYTES
from core.stores.memory.store import MemoryStudyStore
from core.study.backup.archive import MOST_ENTRIES, pack
from core.study.backup.files import LearnerFile, SessionFile, validated
from tests.along import brought, entries, packed, resealed, taken
from tests.doubles import NOON, NOOR, service
from tests.textbook import textbook_pdf


@pytest.fixture(scope="module")
def archive() -> bytes:
    study = service(MemoryStudyStore())
    study.materials.add(study.start("Biology"), "textbook.pdf", textbook_pdf())
    study.start("Botany")
    return taken(study.backup)


def refused(data: bytes, why: str) -> None:
    study = service(MemoryStudyStore(), user_id=NOOR)
    with pytest.raises(InputError, match=f"{why}.*Nothing was changed"):
        brought(study.backup, data)
    assert study.read.sessions() == ()


def test_an_archive_has_the_account_the_sessions_and_the_files_as_they_were_added(archive: bytes) -> None:
    parts = entries(archive)
    assert [*parts] == ["sessions/0001.json", "files/0001/0001.pdf", "sessions/0002.json", "account.json"]
    assert parts["files/0001/0001.pdf"] == textbook_pdf()
    first, second = json.loads(parts["account.json"])["sessions"]
    assert (first["exam_type"], second["exam_type"]) == ("Biology", "Botany")
    assert first["digest"] == sha256(parts["sessions/0001.json"]).hexdigest()
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert {entry.external_attr >> 16 for entry in opened.infolist()} == {0o600}
        assert opened.testzip() is None
    # Somebody who packs it anew with another program brings in the same.
    assert len(brought(service(MemoryStudyStore()).backup, packed(parts)).written) == 2


def test_an_archive_is_made_of_one_session_and_one_file_at_a_time() -> None:
    study = service(MemoryStudyStore())
    session = study.start("Biology")
    held = SessionFile(session=session, events=())
    asked = list[str]()

    def files() -> Iterator[tuple[str, bytes]]:
        for name in ("a", "b"):
            asked.append(name)
            yield name, name.encode() * 1000

    def sessions() -> Iterator[tuple[SessionFile, Iterator[tuple[str, bytes]]]]:
        for number in range(2):
            asked.append(f"session {number}")
            yield held, files()

    pieces = pack(NOON, sessions())
    assert asked == []
    next(pieces)
    assert asked == ["session 0"]
    assert b"a" * 1000 in next(pieces)
    assert asked == ["session 0", "a"]
    assert b"".join(pieces).count(b"a" * 1000) == 1
    assert asked == ["session 0", "a", "b", "session 1", "a", "b"]


def test_what_was_changed_on_the_way_is_refused(archive: bytes) -> None:
    parts = entries(archive)
    session = parts["sessions/0001.json"]
    refused(packed({**parts, "sessions/0001.json": session.replace(b"Biology", b"Geology")}), "not what it was")
    refused(packed({**parts, "files/0001/0001.pdf": b"%PDF-1.7"}), "not what it was")
    # Who knows how the digests are made cannot pass off another file as the one that was read.
    refused(resealed({**parts, "files/0001/0001.pdf": b"%PDF-1.7"}), "none of its materials'")
    swapped = {**parts, "sessions/0001.json": parts["sessions/0002.json"]}
    refused(resealed(swapped), "another session")


def test_what_was_cut_off_anywhere_is_refused(archive: bytes) -> None:
    for size in (2, 21, 30, 500, len(archive) // 2, len(archive) - 23, len(archive) - 1):
        refused(archive[:size], "This is not a file that ExamMentor wrote")
    refused(archive + b"more", "its end is missing")
    refused(b"PK" + bytes(200), "its end is missing")


def test_names_that_lead_elsewhere_or_that_nobody_wrote_are_refused(archive: bytes) -> None:
    parts = entries(archive)
    for name in ("../../etc/passwd", "/etc/passwd", "files/0001/../../x", "sessions\\0003.json", "C:\\x", "x\x00y"):
        refused(packed({**parts, name: b"x"}), "This is not a file that ExamMentor wrote")
        account = json.loads(parts["account.json"])
        account["sessions"][1]["path"] = name
        moved = {path: data for path, data in parts.items() if path != "sessions/0002.json"}
        named = {**moved, name: parts["sessions/0002.json"], "account.json": json.dumps(account).encode()}
        refused(packed(named), "This is not a file that ExamMentor wrote")
    for name in parts:
        refused(packed({path: data for path, data in parts.items() if path != name}), "This is not a file")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_or_a_session_that_stands_twice_is_refused(archive: bytes) -> None:
    file = io.BytesIO(archive)
    with zipfile.ZipFile(file, "a") as opened:
        opened.writestr("sessions/0001.json", b"{}")
    refused(file.getvalue(), "it lists a name twice")
    parts = entries(archive)
    account = json.loads(parts["account.json"])
    second = {**account["sessions"][0], "path": "sessions/0002.json", "files": []}
    account["sessions"][1] = second
    twice = {**parts, "sessions/0002.json": parts["sessions/0001.json"], "account.json": json.dumps(account).encode()}
    refused(resealed(twice), "a session twice")


def test_what_would_unpack_to_far_too_much_is_refused(archive: bytes) -> None:
    parts = entries(archive)
    bomb = {**parts, "sessions/0001.json": b" " * (64 * 2**20)}
    assert len(packed(bomb)) < 2**20
    refused(packed(bomb), "unpack to far too much")
    refused(packed({**parts, "files/0001/0001.pdf": bytes(range(256)) * (MOST_FILE_BYTES // 256 + 1)}), "far too much")


def test_a_list_of_too_much_is_refused_before_it_is_read(archive: bytes) -> None:
    refused(packed({f"files/0001/{number}.pdf": b"" for number in range(MOST_ENTRIES + 1)}), "it lists too much")
    # The same said in the larger form, while the smaller one says little.
    end = len(archive) - 22
    directory_bytes, start = struct.unpack("<II", archive[end + 12 : end + 20])
    larger = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 4, 4, 2**40, start)
    place = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    refused(archive[:end] + larger + place + archive[end:], "it lists too much")
    assert directory_bytes < 1000


def test_what_is_locked_packed_in_a_strange_way_or_overlaps_is_refused(archive: bytes) -> None:
    start = archive.index(b"PK\x01\x02")
    locked = bytearray(archive)
    locked[start + 8] |= 1
    refused(bytes(locked), "locked with a password")
    strange = bytearray(archive)
    strange[start + 10 : start + 12] = (14).to_bytes(2, "little")
    refused(bytes(strange), "packed in a way")
    second = archive.index(b"PK\x01\x02", start + 4)
    overlapping = bytearray(archive)
    overlapping[second + 42 : second + 46] = overlapping[start + 42 : start + 46]
    refused(bytes(overlapping), "overlap")
    broken = bytearray(archive)
    broken[60:90] = bytes(30)
    refused(bytes(broken), "This is not a file that ExamMentor wrote")


def test_of_many_faults_no_more_than_the_first_are_held() -> None:
    data = b'{"format": "exammentor-1", "made_at": "2026-03-02T12:00:00Z", "sessions": [%s]}' % b",".join([b"{}"] * 500)
    with pytest.raises(InputError, match=r"at sessions.0.session") as said:
        validated(LearnerFile, data)
    faults = said.value.__cause__
    assert isinstance(faults, ValidationError)
    assert faults.error_count() < 5
    fields = b",".join(b'"field-%d": 1' % number for number in range(2000))
    with pytest.raises(InputError, match="This is not a file that ExamMentor wrote") as said:
        validated(LearnerFile, b"{%s}" % fields)
    assert said.value.__cause__ is None
