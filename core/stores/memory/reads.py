"""What can be looked up in the store that forgets."""

from __future__ import annotations

import threading
from collections.abc import Collection
from datetime import datetime
from itertools import count, islice

from core.domain.planning.state import plan_state
from core.domain.study_time import PAUSE, stretches
from core.errors import SessionNotFound
from core.models import (
    AgentEvent,
    Attempt,
    ChatMessage,
    HistoryFacets,
    HistoryPage,
    HistoryQuery,
    ItemEvidence,
    Learner,
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
from core.models.attempt import item_of
from core.stores.answers import item_sums
from core.stores.memory.session_data import (
    Shelf,
    asks,
    matches,
    own,
    summary,
)
from core.words import Said


class MemoryReads:
    """`StudyReads` in dictionaries under one lock."""

    is_lasting = False
    read_only: Said | None = None

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._shelves: dict[str, Shelf] = {}
        self._events: list[AgentEvent] = []
        self._numbers = count(1)
        self._erased: dict[str, datetime] = {}
        self._out: frozenset[str] = frozenset()
        self._cached: dict[tuple[str, str], tuple[PlannedStudy, datetime]] = {}

    def was_erased(self, session_id: str) -> bool:
        return session_id in self._erased

    def left_out(self, of: str = "") -> tuple[Said, ...]:
        return ()

    def load(self, session_id: str) -> Session:
        with self._lock:
            return own(self._shelf(session_id).session)

    def sessions(
        self,
        user_id: str | None = None,
        *,
        place: Place | None = None,
        limit: int = 50,
        before: tuple[datetime, str] | None = None,
    ) -> tuple[SessionSummary, ...]:
        with self._lock:
            summaries = [summary(shelf) for shelf in self._shelves.values()]
        there = [s for s in summaries if user_id in (None, s.user_id) and place in (None, s.place)]
        mine = [s for s in there if not before or (s.updated_at, s.id) < before]
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

    def lesson(self, session_id: str, topic: str) -> Lesson | None:
        with self._lock:
            lessons = self._shelf(session_id).parts.lessons
        return next((lesson for lesson in lessons if lesson.topic == topic), None)

    def lessons(self, session_id: str) -> tuple[Lesson, ...]:
        with self._lock:
            lessons = self._shelf(session_id).parts.lessons
        return tuple(sorted(lessons, key=lambda lesson: lesson.topic))

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
            shelves = [shelf for shelf in self._shelves.values() if shelf.session.user_id == user_id]
            newest = sorted(shelves, key=lambda shelf: (shelf.session.updated_at, shelf.session.id), reverse=True)
            overviews = [(self._desk(shelf, since), shelf.session.updated_at) for shelf in newest]
            return tuple(overview for overview, at in overviews if overview.is_open or at >= since)

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
            **dict(session.filing),
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
            raise SessionNotFound("session.not_found", session_id=session_id) from None
