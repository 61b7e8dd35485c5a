"""Migrations from nothing to now: once, twice, cut off, two at once, and from a newer copy; and who gets a role."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from core.cli import main
from core.stores.postgres import _LOCK, MIGRATIONS
from tests.doubles import ROOT
from tests.sql.classroom import SEED
from tests.stack import Stack

FILES = sorted(MIGRATIONS.glob("*.sql"))
NAMES = [file.name for file in FILES]
ROLES = ROOT / "tests" / "stack" / "roles.sql"
RECORD = "insert into private.schema_migrations"
numbers = count(1)


@pytest.fixture
def fresh(stack: Stack) -> Iterator[str]:
    """The address of a database with nothing but what a new Supabase project has."""
    stack.start()
    name = f"fresh_{next(numbers)}"
    url = f"{stack.database_url.removesuffix('/postgres')}/{name}"
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        db.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
        with psycopg.connect(url, autocommit=True) as new:
            new.execute(ROLES.read_bytes())
        yield url
        db.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, which the command takes in their place."""
    copy = tmp_path / "migrations"
    copy.mkdir()
    for file in FILES:
        shutil.copy(file, copy)
    monkeypatch.setattr("core.stores.postgres.MIGRATIONS", copy)
    return copy


def core(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "core", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )


def ask(url: str, query: str, *parameters: object) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as db:
        return db.execute(query, parameters or None).fetchall()


def recorded(url: str) -> list[object]:
    if ask(url, "select to_regclass('private.schema_migrations')") == [(None,)]:
        return []
    return [name for (name,) in ask(url, "select name from private.schema_migrations order by name")]


def schema(stack: Stack, url: str) -> str:
    """Everything that is defined and granted, as text."""
    dumped = subprocess.run(
        [stack.postgres.binaries / "pg_dump", "--schema-only", url], capture_output=True, text=True, check=True
    ).stdout
    # A line of these has a random word.
    return "\n".join(line for line in dumped.splitlines() if "restrict" not in line.split(" ")[0])


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
        before = schema(stack, fresh)
        assert "CREATE POLICY" in before
        assert "GRANT ALL ON FUNCTION private.my_learners() TO authenticated" in before
        for file in FILES:
            db.execute(file.read_bytes())
            assert schema(stack, fresh) == before, file.name
        assert ask(fresh, "select count(*) from agent_events") == [(1,)]


