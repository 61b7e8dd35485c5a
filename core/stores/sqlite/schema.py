"""The embedded file's schema: `migrations/sqlite`, each applied once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator

from core import ROOT
from core.errors import MigrationError
from core.stores.earlier_quizzes import attempts_of
from core.stores.migration_files import migration_files

MIGRATIONS = ROOT / "migrations" / "sqlite"


def use_wal(db: sqlite3.Connection, timeout: float) -> None:
    """Let readers and one writer work side by side; waits up to `timeout` seconds for others that open the file."""
    # The change to WAL does not wait for another process that is making it too, as every other statement does.
    until = time.monotonic() + timeout
    while True:
        try:
            db.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file's schema up to date. Raises `MigrationError` and leaves the file as it was where that fails."""
    db.execute("create table if not exists schema_migrations (name text primary key, applied_at text not null) strict")
    db.create_function("attempts_of", 4, attempts_of)
    files = migration_files(MIGRATIONS)
    db.execute("begin immediate")
    try:
        applied = {row[0] for row in db.execute("select name from schema_migrations")}
        if unknown := applied - files.keys():
            raise MigrationError(
                f"Your study file was made by a newer ExamMentor (it has {min(unknown)}). Update this copy of the app."
            )
        for name, file in files.items():
            if name not in applied:
                for statement in _statements(file.read_text("utf-8")):
                    db.execute(statement)
                db.execute("insert into schema_migrations values (?, datetime('now'))", (name,))
        db.execute("commit")
    except sqlite3.Error as exc:
        raise MigrationError(f"Your study file could not be brought up to date: {exc}. It was left as it was.") from exc
    finally:
        if db.in_transaction:
            db.execute("rollback")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        raise MigrationError(f"A migration ends in the middle of a statement: {statement.strip()[:60]}")
