"""Marks from before there was a table of what is out: carried over where an instructor's event proves them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from core.stores.journal.local_copy import LocalCopy
from core.stores.migration_files import SUPABASE, migration_files
from core.stores.sqlite.schema import MIGRATIONS
from core.stores.sqlite.store import SqliteStudyStore
from core.stores.supabase.admin import migrate
from tests.doubles import EVE, MIRA, NOOR, attempt, changes, topic
from tests.people import TEACHER

AT, LATER = "2026-03-02T12:00:00+00:00", "2026-03-03T12:00:00+00:00"
VOIDED = ("proven", "taken-in-again", "said-by-a-learner", "forged")
EVIDENCE = json.dumps(
    [
        {"at": AT, "question_id": name, "shows_it": True, "is_void": True}
        for name in ("proven-again", "said-by-a-learner")
    ]
)
SAID = (
    ("instructor", "void_question", "proven"),
    ("instructor", "void_question", "taken-in-again"),
    ("instructor", "unvoid_question", "taken-in-again"),
    ("learner", "void_question", "said-by-a-learner"),
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A study file from before 010."""
    path = tmp_path / "study.sqlite3"
    with closing(sqlite3.connect(path)) as db, db:
        db.create_function("attempts_of", 4, lambda *_: "[]")
        db.execute("create table schema_migrations (name text primary key, applied_at text not null) strict")
        for file in (file for name, file in migration_files(MIGRATIONS).items() if name < "010"):
            db.executescript(file.read_text("utf-8"))
            db.execute("insert into schema_migrations values (?, '')", (file.name,))
        db.execute("insert into users (id, created_at) values (?, '')", (MIRA,))
        db.execute(
            "insert into study_sessions (id, user_id, current_state, created_at, updated_at, version, current_context)"
            " values ('s1', ?, 'INTAKE', ?, ?, 1, ?)",
            (MIRA, AT, AT, json.dumps({"user_id": MIRA, "session_id": "s1"})),
        )
        db.execute(
            "insert into topics (session_id, name, position, planned_on, difficulty, hours)"
            " values ('s1', 'Leaves', 0, '2026-03-02', 'easy', 1)"
        )
        db.execute(
            "insert into quizzes (id, session_id, position, topic, body, seed, created_at)"
            " values ('quiz1', 's1', 0, 'Leaves', '{}', 7, ?)",
            (AT,),
        )
        for name in VOIDED:
            db.execute(
                "insert into attempts (session_id, quiz_id, question_id, topic, at, is_right, chance, item_rating,"
                " forecast, is_void) values ('s1', 'quiz1', ?, 'Leaves', ?, 1, 0.25, 0, 0.6, 1)",
                (name, AT),
            )
        for name, on in (("m1", "Leaves"), ("m2", "No such topic")):
            db.execute(
                "insert into misconceptions (id, session_id, topic, concept, confusion, counter_example, question_id,"
                " noticed_at, evidence) values (?, 's1', ?, 'c', 'x', 'y', 'proven', ?, ?)",
                (name, on, AT, EVIDENCE),
            )
    return path


