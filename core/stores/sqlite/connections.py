"""The file of the embedded store: its connections and transactions."""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from core.errors import StoreUnavailable
from core.stores.sqlite.answer_log_rows import Row
from core.stores.sqlite.schema import migrate, use_wal

BUSY_TIMEOUT_S = 10.0


class SqliteFile:
    """A SQLite file at `path`, made and migrated where needed.

    A connection is lent to one thread for one operation and then put back; two threads never hold the same
    one. Raises `StoreUnavailable` where the file cannot be opened and `MigrationError` where its schema is
    newer than this code or a migration fails.
    """

    idle_connections = 4

    def __init__(self, path: Path | str) -> None:
        self.path, self._idle = Path(path), list[sqlite3.Connection]()
        # Whoever forgets to close a store leaves no open file behind.
        weakref.finalize(self, _close, self._idle)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise StoreUnavailable(f"The folder {self.path.parent} cannot be made: {exc.strerror}.") from exc
        with self._lend() as db:
            use_wal(db, BUSY_TIMEOUT_S)
            migrate(db)

    def close(self) -> None:
        """Close the connections that nobody holds."""
        _close(self._idle)

    def _all(self, sql: str, *values: object) -> Sequence[Row]:
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
    db.execute("pragma foreign_keys = on")
    # An answered commit must outlive a power cut too, not only a killed process.
    db.execute("pragma synchronous = full")
    return db
