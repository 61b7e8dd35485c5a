"""What an administrator types: addresses of databases, and who gets a role."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest

from core.cli.commands import main
from tests.sql.classroom import SEED, core
from tests.stack import Stack

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


def test_an_address_of_two_accounts_is_nobodys(
    role: Callable[..., int], db: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    db.execute("insert into users (id, email) values ('99999999-0000-4000-8000-000000000000', 'Mira@example.org')")
    before = roles(db)
    assert role("mira@example.org", "instructor") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "2 accounts have the address" in told.err
    assert roles(db) == before


def test_a_role_in_a_database_without_tables_asks_for_migrations(fresh: str) -> None:
    done = core("role", "mira@example.org", "instructor", "--database-url", fresh)
    assert (done.returncode, done.stdout) == (1, "")
    assert "python -m core migrate" in done.stderr
    assert "Traceback" not in done.stderr
