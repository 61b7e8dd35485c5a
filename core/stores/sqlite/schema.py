"""The embedded file's schema: `migrations/sqlite`, each applied once."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator

from core.errors import MigrationError
from core.stores.earlier_quizzes import attempts_of
from core.stores.migration_files import SQLITE, migration_files

MIGRATIONS = SQLITE


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


def migrate(db: sqlite3.Connection, before: Callable[[str], None]) -> str:
    """Bring the file's schema up to date. `before` is told the number of the first migration that a file which is not
    new lacks, while nobody else can write.

    Returns the newest migration of a newer copy of the app, in which case nothing is done; else nothing. Raises
    `MigrationError` where a migration or `before` fails, and leaves the file as it was.
    """
    db.execute("create table if not exists schema_migrations (name text primary key, applied_at text not null) strict")
    db.create_function("attempts_of", 4, attempts_of)
    files = migration_files(MIGRATIONS)
    db.execute("begin immediate")
    try:
        applied = {str(row["name"]) for row in db.execute("select name from schema_migrations")}
        if unknown := applied - files.keys():
            return max(unknown)
        missing = [name for name in files if name not in applied]
        if applied and missing:
            before(missing[0].partition("_")[0])
        for name in missing:
            for statement in _statements(files[name].read_text("utf-8")):
                db.execute(statement)
            db.execute("insert into schema_migrations values (?, datetime('now'))", (name,))
        db.execute("commit")
        return ""
    except (sqlite3.Error, OSError) as exc:
        raise MigrationError("store.not_migrated", why=exc) from exc
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
        raise MigrationError("store.migration_cut", statement=statement.strip()[:60])
