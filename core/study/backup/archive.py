"""The archive: a zip with `account.json`, a JSON for each session, and the files that were studied from.

It is written to a stream, one session at a time, and read where it lies. Nothing of it is ever unpacked by its name.
"""

from __future__ import annotations

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import IO

from core.errors import InputError
from core.models.document import MOST_FILE_BYTES
from core.study.backup.files import Account, Arriving, KeptFile, KeptSession, SessionFile, validated
from core.words import Said

ACCOUNT = "account.json"
LARGEST_JSON = 256 * 2**20
MOST_ENTRIES, MOST_DIRECTORY_BYTES = 20_000, 8 * 2**20
MOST_RATIO = 200
"""How much smaller than itself an entry may be packed: a study's JSON comes to less than a tenth of this."""
_SMALL = _PIECE = 2**20
_END, _END_64, _AT_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, NotImplementedError, ValueError, RuntimeError)


class _Pipe:
    """What has been written and not been sent on yet."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take bytes in."""
        self._chunks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits below this."""

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = b"".join(self._chunks)
        self._chunks.clear()
        return data


def pack(made_at: datetime, sessions: Iterable[tuple[SessionFile, Iterable[tuple[str, bytes]]]]) -> Iterator[bytes]:
    """An archive of these sessions and their files (by the material's id), in pieces as they are made.

    Of the sessions, and of the files of one, no more than one is held at a time. `account.json` comes last: what was
    cut off has none.
    """
    pipe, kept = _Pipe(), list[KeptSession]()
    with zipfile.ZipFile(pipe, "w") as archive:  # type: ignore[call-overload]
        for number, (session_file, files) in enumerate(sessions, 1):
            data = session_file.model_dump_json(indent=1, exclude={"files"}).encode()
            path, kept_files = f"sessions/{number:04}.json", list[KeptFile]()
            yield from _added(archive, pipe, _entry(path, made_at, zipfile.ZIP_DEFLATED), data)
            digest = hashlib.sha256(data).hexdigest()
            del data
            for place, (material_id, file) in enumerate(files, 1):
                kept_file = KeptFile(
                    material_id=material_id,
                    path=f"files/{number:04}/{place:04}.pdf",
                    digest=hashlib.sha256(file).hexdigest(),
                )
                # A PDF is compressed already.
                yield from _added(archive, pipe, _entry(kept_file.path, made_at, zipfile.ZIP_STORED), file)
                kept_files.append(kept_file)
            session = session_file.session
            kept.append(
                KeptSession(
                    id=session.id, exam_type=session.exam_type, path=path, digest=digest, files=tuple(kept_files)
                )
            )
        account = Account(made_at=made_at, sessions=tuple(kept)).model_dump_json(indent=1).encode()
        archive.writestr(_entry(ACCOUNT, made_at, zipfile.ZIP_DEFLATED), account)
    yield pipe.taken()


def unpack(file: IO[bytes]) -> Iterator[Arriving]:
    """The sessions of an archive, each to be read while `file` is open.

    Raises `InputError` where it is none of ours, or one that was made to harm: that is known before a session is given.
    """
    _check_directory(file)
    with _faults():
        archive = zipfile.ZipFile(file)
    entries = _checked(archive, file)
    account = validated(Account, _read(archive, entries.get(ACCOUNT), ACCOUNT, LARGEST_JSON))
    named = [ACCOUNT, *(path for kept in account.sessions for path in (kept.path, *(f.path for f in kept.files)))]
    if len(set(named)) < len(named) or set(named) != entries.keys():
        raise _refused("backup.not_as_listed")
    for kept in account.sessions:
        paths = {kept_file.material_id: kept_file.path for kept_file in kept.files}
        digests = {kept_file.material_id: kept_file.digest for kept_file in kept.files}
        if len(digests) < len(kept.files):
            raise _refused("backup.two_of_one")
        whole = "\n".join((kept.digest, *(f"{name} {digest}" for name, digest in sorted(digests.items()))))
        yield Arriving(
            id=kept.id,
            digest=hashlib.sha256(whole.encode()).hexdigest(),
            digests=digests,
            read=partial(_session, archive, entries, kept),
            file=partial(_file, archive, entries, paths, digests),
        )


def _added(archive: zipfile.ZipFile, pipe: _Pipe, entry: zipfile.ZipInfo, data: bytes) -> Iterator[bytes]:
    """Write an entry piece by piece: whoever sends it on holds a piece, and not a second copy of a file."""
    with archive.open(entry, "w") as written:
        for at in range(0, len(data), _PIECE):
            written.write(data[at : at + _PIECE])
            yield pipe.taken()


def _entry(path: str, made_at: datetime, how: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, made_at.timetuple()[:6])
    entry.compress_type, entry.external_attr = how, 0o600 << 16
    return entry


def _check_directory(file: IO[bytes]) -> None:
    """Refuse what lists more than a study can have, before the list is read: it would be held whole."""
    size = file.seek(0, 2)
    file.seek(max(size - 98, 0))
    tail = file.read(98)
    end = tail[-22:]
    if len(end) < 22 or not end.startswith(_END):
        raise _refused("backup.end_missing")
    count, directory = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if tail[-42:-38] == _AT_64:
        if tail[-98:-94] != _END_64:
            raise _refused("backup.end_missing")
        count, directory = int.from_bytes(tail[-66:-58], "little"), int.from_bytes(tail[-58:-50], "little")
    if count > MOST_ENTRIES or directory > MOST_DIRECTORY_BYTES:
        raise _refused("backup.lists_too_much")


def _checked(archive: zipfile.ZipFile, file: IO[bytes]) -> dict[str, zipfile.ZipInfo]:
    """The entries by their names, where none of them was made to harm."""
    infos = archive.infolist()
    entries = {entry.filename: entry for entry in infos}
    if len(entries) < len(infos) or len(infos) > MOST_ENTRIES:
        raise _refused("backup.lists_twice")
    end = 0
    for entry in sorted(infos, key=lambda entry: entry.header_offset):
        if entry.flag_bits & 0x1:
            raise InputError("backup.locked")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused("backup.packed_otherwise")
        if entry.file_size > max(_SMALL, MOST_RATIO * entry.compress_size):
            raise _refused("backup.bomb")
        if entry.header_offset < end:
            raise _refused("backup.overlap")
        end = entry.header_offset + entry.compress_size
    if end > file.seek(0, 2):
        raise _refused("backup.cut_off")
    return entries


def _session(archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], kept: KeptSession) -> SessionFile:
    data = _read(archive, entries.get(kept.path), kept.path, LARGEST_JSON)
    if hashlib.sha256(data).hexdigest() != kept.digest:
        raise _refused("backup.changed", path=kept.path)
    session_file = validated(SessionFile, data)
    if session_file.session.id != kept.id or session_file.files:
        raise _refused("backup.of_another", path=kept.path)
    return session_file


def _file(
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    paths: Mapping[str, str],
    digests: Mapping[str, str],
    material_id: str,
) -> bytes:
    path = paths[material_id]
    data = _read(archive, entries.get(path), path, MOST_FILE_BYTES)
    if hashlib.sha256(data).hexdigest() != digests[material_id]:
        raise _refused("backup.changed", path=path)
    return data


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None, path: str, most: int) -> bytes:
    if entry is None:
        raise _refused("backup.lacks", path=path)
    if entry.file_size > most:
        raise _refused("backup.part_large", path=path)
    with _faults():
        return archive.read(entry)


@contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except _BROKEN as exc:
        raise InputError("backup.no_archive", why=str(exc) or Said("backup.not_unpacked")) from exc


def _refused(code: str, /, **fields: object) -> InputError:
    return InputError("backup.no_archive", why=Said(code, **fields))
