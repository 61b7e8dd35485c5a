"""Study that goes on while the database is away: what is done meanwhile waits in a local journal."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from core.errors import Conflict, NotSignedIn, SessionErased, SessionNotFound, StoreAway, StoreBusy
from core.models import (
    Changes,
    MadeFromFile,
    PlannedStudy,
)
from core.stores.journal.reads import CORRECTING_AWAY, ERASING_AWAY, JournaledReads


class JournaledStudyStore(JournaledReads):
    """`StudyStore` over a remote one, for one learner, and the `Queue` before it.

    Each of the learner's own sessions has a local copy. Its parts are read there: `load` looks at the remote
    version and brings the copy up to date where it is behind. While the remote is away, `load` gives the copy and
    `commit` writes to the copy and the queue. The queue is replayed in order, each commit under its own id, before
    anything else is asked. What the remote refuses then (the session moved on elsewhere) is kept apart with the
    reason. A version made while it is away is larger than its base by more than one (see `LocalCopy`).
    A session whose own line waits, though the database is there, is read and written here as while it is away.
    """

    def forget(self) -> None:
        """Drop the copies of all sessions for which nothing waits, as at sign-out."""
        self._copy.forget_all()

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        try:
            return self._commit(session_id, base_version, commit_id, changes)
        except NotSignedIn:
            # It is sent once the learner has signed in again. Where another tab signed out and so dropped the copy, the
            # page alone keeps what was typed.
            with suppress(StoreAway):
                self._set_aside(session_id, base_version, commit_id, changes)
            raise

    def correct(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        commit = (session_id, base_version, commit_id, changes)
        version = self._remote_only(lambda store: store.correct(*commit), CORRECTING_AWAY)
        # The copy is behind now; the next look brings it up to date.
        self._copy.forget(session_id)
        return version

    def bring_in(self, session_id: str, import_id: str, commits: Iterable[Changes]) -> bool:
        if not self._sent():
            raise StoreAway("store.import_away")
        try:
            return self._remote.bring_in(session_id, import_id, commits)
        except StoreAway as exc:
            self._went_away(exc)
            if isinstance(exc, StoreBusy):
                raise
            raise StoreAway("store.import_away") from exc

    def mark_question(self, question_id: str, *, is_void: bool) -> tuple[str, ...]:
        return self._remote_only(lambda store: store.mark_question(question_id, is_void=is_void), CORRECTING_AWAY)

    def erase_session(self, session_id: str, at: datetime) -> None:
        try:
            self._remote_only(lambda store: store.erase_session(session_id, at), ERASING_AWAY)
        except SessionNotFound:
            # One that was begun here, and that the remote never had, is here alone.
            if not self._copy.version(session_id):
                raise
        self._copy.forget_erased(session_id)
        self._copy.release()

    def erase_file(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, gone: MadeFromFile
    ) -> int:
        self.send()
        if self._copy.count_waiting(session_id):
            raise StoreAway("store.erasing_away")
        base = self._copy.remote_version(session_id, base_version)
        made = self._remote_only(
            lambda store: store.erase_file(session_id, base, commit_id, changes, gone), ERASING_AWAY
        )
        # The next look brings the session here again, without the file.
        self._copy.forget_erased(session_id)
        self._copy.release()
        return made

    def erase_account(self, user_id: str, at: datetime) -> None:
        self._remote_only(lambda store: store.erase_account(user_id, at), ERASING_AWAY)
        self._copy.forget_everything()

    def _commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        waited, failure = self._copy.count_waiting(session_id), None
        if self._sent() and not self._copy.count_waiting(session_id):
            try:
                base, version = self._commit_there(session_id, base_version, commit_id, changes)
            except StoreAway as error:
                failure = error
            except SessionErased:
                self._copy.forget_erased(session_id)
                raise
            except Conflict as error:
                if waited:
                    # It was made on what has just been refused, and is worth as much.
                    self._copy.keep(session_id, base_version, commit_id, changes, error.said)
                raise
            else:
                self._follow(session_id, base, commit_id, changes, version)
                return version
        version = self._set_aside(session_id, base_version, commit_id, changes)
        if failure:
            self._hold(session_id, failure)
        return version

    def _set_aside(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        try:
            return self._copy.set_aside(session_id, base_version, commit_id, changes)
        except SessionNotFound as exc:
            # Another tab has dropped the copy; of the session that says nothing.
            raise StoreAway("store.not_opened_here") from exc

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        self._if_there(lambda remote: remote.cache_plan(user_id, key, study, now, until))

    def _follow(self, session_id: str, base_version: int, commit_id: str, changes: Changes, version: int) -> None:
        if version != base_version + 1:
            # Something was corrected meanwhile; the next look brings what came of both.
            self._copy.forget(session_id)
            return
        try:
            self._copy.commit(session_id, base_version, commit_id, changes)
            if changes.attempts or changes.misconceptions:
                # Which of them count is the database's word.
                self._copy.restore(self._remote.snapshot(session_id))
        except StoreAway as error:
            self._went_away(error)
        except (Conflict, SessionNotFound):
            # The copy was behind; the next look brings it up to date.
            self._copy.forget(session_id)
