"""Copies of a study file beside it: one is made before each migration, and can be taken back."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from core.errors import InputError, StoreUnavailable
from core.stores.migration_files import SQLITE, migration_files

_TIME = "%Y%m%dT%H%M%SZ"
_MAGIC = b"SQLite format 3\0"
PRIVATE = 0o600
LOGS = ("-wal", "-shm", "-journal")


class StudyCopy(NamedTuple):
    """A copy of a study file: what it was made before, and when; copies that earlier versions made do not say when."""

    made_at: datetime | None
    what: str
    place: int
    path: Path

    @property
    def is_of_migration(self) -> bool:
        """Whether it was made before a migration, whose number `what` is."""
        return self.what.isdecimal()


class SetAside(NamedTuple):
    """What a study file was until a copy took its place, and whether it was damaged."""

    path: Path
    is_damaged: bool


def copy_before(db: sqlite3.Connection, path: Path, what: str) -> Path:
    """Copy the study file at `path`, which `db` has open, beside it, under a name that says before `what`, and when.

    Nothing is overwritten: of one name there may be a second and a third. Nobody else can read it.
    """
    copy = _new_file(path, f"before-{what}-{_now(db)}")
    try:
        _part(db, copy).replace(copy)
    except (sqlite3.Error, OSError):
        copy.unlink()
        raise
    return copy


def copies_of(path: Path) -> tuple[StudyCopy, ...]:
    """The copies of a study file, newest first by what their names say: a file's own time changes when it is moved.

    An empty file is what was left of one that was cut off.
    """
    names = re.compile(
        rf"{re.escape(path.stem)}-before-(\d+|restore)(?:-(\d{{8}}T\d{{6}}Z))?(?:-(\d+))?{re.escape(path.suffix)}"
    )
    copies = []
    for file in path.parent.glob(f"{path.stem}-before-*{path.suffix}"):
        if (name := names.fullmatch(file.name)) and file.stat().st_size:
            what, time, place = name.groups()
            made_at = datetime.strptime(time, _TIME).replace(tzinfo=UTC) if time else None
            copies.append(StudyCopy(made_at, what, int(place or 1), file))
    oldest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(copies, key=lambda copy: (copy.made_at or oldest, copy.what, copy.place), reverse=True))


def damaged_of(path: Path) -> tuple[Path, ...]:
    """The damaged files, and their logs, that were set aside when a copy took the place of a study file."""
    return tuple(path.parent.glob(f"{path.stem}-damaged-*{path.suffix}*"))


def cut_off_of(path: Path) -> tuple[Path, ...]:
    """What is left, under names of their own, of copies whose making was cut off."""
    names = (path.name, f"{path.stem}-before-*{path.suffix}")
    return tuple(file for name in names for file in path.parent.glob(f"{name}.part*"))


def newest_copy(path: Path) -> Path:
    """The newest copy that a migration made. Raises `InputError` where there is none."""
    newest = next((copy.path for copy in copies_of(path) if copy.is_of_migration), None)
    if newest is None:
        raise InputError("store.no_copy", path=path)
    return newest


def restore(path: Path, copy: Path) -> SetAside | None:
    """Make the study file what `copy` is, and return where what it was until then is kept.

    The file changes in one step or not at all. One that is damaged is set aside as it is. What an earlier try left
    when it was cut off is swept. Raises `InputError` where the copy is no study file, and `StoreUnavailable` where
    somebody has the study file open, or it cannot be read or written.
    """
    if path.exists() and copy.exists() and copy.samefile(path):
        raise InputError("store.copy_is_file", copy=copy)
    with _study(copy) as source:
        try:
            if not path.exists() or _is_damaged(path):
                _sweep(path)
                part = _part(source, path)
                aside = _set_aside(path, _now(source))
                part.replace(path)
                return aside
            with _alone(path) as db:
                _sweep(path)
                before = copy_before(db, path, "restore")
                # One transaction: a new file in its place would be missed by whoever waits to open this one.
                source.backup(db)
                return SetAside(before, is_damaged=False)
        except (sqlite3.Error, OSError) as exc:
            raise StoreUnavailable("store.not_replaced", path=path, why=exc) from exc


@contextmanager
def _study(copy: Path) -> Iterator[sqlite3.Connection]:
    """The copy for reading, once it has proved whole."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as db:
            if not _is_whole(db):
                raise InputError("store.copy_is_damaged", copy=copy)
            first = min(migration_files(SQLITE))
            is_study = db.execute("select 1 from schema_migrations where name = ?", (first,)).fetchone()
            db.execute("select 1 from study_sessions limit 1")
            if not is_study:
                raise InputError("store.not_a_copy", copy=copy)
            yield db
    except sqlite3.Error as exc:
        raise InputError("store.not_a_copy_since", copy=copy, why=exc) from exc


@contextmanager
def _alone(path: Path) -> Iterator[sqlite3.Connection]:
    """The study file while nobody else has it open."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as db:
        db.execute("pragma locking_mode = exclusive")
        try:
            # Out of WAL only the last who has the file open can take it; then the lock is held to the end.
            db.execute("pragma journal_mode = delete")
            db.execute("begin exclusive")
            db.execute("commit")
        except sqlite3.OperationalError as exc:
            raise StoreUnavailable("store.file_in_use", path=path, why=exc) from exc
        yield db


def _is_damaged(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) not in (_MAGIC, b""):
            # SQLite would remove the log of what it takes for no database; it may be of use to whoever mends the file.
            return True
    try:
        with _alone(path) as db:
            return not _is_whole(db)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        # What only cannot be read just now is an operational error.
        return True


def _is_whole(db: sqlite3.Connection) -> bool:
    return bool(db.execute("pragma quick_check").fetchone() == ("ok",))


def _set_aside(path: Path, time: str) -> SetAside | None:
    """Rename the study file and its logs: a log that stays would be taken for one of the file that comes."""
    logs = [log for ending in LOGS if (log := path.with_name(f"{path.name}{ending}")).exists()]
    if not logs and not path.exists():
        return None
    aside = _new_file(path, f"damaged-{time}")
    for log in logs:
        log.replace(aside.with_name(log.name.replace(path.name, aside.name, 1)))
    if path.exists():
        path.replace(aside)
    return SetAside(aside, is_damaged=True)


def _part(db: sqlite3.Connection, file: Path) -> Path:
    """What `db` holds, beside `file` and ready to take its place; nobody else can read it."""
    part = file.with_name(f"{file.name}.part")
    try:
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY, PRIVATE))
        with closing(sqlite3.connect(part)) as made:
            db.backup(made)
            # One file alone, without a log beside it.
            made.execute("pragma journal_mode = delete")
        part.chmod(PRIVATE)
    except (sqlite3.Error, OSError):
        part.unlink(missing_ok=True)
        raise
    return part


def _sweep(path: Path) -> None:
    """Remove what was left of copies that were cut off, which nobody makes while the study file is held."""
    empty = [file for file in path.parent.glob(f"{path.stem}-before-*{path.suffix}") if not file.stat().st_size]
    for file in (*cut_off_of(path), *empty):
        file.unlink(missing_ok=True)


def _new_file(path: Path, what: str) -> Path:
    """A new empty file beside `path`, which nobody else can read."""
    number = 1
    while True:
        place = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{path.stem}-{what}{place}{path.suffix}")
        try:
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE))
        except FileExistsError:
            number += 1
        else:
            return copy


def _now(db: sqlite3.Connection) -> str:
    return str(db.execute("select strftime('%Y%m%dT%H%M%SZ', 'now')").fetchone()[0])
