"""What can be looked up while the database may be away."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from core.errors import SessionNotFound, StoreAway
from core.models import (
    Attempt,
    ChatMessage,
    HistoryFacets,
    HistoryPage,
    HistoryQuery,
    ItemEvidence,
    Lesson,
    Material,
    MaterialSummary,
    Misconception,
    Place,
    PlannedStudy,
    PlanVersion,
    QuizKind,
    QuizRecord,
    Session,
    SessionOverview,
    SessionSummary,
    Topic,
)
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.remote import RemoteStore
from core.stores.journal.sender import Sender
from core.study.ports import StudyReads, StudyStore
from core.words import Said

T = TypeVar("T")
Listed = TypeVar("Listed", bound=SessionSummary | SessionOverview)

# Every page says that the database is away; these say what that means for what was asked.
_HISTORY_AWAY, CORRECTING_AWAY = "store.history_away", "store.correcting_away"
ERASING_AWAY, _FILE_AWAY = "store.erasing_away", "store.file_away"


class JournaledReads(Sender):
    """`StudyReads` of one learner, over the remote and the local copy."""

    is_lasting = True
    read_only: Said | None = None

    def __init__(
        self,
        remote: RemoteStore,
        copy: LocalCopy,
        user_id: str,
        monotonic: Callable[[], float],
        now: Callable[[], float],
    ) -> None:
        super().__init__(remote, copy, monotonic, now)
        self._user_id = user_id

    def was_erased(self, session_id: str) -> bool:
        """Raises `StoreAway` while the remote is away."""
        return self._remote_only(lambda store: store.was_erased(session_id), ERASING_AWAY)

    def left_out(self, of: str = "") -> tuple[Said, ...]:
        return tuple(sorted({*self._remote.left_out(of), *self._copy.left_out(of)}, key=str))

    def load(self, session_id: str) -> Session:
        if not self._sent() or self._copy.count_waiting(session_id):
            return self._copied(session_id)
        try:
            session = self._remote.load(session_id)
            # What the copy can no longer read, the remote has all the same.
            is_other = session.version != self._copy.version(session_id) or self._copy.left_out(session_id)
            if session.user_id == self._user_id and is_other:
                snapshot = self._remote.snapshot(session_id)
                self._copy.restore(snapshot)
                session = snapshot.session
        except StoreAway as error:
            self._went_away(error)
            return self._copied(session_id)
        except SessionNotFound:
            if self._copy.version(session_id) and self.was_erased(session_id):
                # On another device; here too nothing of it is to be found.
                self._copy.forget_erased(session_id)
            raise
        return session

    def sessions(
        self,
        user_id: str | None = None,
        *,
        place: Place | None = None,
        limit: int = 50,
        before: tuple[datetime, str] | None = None,
    ) -> tuple[SessionSummary, ...]:
        """While the remote is away, those that were opened here."""
        listed = self._with_lines(lambda store: store.sessions(user_id, place=place, limit=limit, before=before))
        return tuple(sorted(listed, key=lambda summary: (summary.updated_at, summary.id), reverse=True)[:limit])

    def topics(self, session_id: str) -> tuple[Topic, ...]:
        return self._where(session_id).topics(session_id)

    def plans(self, session_id: str, *, since: int = 1) -> tuple[PlanVersion, ...]:
        return self._where(session_id).plans(session_id, since=since)

    def cached_plan(self, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
        return self._if_there(lambda remote: remote.cached_plan(user_id, key, now))

    def lesson(self, session_id: str, topic: str) -> Lesson | None:
        return self._where(session_id).lesson(session_id, topic)

    def lessons(self, session_id: str) -> tuple[Lesson, ...]:
        return self._where(session_id).lessons(session_id)

    def quizzes(
        self, session_id: str, topic: str | None = None, *, kind: QuizKind | None = None, limit: int | None = 100
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
        return self._remote_only(lambda store: store.sessions_asking(question_id), CORRECTING_AWAY)

    def dashboard(self, user_id: str, since: datetime) -> tuple[SessionOverview, ...]:
        """While the remote is away, of the sessions opened here, without times."""
        return self._with_lines(lambda store: store.dashboard(user_id, since))

    def chat(self, session_id: str, topic: str, *, limit: int | None = 200) -> tuple[ChatMessage, ...]:
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
            raise StoreAway("store.not_opened_here") from exc

    def _with_lines(self, look: Callable[[StudyReads], tuple[Listed, ...]]) -> tuple[Listed, ...]:
        """What the remote lists, with the sessions of which something waits as they stand here."""
        listed = self._either(look)
        lines: frozenset[str] = frozenset() if self._pause else self._copy.lines()
        if not lines:
            return listed
        here = tuple(session for session in look(self._copy) if session.id in lines)
        return (*here, *(session for session in listed if session.id not in lines))

    def _either(self, look: Callable[[StudyReads], tuple[T, ...]]) -> tuple[T, ...]:
        if self._sent():
            try:
                return look(self._remote)
            except StoreAway as error:
                self._went_away(error)
        return look(self._copy)

    def _if_there(self, ask: Callable[[StudyStore], T | None]) -> T | None:
        if self._sent():
            try:
                return ask(self._remote)
            except StoreAway as error:
                self._went_away(error)
        return None

    def _remote_only(self, look: Callable[[StudyStore], T], code: str = _HISTORY_AWAY) -> T:
        if not self._sent():
            raise StoreAway(code)
        try:
            return look(self._remote)
        except StoreAway as exc:
            self._went_away(exc)
            raise StoreAway(code) from exc
