"""What an administrator does to the Supabase database itself: bring its schema up to date, give a role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg.conninfo import conninfo_to_dict

from core.errors import AccountError, MigrationError, StoreAway
from core.stores.earlier_quizzes import attempts_of
from core.stores.migration_files import SUPABASE, migration_files

MIGRATIONS = SUPABASE
ANSWER_LOG = "012_answer_log.sql"
ROLES = ("learner", "instructor")
CONNECT_TIMEOUT_S = 10
_EARLIER_QUIZZES = """
select q.session_id, s.user_id, q.id, q.body::text,
    (select coalesce(json_agg(a.body), '[]') from public.quiz_answers a
        where a.session_id = q.session_id and a.quiz_id = q.id)::text,
    to_json(q.submitted_at) #>> '{}'
from public.quizzes q join public.study_sessions s on s.id = q.session_id
where q.submitted_at between '2000-01-01Z' and '9999-12-31Z' and json_typeof(q.analysis) = 'object'
    and not exists (select from public.attempts a where a.session_id = q.session_id and a.quiz_id = q.id)
"""
_LOG = """
insert into public.attempts (session_id, user_id, quiz_id, question_id, topic, at, is_right, is_blank, chance,
    item_rating, forecast, concept)
select %s, %s, a.quiz_id, a.question_id, a.topic, a.at, a.is_right, a.is_blank, a.chance, a.item_rating, a.forecast,
    a.concept
from json_to_recordset(%s) as a (quiz_id text, question_id text, topic text, at timestamptz, is_right boolean,
    is_blank boolean, chance double precision, item_rating double precision, forecast double precision,
    concept text)
on conflict do nothing
"""
_ACCOUNTS = """
select u.id, (select count(*) from public.study_sessions s where s.user_id = u.id) from public.users u
where lower(u.email) = lower(%s) or u.id::text = lower(%s)
"""
# Any number will do, as long as it is always the same: two migrations at once stand in line.
_LOCK = 0x45584D31


def migrate(database_url: str) -> tuple[str, ...]:
    """Apply each file of `migrations/` that is not recorded as applied, in the order of their names.

    Returns the names of those that were applied. Each file is a transaction that records itself. Then quizzes from
    before there was an answer log, where there are any, enter it: SQL alone cannot mark an answer. Raises
    `MigrationError` where one fails (it and those after it were not applied) or where the database is newer than
    this code, and `StoreAway` where it cannot be reached.
    """
    files = migration_files(MIGRATIONS)
    done = []
    with _connected(database_url) as db:
        db.execute("select pg_advisory_lock(%s)", (_LOCK,))
        applied = _applied(db)
        if unknown := applied - files.keys():
            raise MigrationError("store.database_newer", newest=min(unknown))
        for name in (name for name in files if name not in applied):
            try:
                # Without parameters psycopg sends the whole file as it is, with the transaction that it holds.
                db.execute(files[name].read_bytes())
            except psycopg.OperationalError:
                raise
            except psycopg.Error as exc:
                raise MigrationError("store.migration_failed", name=name, why=exc) from exc
            done.append(name)
        if ANSWER_LOG in applied.union(done):
            _log_earlier_quizzes(db)
        db.execute("notify pgrst, 'reload schema'")
    return tuple(done)


def set_role(database_url: str, email: str, role: str) -> None:
    """Make the account with that e-mail address a learner or an instructor.

    Raises `AccountError` where nobody with that address has signed in yet, or two accounts have it; `MigrationError`
    where the database was not migrated and `StoreAway` where it cannot be reached.
    """
    if role not in ROLES:
        raise AccountError("account.no_role", role=role, roles=", ".join(ROLES))
    email = email.strip()
    if not email:
        # Whoever signed in without an address has an empty one; these are not one account.
        raise AccountError("account.no_address")
    with _connected(database_url) as db:
        try:
            with db.transaction():
                changed = db.execute(
                    "update public.users set role = %s where lower(email) = lower(%s)", (role, email)
                ).rowcount
                if changed > 1:
                    raise AccountError("account.several_roles", accounts=changed, email=email)
        except psycopg.errors.UndefinedTable as exc:
            raise MigrationError("store.no_tables_yet") from exc
    if not changed:
        raise AccountError("account.never_signed_in", email=email)


def erase_user(database_url: str, account: str) -> int:
    """Erase the account with that e-mail address or id, also at the sign-in service where that is in this database.

    Returns how many sessions it had. Raises `AccountError` where nobody, or more than one, has that address,
    `MigrationError` where the database was not migrated and `StoreAway` where it cannot be reached.
    """
    account = account.strip()
    if not account:
        raise AccountError("account.no_address")
    with _connected(database_url) as db, db.transaction():
        try:
            found = db.execute(_ACCOUNTS, (account, account)).fetchall()
            if len(found) != 1:
                raise _which(account, [str(user_id) for user_id, _ in found])
            ((user_id, sessions),) = found
            db.execute("select private.erase_user(%s, now())", (user_id,))
            if db.execute("select to_regclass('auth.users')").fetchone() != (None,):
                db.execute("delete from auth.users where id = %s", (user_id,))
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedFunction) as exc:
            raise MigrationError("store.no_tables_or_older") from exc
    return int(sessions)


def _which(account: str, user_ids: Sequence[str]) -> AccountError:
    if not user_ids:
        return AccountError("account.nobody", account=account)
    return AccountError("account.several", accounts=len(user_ids), account=account, ids=user_ids)


def _log_earlier_quizzes(db: psycopg.Connection) -> None:
    with db.transaction(), db.cursor("earlier_quizzes") as earlier:
        for session_id, user_id, *quiz in earlier.execute(_EARLIER_QUIZZES):
            try:
                with db.transaction():
                    db.execute(_LOG, (session_id, user_id, attempts_of(*quiz)))
            except (psycopg.DataError, psycopg.IntegrityError):
                # A learner's own program may have written what the log does not take.
                continue


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
        raise MigrationError("store.bad_address")
    try:
        with psycopg.connect(database_url, autocommit=True, connect_timeout=CONNECT_TIMEOUT_S) as db:
            yield db
    except psycopg.OperationalError as exc:
        raise StoreAway("store.database_away", why=exc) from exc
    except psycopg.ProgrammingError as exc:
        raise MigrationError("store.database_address", why=exc) from exc
