"""The lines of commits that wait, in the file of a learner's local copy: one for each session.

A version that is made while the database is away gets a number that the database never gives: a line of study that it
refuses later must not be taken for the one that went on elsewhere under the same numbers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from core.errors import Conflict, StoreUnavailable
from core.models import Changes, MaterialFile
from core.models.outbox import OutboxEntry
from core.stores.journal.damage import Saved
from core.stores.sqlite.erasing import forget_session
from core.stores.sqlite.rows import fields
from core.stores.sqlite.store import SqliteStudyStore
from core.stores.stored import stored
from core.words import Said

_WAITING = (
    "create table if not exists waiting (id integer primary key autoincrement, session_id text not null,"
    " base_version integer not null, commit_id text not null, changes text not null,"
    " problem text not null default '') strict"
)
# Of two commits on one version only one can wait, also where two processes share the file.
_IN_LINE = "create unique index if not exists waiting_in_line on waiting (session_id, base_version) where problem = ''"
# How often the database refused a session's line, and the versions of lines that it took.
_LINES = (
    "create table if not exists lines (session_id text primary key, refused integer not null) strict, without rowid"
)
_TAKEN = (
    "create table if not exists taken (session_id text not null, version integer not null,"
    " primary key (session_id, version)) strict, without rowid"
)
# The database's number for a version, where corrections came before it.
_TAKEN_AS = (
    "create table if not exists taken_as (session_id text not null, version integer not null, remote integer not null,"
    " primary key (session_id, version)) strict, without rowid"
)
# A file that waits with its commit, and the materials whose file the database has, whether or not it is here too.
_WAITING_FILES = (
    "create table if not exists waiting_files (waiting_id integer primary key"
    " references waiting (id) on delete cascade, material_id text not null, data blob not null) strict"
)
_REMOTE_FILES = (
    "create table if not exists remote_files (session_id text not null, material_id text not null,"
    " primary key (session_id, material_id)) strict, without rowid"
)
# A line that is not to be sent before that time, in seconds since 1970, and how often the database failed at it.
_HOLDS = (
    "create table if not exists holds (session_id text primary key, until real not null,"
    " faults integer not null default 0, why text not null) strict, without rowid"
)
LINE = 10**9
_INSERT = "insert into waiting (session_id, base_version, commit_id, changes, problem) values (?, ?, ?, ?, ?)"
_SELECT = "select id, session_id, base_version, commit_id, changes, problem from waiting"
_INSERT_FILE = "insert into waiting_files values (?, ?, ?)"
# The queue and its lines name a session too, and stay where only its copy is dropped.
_QUEUE = ("waiting", "lines", "taken", "taken_as", "holds")
# A clock that was set back must not make a line wait for longer.
_LONGEST_HOLD_S = 86400
UNREADABLE = Said("store.change_unreadable")


class WaitingLines(SqliteStudyStore):
    """The queue in the file of a local copy."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        with self._transaction() as db:
            for table in (_WAITING, _IN_LINE, _LINES, _TAKEN, _TAKEN_AS, _WAITING_FILES, _REMOTE_FILES, _HOLDS):
                db.execute(table)

    def next_waiting(self, now: float) -> OutboxEntry | None:
        """The oldest commit of the lines that are not held at `now`; `changes` is None where it cannot be read."""
        sql = (
            f"{_SELECT} w where problem = '' and not exists (select 1 from holds h where h.session_id = w.session_id"
            " and h.until > ?1 and h.until <= ?1 + ?2) order by id limit 1"
        )
        rows = self._all(sql, now, _LONGEST_HOLD_S)
        return _entry(rows[0]) if rows else None

    def hold(self, session_id: str, until: float, why: Said) -> None:
        """Send nothing of a line before that time."""
        sql = (
            "insert into holds (session_id, until, why) values (?, ?, ?)"
            " on conflict (session_id) do update set until = excluded.until, why = excluded.why"
        )
        with self._transaction() as db:
            db.execute(sql, (session_id, until, why.written()))

    def hold_failed(self, session_id: str, now: float, until: float, why: Said) -> int:
        """The same where the database failed at its first commit; how often it has by now.

        Tabs that fail at the same time are one failure: the line is held already.
        """
        sql = (
            "insert into holds (session_id, until, why, faults) values (?1, ?2, ?3, 1)"
            " on conflict (session_id) do update set until = excluded.until, why = excluded.why, faults = faults + 1"
            " where faults = 0 or until <= ?4 or until > ?4 + ?5"
        )
        with self._transaction() as db:
            db.execute(sql, (session_id, until, why.written(), now, _LONGEST_HOLD_S))
            return int(db.execute("select faults from holds where session_id = ?", (session_id,)).fetchone()["faults"])

    def release(self) -> None:
        """There may be room now: send at once what waits for some."""
        with self._transaction() as db:
            db.execute("delete from holds where faults = 0")

    def is_held(self, session_id: str) -> bool:
        """Whether the first commit of a line was sent before and not taken."""
        return bool(self._all("select 1 from holds where session_id = ?", session_id))

    def why_held(self) -> Said | None:
        """Why a line is held; None where none is."""
        sql = "select why from holds where session_id in (select session_id from waiting where problem = '') limit 1"
        rows = self._all(sql)
        return Said.read(rows[0]["why"]) if rows else None

    def lines(self) -> frozenset[str]:
        """The sessions of which something waits."""
        return frozenset(row["session_id"] for row in self._all("select session_id from waiting where problem = ''"))

    def waiting(self, session_id: str | None = None) -> tuple[OutboxEntry, ...]:
        """The commits that wait (of one session, or all), in the order they were made."""
        return self._entries("where problem = '' and (?1 is null or session_id = ?1) order by id", session_id)

    def whole(self, entry: OutboxEntry, changes: Changes) -> Changes:
        """All that a commit that waits writes: its changes with its file, which is read for this alone."""
        rows = self._all("select material_id, data from waiting_files where waiting_id = ?", entry.id)
        file = MaterialFile.model_validate(fields(rows[0])) if rows else None
        return changes.model_copy(update={"file": file})

    def count_waiting(self, session_id: str | None = None) -> int:
        """How many commits wait."""
        sql = "select count(*) as waiting from waiting where problem = '' and (?1 is null or session_id = ?1)"
        return int(self._all(sql, session_id)[0]["waiting"])

    def taken(self, entry: OutboxEntry, remote: int) -> None:
        """The database has this commit now, as its version `remote`."""
        with self._transaction() as db:
            version = made(db, entry.session_id, entry.base_version)
            # Of what was kept apart by an earlier copy of the app nobody knows which line it is the first of.
            if entry.base_version >= LINE or not entry.problem:
                db.execute("insert or ignore into taken values (?, ?)", (entry.session_id, version))
                if remote != version % LINE:
                    db.execute("insert or ignore into taken_as values (?, ?, ?)", (entry.session_id, version, remote))
            db.execute("delete from waiting where id = ?", (entry.id,))
            db.execute("delete from holds where session_id = ?", (entry.session_id,))

    def remote_version(self, session_id: str, version: int) -> int:
        """The database's number for a version. Raises `Conflict` where it is of a line that was not taken."""
        if version < LINE:
            return version
        sql = (
            "select coalesce(a.remote, t.version % ?) as remote from taken t"
            " left join taken_as a on a.session_id = t.session_id and a.version = t.version"
            " where t.session_id = ? and t.version = ?"
        )
        if rows := self._all(sql, LINE, session_id, version):
            return int(rows[0]["remote"])
        raise Conflict("session.changed_elsewhere")

    def keep_apart(self, refused: OutboxEntry, problem: Said) -> None:
        """The database refused: all that waits for this session is kept with the reason, and its copy is dropped.

        What its first commit is based on gets a number of the line too: other lines may be based on the same. Where
        another tab was told first, what waits by now was not made on what was refused.
        """
        session_id = refused.session_id
        with self._transaction() as db:
            if not db.execute("select 1 from waiting where id = ? and problem = ''", (refused.id,)).fetchone():
                return
            first = "session_id = ?1 and problem = '' and base_version < ?2"
            for row in db.execute(f"select base_version from waiting where {first}", (session_id, LINE)).fetchall():
                base = made(db, session_id, row["base_version"]) - 1
                db.execute("insert or ignore into taken values (?, ?)", (session_id, base))
                db.execute(f"update waiting set base_version = ?3 where {first}", (session_id, LINE, base))
            sql = "update waiting set problem = ? where session_id = ? and problem = ''"
            db.execute(sql, (problem.written(), session_id))
            more = "insert into lines values (?, 1) on conflict (session_id) do update set refused = refused + 1"
            db.execute(more, (session_id,))
            db.execute("delete from holds where session_id = ?", (session_id,))
            forget_copy(db, session_id)

    def explain(self, waiting_id: int, problem: Said) -> None:
        """Keep another reason with a commit that was kept apart."""
        with self._transaction() as db:
            db.execute("update waiting set problem = ? where id = ? and problem <> ''", (problem.written(), waiting_id))

    def keep(self, session_id: str, base_version: int, commit_id: str, changes: Changes, problem: Said) -> None:
        """Keep one commit that the database refused, with the reason."""
        with self._transaction() as db:
            put_in_line(db, session_id, base_version, commit_id, changes, problem)

    def note(self, name: str, problem: Said) -> None:
        """Keep something to be told that is no commit."""
        with self._transaction() as db:
            db.execute(_INSERT, ("", 0, name, "", problem.written()))

    def take_over(self, tables: Iterable[Saved]) -> None:
        """Put into the queue what was saved of another file's."""
        with self._transaction() as db:
            for table in tables:
                names, places = ", ".join(table.columns), ", ".join("?" * len(table.columns))
                db.executemany(f"insert or ignore into {table.table} ({names}) values ({places})", table.rows)

    def kept_apart(self) -> tuple[OutboxEntry, ...]:
        """What the database refused, until the learner puts it away."""
        return self._entries("where problem <> '' order by id")

    def put_away(self, waiting_id: int) -> None:
        """The learner has seen what was kept and wants it gone."""
        with self._transaction() as db:
            db.execute("delete from waiting where id = ? and problem <> ''", (waiting_id,))

    def _entries(self, where: str, *values: object) -> tuple[OutboxEntry, ...]:
        return tuple(map(_entry, self._all(f"{_SELECT} {where}", *values)))


