"""The file of the embedded store: its connections and transactions."""

from __future__ import annotations

import logging
import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from core.errors import MigrationError, StoreUnavailable
from core.stores.sqlite.copies import copy_before
from core.stores.sqlite.erasing import finish
from core.stores.sqlite.schema import migrate, use_wal

BUSY_TIMEOUT_S = 10.0
_NEWER = (
    "Your study file was made by a newer ExamMentor (it has {name}). It can be read here, but not changed. Update this "
    "copy of the app, or take back the file as it was before with `python -m core restore`."
)
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
        self.path, self._idle, self.read_only = Path(path), list[sqlite3.Connection](), ""
        # Whoever forgets to close a store leaves no open file behind.
        weakref.finalize(self, _close, self._idle)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StoreUnavailable(f"The folder {self.path.parent} cannot be made: {exc.strerror}.") from exc
        with self._lend() as db:
            use_wal(db, BUSY_TIMEOUT_S)
            newer = self._migrated(db)
            if not newer:
                self._finish_erasing(db)
        if newer and not self.is_cache:
            self.read_only = _NEWER.format(name=newer)
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
            raise StoreUnavailable(
                f"Your study file {self.path} cannot be used just now ({exc}). Nothing was changed. Try again."
            ) from exc
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


def _close(idle: list[sqlite3.Connection]) -> None:
    while idle:
        idle.pop().close()


def _connect(path: Path) -> sqlite3.Connection:
    # Lent out under `_lend`, a connection moves between threads but is never used by two at once.
    db = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    db.row_factory = sqlite3.Row
    db.execute("pragma foreign_keys = on")
    # What is deleted or replaced is overwritten.
    db.execute("pragma secure_delete = on")
    # An answered commit must outlive a power cut too, not only a killed process.
    db.execute("pragma synchronous = full")
    return db
