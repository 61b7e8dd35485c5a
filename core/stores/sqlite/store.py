"""The embedded store: one SQLite file in WAL mode, safe for many threads and processes."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime

from core.errors import Conflict, StoreUnavailable
from core.models import (
    Changes,
    MadeFromFile,
    PlannedStudy,
    QuizRecord,
    Session,
    Topic,
)
from core.models.attempt import TURNED, item_of
from core.models.history import is_instructors
from core.stores.answers import judged_by, with_own_words
from core.stores.bounds import check_counts
from core.stores.corrected import check_told, counts_otherwise, on_corrected
from core.stores.sqlite import erasing, queries
from core.stores.sqlite.commits import committed, create, refusal, see_user, unwritable
from core.stores.sqlite.reads import SqliteReads
from core.stores.sqlite.rows import fields, metadata_of, moment
from core.stores.sqlite.writes import statements
from core.stores.stored import each_stored, stored


class SqliteStudyStore(SqliteReads):
    """`StudyStore` in the file at `path`, made and migrated where needed. See `SqliteFile` for what it raises."""

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        _refuse_forged(changes)
        with self._transaction() as db:
            return self._write(db, session_id, base_version, commit_id, changes)

    def correct(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        """The file is one class, of whoever runs the app."""
        with self._transaction() as db:
            topics = each_stored(Topic, map(fields, db.execute(queries.TOPICS, (session_id,))))
            corrected = with_own_words(changes, topics)
            for row in db.execute(queries.SESSION, (session_id,)).fetchall():
                if row["version"] == base_version:
                    check_told(changes, stored(Session, fields(row)).context)
            return self._write(db, session_id, base_version, commit_id, corrected, is_correction=True)

    def bring_in(self, session_id: str, import_id: str, commits: Iterable[Changes]) -> bool:
        with self._transaction() as db:
            if committed(db, session_id, f"{import_id}-0") is not None:
                return False
            if db.execute("select 1 from study_sessions where id = ?", (session_id,)).fetchone():
                raise Conflict("session.changed_elsewhere")
            for number, changes in enumerate(commits):
                _refuse_forged(changes)
                self._write(db, session_id, number, f"{import_id}-{number}", changes)
        return True

    def erase_session(self, session_id: str, at: datetime) -> None:
        owner = "" if self.was_erased(session_id) else self.load(session_id).user_id
        self._erase({session_id}, at, uncached=owner)

    def erase_account(self, user_id: str, at: datetime) -> None:
        rows = self._all("select id from study_sessions where user_id = ?", user_id)
        everywhere = {str(row["id"]) for row in rows} | erasing.sessions_in_copies(self.path, user_id)
        self._erase(everywhere, at, user_id=user_id)

    def _erase(self, session_ids: Collection[str], at: datetime, *, user_id: str = "", uncached: str = "") -> None:
        """The copies go first: where the process is killed after them, the file still says what is to be erased."""
        with self._transaction() as db:
            erasing.mark(db)
        erasing.forget_in_copies(self.path, session_ids, user_id)
        with self._transaction() as db:
            for session_id in session_ids:
                db.execute(queries.ERASED, (session_id, moment(at)))
                erasing.forget_session(db, session_id)
            db.execute("delete from plan_cache where user_id in (?, ?)", (user_id, uncached))
            if user_id:
                erasing.forget_user(db, user_id)
        with self._lend() as db:
            erasing.finish(db, self.path)

    def erase_file(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, gone: MadeFromFile
    ) -> int:
        self.load(session_id)
        # The words of a file are all over a copy: the session stays here, and goes there.
        erasing.forget_in_copies(self.path, {session_id})
        with self._transaction() as db:
            erasing.mark(db)
            version = self._write(db, session_id, base_version, commit_id, changes)
            if version != base_version + 1:
                # What was corrected meanwhile may speak of the file too.
                raise Conflict("session.changed_elsewhere")
            if db.in_transaction:
                for sql, names in queries.without(gone):
                    db.execute(sql, (session_id, names))
                db.execute("delete from plan_cache where user_id = ?", (changes.context.user_id,))
        with self._lend() as db:
            erasing.finish(db, self.path)
        return version

    def mark_question(self, question_id: str, *, is_void: bool) -> tuple[str, ...]:
        item = item_of(question_id)
        forms = (item, item + TURNED)
        with self._transaction() as db:
            db.execute(queries.TAKE_OUT if is_void else queries.TAKE_IN, (item,))
            db.execute(queries.MARK, (*forms, is_void))
            db.execute(queries.MARK_EVIDENCE, (*forms, is_void))
            return tuple(row["session_id"] for row in db.execute(queries.ASKING, forms))

    def _judged(self, db: sqlite3.Connection, changes: Changes) -> Changes:
        """The changes with what they say of answers as the file says it."""
        if not changes.attempts and not changes.misconceptions:
            return changes
        out = {row["question_id"] for row in db.execute(self.questions_out)}
        return judged_by(changes, out)

    def _write(
        self,
        db: sqlite3.Connection,
        session_id: str,
        base_version: int,
        commit_id: str,
        changes: Changes,
        version: int = 0,
        *,
        is_correction: bool = False,
    ) -> int:
        """The commit inside a transaction, as `version` or the one after its base. Where it was written before, the
        transaction is rolled back."""
        check_counts(changes)
        given, base = self._judged(db, changes), base_version
        is_outdated = counts_otherwise(changes.attempts, given.attempts)
        changes = given
        corrected = db.execute(queries.CORRECTED_SINCE, (session_id, base)).fetchone()
        if corrected and not is_correction and committed(db, session_id, commit_id) is None:
            base, is_outdated, changes = corrected["version"], True, _on_corrected(db, session_id, changes)
        at, version = moment(changes.at), version or base + 1
        try:
            context, written = changes.context.model_dump_json(), [*statements(session_id, at, changes)]
        except ValueError as exc:
            raise unwritable(exc) from exc
        if base_version == 0:
            create(db, session_id, at, commit_id, changes)
        state = (
            changes.phase.value,
            context,
            at,
            commit_id,
            version,
            changes.exam_type,
            metadata_of(changes.zone, changes.filing),
        )
        update = (*state, is_outdated, changes.is_worked_out, session_id, base)
        record = (commit_id, session_id, version, is_correction)
        is_current = db.execute(queries.UPDATE, update).rowcount == 1
        if not is_current or db.execute(queries.RECORD, record).rowcount == 0:
            earlier = committed(db, session_id, commit_id)
            if earlier is None:
                raise refusal(db, session_id, base_version)
            db.execute("rollback")
            return earlier
        for sql, values in written:
            db.execute(sql, values)
        return version

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        at = moment(now)
        try:
            body = study.model_dump_json()
        except ValueError as exc:
            raise unwritable(exc) from exc
        with self._transaction() as db:
            see_user(db, user_id, at)
            db.execute(queries.DROP_OVER, (user_id, at))
            db.execute(queries.CACHE, (user_id, key, body, at, moment(until)))


def _refuse_forged(changes: Changes) -> None:
    if any(is_instructors(event.agent) for event in changes.events):
        raise StoreUnavailable("store.forged")


def _on_corrected(db: sqlite3.Connection, session_id: str, changes: Changes) -> Changes:
    (row,) = db.execute(queries.SESSION, (session_id,))
    topics = each_stored(Topic, map(fields, db.execute(queries.TOPICS, (session_id,))))
    quiz_id = changes.quiz.id if changes.quiz else ""
    quizzes = each_stored(QuizRecord, map(fields, db.execute(queries.QUIZ, (session_id, quiz_id))))
    return on_corrected(changes, stored(Session, fields(row)).context, topics, quizzes)
