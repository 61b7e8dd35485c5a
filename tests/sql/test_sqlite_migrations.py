"""A study file of an older copy, opened by this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from core.errors import MigrationError
from core.stores.journal.local_copy import LocalCopy
from core.stores.sqlite import rows
from core.stores.sqlite.schema import MIGRATIONS
from core.stores.sqlite.store import SqliteStudyStore
from tests.doubles import MIRA, changes, due, topic

TOPICS = (
    topic("Leaves", 0, hours=1.25, prerequisites=("Roots", "Stems"), material_id="m", section=3, status="learning"),
    topic("Roots", 1, difficulty="hard", planned_on=date(2026, 3, 3)),
    topic("Stems · 茎", 2, status="done", answered=10, right=7, mastery_score=70.5, review_on=date(2026, 3, 9)),
)
CONTEXT = f'{{"user_id": "{MIRA}", "session_id": "s1"}}'


def schema(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("select type, name, sql from sqlite_schema order by 1, 2").fetchall()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file that 001 to 003 made, with a session, its topics and an event."""
    path = tmp_path / "study.sqlite3"
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("create table schema_migrations (name text primary key, applied_at text not null) strict")
        for file in sorted(MIGRATIONS.glob("00[123]_*.sql")):
            db.executescript(file.read_text("utf-8"))
            db.execute("insert into schema_migrations values (?, datetime('now'))", (file.name,))
        db.execute("insert into users (id, created_at) values (?, '')", (MIRA,))
        db.execute(
            "insert into study_sessions (id, user_id, current_state, created_at, updated_at, version, current_context)"
            " values ('s1', ?, 'LEARNING', '2026-03-02T12:00:00+00:00', '2026-03-02T12:00:00+00:00', 1, ?)",
            (MIRA, CONTEXT),
        )
        for known in TOPICS:
            marks = ", ".join("?" * 14)
            db.execute(f"insert into topics ({rows.TOPIC_COLUMNS}) values ({marks})", rows.topic_row("s1", known))
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("update topics set status = 'left_out'")
    return path


@pytest.mark.parametrize("kind", [SqliteStudyStore, LocalCopy])
def test_an_older_file_keeps_its_topics_and_gets_those_that_are_left_out(
    old: Path, kind: type[SqliteStudyStore]
) -> None:
    with closing(kind(old)) as store:
        assert store.topics("s1") == TOPICS
        left_out = TOPICS[1].model_copy(update={"status": "left_out"})
        store.commit("s1", 1, "c2", changes("s1", topics=(left_out,)))
        assert store.topics("s1")[1] == left_out
        assert due(store, MIRA, date(2026, 3, 9)) == ["Leaves", TOPICS[2].name]
    with closing(kind(old)) as store:
        assert len(store.topics("s1")) == 3


def test_an_older_file_becomes_what_a_new_one_is(old: Path, tmp_path: Path) -> None:
    for path in (old, tmp_path / "new.sqlite3"):
        SqliteStudyStore(path).close()
    assert schema(old) == schema(tmp_path / "new.sqlite3")
    with closing(sqlite3.connect(old)) as db:
        db.execute("pragma foreign_keys = on")
        (made,) = db.execute("select sql from sqlite_schema where name = 'topics'").fetchone()
        assert made.lower().endswith("strict, without rowid")
        assert db.execute("pragma foreign_key_check").fetchall() == []
        for wrong in ("status = 'forgotten'", "session_id = 'nobody'", "hours = 'many'", "mastery_score = 101"):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(f"update topics set {wrong}")


def test_an_older_file_that_cannot_be_brought_up_to_date_is_left_as_it_was(old: Path) -> None:
    with closing(sqlite3.connect(old)) as db:
        # The second statement of 004 meets it; the first is undone.
        db.execute("create table topics_anew (name text)")
    before = schema(old)
    with pytest.raises(MigrationError, match="left as it was"):
        SqliteStudyStore(old)
    assert schema(old) == before
    with closing(sqlite3.connect(old)) as db, db:
        assert db.execute("select count(*) from topics").fetchone() == (3,)
        db.execute("drop table topics_anew")
    with closing(SqliteStudyStore(old)) as store:
        assert store.topics("s1") == TOPICS