def mark_as_logged(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        for agent, action, name in SAID:
            db.execute(
                "insert into agent_events (session_id, timestamp, phase_before, phase_after, action, agent, reasoning,"
                " metadata, context_patch, seed, duration_ms)"
                " values ('s1', ?, 'INTAKE', 'INTAKE', ?, ?, '', ?, '{}', 0, 0)",
                (LATER, action, agent, json.dumps({"question_id": name})),
            )


def test_a_study_file_keeps_the_marks_that_are_proven_and_goes_on(old: Path) -> None:
    mark_as_logged(old)
    with closing(SqliteStudyStore(old)) as store:
        assert [line.question_id for line in store.attempts("s1") if line.is_void] == ["proven"]
        assert [item.question_id for item in store.item_evidence(VOIDED) if item.is_void] == ["proven"]
        (noted,) = store.misconceptions("s1")
        assert [evidence.is_void for evidence in noted.evidence] == [True, False]
        more = changes("s1", topics=(topic("Leaves"),), attempts=(attempt("proven-again", "quiz1"),))
        assert store.commit("s1", 1, "c2", more.model_copy(update={"misconceptions": (noted,)})) == 2
        assert len([line for line in store.attempts("s1") if line.is_void]) == 2
        assert store.mark_question("proven", is_void=False) == ("s1",)
        assert not [line for line in store.attempts("s1") if line.is_void]


def test_a_copy_of_what_is_elsewhere_keeps_what_it_was_told(old: Path) -> None:
    with closing(LocalCopy(old)) as copy:
        assert {line.is_void for line in copy.attempts("s1")} == {True}
        (noted,) = copy.misconceptions("s1")
        assert [evidence.is_void for evidence in noted.evidence] == [True, True]
        assert len([item for item in copy.item_evidence(VOIDED) if item.is_void]) == len(VOIDED)


def test_a_database_keeps_the_marks_that_are_proven(fresh: str) -> None:
    with psycopg.connect(fresh, autocommit=True) as db:
        for file in (file for name, file in migration_files(SUPABASE).items() if name < "014"):
            db.execute(file.read_bytes())
        db.execute(
            "insert into users (id, role) values (%s, 'learner'), (%s, 'learner'), (%s, 'learner'), (%s, 'instructor')",
            (MIRA, NOOR, EVE, TEACHER),
        )
        db.execute("insert into cohorts (name, instructor_id) values ('Botany', %s)", (TEACHER,))
        # Eve is in no class.
        db.execute("insert into cohort_members select id, v from cohorts, unnest(%s::uuid[]) v", ([MIRA, NOOR],))
        for session_id, user_id, names in (
            ("s1", MIRA, VOIDED),
            ("s2", NOOR, ("proven", "forged")),
            ("s3", EVE, VOIDED),
        ):
            db.execute("insert into study_sessions (id, user_id) values (%s, %s)", (session_id, user_id))
            db.execute(
                "insert into quizzes (session_id, id, position, topic, body, seed, created_at)"
                " values (%s, 'quiz1', 0, 'Leaves', '{}', 7, %s)",
                (session_id, AT),
            )
            db.execute(
                "insert into topics (session_id, name, position, planned_on, difficulty, hours)"
                " values (%s, 'Leaves', 0, '2026-03-02', 'easy', 1)",
                (session_id,),
            )
            for name in names:
                db.execute(
                    "insert into attempts (session_id, quiz_id, question_id, user_id, topic, at, is_right, chance,"
                    " item_rating, forecast, is_void)"
                    " values (%s, 'quiz1', %s, %s, 'Leaves', %s, true, 0, 0, 0.5, true)",
                    (session_id, name, user_id, AT),
                )
        # Of the forged one only Mira's own session says that it was taken out, though Noor had answered it too.
        by_mira = (*SAID, ("instructor", "void_question", "forged"))
        whole = [("s1", MIRA, by_mira), ("s2", NOOR, SAID[:1]), ("s3", EVE, by_mira)]
        for session_id, user_id, events in whole:
            for agent, action, name in events:
                db.execute(
                    "insert into agent_events (session_id, user_id, timestamp, phase_before, phase_after, action,"
                    " agent, metadata, context_patch) values (%s, %s, %s, 'INTAKE', 'INTAKE', %s, %s, %s,"
                    """ '{"set": {}, "unset": [], "set_extra": {}, "unset_extra": []}')""",
                    (session_id, user_id, LATER, action, agent, json.dumps({"question_id": name})),
                )
        for name, on in (("m1", "Leaves"), ("m2", "No such topic")):
            db.execute(
                "insert into misconceptions (session_id, id, topic, concept, confusion, counter_example, question_id,"
                " noticed_at, evidence) values ('s1', %s, %s, 'c', 'x', 'y', 'proven', %s, %s)",
                (name, on, AT, EVIDENCE),
            )
        assert "015_void_questions.sql" in migrate(fresh)
        assert db.execute("select question_id from void_questions").fetchall() == [("proven",)]
        assert db.execute("select session_id, question_id from attempts where is_void order by 1").fetchall() == [
            ("s1", "proven"),
            ("s2", "proven"),
        ]
        ((name, evidence),) = db.execute("select id, evidence from misconceptions").fetchall()
        assert (name, [shown["is_void"] for shown in evidence]) == ("m1", [True, False])
