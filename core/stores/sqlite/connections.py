"""The file of the embedded store: its connections and transactions."""

from __future__ import annotations

import logging
import os
import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import MigrationError, StoreBusy, StoreUnavailable
from core.stores.sqlite.copies import LOGS, PRIVATE, copy_before
from core.stores.sqlite.erasing import finish
from core.stores.sqlite.rows import extra_without_words
from core.stores.sqlite.schema import migrate, use_wal
from core.words import Said

BUSY_TIMEOUT_S = 10.0
TRY_AGAIN_S = 5.0
_BUSY, _FULL = "store.file_busy", "store.disk_full"
_PASSING = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
}
"""What passes, by the error's primary code."""
_log = logging.getLogger(__name__)


class SqliteFile:
    """A SQLite file at `path`, made and migrated where needed.

    A connection is lent to one thread for one operation and then put back; two threads never hold the same
    one. Before a file is migrated a copy of it is made beside it. A file that a newer copy of the app made can be read:
    `read_only` says so in a sentence, and what writes raises `MigrationError` with it. Raises `StoreUnavailable` where
    the file cannot be opened and `MigrationError` where a migration fails.
    """

    idle_connections = 4
    is_cache = False
    """Whether what the file holds is elsewhere too: then no copy is made, and a newer one is written to like any."""

    def __init__(self, path: Path | str) -> None:
        self.path, self._idle, self.read_only = Path(path), list[sqlite3.Connection](), None
        # Whoever forgets to close a store leaves no open file behind.
        weakref.finalize(self, _close, self._idle)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StoreUnavailable("store.folder", folder=self.path.parent, why=exc.strerror) from exc
        _keep_private(self.path)
        with self._lend() as db:
            use_wal(db, BUSY_TIMEOUT_S)
            newer = self._migrated(db)
            if not newer:
                self._finish_erasing(db)
        if newer and not self.is_cache:
            self.read_only = Said("store.file_newer", name=newer)
            _log.warning("%s: %s", self.path, self.read_only)

    def close(self) -> None:
        """Close the connections that nobody holds."""
        _close(self._idle)

    def _migrated(self, db: sqlite3.Connection) -> str:
        """Bring the file up to date, with a copy beside it of what it was; where that fails, the file is what it was,
        and the copy goes: who tries again and again must not fill the disk."""
        copies: list[Path] = []

        def copied(number: str) -> None:
            if not self.is_cache:
                # The connection that migrates has begun to write, and cannot be copied from.
                with closing(_connect(self.path)) as reading:
                    copies.append(copy_before(reading, self.path, number))

        try:
            newer = migrate(db, copied)
        except MigrationError:
            for copy in copies:
                copy.unlink(missing_ok=True)
            raise
        for copy in copies:
            _log.warning("%s was brought up to date. A copy of it as it was is %s.", self.path, copy)
        return newer

    def _try_writing(self) -> None:
        """Write pages to the disk and take them back: what is only begun is not written anywhere."""
        with self._lend(), closing(_connect(self.path)) as db:
            # More than the cache holds must go to the disk before the end.
            db.execute("pragma cache_size = 1")
            db.execute("begin immediate")
            db.execute("create table tried_writing (pages blob) strict")
            for _ in range(8):
                db.execute("insert into tried_writing values (zeroblob(65536))")
            db.execute("rollback")

    def _finish_erasing(self, db: sqlite3.Connection) -> None:
        """Finish what was erased when the process was killed. Where somebody reads the file, the next one does it."""
        try:
            finish(db, self.path)
        except StoreUnavailable as exc:
            _log.warning("%s", exc)

    def _all(self, sql: str, *values: object) -> Sequence[sqlite3.Row]:
        with self._lend() as db:
            return db.execute(sql, values).fetchall()

    @contextmanager
    def _lend(self) -> Iterator[sqlite3.Connection]:
        db: sqlite3.Connection | None = None
        try:
            try:
                db = self._idle.pop()
            except IndexError:
                db = _connect(self.path)
            yield db
        except (sqlite3.Error, sqlite3.Warning, UnicodeError, OverflowError) as exc:
            if self.read_only:
                raise MigrationError(self.read_only) from exc
            if code := _PASSING.get(getattr(exc, "sqlite_errorcode", 0) & 0xFF):
                raise StoreBusy(code, TRY_AGAIN_S, path=self.path) from exc
            raise StoreUnavailable("store.file_unusable", path=self.path, why=exc) from exc
        finally:
            if db is not None:
                if len(self._idle) < self.idle_connections and not db.in_transaction:
                    self._idle.append(db)
                else:
                    db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        if self.read_only:
            raise MigrationError(self.read_only)
        with self._lend() as db:
            db.execute("begin immediate")
            try:
                yield db
                if db.in_transaction:
                    db.execute("commit")
            finally:
                if db.in_transaction:
                    db.execute("rollback")


def _keep_private(path: Path) -> None:
    """Make the file, and see that nobody else can read it; its logs get its mode from SQLite."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE))
        for file in (path, *(path.with_name(path.name + ending) for ending in LOGS)):
            if file.exists() and file.stat().st_mode & 0o077:
                file.chmod(PRIVATE)
    except OSError:
        # What cannot be opened SQLite says itself; a file that is another's keeps the mode that they gave it.
        return


def _close(idle: list[sqlite3.Connection]) -> None:
    while idle:
        idle.pop().close()


def _connect(path: Path) -> sqlite3.Connection:
    # Lent out under `_lend`, a connection moves between threads but is never used by two at once.
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    db.row_factory = sqlite3.Row
    # SQLite's own JSON functions round long numbers, and history stays as it was but for the words.
    db.create_function("extra_without_words", 1, extra_without_words, deterministic=True)
    db.execute("pragma foreign_keys = on")
    # What is deleted or replaced is overwritten.
    db.execute("pragma secure_delete = on")
    # An answered commit must outlive a power cut too, not only a killed process.
    db.execute("pragma synchronous = full")
    return db
