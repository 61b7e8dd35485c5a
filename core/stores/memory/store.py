"""A store that forgets when the process ends: for tests, and when no database can be opened."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import count, islice

from core.domain.planning.state import plan_state
from core.domain.study_time import PAUSE, stretches
from core.errors import ELSEWHERE, ERASED, FORGED, Conflict, SessionErased, SessionNotFound, StoreUnavailable
from core.models import (
    AgentEvent,
    Attempt,
    Changes,
    ChatMessage,
    HistoryFacets,
    HistoryPage,
    HistoryQuery,
    ItemEvidence,
    Learner,
    Lesson,
    MadeFromFile,
    Material,
    MaterialSummary,
    Misconception,
    Parts,
    PlannedStudy,
    PlanVersion,
    QuizKind,
    QuizRecord,
    Session,
    SessionOverview,
    SessionSummary,
    StudyPhase,
    Topic,
)
from core.models.attempt import item_of
from core.models.history import is_instructors
from core.models.session import BROUGHT_IN
from core.stores.answers import item_sums, judged_by, with_own_words
from core.stores.corrected import check_told, counts_otherwise, on_corrected
from core.stores.memory.session_data import (
    Shelf,
    asks,
    begun,
    check_parts,
    matches,
    own,
    put,
    summary,
    without,
    without_words,
)


class MemoryStudyStore:
    """`StudyStore` in dictionaries under one lock."""

    is_lasting = False
    read_only = ""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._shelves: dict[str, Shelf] = {}
        self._events: list[AgentEvent] = []
        self._numbers = count(1)
        self._erased: dict[str, datetime] = {}
        self._out: frozenset[str] = frozenset()
        self._cached: dict[tuple[str, str], tuple[PlannedStudy, datetime]] = {}

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        return self._commit(session_id, base_version, commit_id, changes)

    def correct(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        return self._commit(session_id, base_version, commit_id, changes, is_correction=True)

    def _commit(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, *, is_correction: bool = False
    ) -> int:
        with self._lock:
            shelf = self._shelf_for(session_id, base_version, commit_id, changes)
            if commit_id in shelf.commits:
                return shelf.commits[commit_id]
            base = base_version if is_correction else shelf.base_of(base_version)
            if shelf.session.version != base:
                raise Conflict(ELSEWHERE)
            check_parts(shelf, changes)
            if is_correction:
                check_told(changes, shelf.session.context)
            elif any(is_instructors(event.agent) for event in changes.events):
                raise StoreUnavailable(FORGED)
            version, parts = base + 1, judged_by(changes, self._out)
            if base != base_version:
                parts = on_corrected(parts, shelf.session.context, shelf.parts.topics, shelf.parts.quizzes)
            is_outdated = base != base_version or counts_otherwise(changes.attempts, parts.attempts)
            after = own(shelf.session.after(parts, version))
            shelf.session = after.model_copy(update={"is_outdated": after.is_outdated or is_outdated})
            shelf.commits[commit_id] = version
            if is_correction:
                shelf.corrections.add(version)
                parts = with_own_words(parts, shelf.parts.topics)
            self._shelves[session_id] = shelf
            self._erased.pop(session_id, None)
            owner = shelf.session.user_id
            self._events += [
                event.model_copy(update={"id": next(self._numbers), "user_id": owner}) for event in parts.events
            ]
            put(shelf, parts)
            return version

    def bring_in(self, session_id: str, import_id: str, commits: Iterable[Changes]) -> bool:
        with self._lock:
            if session_id in self._shelves:
                if f"{import_id}-0" in self._shelves[session_id].commits:
                    return False
                raise Conflict(ELSEWHERE)
            events, erased_at, is_whole = len(self._events), self._erased.get(session_id), False
            try:
                for number, changes in enumerate(commits):
                    self._commit(session_id, number, f"{import_id}-{number}", changes)
                is_whole = True
            finally:
                if not is_whole:
                    self._shelves.pop(session_id, None)
                    del self._events[events:]
                    self._erased |= {session_id: erased_at} if erased_at else {}
        return True

    def erase_session(self, session_id: str, at: datetime) -> None:
        with self._lock:
            if session_id not in self._erased:
                self._erase({session_id: self._shelf(session_id).session.user_id}, at)

    def erase_account(self, user_id: str, at: datetime) -> None:
        with self._lock:
            owners = {name: shelf.session.user_id for name, shelf in self._shelves.items()}
            self._erase({name: owner for name, owner in owners.items() if owner == user_id}, at)
            self._uncache({user_id})

    def _erase(self, owners: Mapping[str, str], at: datetime) -> None:
        for session_id in owners:
            del self._shelves[session_id]
            self._erased[session_id] = at
        self._events = [event for event in self._events if event.session_id not in owners]
        self._uncache({*owners.values()})

    def _uncache(self, user_ids: Collection[str]) -> None:
        self._cached = {key: kept for key, kept in self._cached.items() if key[0] not in user_ids}

    def erase_file(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, gone: MadeFromFile
    ) -> int:
        with self._lock:
            shelf = self._shelf(session_id)
            if shelf.session.version != base_version and commit_id not in shelf.commits:
                # What was corrected meanwhile may speak of the file too.
                raise Conflict(ELSEWHERE)
            version = self._commit(session_id, base_version, commit_id, changes)
            shelf = self._shelves[session_id]
            shelf.parts = without(shelf.parts, gone)
            self._events = [
                without_words(event) if event.session_id == session_id and event.id in gone.event_ids else event
                for event in self._events
            ]
            self._uncache({shelf.session.user_id})
            return version

    def was_erased(self, session_id: str) -> bool:
        return session_id in self._erased

    def mark_question(self, question_id: str, *, is_void: bool) -> tuple[str, ...]:
        item = item_of(question_id)
        with self._lock:
            self._out = self._out | {item} if is_void else self._out - {item}
            asking = sorted(name for name, shelf in self._shelves.items() if asks(shelf.parts, item))
            for name in asking:
                put(self._shelves[name], judged_by(_marked(self._shelves[name]), self._out))
            return tuple(asking)

    def left_out(self, of: str = "") -> tuple[str, ...]:
        return ()

    def load(self, session_id: str) -> Session:
        with self._lock:
            return own(self._shelf(session_id).session)

    def sessions(
        self, user_id: str | None = None, *, limit: int = 50, before: tuple[datetime, str] | None = None
    ) -> tuple[SessionSummary, ...]:
        with self._lock:
            summaries = [summary(shelf) for shelf in self._shelves.values()]
        mine = [s for s in summaries if user_id in (None, s.user_id) and (not before or (s.updated_at, s.id) < before)]
        return tuple(sorted(mine, key=lambda s: (s.updated_at, s.id), reverse=True)[:limit])

    def topics(self, session_id: str) -> tuple[Topic, ...]:
        with self._lock:
            return self._shelf(session_id).parts.topics

    def plans(self, session_id: str, *, since: int = 1) -> tuple[PlanVersion, ...]:
        with self._lock:
            return tuple(plan for plan in self._shelf(session_id).parts.plans if plan.version >= since)

    def cached_plan(self, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
        with self._lock:
            study, until = self._cached.get((user_id, key), (None, now))
        return study if now < until else None

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        with self._lock:
            over = [entry for entry, (_, end) in self._cached.items() if entry[0] == user_id and end <= now]
            for entry in over:
                del self._cached[entry]
            self._cached[user_id, key] = (study, until)

    def lesson(self, session_id: str, topic: str) -> Lesson | None:
        with self._lock:
            lessons = self._shelf(session_id).parts.lessons
        return next((lesson for lesson in lessons if lesson.topic == topic), None)

    def quizzes(
        self, session_id: str, topic: str | None = None, *, kind: QuizKind | None = None, limit: int | None = 100
    ) -> tuple[QuizRecord, ...]:
        with self._lock:
            newest = reversed(self._shelf(session_id).parts.quizzes)
        records = (record for record in newest if topic in (None, record.quiz.topic) and kind in (None, record.kind))
        return tuple(islice(records, limit))

    def latest_analysed(self, session_id: str) -> QuizRecord | None:
        with self._lock:
            newest = reversed(self._shelf(session_id).parts.quizzes)
        return next((record for record in newest if record.analysis and record.kind is QuizKind.QUIZ), None)

    def attempts(self, session_id: str) -> tuple[Attempt, ...]:
        with self._lock:
            return self._shelf(session_id).parts.attempts

    def misconceptions(self, session_id: str) -> tuple[Misconception, ...]:
        with self._lock:
            return self._shelf(session_id).parts.misconceptions

    def item_evidence(self, question_ids: Collection[str]) -> tuple[ItemEvidence, ...]:
        answers_to: dict[str, list[tuple[str, Attempt]]] = {name: [] for name in sorted(question_ids)}
        with self._lock:
            out = self._out
            for shelf in self._shelves.values():
                for attempt in shelf.parts.attempts:
                    if attempt.question_id in answers_to:
                        answers_to[attempt.question_id].append((shelf.session.user_id, attempt))
        sums = (
            item_sums(name, sorted(answers, key=lambda answer: answer[1].at), is_void=item_of(name) in out)
            for name, answers in answers_to.items()
        )
        return tuple(item for item in sums if item)

    def sessions_asking(self, question_id: str) -> tuple[str, ...]:
        with self._lock:
            sessions = (name for name, shelf in self._shelves.items() if asks(shelf.parts, item_of(question_id)))
            return tuple(sorted(sessions))

    def dashboard(self, user_id: str, since: datetime) -> tuple[SessionOverview, ...]:
        with self._lock:
            shelves = [
                shelf
                for shelf in self._shelves.values()
                if shelf.session.user_id == user_id
                and (shelf.session.phase is not StudyPhase.COMPLETED or shelf.session.updated_at >= since)
            ]
            newest = sorted(shelves, key=lambda shelf: (shelf.session.updated_at, shelf.session.id), reverse=True)
            return tuple(self._desk(shelf, since) for shelf in newest)

    def _desk(self, shelf: Shelf, since: datetime) -> SessionOverview:
        session = shelf.session
        times = (event.timestamp for event in self._events if event.session_id == session.id)
        shown = plan_state(session.context, shelf.parts.plans).shown
        return SessionOverview(
            id=session.id,
            exam_type=session.exam_type,
            phase=session.phase,
            context=own(session).context,
            topics=shelf.parts.topics,
            misconceptions=shelf.parts.misconceptions,
            study_window=shown.plan.filled() if shown else None,
            studied=stretches(at for at in times if at >= since - PAUSE),
        )

    def chat(self, session_id: str, topic: str, *, limit: int | None = 200) -> tuple[ChatMessage, ...]:
        with self._lock:
            messages = [message for message in self._shelf(session_id).parts.chat if message.topic == topic]
        return tuple(messages if limit is None else messages[max(len(messages) - limit, 0) :])

    def materials(self, session_id: str) -> tuple[MaterialSummary, ...]:
        with self._lock:
            shelf = self._shelf(session_id)
            return tuple(
                MaterialSummary(
                    id=material.id,
                    name=material.name,
                    kind=material.kind,
                    page_count=material.page_count,
                    digest=material.digest,
                    section_titles=tuple(section.title for section in material.sections),
                    has_file=material.id in shelf.files,
                )
                for material in shelf.parts.materials
            )

    def material(self, session_id: str, material_id: str) -> Material | None:
        with self._lock:
            materials = self._shelf(session_id).parts.materials
        return next((material for material in materials if material.id == material_id), None)

    def material_file(self, session_id: str, material_id: str) -> bytes | None:
        with self._lock:
            return self._shelf(session_id).files.get(material_id)

    def history(self, query: HistoryQuery) -> HistoryPage:
        with self._lock:
            # An event's id is its place in the list, counted from 1.
            end = None if query.before is None else max(query.before - 1, 0)
            events = self._events[max(query.after or 0, 0) : end]
            ordered = reversed(events) if query.after is None else iter(events)
            page = [*islice((event for event in ordered if matches(event, query)), query.limit + 1)]
        return HistoryPage.cut([event.id for event in page], page, query)

    def facets(self) -> HistoryFacets:
        with self._lock:
            return HistoryFacets(
                agents=tuple(sorted({event.agent for event in self._events})),
                actions=tuple(sorted({event.action for event in self._events})),
                learners=tuple(
                    Learner(id=name, name=name) for name in sorted({event.user_id for event in self._events})
                ),
            )

    def check(self) -> str:
        return "memory only: nothing is kept when the app stops"

    def _shelf(self, session_id: str) -> Shelf:
        try:
            return self._shelves[session_id]
        except KeyError:
            raise SessionNotFound(f"There is no session “{session_id}”.") from None

    def _shelf_for(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> Shelf:
        if session_id in self._shelves:
            return self._shelf(session_id)
        if session_id in self._erased and not (changes.created and commit_id.startswith(BROUGHT_IN)):
            raise SessionErased(ERASED)
        if changes.created is None:
            return self._shelf(session_id)
        return begun(session_id, changes.created, changes)


def _marked(shelf: Shelf) -> Parts:
    return Parts(attempts=shelf.parts.attempts, misconceptions=shelf.parts.misconceptions)
