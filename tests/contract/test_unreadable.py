"""A row that cannot be read is left out of its list and named; what is asked for by itself says which it is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.domain.planning import make_plan
from core.errors import Unreadable
from core.models import HistoryQuery, Material, PlannedTopic
from core.stores.sqlite.store import SqliteStudyStore
from tests.contract.test_long_lists import noted
from tests.contract.test_store import THREE_DAYS
from tests.doubles import MIRA, asked, attempt, begin, changes, quiz_record, topic

# What spoils a row, by what is left out then.
ROWS = {
    "misconception “m0001”": "update misconceptions set evidence = ?",
    "answer “q1”": "update attempts set at = ?",
    "quiz “quiz-1”": "update quizzes set body = ?",
    "topic “Leaves”": "update topics set prerequisites = ? where name = 'Leaves'",
    "event “1”": "update agent_events set metadata = ? where id = 1",
    "message “Leaves”": "update tutor_chats set sources = ?",
    "plan version": "update plans set body = ?",
    "material “m”": "update study_materials set section_titles = ?",
}


def spoil(store: SqliteStudyStore, sql: str, written: str) -> None:
    """Write into the file what no copy of the app writes."""
    with closing(sqlite3.connect(store.path)) as db, db:
        db.execute("pragma ignore_check_constraints = on")
        for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            db.execute(f"drop trigger {name}")
        assert db.execute(sql, (written,)).rowcount == 1


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("written", ["not JSON", "[5"])
def test_a_row_that_cannot_be_read_is_left_out_and_named(tmp_path: Path, name: str, written: str) -> None:
    with closing(SqliteStudyStore(tmp_path / "study.sqlite3")) as store:
        begin(store, "s1", topics=(topic("Leaves"), topic("Roots")), chat=asked("Why green?")[:1])
        given = {
            "quiz": quiz_record("quiz-1"),
            "attempts": (attempt(),),
            "misconceptions": (noted(1),),
            "plans": make_plan("B", [PlannedTopic(name="A", hours=0.5)], THREE_DAYS).versions[:1],
            "material": Material(id="m", name="n", kind="markdown", page_count=1, digest="d", sections=()),
        }
        store.commit("s1", 1, "c2", changes("s1", **given))
        spoil(store, ROWS[name], written)
        store.misconceptions("s1")
        store.attempts("s1")
        store.quizzes("s1")
        store.topics("s1")
        store.plans("s1")
        store.chat("s1", "Leaves")
        store.materials("s1")
        store.history(HistoryQuery(session_id="s1"))
        assert [summary.id for summary in store.sessions(MIRA)] == ["s1"]
        assert [*map(str, store.left_out())] == [name]


def test_a_session_that_cannot_be_read_names_itself(tmp_path: Path) -> None:
    with closing(SqliteStudyStore(tmp_path / "study.sqlite3")) as store:
        begin(store, "s1")
        begin(store, "s2")
        spoil(store, "update study_sessions set current_context = ? where id = 's1'", "x")
        with pytest.raises(Unreadable, match="session “s1”"):
            store.load("s1")
        assert store.load("s2").id == "s2"
