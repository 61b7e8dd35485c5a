"""Migrations from nothing to now: once, twice, cut off, two at once, and from a newer copy."""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from core.cli import main
from core.models.quiz import PLACEMENT
from core.stores.migration_files import migration_files
from core.stores.supabase.admin import _LOCK, MIGRATIONS
from tests.doubles import MIRA, attempt, changes, quiz_record
from tests.sql.catalogue import schema_of
from tests.sql.classroom import SEED, core
from tests.stack import Stack

FILES = [*migration_files(MIGRATIONS).values()]
NAMES = [file.name for file in FILES]
RECORD = "insert into private.schema_migrations"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, which the command takes in their place."""
    copy = tmp_path / "migrations"
    copy.mkdir()
    for file in FILES:
        shutil.copy(file, copy)
    monkeypatch.setattr("core.stores.supabase.admin.MIGRATIONS", copy)
    return copy


def ask(url: str, query: str, *parameters: object) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as db:
        return db.execute(query, parameters or None).fetchall()


def recorded(url: str) -> list[object]:
    if ask(url, "select to_regclass('private.schema_migrations')") == [(None,)]:
        return []
    return [name for (name,) in ask(url, "select name from private.schema_migrations order by name")]


def test_a_new_database_is_brought_up_to_date_once(fresh: str) -> None:
    first = core("migrate", "--database-url", fresh)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines() == [f"applied {name}" for name in NAMES]
    assert recorded(fresh) == NAMES
    again = core("migrate", "--database-url", fresh)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == "nothing to do: the database is up to date\n"


def test_each_file_alone_can_be_run_again_over_data_and_changes_nothing(stack: Stack, fresh: str) -> None:
    assert main(["migrate", "--database-url", fresh]) == 0
    with psycopg.connect(fresh, autocommit=True) as db:
        db.execute(SEED)
        before = schema_of(stack, fresh)
        assert "CREATE POLICY" in before
        assert "GRANT ALL ON FUNCTION private.my_learners() TO authenticated" in before
        for file in FILES:
            db.execute(file.read_bytes())
            assert schema_of(stack, fresh) == before, file.name
        assert ask(fresh, "select count(*) from agent_events") == [(1,)]


def run_by_hand(stack: Stack, url: str, file: Path) -> None:
    """As whoever has no more than psql, or the SQL editor of a hosted project, applies a file."""
    psql = [stack.postgres.binaries / "psql", "--no-psqlrc", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, url]
    done = subprocess.run(psql, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_by_hand_it_is_the_same_also_twice_and_the_command_then_finds_nothing_to_do(
    stack: Stack, fresh: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in FILES:
        run_by_hand(stack, fresh, file)
        assert recorded(fresh)[-1] == file.name
    before = schema_of(stack, fresh)
    for file in FILES:
        run_by_hand(stack, fresh, file)
        assert schema_of(stack, fresh) == before, file.name
    assert recorded(fresh) == NAMES
    capsys.readouterr()
    assert main(["migrate", "--database-url", fresh]) == 0
    assert "nothing to do" in capsys.readouterr().out


@pytest.mark.parametrize("place", [7, 8])
def test_a_view_that_is_dropped_too_early_by_hand_does_not_come_back(stack: Stack, fresh: str, place: int) -> None:
    *others, dropping = [file for file in FILES if file.name <= "013_drop_due_topics.sql"]
    for file in (*others[:place], dropping, *others[place:]):
        run_by_hand(stack, fresh, file)
    assert ask(fresh, "select to_regclass('public.due_topics'), to_regclass('public.session_list') is null") == [
        (None, False)
    ]


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_file_that_fails_half_way_leaves_nothing_of_itself(
    stack: Stack, fresh: str, folder: Path, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    name, text = NAMES[number], FILES[number].read_text()
    for later in NAMES[number:]:
        (folder / later).rename(folder / f"{later}.later")
    assert main(["migrate", "--database-url", fresh]) == 0
    before = schema_of(stack, fresh)
    for later in NAMES[number:]:
        (folder / f"{later}.later").rename(folder / later)
    assert text.count(RECORD) == 1
    (folder / name).write_text(text.replace(RECORD, f"select 1 / 0;\n{RECORD}"))

    capsys.readouterr()
    assert main(["migrate", "--database-url", fresh]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{name} failed and was left out whole: division by zero")
    assert schema_of(stack, fresh) == before
    assert recorded(fresh) == NAMES[:number]

    (folder / name).write_text(text)
    assert main(["migrate", "--database-url", fresh]) == 0
    assert capsys.readouterr().out.splitlines() == [f"applied {later}" for later in NAMES[number:]]
    assert recorded(fresh) == NAMES


def until(url: str, query: str) -> list[tuple[object, ...]]:
    """The rows of this query as soon as there are any."""
    with psycopg.connect(url, autocommit=True) as db:
        for _ in range(3000):
            if rows := db.execute(query).fetchall():
                return rows
            db.execute("select pg_sleep(0.01)")
    raise AssertionError(f"nothing came of {query}")


SLEEPING = "select pid from pg_stat_activity where wait_event = 'PgSleep' and pid <> pg_backend_pid()"
BOTH_WAIT = "select count(*) from pg_locks where locktype = 'advisory' and not granted having count(*) = 2"


def test_a_connection_cut_in_the_middle_of_a_file_leaves_nothing_of_it(
    stack: Stack, fresh: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, text = NAMES[3], FILES[3].read_text()
    (folder / name).write_text(text.replace(RECORD, f"select pg_sleep(60);\n{RECORD}"))
    with ThreadPoolExecutor() as pool:
        running = pool.submit(main, ["migrate", "--database-url", fresh])
        ((backend,),) = until(fresh, SLEEPING)
        assert ask(stack.database_url, "select pg_terminate_backend(%s)", backend) == [(True,)]
        assert running.result(timeout=30) == 1
    assert "terminating connection" in capsys.readouterr().err
    assert recorded(fresh) == NAMES[:3]
    assert ask(fresh, "select to_regclass('cohorts') is null, to_regclass('quizzes') is null") == [(False, True)]
    (folder / name).write_text(text)
    assert main(["migrate", "--database-url", fresh]) == 0
    assert recorded(fresh) == NAMES


def test_two_at_once_stand_in_line(fresh: str, capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadPoolExecutor(2) as pool, psycopg.connect(fresh, autocommit=True) as first:
        first.execute("select pg_advisory_lock(%s)", (_LOCK,))
        started = [pool.submit(main, ["migrate", "--database-url", fresh]) for _ in range(2)]
        until(fresh, BOTH_WAIT)
        first.execute("select pg_advisory_unlock(%s)", (_LOCK,))
        codes = [migration.result(60) for migration in started]
    told = capsys.readouterr()
    assert (codes, told.err) == ([0, 0], "")
    assert sorted(told.out.splitlines()) == [
        *(f"applied {name}" for name in NAMES),
        "nothing to do: the database is up to date",
    ]
    assert recorded(fresh) == NAMES


def test_a_database_from_a_newer_copy_is_left_alone(fresh: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate", "--database-url", fresh])
    ask(fresh, "insert into private.schema_migrations values ('999_from_tomorrow.sql') returning name")
    ask(fresh, "delete from private.schema_migrations where name = %s returning name", NAMES[-1])
    capsys.readouterr()
    assert main(["migrate", "--database-url", fresh]) == 1
    assert "newer ExamMentor (it has 999_from_tomorrow.sql)" in capsys.readouterr().err
    assert NAMES[-1] not in recorded(fresh)


def test_a_database_with_topics_gets_those_that_a_plan_leaves_out(
    fresh: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    later = NAMES[NAMES.index("009_left_out_topics.sql") :]
    for name in later:
        (folder / name).rename(folder / f"{name}.later")
    assert main(["migrate", "--database-url", fresh]) == 0
    assert recorded(fresh)[-1] == "008_reading.sql"
    with psycopg.connect(fresh, autocommit=True) as db:
        # Tables of later migrations are not there yet.
        db.execute(
            f"insert into users (id) values ('{MIRA}');"
            f" insert into study_sessions (id, user_id) values ('s1', '{MIRA}');"
            " insert into topics (session_id, name, position, planned_on, difficulty, hours, status, mastery_score)"
            " values ('s1', 'Leaves', 0, '2026-03-02', 'easy', 1, 'planned', null),"
            " ('s1', 'Roots', 1, '2026-03-03', 'hard', 2.5, 'done', 70)"
        )
        with pytest.raises(psycopg.errors.CheckViolation):
            db.execute("update topics set status = 'left_out'")
    query = "select name, position, planned_on, difficulty, hours, status, mastery_score from topics order by name"
    before = ask(fresh, query)
    assert len(before) == 2

    for name in later:
        (folder / f"{name}.later").rename(folder / name)
    capsys.readouterr()
    assert main(["migrate", "--database-url", fresh]) == 0
    assert capsys.readouterr().out.splitlines() == [f"applied {name}" for name in later]
    assert ask(fresh, query) == before
    assert ask(fresh, "select topics_total, topics_done from session_list") == [(2, 1)]
    with psycopg.connect(fresh, autocommit=True) as db:
        db.execute("update topics set status = 'left_out' where name = 'Leaves'")
        with pytest.raises(psycopg.errors.CheckViolation):
            db.execute("update topics set status = 'forgotten'")
    assert ask(fresh, "select topics_total, topics_done from session_list") == [(1, 1)]


@pytest.mark.parametrize("number", range(1, len(FILES)))
def test_a_database_as_every_earlier_migration_left_it_is_brought_up_to_date_and_written_to(
    fresh: str, folder: Path, number: int
) -> None:
    for later in NAMES[number:]:
        (folder / later).rename(folder / f"{later}.later")
    assert main(["migrate", "--database-url", fresh]) == 0
    with psycopg.connect(fresh, autocommit=True) as db:
        db.execute("insert into users (id, email) values (%s, 'mira@example.org')", (MIRA,))
        db.execute("insert into study_sessions (id, user_id) values ('s1', %s)", (MIRA,))
        if number >= 2:
            db.execute(
                "insert into agent_events (session_id, user_id, timestamp, phase_before, phase_after, action, agent)"
                " values ('s1', %s, now(), 'INTAKE', 'INTAKE', 'note', 'tutor')",
                (MIRA,),
            )
        if number >= 4:
            for position, topic_name in enumerate((PLACEMENT, "Leaves")):
                db.execute(
                    "insert into quizzes (session_id, id, position, topic, body, seed, created_at)"
                    " values ('s1', %s, %s, %s, '{}', 7, now())",
                    (f"quiz-of-{position}", position, topic_name),
                )
        if number >= 14:
            db.execute("update quizzes set kind = 'placement' where topic = %s", (PLACEMENT,))

    for later in NAMES[number:]:
        (folder / f"{later}.later").rename(folder / later)
    assert main(["migrate", "--database-url", fresh]) == 0
    kinds = [(f"quiz-of-{place}", kind) for place, kind in enumerate(("placement", "quiz"))]
    assert ask(fresh, "select id, kind from quizzes order by id") == kinds * (number >= 4)
    answered = (attempt("q1", chosen="oxygen", seconds=2),)
    sent = changes("s1", quiz=quiz_record("quiz-1"), attempts=answered).model_dump_json()
    with psycopg.connect(fresh, autocommit=True) as db:
        db.execute(
            "select set_config('request.jwt.claims', %s, false)",
            (json.dumps({"sub": MIRA, "email": "mira@example.org"}),),
        )
        asked = ("s1", 0, "c1", sent)
        assert db.execute("select public.commit_changes(%s, %s, %s, %s)", asked).fetchone() == (1,)
        shown = db.execute("select user_id::text from history_page(p_user_id := %s)", (MIRA,)).fetchall()
        assert shown == [(MIRA,)] * (2 if number >= 2 else 1)
        named = {"id": MIRA, "name": "mira@example.org"}
        assert db.execute("select history_facets() -> 'learners'").fetchone() == ([named],)
    assert ask(fresh, "select chosen, seconds, is_skipped from attempts") == [("oxygen", 2.0, False)]


def test_what_was_answered_before_gets_the_concept_of_its_question(fresh: str, folder: Path) -> None:
    # These read a column that 016 adds.
    later = ("016_sureness.sql", "021_bounds.sql", "024_zones.sql", "027_filing.sql")
    for name in later:
        (folder / name).rename(folder / f"{name}.later")
    assert main(["migrate", "--database-url", fresh]) == 0
    with psycopg.connect(fresh, autocommit=True) as db:
        db.execute("insert into users (id) values (%s)", (MIRA,))
        db.execute("insert into study_sessions (id, user_id) values ('s1', %s)", (MIRA,))
        bodies = {"quiz-1": quiz_record("quiz-1").quiz.model_dump_json(), "empty": "{}", "torn": '"x"'}
        for position, (quiz_id, body) in enumerate(bodies.items()):
            db.execute(
                "insert into quizzes (session_id, id, position, topic, body, seed, created_at)"
                " values ('s1', %s, %s, 'Leaves', %s, 7, now())",
                (quiz_id, position, body),
            )
        for quiz_id, question_id in (("quiz-1", "q1"), ("quiz-1", "q-of-nobody"), ("empty", "q1"), ("torn", "q1")):
            db.execute(
                "insert into attempts (session_id, quiz_id, question_id, user_id, topic, at, is_right, chance,"
                " item_rating, forecast) values ('s1', %s, %s, %s, 'Leaves', now(), true, 0, 0, 0.5)",
                (quiz_id, question_id, MIRA),
            )
    for name in later:
        (folder / f"{name}.later").rename(folder / name)
    assert main(["migrate", "--database-url", fresh]) == 0
    known = "select quiz_id, question_id, concept from attempts where concept <> ''"
    assert ask(fresh, known) == [("quiz-1", "q1", "photosynthesis")]
    with psycopg.connect(fresh, autocommit=True) as db, pytest.raises(psycopg.errors.CheckViolation):
        db.execute("update attempts set sureness = 'maybe'")
