"""What a learner studies, kept beside the app while the database is elsewhere, and the commits that wait for it."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import MigrationError, StoreAway, StoreUnavailable
from core.models import Changes, MaterialSummary, Snapshot
from core.stores.journal.damage import is_damage, put_beside, saved
from core.stores.journal.waiting_lines import LINE, WaitingLines, forget_copy, made, put_in_line
from core.stores.sqlite.erasing import finish, forget_session, mark
from core.stores.sqlite.rows import metadata_of, moment
from core.stores.sqlite.writes import part_statements
from core.words import Said

_log = logging.getLogger(__name__)
# An older copy of the app takes a quiz for the only one of its id, and names no session with an answer.
_FOR_OLDER = (
    "create unique index if not exists quizzes_for_older on quizzes (id)",
    "create trigger if not exists answers_of_older after insert on quiz_answers when new.session_id = '' begin"
    " update or replace quiz_answers set session_id = (select session_id from quizzes where id = new.quiz_id)"
    " where session_id = '' and quiz_id = new.quiz_id and question_id = new.question_id; end",
)
_SAME_IDS = "select 1 from quizzes group by id having count(*) > 1"


class LocalCopy(WaitingLines):
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
        try:
            super().__init__(path)
        except StoreAway:
            # It was damaged and is beside now.
            super().__init__(path)
        except MigrationError:
            # What was damaged may be what says how far it was migrated.
            if not self._begin_anew():
                raise
            super().__init__(path)
        with self._transaction() as db:
            if not db.execute(_SAME_IDS).fetchone():
                for statement in _FOR_OLDER:
                    db.execute(statement)

    @contextmanager
    def _lend(self) -> Iterator[sqlite3.Connection]:
        try:
            with super()._lend() as db:
                yield db
        except StoreUnavailable as exc:
            if not is_damage(exc.__cause__):
                raise
            self._begin_anew()
            raise StoreAway("store.copy_again") from exc

    def _begin_anew(self) -> bool:
        """Put the damaged file beside, begin a new one with what waits, and say so once, where what was refused is
        said. Whether there was one."""
        self.close()
        beside = put_beside(self.path)
        if beside is None:
            return False
        _log.error("%s was damaged and is kept as %s.", self.path, beside.name)
        copy = LocalCopy(self.path)
        copy.take_over(saved(beside))
        copy.note(beside.name, Said("store.copy_moved", name=beside.name))
        return True

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
            forget_copy(db, session.id)
            db.execute(
                "insert or ignore into users (id, created_at) values (?, ?)",
                (session.user_id, moment(session.created_at)),
            )
            db.execute(
                "insert into study_sessions (id, user_id, exam_type, current_state, current_context, version,"
                " created_at, updated_at, metadata) values (?, ?, ?, ?, ?, ?, ?, ?, json_patch('{}', ?))",
                (
                    session.id,
                    session.user_id,
                    session.exam_type,
                    session.phase.value,
                    context,
                    session.version,
                    moment(session.created_at),
                    at,
                    metadata_of(session.zone, session.filing),
                ),
            )
            elsewhere = "select 1 from quizzes where id in (select value from json_each(?))"
            if db.execute(elsewhere, (json.dumps([record.id for record in snapshot.quizzes]),)).fetchone():
                # Two sessions have a quiz of one id, as the database lets them; only an older copy of the app minds.
                db.execute("drop index if exists quizzes_for_older")
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
        self._left_out.forget(session.id)

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
            forget_copy(db, session_id)

    def forget_all(self) -> None:
        """Drop the copy of every session for which nothing waits."""
        with self._transaction() as db:
            sql = "select id from study_sessions where id not in (select session_id from waiting where problem = '')"
            for row in db.execute(sql).fetchall():
                forget_copy(db, row["id"])

    def forget_erased(self, session_id: str) -> None:
        """Drop the copy of a session and whatever waits for it, or was refused, so that no word of it remains."""
        self._drop_damaged()
        with self._transaction() as db:
            mark(db)
            forget_session(db, session_id)
        with self._lend() as db:
            finish(db, self.path)

    def forget_everything(self) -> None:
        """Drop all that is here of the learner, so that no word of it remains."""
        self._drop_damaged()
        with self._transaction() as db:
            mark(db)
            held = "select id from study_sessions union select session_id from waiting"
            for row in db.execute(held).fetchall():
                forget_session(db, row["id"])
            db.execute("delete from users")
        with self._lend() as db:
            finish(db, self.path)

    def _drop_damaged(self) -> None:
        # What is in them cannot be told.
        for damaged in self.path.parent.glob(f"{self.path.name}.damaged-*"):
            damaged.unlink(missing_ok=True)

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        """Follow a commit that the database has taken."""
        return super().commit(session_id, base_version, commit_id, _without_events(changes))

    def set_aside(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        """Commit to the copy and put the commit in the queue. Raises `Conflict` as every store does."""
        if self.version(session_id) < LINE <= base_version:
            # The line was taken, and the copy has been brought here again under the database's numbers.
            base_version = self.remote_version(session_id, base_version)
        with self._transaction() as db:
            new_version = made(db, session_id, base_version)
            version = self._write(db, session_id, base_version, commit_id, _without_events(changes), new_version)
            # A commit that was written before has ended the transaction: it waits already, or was taken.
            if db.in_transaction:
                put_in_line(db, session_id, base_version, commit_id, changes)
        return version

    def _judged(self, db: sqlite3.Connection, changes: Changes) -> Changes:
        """As the database will judge them, as far as the learner's app knows."""
        return changes


def _without_events(changes: Changes) -> Changes:
    return changes.model_copy(update={"events": ()})
