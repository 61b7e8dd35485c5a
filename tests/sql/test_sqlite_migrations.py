"""A study file of an older copy, opened by this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from core.errors import MigrationError
from core.models import Answer, HistoryQuery, QuizKind
from core.models.quiz import PLACEMENT
from core.stores.earlier_quizzes import attempts_of
from core.stores.journal.local_copy import LocalCopy
from core.stores.migration_files import migration_files
from core.stores.sqlite import rows
from core.stores.sqlite.schema import MIGRATIONS
from core.stores.sqlite.store import SqliteStudyStore
from tests.doubles import MIRA, NOON, changes, due, event, quiz_record, service, topic
from tests.journey import COURSE, hand_in, once_more

TOPICS = (
    topic("Leaves", 0, hours=1.25, prerequisites=("Roots", "Stems"), material_id="m", section=3, status="learning"),
    topic("Roots", 1, difficulty="hard", planned_on=date(2026, 3, 3)),
    topic("Stems · 茎", 2, status="done", answered=10, right=7, mastery_score=70.5, review_on=date(2026, 3, 9)),
)
CONTEXT_2 = f'{{"user_id": "{MIRA}", "session_id": "s2"}}'
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
            row = dict(zip(rows.TOPIC_COLUMNS.split(", "), rows.topic_row("s1", known), strict=True))
            del row["own_word"]
            db.execute(f"insert into topics ({', '.join(row)}) values ({', '.join('?' * 14)})", [*row.values()])
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
        (definition,) = db.execute("select sql from sqlite_schema where name = 'topics'").fetchone()
        assert definition.lower().endswith("strict, without rowid")
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


def as_left_by(number: int, path: Path) -> None:
    """A study file as that many migrations left it, with a session, and with an event and a placement as they were."""
    files = [*migration_files(MIGRATIONS).values()][:number]
    with closing(sqlite3.connect(path)) as db, db:
        db.create_function("attempts_of", 4, attempts_of)
        db.execute("create table schema_migrations (name text primary key, applied_at text not null) strict")
        for file in files:
            db.executescript(file.read_text("utf-8"))
            db.execute("insert into schema_migrations values (?, datetime('now'))", (file.name,))
        db.execute("insert into users (id, created_at) values (?, '')", (MIRA,))
        at = rows.moment(NOON)
        db.execute(
            "insert into study_sessions (id, user_id, current_state, created_at, updated_at)"
            " values ('s1', ?, 'INTAKE', ?, ?)",
            (MIRA, at, at),
        )
        if number >= 2:
            db.execute("update study_sessions set version = 1, current_context = ?", (CONTEXT,))
            row = dict(zip(rows.EVENT_COLUMNS.split(", "), rows.event_row(event("s1")), strict=True))
            row |= {"user_id": MIRA} if number >= 9 else {}
            db.execute(
                f"insert into agent_events ({', '.join(row)}) values ({', '.join('?' * len(row))})", [*row.values()]
            )
        if number >= 3:
            for position, (quiz_id, topic_name) in enumerate((("placed", PLACEMENT), ("quiz-1", "Leaves"))):
                body = quiz_record(quiz_id).quiz.model_copy(update={"topic": topic_name}).model_dump_json()
                db.execute(
                    "insert into quizzes (id, session_id, position, topic, body, seed, created_at)"
                    " values (?, 's1', ?, ?, ?, 7, ?)",
                    (quiz_id, position, topic_name, body, at),
                )
        if number >= 9:
            db.execute("update quizzes set kind = 'placement' where topic = ?", (PLACEMENT,))


@pytest.mark.parametrize("kind", [SqliteStudyStore, LocalCopy])
def test_what_was_answered_before_gets_its_concept_and_topics_keep_what_refers_to_them(
    kind: type[SqliteStudyStore], tmp_path: Path
) -> None:
    path = tmp_path / "study.sqlite3"
    as_left_by(10, path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "insert into topics (session_id, name, position, planned_on, difficulty, hours, status, review_on)"
            " values ('s1', 'Leaves', 0, '2026-03-02', 'easy', 1.5, 'done', '2026-03-09')"
        )
        db.execute(
            "insert into misconceptions (id, session_id, topic, concept, confusion, counter_example, question_id,"
            " noticed_at) values ('m1', 's1', 'Leaves', 'food', 'Plants eat.', 'They make it.', 'q1', ?)",
            (rows.moment(NOON),),
        )
        db.execute("update quizzes set body = 'torn' where id = 'placed'")
        for quiz_id, question_id in (("placed", "q1"), ("quiz-1", "q1"), ("quiz-1", "q-of-nobody")):
            db.execute(
                "insert into attempts (session_id, quiz_id, question_id, topic, at, is_right, chance, item_rating,"
                " forecast) values ('s1', ?, ?, 'Leaves', ?, 1, 0.25, 0, 0.6)",
                (quiz_id, question_id, rows.moment(NOON)),
            )
    with closing(kind(path)) as store:
        concepts = {(line.quiz_id, line.question_id): line.concept for line in store.attempts("s1")}
        assert concepts == {("placed", "q1"): "", ("quiz-1", "q1"): "photosynthesis", ("quiz-1", "q-of-nobody"): ""}
        (leaves,) = store.topics("s1")
        assert leaves == topic("Leaves", difficulty="easy", hours=1.5, status="done", review_on=date(2026, 3, 9))
        assert [noted.topic for noted in store.misconceptions("s1")] == ["Leaves"]
        studied = leaves.model_copy(update={"status": "studied", "own_word": "firm"})
        store.commit("s1", 1, "c2", changes("s1", topics=(studied,)))
        assert store.topics("s1") == (studied,)
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma foreign_keys = on")
        assert db.execute("pragma foreign_key_check").fetchall() == []
        for wrong in ("status = 'forgotten'", "own_word = 'perfect'"):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(f"update topics set {wrong}")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("update attempts set sureness = 'maybe'")
        # A misconception holds on to its topic as before.
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("delete from topics")


@pytest.mark.parametrize("number", range(1, len(migration_files(MIGRATIONS))))
def test_a_file_as_every_earlier_migration_left_it_opens_and_can_be_studied_on(number: int, tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite3"
    as_left_by(number, path)
    with closing(SqliteStudyStore(path)) as store:
        learners = [event.user_id for event in store.history(HistoryQuery()).events]
        kinds = {record.id: record.kind for record in store.quizzes("s1")} if number >= 2 else {}
        assert learners == [MIRA] * (number >= 2)
        assert kinds == ({"placed": QuizKind.PLACEMENT, "quiz-1": QuizKind.QUIZ} if number >= 3 else {})
        study = service(store)
        session = study.open("s1") if number >= 2 else study.start()
        session = study.take_quiz(study.start_topic(study.generate_plan(session, COURSE)))
        session = once_more(study, hand_in(study, session, wrong=2))
        assert {event.user_id for event in store.history(HistoryQuery(session_id=session.id)).events} == {MIRA}
    with closing(sqlite3.connect(path)) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("update agent_events set user_id = 'eve'")
    SqliteStudyStore(tmp_path / "new.sqlite3").close()
    assert schema(path) == schema(tmp_path / "new.sqlite3")


def test_quizzes_answers_and_misconceptions_of_before_are_known_by_their_session(tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite3"
    as_left_by(12, path)
    at = rows.moment(NOON)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "insert into study_sessions (id, user_id, current_state, created_at, updated_at, version, current_context)"
            " values ('s2', ?, 'INTAKE', ?, ?, 1, ?)",
            (MIRA, at, at, CONTEXT_2),
        )
        db.execute("insert into quiz_answers values ('quiz-1', 'q1', ?, ?)", ('{"question_id": "q1"}', at))
        # What a crafted file could write until now: an answer in one session to another's quiz.
        for session_id in ("s1", "s2"):
            db.execute(
                "insert into attempts (session_id, quiz_id, question_id, topic, at, is_right, chance, item_rating,"
                " forecast) values (?, 'quiz-1', 'q1', 'Leaves', ?, 1, 0.25, 0, 0.6)",
                (session_id, at),
            )
    with closing(SqliteStudyStore(path)) as store:
        assert [quiz.id for quiz in store.quizzes("s1")] == ["quiz-1", "placed"]
        assert [answer.question_id for answer in store.quizzes("s1")[0].answers] == ["q1"]
        assert [line.quiz_id for line in store.attempts("s1")] == ["quiz-1"]
        assert store.attempts("s2") == ()
        other = quiz_record("quiz-1", answers=(Answer(question_id="q1", text="mine"),))
        store.commit("s2", 1, "c2", changes("s2", quiz=other))
        assert store.quizzes("s2") == (other,)
        assert store.quizzes("s1")[0].answers[0].text == ""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("pragma foreign_key_check").fetchall() == []
        keys = {
            table: db.execute(
                "select group_concat(name, ', ') from (select name from pragma_table_info(?) where pk > 0 order by pk)",
                (table,),
            ).fetchone()[0]
            for table in ("quizzes", "quiz_answers", "misconceptions", "study_materials", "material_files")
        }
    assert keys == {
        "quizzes": "session_id, id",
        "quiz_answers": "session_id, quiz_id, question_id",
        "misconceptions": "session_id, id",
        "study_materials": "session_id, id",
        "material_files": "session_id, material_id",
    }