def test_psql_does_the_same_and_the_command_then_finds_nothing_to_do(
    stack: Stack, fresh: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["migrate", "--database-url", stack.database_url])
    for file in FILES:
        psql = [stack.postgres.binaries / "psql", "--no-psqlrc", "-q", "-v", "ON_ERROR_STOP=1", "-f", file, fresh]
        done = subprocess.run(psql, capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert recorded(fresh)[-1] == file.name
    capsys.readouterr()
    assert main(["migrate", "--database-url", fresh]) == 0
    assert "nothing to do" in capsys.readouterr().out


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_file_that_fails_half_way_leaves_nothing_of_itself(
    stack: Stack, fresh: str, folder: Path, number: int, capsys: pytest.CaptureFixture[str]
) -> None:
    name, text = NAMES[number], FILES[number].read_text()
    for later in NAMES[number:]:
        (folder / later).rename(folder / f"{later}.later")
    assert main(["migrate", "--database-url", fresh]) == 0
    before = schema(stack, fresh)
    for later in NAMES[number:]:
        (folder / f"{later}.later").rename(folder / later)
    assert text.count(RECORD) == 1
    (folder / name).write_text(text.replace(RECORD, f"select 1 / 0;\n{RECORD}"))

    capsys.readouterr()
    assert main(["migrate", "--database-url", fresh]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"{name} failed and was left out whole: division by zero")
    assert schema(stack, fresh) == before
    assert recorded(fresh) == NAMES[:number]

    (folder / name).write_text(text)
    assert main(["migrate", "--database-url", fresh]) == 0
    assert capsys.readouterr().out.splitlines() == [f"applied {later}" for later in NAMES[number:]]
    assert recorded(fresh) == NAMES


def until(url: str, query: str) -> list[tuple[object, ...]]:
    """The rows of this query as soon as there are any."""
    with psycopg.connect(url, autocommit=True) as db:
        for _ in range(3000):
            if found := db.execute(query).fetchall():
                return found
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
    ask(fresh, "delete from private.schema_migrations where name like '008%%' returning name")
    capsys.readouterr()
    assert main(["migrate", "--database-url", fresh]) == 1
    assert "newer ExamMentor (it has 999_from_tomorrow.sql)" in capsys.readouterr().err
    assert NAMES[-1] not in recorded(fresh)


# --- addresses that lead nowhere --------------------------------------------------------------------------------------

SECRET = "hunter2-very-secret"
NOWHERE = {
    "nobody listens": f"postgresql://postgres:{SECRET}@127.0.0.1:1/postgres",
    "no such host": f"postgresql://postgres:{SECRET}@db.invalid/postgres",
    "an @ in the password": f"postgresql://postgres:p@{SECRET}@127.0.0.1:1/postgres",
    "a slash in the password": f"postgresql://postgres:{SECRET}/x@127.0.0.1:1/postgres",
    "a slash at the end of it": f"postgresql://postgres:x/{SECRET}@127.0.0.1:1/postgres",
    "a percent sign in the password": f"postgresql://postgres:%{SECRET}@127.0.0.1:1/postgres",
    "a space in the password": f"postgresql://postgres:{SECRET} x@127.0.0.1:1/postgres",
    "a question mark in the password": f"postgresql://postgres:x?{SECRET}@127.0.0.1:1/postgres",
    "a hash in the password": f"postgresql://postgres:x#{SECRET}@127.0.0.1:1/postgres",
    "a misspelt scheme": f"postgres//postgres:{SECRET}@127.0.0.1:1/postgres",
    "another scheme": f"https://postgres:{SECRET}@127.0.0.1:1/postgres",
    "no port": f"postgresql://postgres:{SECRET}@127.0.0.1:x/postgres",
    "an unknown option": f"postgresql://postgres:{SECRET}@127.0.0.1:1/postgres?{SECRET}=1",
    "words": f"host=127.0.0.1 port=1 password={SECRET} user",
    "a password alone": SECRET,
}


@pytest.mark.parametrize("command", [["migrate"], ["role", "mira@example.org", "instructor"]])
@pytest.mark.parametrize("case", NOWHERE)
def test_an_address_that_leads_nowhere_is_a_sentence_without_the_password(
    case: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--database-url", NOWHERE[case]]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "--database-url" in told.err
    assert SECRET not in told.err
    assert "hunter2" not in told.err


def test_a_wrong_password_is_a_sentence_without_it(stack: Stack) -> None:
    stack.start()
    url = stack.database_url.replace(stack.keys.postgres_password, SECRET)
    done = core("migrate", "--database-url", url)
    assert (done.returncode, done.stdout) == (1, "")
    assert "password authentication failed" in done.stderr
    assert "Traceback" not in done.stderr
    assert SECRET not in done.stderr


# --- roles ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def role(stack: Stack, db: psycopg.Connection) -> Callable[..., int]:
    db.execute(SEED)
    return lambda email, role: main(["role", email, role, "--database-url", stack.database_url])


def roles(db: psycopg.Connection) -> dict[str, str]:
    return dict(db.execute("select email, role from users").fetchall())


@pytest.mark.parametrize("email", ["mira@example.org", "MIRA@Example.ORG"])
def test_a_role_is_given_and_taken(
    role: Callable[..., int], db: psycopg.Connection, email: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = roles(db)
    assert role(email, "instructor") == 0
    assert "is an instructor now" in capsys.readouterr().out
    assert roles(db) == before | {"mira@example.org": "instructor"}
    assert role(email, "learner") == 0
    assert "is a learner now" in capsys.readouterr().out
    assert roles(db) == before


@pytest.mark.parametrize(
    ("email", "wanted", "reason"),
    [
        ("nobody@example.org", "instructor", "Nobody with the address nobody@example.org"),
        ("%", "instructor", "Nobody with the address"),
        ("", "instructor", "address"),
        ("  ", "instructor", "address"),
        ("mira@example.org", "admin", "There is no role “admin”"),
        ("mira@example.org", "Instructor", "There is no role “Instructor”"),
        ("mira@example.org", "", "There is no role"),
    ],
)
def test_an_unknown_address_or_role_changes_nothing(
    role: Callable[..., int],
    db: psycopg.Connection,
    email: str,
    wanted: str,
    reason: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    # Whoever signed in by telephone has no address.
    db.execute("insert into users (id) values ('99999999-0000-4000-8000-000000000000')")
    before = roles(db)
    assert role(email, wanted) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert reason in told.err
    assert roles(db) == before


def test_a_role_in_a_database_without_tables_asks_for_migrations(fresh: str) -> None:
    done = core("role", "mira@example.org", "instructor", "--database-url", fresh)
    assert (done.returncode, done.stdout) == (1, "")
    assert "python -m core migrate" in done.stderr
    assert "Traceback" not in done.stderr