def _entry(row: sqlite3.Row) -> OutboxEntry:
    """A row of the queue; one that cannot be read has its text in place of its changes."""
    problem = Said.read(row["problem"]) if row["problem"] else None
    try:
        return OutboxEntry(**fields(row) | {"changes": stored(Changes, fields(row)["changes"]), "problem": problem})
    except (StoreUnavailable, ValueError):
        return OutboxEntry(**dict(row) | {"changes": None, "text": row["changes"], "problem": problem or UNREADABLE})


def made(db: sqlite3.Connection, session_id: str, base_version: int) -> int:
    """The number of the version that is made on `base_version` while the database is away."""
    if base_version >= LINE:
        return base_version + 1
    row = db.execute("select refused from lines where session_id = ?", (session_id,)).fetchone()
    return LINE * (1 + (row["refused"] if row else 0)) + base_version + 1


def put_in_line(
    db: sqlite3.Connection,
    session_id: str,
    base_version: int,
    commit_id: str,
    changes: Changes,
    problem: Said | None = None,
) -> None:
    """Write a commit into the queue; its file stands beside it, since the queue is read more often than it is sent."""
    body = changes.model_dump_json(exclude={"file"})
    waiting_id = db.execute(
        _INSERT, (session_id, base_version, commit_id, body, problem.written() if problem else "")
    ).lastrowid
    if changes.file:
        db.execute(_INSERT_FILE, (waiting_id, changes.file.material_id, changes.file.data))


def forget_copy(db: sqlite3.Connection, session_id: str) -> None:
    """Drop the copy of a session; its line stays."""
    forget_session(db, session_id, but=_QUEUE)
