"""A store that forgets when the process ends: for tests, and when no database can be opened."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from core.context import StudentContext
from core.documents import Material
from core.errors import ELSEWHERE, Conflict, SessionNotFound, StoreUnavailable
from core.models import AgentEvent, Answer, Lesson, PlanVersion, StudyPhase
from core.ports import PlannedStudy
from core.records import (
    Changes,
    ChatMessage,
    DueTopic,
    HistoryFacets,
    HistoryPage,
    HistoryQuery,
    MaterialSummary,
    Misconception,
    QuizRecord,
    Session,
    SessionSummary,
    Topic,
)


@dataclass
class _Shelf:
    """All that one session has."""

    session: Session
    commits: dict[str, int] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    plans: dict[int, PlanVersion] = field(default_factory=dict)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    quizzes: dict[str, QuizRecord] = field(default_factory=dict)
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    misconceptions: dict[str, Misconception] = field(default_factory=dict)
    chat: list[ChatMessage] = field(default_factory=list)
    materials: dict[str, Material] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


class MemoryStudyStore:
    """`StudyStore` in dictionaries under one lock."""

    is_lasting = False

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._shelves: dict[str, _Shelf] = {}
        self._events: list[AgentEvent] = []
        self._cached: dict[tuple[str, str], tuple[PlannedStudy, datetime]] = {}

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        """See `StudyStore.commit`."""
        with self._lock:
            shelf = self._shelf_for(session_id, base_version, commit_id, changes)
            if commit_id in shelf.commits:
                return shelf.commits[commit_id]
            if shelf.session.version != base_version:
                raise Conflict(ELSEWHERE)
            known = shelf.quizzes.keys() | ({changes.quiz.id} if changes.quiz else set())
            if changes.answer and changes.answer.quiz_id not in known:
                raise StoreUnavailable(f"There is no quiz {changes.answer.quiz_id!r} to answer. Nothing was changed.")
            _check_file(shelf, changes)
            version = base_version + 1
            shelf.session = _own(shelf.session.after(changes, version))
            shelf.commits[commit_id] = version
            self._shelves[session_id] = shelf
            first = len(self._events) + 1
            self._events += [e.model_copy(update={"id": first + n}) for n, e in enumerate(changes.events)]
            _put(shelf, changes)
            return version

    def load(self, session_id: str) -> Session:
        """See `StudyStore.load`."""
        with self._lock:
            return _own(self._shelf(session_id).session)

    def sessions(
        self, user_id: str | None = None, *, limit: int = 50, before: tuple[datetime, str] | None = None
    ) -> tuple[SessionSummary, ...]:
        """See `StudyStore.sessions`."""
        with self._lock:
            found = [_summary(shelf) for shelf in self._shelves.values()]
        mine = [s for s in found if user_id in (None, s.user_id) and (not before or (s.updated_at, s.id) < before)]
        return tuple(sorted(mine, key=lambda s: (s.updated_at, s.id), reverse=True)[:limit])

    def due(self, user_id: str, on: date) -> tuple[DueTopic, ...]:
        """See `StudyStore.due`."""
        with self._lock:
            found = [
                DueTopic(
                    session_id=shelf.session.id,
                    exam_type=shelf.session.exam_type,
                    name=topic.name,
                    due_on=due_on,
                    is_review=topic.status == "done",
                )
                for shelf in self._shelves.values()
                if shelf.session.user_id == user_id and shelf.session.phase is not StudyPhase.COMPLETED
                for topic in shelf.topics.values()
                if topic.status != "left_out"
                and (due_on := topic.review_on if topic.status == "done" else topic.planned_on)
                and due_on <= on
            ]
        return tuple(sorted(found, key=lambda due: (due.due_on, due.session_id, due.name)))

    def topics(self, session_id: str) -> tuple[Topic, ...]:
        """See `StudyStore.topics`."""
        with self._lock:
            return tuple(
                sorted(self._shelf(session_id).topics.values(), key=lambda topic: (topic.position, topic.name))
            )

    def plans(self, session_id: str, *, since: int = 1) -> tuple[PlanVersion, ...]:
        """See `StudyStore.plans`."""
        with self._lock:
            return tuple(plan for version, plan in sorted(self._shelf(session_id).plans.items()) if version >= since)

    def cached_plan(self, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
        """See `StudyStore.cached_plan`."""
        with self._lock:
            study, until = self._cached.get((user_id, key), (None, now))
        return study if now < until else None

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        """See `StudyStore.cache_plan`."""
        with self._lock:
            over = [kept for kept, (_, end) in self._cached.items() if kept[0] == user_id and end <= now]
            for kept in over:
                del self._cached[kept]
            self._cached[user_id, key] = (study, until)

    def lesson(self, session_id: str, topic: str) -> Lesson | None:
        """See `StudyStore.lesson`."""
        with self._lock:
            return self._shelf(session_id).lessons.get(topic)

    def quizzes(self, session_id: str, topic: str | None = None, *, limit: int = 100) -> tuple[QuizRecord, ...]:
        """See `StudyStore.quizzes`."""
        with self._lock:
            shelf = self._shelf(session_id)
            newest = [quiz for quiz in reversed(shelf.quizzes.values()) if topic in (None, quiz.quiz.topic)]
            return tuple(
                quiz.model_copy(update={"answers": tuple(sorted(shelf.answers[quiz.id].values(), key=_question_id))})
                for quiz in newest[:limit]
            )

    def chat(self, session_id: str, topic: str, *, limit: int = 200) -> tuple[ChatMessage, ...]:
        """See `StudyStore.chat`."""
        with self._lock:
            said = [message for message in self._shelf(session_id).chat if message.topic == topic]
        return tuple(said[max(len(said) - limit, 0) :])

    def materials(self, session_id: str) -> tuple[MaterialSummary, ...]:
        """See `StudyStore.materials`."""
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
                for material in shelf.materials.values()
            )

    def material(self, session_id: str, material_id: str) -> Material | None:
        """See `StudyStore.material`."""
        with self._lock:
            return self._shelf(session_id).materials.get(material_id)

    def material_file(self, session_id: str, material_id: str) -> bytes | None:
        """See `StudyStore.material_file`."""
        with self._lock:
            return self._shelf(session_id).files.get(material_id)

    def history(self, query: HistoryQuery) -> HistoryPage:
        """See `StudyStore.history`."""
        with self._lock:
            # An event's id is its place in the list, counted from 1.
            end = None if query.before is None else max(query.before - 1, 0)
            events = self._events[max(query.after or 0, 0) : end]
            ordered = reversed(events) if query.after is None else iter(events)
            found = [*islice((event for event in ordered if _matches(event, query)), query.limit + 1)]
        return HistoryPage.cut(found, query)

    def facets(self) -> HistoryFacets:
        """See `StudyStore.facets`."""
        with self._lock:
            return HistoryFacets(
                agents=tuple(sorted({event.agent for event in self._events})),
                actions=tuple(sorted({event.action for event in self._events})),
            )

    def check(self) -> str:
        """See `StudyStore.check`."""
        return "memory only: nothing is kept when the app stops"

    def _shelf(self, session_id: str) -> _Shelf:
        try:
            return self._shelves[session_id]
        except KeyError:
            raise SessionNotFound(f"There is no session “{session_id}”.") from None

    def _shelf_for(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> _Shelf:
        if changes.created is None or session_id in self._shelves:
            return self._shelf(session_id)
        return _Shelf(
            Session(
                id=session_id,
                user_id=changes.created.user_id,
                exam_type=changes.created.exam_type,
                phase=changes.phase,
                context=changes.context,
                version=0,
                created_at=changes.at,
                updated_at=changes.at,
            )
        )


def _own(session: Session) -> Session:
    context = StudentContext.model_validate(session.context.model_dump(mode="json"))
    return session.model_copy(update={"context": context})


def _question_id(answer: Answer) -> str:
    return answer.question_id


def _put(shelf: _Shelf, changes: Changes) -> None:
    shelf.topics |= {topic.name: topic for topic in changes.topics}
    shelf.plans |= {plan.version: plan for plan in changes.plans}
    shelf.misconceptions |= {misconception.id: misconception for misconception in changes.misconceptions}
    shelf.chat += changes.chat
    if changes.lesson:
        shelf.lessons[changes.lesson.topic] = changes.lesson
    if changes.quiz:
        shelf.quizzes[changes.quiz.id] = changes.quiz
        given = shelf.answers.setdefault(changes.quiz.id, {})
        given |= {answer.question_id: answer for answer in changes.quiz.answers}
    if changes.answer:
        shelf.answers[changes.answer.quiz_id][changes.answer.answer.question_id] = changes.answer.answer
    if changes.removed_material:
        shelf.materials.pop(changes.removed_material, None)
        shelf.files.pop(changes.removed_material, None)
    if changes.material:
        shelf.materials[changes.material.id] = changes.material
        shelf.files.pop(changes.material.id, None)
    if changes.file:
        shelf.files[changes.file.material_id] = changes.file.data


def _check_file(shelf: _Shelf, changes: Changes) -> None:
    if changes.file is None:
        return
    known = shelf.materials | ({changes.material.id: changes.material} if changes.material else {})
    owner = known.get(changes.file.material_id)
    if owner is None or owner.digest != hashlib.sha256(changes.file.data).hexdigest():
        raise StoreUnavailable("This file is none of the session's materials. Nothing was changed.")


def _summary(shelf: _Shelf) -> SessionSummary:
    session = shelf.session
    return SessionSummary(
        id=session.id,
        user_id=session.user_id,
        exam_type=session.exam_type,
        phase=session.phase,
        current_topic=session.context.current_topic,
        topics_total=sum(topic.status != "left_out" for topic in shelf.topics.values()),
        topics_done=sum(topic.status == "done" for topic in shelf.topics.values()),
        version=session.version,
        created_at=session.created_at,
        updated_at=session.updated_at,
    )


def _matches(event: AgentEvent, query: HistoryQuery) -> bool:
    return (
        (not query.session_id or event.session_id == query.session_id)
        and (not query.agent or event.agent == query.agent)
        and (not query.action or event.action == query.action)
        and (query.phase is None or event.phase_after is query.phase)
        and (query.since is None or event.timestamp >= query.since)
        and (query.until is None or event.timestamp < query.until)
    )
