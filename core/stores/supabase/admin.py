"""What an administrator does to the Supabase database itself: bring its schema up to date, give a role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict

from core import ROOT
from core.errors import AccountError, MigrationError, StoreAway

MIGRATIONS = ROOT / "migrations"
ROLES = ("learner", "instructor")
CONNECT_TIMEOUT_S = 10
# Any number will do, as long as it is always the same: two migrations at once stand in line.
_LOCK = 0x45584D31
_BAD_ADDRESS = (
    "--database-url is no address of a database. It looks like postgresql://user:password@host:5432/postgres, and in"
    " the password @ is written %40, / is %2F, % is %25 and a space is %20."
)


def migrate(database_url: str) -> tuple[str, ...]:
    """Apply each file of `migrations/` that is not recorded as applied, in the order of their names.

    Returns the names of those that were applied. Each file is a transaction that records itself. Raises
    `MigrationError` where one fails (it and those after it were not applied) or where the database is newer than
    this code, and `StoreAway` where it cannot be reached.
    """
    files = {file.name: file for file in sorted(MIGRATIONS.glob("*.sql"))}
    done = []
    with _connected(database_url) as db:
        db.execute("select pg_advisory_lock(%s)", (_LOCK,))
        applied = _applied(db)
        if unknown := applied - files.keys():
            raise MigrationError(
                f"The database was made by a newer ExamMentor (it has {min(unknown)}). Update this copy of the app."
            )
        for name in (name for name in files if name not in applied):
            try:
                # Without parameters psycopg sends the whole file as it is, with the transaction that it holds.
                db.execute(files[name].read_bytes())
            except psycopg.OperationalError:
                raise
            except psycopg.Error as exc:
                raise MigrationError(f"{name} failed and was left out whole: {exc}") from exc
            done.append(name)
        db.execute("notify pgrst, 'reload schema'")
    return tuple(done)


def set_role(database_url: str, email: str, role: str) -> None:
    """Make the account with that e-mail address a learner or an instructor.

    Raises `AccountError` where nobody with that address has signed in yet, `MigrationError` where the database was
    not migrated and `StoreAway` where it cannot be reached.
    """
    if role not in ROLES:
        raise AccountError(f"There is no role “{role}”. The roles are: {', '.join(ROLES)}.")
    email = email.strip()
    if not email:
        # Whoever signed in without an address has an empty one; these are not one account.
        raise AccountError("Give the e-mail address of the account.")
    with _connected(database_url) as db:
        try:
            changed = db.execute(
                "update public.users set role = %s where lower(email) = lower(%s)", (role, email)
            ).rowcount
        except psycopg.errors.UndefinedTable as exc:
            raise MigrationError("The database has no tables yet. Run `python -m core migrate` first.") from exc
    if not changed:
        raise AccountError(f"Nobody with the address {email} has signed in yet. Sign in once, then run this again.")


def _applied(db: psycopg.Connection) -> set[str]:
    exists = db.execute("select to_regclass('private.schema_migrations') is not null").fetchone()
    if exists is None or not exists[0]:
        return set()
    return {name for (name,) in db.execute("select name from private.schema_migrations")}


def _is_address(text: str) -> bool:
    """Whether Postgres would read it as it is meant. What it cannot read it prints, and that may be the password."""
    scheme, _, rest = text.partition("://")
    try:
        conninfo_to_dict(text)
    except psycopg.ProgrammingError:
        return False
    return scheme in ("postgresql", "postgres") and rest.count("@") < 2 and "@" not in rest.partition("/")[2]


@contextmanager
def _connected(database_url: str) -> Iterator[psycopg.Connection]:
    if not _is_address(database_url):
        raise MigrationError(_BAD_ADDRESS)
    try:
        with psycopg.connect(database_url, autocommit=True, connect_timeout=CONNECT_TIMEOUT_S) as db:
            yield db
    except psycopg.OperationalError as exc:
        raise StoreAway(f"The database cannot be reached: {exc}. Check --database-url and the network.") from exc
    except psycopg.ProgrammingError as exc:
        raise MigrationError(f"The database address or its rights are not right: {exc}.") from exc
