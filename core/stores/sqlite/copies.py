"""Copies of a study file beside it: one is made before each migration, and can be taken back."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import InputError, StoreUnavailable
from core.stores.migration_files import SQLITE, migration_files


def copy_before(db: sqlite3.Connection, path: Path, what: str) -> Path:
    """Copy the study file at `path`, which `db` has open, beside it, under a name that says before `what`.

    Nothing is overwritten: of one name there may be a second and a third. The copy has the file's own mode.
    """
    copy = _new_file(path, what)
    part = copy.with_name(f"{copy.name}.part")
    try:
        with closing(sqlite3.connect(part)) as made:
            db.backup(made)
            # One file alone, without a log beside it.
            made.execute("pragma journal_mode = delete")
        part.chmod(path.stat().st_mode & 0o777)
        part.replace(copy)
    except (sqlite3.Error, OSError):
        part.unlink(missing_ok=True)
        copy.unlink()
        raise
    return copy


def copies_of(path: Path) -> tuple[Path, ...]:
    """The copies of a study file, newest first. An empty file is what was left of one that was cut off."""
    found = [file for file in path.parent.glob(f"{path.stem}-before-*{path.suffix}") if file.stat().st_size]
    return tuple(sorted(found, key=lambda copy: (copy.stat().st_mtime_ns, copy.name), reverse=True))


def newest_copy(path: Path) -> Path:
    """The newest copy that a migration made. Raises `InputError` where there is none."""
    by_migrations = re.compile(rf"{re.escape(path.stem)}-before-\d")
    newest = next((copy for copy in copies_of(path) if by_migrations.match(copy.name)), None)
    if newest is None:
        raise InputError(f"There is no copy of {path}. One is made beside it before a new version changes it.")
    return newest


def restore(path: Path, copy: Path) -> Path | None:
    """Make the study file what `copy` is. What it was until then is a copy too, which is returned.

    The file changes in one transaction or not at all. Raises `InputError` where the copy is no study file, and
    `StoreUnavailable` where somebody has the study file open, or it cannot be read or written.
    """
    was_there = path.exists()
    if was_there and copy.exists() and copy.samefile(path):
        raise InputError(f"{copy} is the study file itself. Choose one of its copies.")
    with _study(copy) as source:
        try:
            with _alone(path) as db:
                before = copy_before(db, path, "restore") if was_there else None
                source.backup(db)
            if not was_there:
                path.chmod(copy.stat().st_mode & 0o777)
        except (sqlite3.Error, OSError) as exc:
            raise StoreUnavailable(f"The study file {path} cannot be replaced: {exc}. It was left as it is.") from exc
    return before


@contextmanager
def _study(copy: Path) -> Iterator[sqlite3.Connection]:
    """The copy for reading, once it has proved whole."""
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as db:
            whole = db.execute("pragma quick_check").fetchone() == ("ok",)
            if not whole:
                raise InputError(f"{copy} is damaged. Choose another copy.")
            first = min(migration_files(SQLITE))
            is_study = db.execute("select 1 from schema_migrations where name = ?", (first,)).fetchone()
            db.execute("select 1 from study_sessions limit 1")
            if not is_study:
                raise InputError(f"{copy} is no copy of a study file. Choose another one.")
            yield db
    except sqlite3.Error as exc:
        raise InputError(f"{copy} is no copy of a study file: {exc}. Choose another one.") from exc


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
            raise StoreUnavailable(
                f"The study file {path} is in use ({exc}). Stop the app, and whatever else has it open, and try again."
            ) from exc
        yield db


def _new_file(path: Path, what: str) -> Path:
    """A new empty file beside `path`, which nobody else can read."""
    number = 1
    while True:
        place = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{path.stem}-before-{what}{place}{path.suffix}")
        try:
            os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            number += 1
        else:
            return copy
