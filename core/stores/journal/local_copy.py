"""What a learner studies, kept beside the app while the database is elsewhere, and the commits that wait for it.

A version that is made while the database is away gets a number that the database never gives: a line of study that it
refuses later must not be taken for the one that went on elsewhere under the same numbers.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from core.errors import ELSEWHERE, Conflict
from core.models import Changes, MaterialFile, MaterialSummary, Snapshot
from core.models.outbox import OutboxEntry
from core.stores.sqlite.erasing import finish, forget_session, mark
from core.stores.sqlite.rows import fields, moment
from core.stores.sqlite.store import SqliteStudyStore
from core.stores.sqlite.writes import part_statements
from core.stores.stored import stored

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
# A file that waits with its commit, and the materials whose file the database has, whether or not it is here too.
_WAITING_FILES = (
    "create table if not exists waiting_files (waiting_id integer primary key"
    " references waiting (id) on delete cascade, material_id text not null, data blob not null) strict"
)
_REMOTE_FILES = (
    "create table if not exists remote_files (session_id text not null, material_id text not null,"
    " primary key (session_id, material_id)) strict, without rowid"
)
LINE = 10**9
_INSERT = "insert into waiting (session_id, base_version, commit_id, changes, problem) values (?, ?, ?, ?, ?)"
_SELECT = "select id, session_id, base_version, commit_id, changes, problem from waiting"
_INSERT_FILE = "insert into waiting_files values (?, ?, ?)"
# The queue and its lines name a session too, and stay where only its copy is dropped.
_QUEUE = ("waiting", "lines", "taken")


class Waiting(OutboxEntry):
    """A commit that the database has not taken yet, with the version that it knows."""

    @property
    def remote_base(self) -> int:
        """The version that it is based on, as the database counts."""
        return self.base_version % LINE


class LocalCopy(SqliteStudyStore):
    """One learner's sessions in a file of the learner's own, without their history, and the queue.

    A commit and its place in the queue are one transaction: either both are on the disk or neither.
    """

    # Every open tab has one of these; open files would be what a server runs out of first.
    idle_connections = 0
    # An older replica goes on with the copy that a newer one has migrated: what a migration adds has a default.
    is_cache = True
    # The database has said which answers count, and the copy holds that of them.
    questions_out = "select distinct question_id from attempts where is_void"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        with self._transaction() as db:
            db.execute(_WAITING)
            for table in (_IN_LINE, _LINES, _TAKEN, _WAITING_FILES, _REMOTE_FILES):
                db.execute(table)

    def version(self, session_id: str) -> int:
        """The version of the copy; 0 where there is none."""
        rows = self._all("select version from study_sessions where id = ?", session_id)
        return int(rows[0]["version"]) if rows else 0

    def restore(self, snapshot: Snapshot) -> None:
        """Make the copy of a session what `snapshot` says, unless something was set aside on the copy meanwhile."""
        session = snapshot.session
        at, context = moment(session.updated_at), session.context.model_dump_json()
        with self._transaction() as db:
            if db.execute("select 1 from waiting where session_id = ? and problem = ''", (session.id,)).fetchone():
                return
            # The files are no part of the snapshot; those that are here need not come again.
            db.execute("create temp table kept as select * from material_files where session_id = ?", (session.id,))
            _forget(db, session.id)
            db.execute(
                "insert or ignore into users (id, created_at) values (?, ?)",
                (session.user_id, moment(session.created_at)),
            )
            db.execute(
                "insert into study_sessions (id, user_id, exam_type, current_state, current_context, version,"
                " created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    session.id,
                    session.user_id,
                    session.exam_type,
                    session.phase.value,
                    context,
                    session.version,
                    moment(session.created_at),
                    at,
                ),
            )
            for parts in snapshot.split():
                for sql, values in part_statements(session.id, at, parts):
                    db.execute(sql, values)
            db.execute(
                "insert into material_files (session_id, material_id, data)"
                " select k.session_id, k.material_id, k.data from temp.kept k"
                " join study_materials m on m.session_id = k.session_id and m.id = k.material_id"
            )
            db.execute("drop table temp.kept")
            db.executemany(
                "insert into remote_files values (?, ?)", [(session.id, material_id) for material_id in snapshot.files]
            )

    def materials(self, session_id: str) -> tuple[MaterialSummary, ...]:
        """A file counts as kept where it is here or in the database."""
        sql = "select material_id from remote_files where session_id = ?"
        there = {row["material_id"] for row in self._all(sql, session_id)}
        return tuple(
            known.model_copy(update={"has_file": known.has_file or known.id in there})
            for known in super().materials(session_id)
        )

    def keep_file(self, session_id: str, material_id: str, data: bytes) -> None:
        """Keep a file that came from the database for the next time, where its material is still here."""
        sql = (
            "insert or ignore into material_files (session_id, material_id, data)"
            " select session_id, id, ? from study_materials where (session_id, id)"
        )
        with self._transaction() as db:
            db.execute(f"{sql} = (?, ?)", (data, session_id, material_id))

    def forget(self, session_id: str) -> None:
        """Drop the copy of a session; what waits stays."""
        with self._transaction() as db:
            _forget(db, session_id)

    def forget_all(self) -> None:
        """Drop the copy of every session for which nothing waits."""
        with self._transaction() as db:
            sql = "select id from study_sessions where id not in (select session_id from waiting where problem = '')"
            for row in db.execute(sql).fetchall():
                _forget(db, row["id"])

    def erase_session(self, session_id: str, at: datetime) -> None:
        self.forget_erased(session_id)

    def forget_erased(self, session_id: str) -> None:
        """Drop the copy of a session and whatever waits for it, or was refused, so that no word of it remains."""
        with self._transaction() as db:
            mark(db)
            forget_session(db, session_id)
        with self._lend() as db:
            finish(db, self.path)

    def erase_account(self, user_id: str, at: datetime) -> None:
        """Drop all that is here: the file is one learner's own."""
        with self._transaction() as db:
            mark(db)
            held = "select id from study_sessions union select session_id from waiting"
            for row in db.execute(held).fetchall():
                forget_session(db, row["id"])
            db.execute("delete from users")
        with self._lend() as db:
            finish(db, self.path)

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        """Follow a commit that the database has taken."""
        return super().commit(session_id, base_version, commit_id, _without_events(changes))

    def set_aside(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        """Commit to the copy and put the commit in the queue. Raises `Conflict` as every store does."""
        if self.version(session_id) < LINE <= base_version:
            # The line was taken, and the copy has been brought here again under the database's numbers.
            base_version = self.remote_version(session_id, base_version)
        with self._transaction() as db:
            new_version = _made(db, session_id, base_version)
            version = self._write(db, session_id, base_version, commit_id, _without_events(changes), new_version)
            # A commit that was written before has ended the transaction: it waits already, or was taken.
            if db.in_transaction:
                _put_in_line(db, session_id, base_version, commit_id, changes)
        return version

    def _judged(self, db: sqlite3.Connection, changes: Changes) -> Changes:
        """As the database will judge them, as far as the learner's app knows."""
        return changes

    def waiting(self, session_id: str | None = None) -> tuple[Waiting, ...]:
        """The commits that wait (of one session, or all), in the order they were made."""
        return self._entries("where problem = '' and (?1 is null or session_id = ?1) order by id", session_id)

    def whole(self, entry: Waiting) -> Changes:
        """All that a commit that waits writes, with its file, which is read for this alone."""
        rows = self._all("select material_id, data from waiting_files where waiting_id = ?", entry.id)
        file = MaterialFile.model_validate(fields(rows[0])) if rows else None
        return entry.changes.model_copy(update={"file": file})

    def count_waiting(self, session_id: str | None = None) -> int:
        """How many commits wait."""
        sql = "select count(*) as waiting from waiting where problem = '' and (?1 is null or session_id = ?1)"
        return int(self._all(sql, session_id)[0]["waiting"])

    def taken(self, entry: Waiting) -> None:
        """The database has this commit now."""
        with self._transaction() as db:
            version = _made(db, entry.session_id, entry.base_version)
            db.execute("insert or ignore into taken values (?, ?)", (entry.session_id, version))
            db.execute("delete from waiting where id = ?", (entry.id,))

    def remote_version(self, session_id: str, version: int) -> int:
        """The database's number for a version. Raises `Conflict` where it is of a line that was not taken."""
        if version < LINE or self._all("select 1 from taken where session_id = ? and version = ?", session_id, version):
            return version % LINE
        raise Conflict(ELSEWHERE)

    def keep_apart(self, session_id: str, problem: str) -> None:
        """The database refused: all that waits for this session is kept with the reason, and its copy is dropped."""
        with self._transaction() as db:
            sql = "update waiting set problem = ? where session_id = ? and problem = ''"
            db.execute(sql, (problem, session_id))
            more = "insert into lines values (?, 1) on conflict (session_id) do update set refused = refused + 1"
            db.execute(more, (session_id,))
            _forget(db, session_id)

    def keep(self, session_id: str, base_version: int, commit_id: str, changes: Changes, problem: str) -> None:
        """Keep one commit that the database refused, with the reason."""
        with self._transaction() as db:
            _put_in_line(db, session_id, base_version, commit_id, changes, problem)

    def kept_apart(self) -> tuple[Waiting, ...]:
        """What the database refused, until the learner puts it away."""
        return self._entries("where problem <> '' order by id")

    def put_away(self, waiting_id: int) -> None:
        """The learner has seen what was kept and wants it gone."""
        with self._transaction() as db:
            db.execute("delete from waiting where id = ? and problem <> ''", (waiting_id,))

    def _entries(self, where: str, *values: object) -> tuple[Waiting, ...]:
        rows = map(fields, self._all(f"{_SELECT} {where}", *values))
        return tuple(Waiting(**(row | {"changes": stored(Changes, row["changes"])})) for row in rows)


def _made(db: sqlite3.Connection, session_id: str, base_version: int) -> int:
    """The number of the version that is made on `base_version` while the database is away."""
    if base_version >= LINE:
        return base_version + 1
    row = db.execute("select refused from lines where session_id = ?", (session_id,)).fetchone()
    return LINE * (1 + (row["refused"] if row else 0)) + base_version + 1


def _put_in_line(
    db: sqlite3.Connection, session_id: str, base_version: int, commit_id: str, changes: Changes, problem: str = ""
) -> None:
    """Write a commit into the queue; its file stands beside it, since the queue is read more often than it is sent."""
    body = changes.model_dump_json(exclude={"file"})
    waiting_id = db.execute(_INSERT, (session_id, base_version, commit_id, body, problem)).lastrowid
    if changes.file:
        db.execute(_INSERT_FILE, (waiting_id, changes.file.material_id, changes.file.data))


def _forget(db: sqlite3.Connection, session_id: str) -> None:
    forget_session(db, session_id, but=_QUEUE)


def _without_events(changes: Changes) -> Changes:
    return changes.model_copy(update={"events": ()})
