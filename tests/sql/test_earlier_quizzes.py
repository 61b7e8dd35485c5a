"""Quizzes that were handed in before there was an answer log enter it when a database is brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from core.domain.assessment.answers import attempts
from core.domain.assessment.grading import grade
from core.models import Answer, Attempt, Intake, PerformanceAnalysis, QuizRecord, Session
from core.stores.journal.local_copy import LocalCopy
from core.stores.sqlite.store import SqliteStudyStore
from core.stores.supabase.admin import migrate
from core.study.service import StudyService
from tests.doubles import MIRA, NOON, attempt, begin, changes, question, quiz_record, service

SUBMITTED = NOON + timedelta(seconds=1.5)
ANALYSIS = PerformanceAnalysis(overall_score=50, summary="Half.", topic_mastery={"Leaves": 50.0})
TYPED = question(
    2,
    question_type="fill_blank",
    options=(),
    correct_option_index=None,
    accepted_answers=("chlorophyll",),
    topic="Roots",
    difficulty="hard",
)
OF_THE_LOG = "quiz_id, question_id, topic, at, is_right, is_blank, chance, item_rating, forecast, is_void, concept"


def handed_in(quiz_id: str, *answers: Answer) -> QuizRecord:
    record = quiz_record(quiz_id, question(1), TYPED, question(3), answers=answers)
    return record.model_copy(update={"submitted_at": SUBMITTED, "analysis": ANALYSIS})


# Typed as a plural and in other letters: what only the app's own code marks.
EARLIER = handed_in("earlier", Answer(question_id="q1", chosen=(2,)), Answer(question_id="q2", text=" CHLOROPHYLLS "))
LOGGED = handed_in("logged", Answer(question_id="q1", chosen=(0,)))
# What was chosen stands with the quiz; the lines of then do not have it, nor, in a study file, the concept.
BROUGHT_IN = tuple(
    logged.model_copy(update={"chosen": ""})
    for logged in attempts(EARLIER, grade(EARLIER.quiz, EARLIER.answers), SUBMITTED)
)
OPEN = quiz_record("open", question(1))
UNREADABLE = handed_in("unreadable")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A study file of before 008, with one quiz in the log, one that is not, one still open and one that is broken."""
    path = tmp_path / "study.sqlite3"
    with closing(SqliteStudyStore(path)) as store:
        begin(store, "s1", quiz=EARLIER)
        for version, quiz in enumerate((LOGGED, OPEN, UNREADABLE), 1):
            store.commit("s1", version, f"c{version}", changes("s1", quiz=quiz))
        store.commit("s1", 4, "c4", changes("s1", attempts=(attempt("q1", "logged"),)))
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("update quizzes set body = '{}' where id = 'unreadable'")
        db.execute("delete from schema_migrations where name like '008%'")
    return path


@pytest.mark.parametrize("kind", [SqliteStudyStore, LocalCopy])
def test_a_study_file_logs_them_once(old: Path, kind: type[SqliteStudyStore]) -> None:
    brought_in = (line.model_copy(update={"concept": ""}) for line in BROUGHT_IN)
    expected = (attempt("q1", "logged"), *brought_in)
    assert [logged.is_right for logged in expected] == [True, False, True, False]
    with closing(kind(old)) as store:
        assert store.attempts("s1") == expected
    with closing(sqlite3.connect(old)) as db, db:
        db.execute("delete from attempts")
    with closing(kind(old)) as store:
        assert store.attempts("s1") == ()


def test_the_supabase_database_logs_them_for_everybody(fresh: str) -> None:
    migrate(fresh)
    with psycopg.connect(fresh, autocommit=True) as db:
        db.execute("insert into public.users (id) values (%s)", (MIRA,))
        db.execute("insert into public.study_sessions (id, user_id) values ('s1', %s)", (MIRA,))
        for position, quiz in enumerate((EARLIER, LOGGED, OPEN, UNREADABLE)):
            body = "{}" if quiz is UNREADABLE else quiz.quiz.model_dump_json()
            db.execute(
                "insert into public.quizzes (session_id, id, position, topic, body, seed, created_at, submitted_at,"
                " analysis) values ('s1', %s, %s, 'Leaves', %s, 7, %s, %s, %s)",
                (quiz.id, position, body, NOON, quiz.submitted_at, quiz.analysis and quiz.analysis.model_dump_json()),
            )
            for answer in quiz.answers:
                db.execute(
                    "insert into public.quiz_answers values ('s1', %s, %s, %s, %s)",
                    (quiz.id, answer.question_id, answer.model_dump_json(), NOON),
                )
        db.execute(
            "insert into public.attempts (session_id, quiz_id, question_id, user_id, topic, at, is_right, chance,"
            " item_rating, forecast) values ('s1', 'logged', 'q1', %s, 'Leaves', %s, true, 0, 0, 0.5)",
            (MIRA, NOON),
        )
        for _ in range(2):
            assert migrate(fresh) == ()
            rows = db.execute(
                f"select to_json(a)::text from (select {OF_THE_LOG} from public.attempts) a where quiz_id <> 'logged'"
                " order by question_id"
            ).fetchall()
            assert tuple(Attempt.model_validate_json(row) for (row,) in rows) == BROUGHT_IN
        assert db.execute("select count(*), count(distinct user_id) from public.attempts").fetchone() == (4, 1)


def quizzed(study: StudyService, session: Session, *, right: bool) -> Session:
    """The session after a quiz on its topic with every answer right, or none."""
    session = study.take_quiz(session, 5)
    record = study.quiz(session)
    assert record
    for asked in record.quiz.questions if right else ():
        typed = asked.accepted_answers[0] if asked.accepted_answers else ""
        session = study.answer(session, record.id, Answer(question_id=asked.id, chosen=asked.key, text=typed))
    return study.submit_answers(session)


def test_what_was_quizzed_before_there_was_a_log_still_counts(tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite3"
    with closing(SqliteStudyStore(path)) as store:
        study = service(store)
        planned = study.generate_plan(study.start(), Intake(exam="Cell biology", days=20, hours=2.0))
        session = quizzed(study, study.start_topic(planned), right=True)
    with closing(sqlite3.connect(path)) as db, db:
        # As an earlier version left it: quizzes and scores, and no log.
        db.execute("delete from attempts")
        db.execute("delete from schema_migrations where name like '008%'")
    with closing(SqliteStudyStore(path)) as store:
        study = service(store)
        name = session.context.current_topic or ""
        other = study.read.topics(session.id)[1].name
        session = quizzed(study, study.start_topic(study.next_topic(session, other), other), right=False)
        before, now = study.topic(session, name), study.topic(session, other)
    assert (before.answered, before.right, now.answered, now.right) == (5, 5, 5, 0)
    assert (before.mastery_score or 0) > (now.mastery_score or 0)
