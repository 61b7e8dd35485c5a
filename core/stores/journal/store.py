"""Study that goes on while the database is away: what is done meanwhile waits in a local journal."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from core.errors import (
    Conflict,
    ExamMentorError,
    MigrationError,
    NotSignedIn,
    SessionErased,
    SessionNotFound,
    StoreAway,
)
from core.models import (
    Attempt,
    Changes,
    ChatMessage,
    HistoryFacets,
    HistoryPage,
    HistoryQuery,
    ItemEvidence,
    Lesson,
    MadeFromFile,
    Material,
    MaterialSummary,
    Misconception,
    PlannedStudy,
    PlanVersion,
    QuizKind,
    QuizRecord,
    Session,
    SessionOverview,
    SessionSummary,
    Topic,
)
from core.models.outbox import OutboxState
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.remote import RemoteStore
from core.study.ports import StudyReads, StudyStore

T = TypeVar("T")

# A database that did not answer is asked again after so many seconds, each time twice as many, up to the last.
FIRST_PAUSE_S, LAST_PAUSE_S = 2.0, 30.0
_HISTORY_AWAY = "The history is in the study database, which cannot be reached just now. Try again when it is back."
_CORRECTING_AWAY = "The study database cannot be reached just now, so nothing was corrected. Try again when it is back."
_ERASING_AWAY = "The study database cannot be reached just now, so nothing was erased. Try again when it is back."
_FILE_AWAY = (
    "The pages of this file are in the study database, which cannot be reached just now, and were not opened here "
    "before. The lesson is all here. Try again when the database is back."
)


class JournaledStudyStore:
    """`StudyStore` over a remote one, for one learner, and the `Queue` before it.

    Each of the learner's own sessions has a local copy. Its parts are read there: `load` looks at the remote
    version and brings the copy up to date where it is behind. While the remote is away, `load` gives the copy and
    `commit` writes to the copy and the queue. The queue is replayed in order, each commit under its own id, before
    anything else is asked. What the remote refuses then (the session moved on elsewhere) is kept apart with the
    reason. A version made while it is away is larger than its base by more than one (see `LocalCopy`).
    `monotonic` gives seconds that never run backwards.
    """

    is_lasting = True
    read_only = ""

    def __init__(self, remote: RemoteStore, copy: LocalCopy, user_id: str, monotonic: Callable[[], float]) -> None:
        self._remote, self._copy, self._user_id = remote, copy, user_id
        self._monotonic = monotonic
        self._pause = 0.0
        self._ask_again_at = 0.0

    def state(self) -> OutboxState:
        return OutboxState(
            is_away=self._pause > 0, pending=self._copy.count_waiting(), rejected=self._copy.kept_apart()
        )

    def dismiss(self, entry_id: int) -> None:
        self._copy.put_away(entry_id)

    def forget(self) -> None:
        """Drop the copies of all sessions for which nothing waits, as at sign-out."""
        self._copy.forget_all()

    def send(self) -> bool:
        while self._answers() and (entries := self._copy.waiting()):
            entry = entries[0]
            try:
                self._remote.commit(entry.session_id, entry.remote_base, entry.commit_id, self._copy.whole(entry))
            except StoreAway:
                self._went_away()
            except NotSignedIn:
                raise
            except SessionErased:
                # The learner wanted no word of it kept, wherever it was still on its way.
                self._copy.forget_erased(entry.session_id)
            except ExamMentorError as error:
                self._copy.keep_apart(entry.session_id, str(error))
            else:
                self._copy.taken(entry)
        return self._pause == 0

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        try:
            return self._commit(session_id, base_version, commit_id, changes)
        except NotSignedIn:
            # It is sent once the learner has signed in again.
            self._copy.set_aside(session_id, base_version, commit_id, changes)
            raise

    def correct(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        commit = (session_id, base_version, commit_id, changes)
        version = self._remote_only(lambda store: store.correct(*commit), _CORRECTING_AWAY)
        # The copy is behind now; the next look brings it up to date.
        self._copy.forget(session_id)
        return version

    def mark_question(self, question_id: str, *, is_void: bool) -> tuple[str, ...]:
        return self._remote_only(lambda store: store.mark_question(question_id, is_void=is_void), _CORRECTING_AWAY)

    def erase_session(self, session_id: str, at: datetime) -> None:
        self._remote_only(lambda store: store.erase_session(session_id, at), _ERASING_AWAY)
        self._copy.forget_erased(session_id)

    def erase_file(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, gone: MadeFromFile
    ) -> int:
        if not self.send():
            raise StoreAway(_ERASING_AWAY)
        base = self._copy.remote_version(session_id, base_version)
        made = self._remote_only(
            lambda store: store.erase_file(session_id, base, commit_id, changes, gone), _ERASING_AWAY
        )
        # The next look brings the session here again, without the file.
        self._copy.forget_erased(session_id)
        return made

    def erase_account(self, user_id: str, at: datetime) -> None:
        self._remote_only(lambda store: store.erase_account(user_id, at), _ERASING_AWAY)
        self._copy.erase_account(user_id, at)

    def was_erased(self, session_id: str) -> bool:
        """Raises `StoreAway` while the remote is away."""
        return self._remote_only(lambda store: store.was_erased(session_id), _ERASING_AWAY)

    def _commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        waited = self._copy.count_waiting(session_id)
        if self.send():
            try:
                base = self._copy.remote_version(session_id, base_version)
                version = self._remote.commit(session_id, base, commit_id, changes)
            except StoreAway:
                self._went_away()
            except SessionErased:
                self._copy.forget_erased(session_id)
                raise
            except Conflict as error:
                if waited:
                    # It was made on what has just been refused, and is worth as much.
                    self._copy.keep(session_id, base_version, commit_id, changes, str(error))
                raise
            else:
                self._follow(session_id, base, commit_id, changes)
                return version
        return self._copy.set_aside(session_id, base_version, commit_id, changes)

    def load(self, session_id: str) -> Session:
        if not self.send():
            return self._copied(session_id)
        try:
            session = self._remote.load(session_id)
            if session.user_id == self._user_id and session.version != self._copy.version(session_id):
                snapshot = self._remote.snapshot(session_id)
                self._copy.restore(snapshot)
                session = snapshot.session
        except StoreAway:
            self._went_away()
            return self._copied(session_id)
        except SessionNotFound:
            if self._copy.version(session_id) and self.was_erased(session_id):
                # On another device; here too nothing of it is to be found.
                self._copy.forget_erased(session_id)
            raise
        return session

    def sessions(
        self, user_id: str | None = None, *, limit: int = 50, before: tuple[datetime, str] | None = None
    ) -> tuple[SessionSummary, ...]:
        """While the remote is away, those that were opened here."""
        return self._either(lambda store: store.sessions(user_id, limit=limit, before=before))

    def topics(self, session_id: str) -> tuple[Topic, ...]:
        return self._where(session_id).topics(session_id)

    def plans(self, session_id: str, *, since: int = 1) -> tuple[PlanVersion, ...]:
        return self._where(session_id).plans(session_id, since=since)

    def cached_plan(self, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
        return self._if_there(lambda remote: remote.cached_plan(user_id, key, now))

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        self._if_there(lambda remote: remote.cache_plan(user_id, key, study, now, until))

    def lesson(self, session_id: str, topic: str) -> Lesson | None:
        return self._where(session_id).lesson(session_id, topic)

    def quizzes(
        self, session_id: str, topic: str | None = None, *, kind: QuizKind | None = None, limit: int = 100
    ) -> tuple[QuizRecord, ...]:
        return self._where(session_id).quizzes(session_id, topic, kind=kind, limit=limit)

    def latest_analysed(self, session_id: str) -> QuizRecord | None:
        return self._where(session_id).latest_analysed(session_id)

    def attempts(self, session_id: str) -> tuple[Attempt, ...]:
        return self._where(session_id).attempts(session_id)

    def misconceptions(self, session_id: str) -> tuple[Misconception, ...]:
        return self._where(session_id).misconceptions(session_id)

    def item_evidence(self, question_ids: Collection[str]) -> tuple[ItemEvidence, ...]:
        """While the remote is away, of the sessions that were opened here."""
        return self._either(lambda store: store.item_evidence(question_ids))

    def sessions_asking(self, question_id: str) -> tuple[str, ...]:
        """Raises `StoreAway` while the remote is away."""
        return self._remote_only(lambda store: store.sessions_asking(question_id), _CORRECTING_AWAY)

    def dashboard(
        self, user_id: str, today: datetime, week: datetime, *, pause_s: float = 1800, limit: int = 20
    ) -> tuple[SessionOverview, ...]:
        """While the remote is away, of the sessions opened here, without times."""
        return self._either(lambda store: store.dashboard(user_id, today, week, pause_s=pause_s, limit=limit))

    def chat(self, session_id: str, topic: str, *, limit: int = 200) -> tuple[ChatMessage, ...]:
        return self._where(session_id).chat(session_id, topic, limit=limit)

    def materials(self, session_id: str) -> tuple[MaterialSummary, ...]:
        return self._where(session_id).materials(session_id)

    def material(self, session_id: str, material_id: str) -> Material | None:
        return self._where(session_id).material(session_id, material_id)

    def material_file(self, session_id: str, material_id: str) -> bytes | None:
        """One that only the database has is brought here. Raises `StoreAway`."""
        where = self._where(session_id)
        file = where.material_file(session_id, material_id)
        if file or where is not self._copy or not self._has_file(session_id, material_id):
            return file
        file = self._remote_only(lambda store: store.material_file(session_id, material_id), _FILE_AWAY)
        if file:
            self._copy.keep_file(session_id, material_id, file)
        return file

    def history(self, query: HistoryQuery) -> HistoryPage:
        """Raises `StoreAway` while the remote is away: the copy has no history."""
        return self._remote_only(lambda store: store.history(query))

    def facets(self) -> HistoryFacets:
        """Raises `StoreAway` while the remote is away."""
        return self._remote_only(lambda store: store.facets())

    def check(self) -> str:
        return self._remote.check()

    def _has_file(self, session_id: str, material_id: str) -> bool:
        return any(known.has_file for known in self._copy.materials(session_id) if known.id == material_id)

    def _where(self, session_id: str) -> StudyReads:
        """The copy where there is one, brought here if need be; the remote for sessions of others."""
        if not self._copy.version(session_id):
            self.load(session_id)
        return self._copy if self._copy.version(session_id) else self._remote

    def _copied(self, session_id: str) -> Session:
        try:
            return self._copy.load(session_id)
        except SessionNotFound as exc:
            raise StoreAway(
                "The study database cannot be reached just now, and this session was not opened here before. "
                "Nothing is lost. Try again in a moment."
            ) from exc

    def _follow(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> None:
        try:
            self._copy.commit(session_id, base_version, commit_id, changes)
            if changes.attempts or changes.misconceptions:
                # Which of them count is the database's word.
                self._copy.restore(self._remote.snapshot(session_id))
        except StoreAway:
            self._went_away()
        except (Conflict, SessionNotFound):
            # The copy was behind; the next look brings it up to date.
            self._copy.forget(session_id)

    def _either(self, look: Callable[[StudyReads], tuple[T, ...]]) -> tuple[T, ...]:
        if self.send():
            try:
                return look(self._remote)
            except StoreAway:
                self._went_away()
        return look(self._copy)

    def _if_there(self, ask: Callable[[StudyStore], T | None]) -> T | None:
        if self.send():
            try:
                return ask(self._remote)
            except StoreAway:
                self._went_away()
        return None

    def _remote_only(self, look: Callable[[StudyStore], T], why: str = _HISTORY_AWAY) -> T:
        if not self.send():
            raise StoreAway(why)
        try:
            return look(self._remote)
        except StoreAway as exc:
            self._went_away()
            raise StoreAway(why) from exc

    def _answers(self) -> bool:
        """Whether the remote is there; one that was away is asked, once, when its pause is over."""
        if self._pause and self._monotonic() >= self._ask_again_at:
            try:
                self._remote.check()
            except (StoreAway, MigrationError):
                self._went_away()
            else:
                self._pause = 0
        return self._pause == 0

    def _went_away(self) -> None:
        self._pause = min(max(2 * self._pause, FIRST_PAUSE_S), LAST_PAUSE_S)
        self._ask_again_at = self._monotonic() + self._pause
