"""`schema.sql` says how a database stands: exactly what the numbered migrations make, of both kinds."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from difflib import unified_diff
from itertools import islice
from pathlib import Path

import psycopg

from core.stores.sqlite import schema as sqlite_schema
from core.stores.sqlite.store import SqliteStudyStore
from core.stores.supabase import admin as postgres
from tests.sql.catalogue import schema_of
from tests.stack import Stack


def difference(by_migrations: str, by_schema: str) -> str:
    """What `schema.sql` lacks (-) and has too much (+); empty where both are equal."""
    lines = unified_diff(
        by_migrations.splitlines(), by_schema.splitlines(), "the sum of the migrations", "schema.sql", lineterm="", n=2
    )
    return "\n".join(islice(lines, 80))


def test_the_supabase_schema_is_the_sum_of_the_migrations(stack: Stack, fresh: str, another: str) -> None:
    postgres.migrate(fresh)
    with psycopg.connect(another, autocommit=True) as db:
        db.execute((postgres.MIGRATIONS / "schema.sql").read_bytes())
    assert difference(schema_of(stack, fresh), schema_of(stack, another)) == ""


def _statements(path: Path) -> str:
    """What the file defines, without the spacing, the comments and the quotes that SQLite keeps or adds."""
    with closing(sqlite3.connect(path)) as db:
        definitions = db.execute(
            "select sql from sqlite_schema where sql is not null and name not like 'sqlite_%' order by type, name"
        ).fetchall()
    plain = (re.sub(r"\s+", " ", re.sub(r"--.*|\"", "", sql)).lower() for (sql,) in definitions)
    return "\n".join(re.sub(r" ?([(),]) ?", r"\1", sql) for sql in plain)


def test_the_embedded_schema_is_the_sum_of_the_migrations(tmp_path: Path) -> None:
    SqliteStudyStore(tmp_path / "migrated").close()
    with closing(sqlite3.connect(tmp_path / "made")) as db:
        db.executescript((sqlite_schema.MIGRATIONS / "schema.sql").read_text("utf-8"))
    assert difference(_statements(tmp_path / "migrated"), _statements(tmp_path / "made")) == ""
