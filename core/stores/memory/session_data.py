"""All that the memory store keeps of one session, and how a commit changes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from core.errors import StoreUnavailable
from core.models import (
    AgentEvent,
    AllParts,
    Answer,
    Attempt,
    Changes,
    HistoryQuery,
    MadeFromFile,
    NewSession,
    Parts,
    QuizRecord,
    Session,
    SessionSummary,
    StudentContext,
    Value,
)
from core.models.attempt import item_of
from core.models.context import QUOTING

V = TypeVar("V", bound=Value)


@dataclass
class Shelf:
    """All that one session has. Its parts stand in the order in which they are read."""

    session: Session
    commits: dict[str, int] = field(default_factory=dict)
    corrections: set[int] = field(default_factory=set)
    """The versions that an instructor made."""
    parts: AllParts = field(default_factory=AllParts)
    files: dict[str, bytes] = field(default_factory=dict)

    def base_of(self, version: int) -> int:
        """The version that a commit on `version` is written on: a later one, where only corrections came since."""
        since = set(range(version + 1, self.session.version + 1))
        return self.session.version if since and since <= self.corrections else version


def own(session: Session) -> Session:
    """The session with a context that nobody else holds."""
    context = StudentContext.model_validate(session.context.model_dump(mode="json"))
    return session.model_copy(update={"context": context})


def begun(session_id: str, created: NewSession, changes: Changes) -> Shelf:
    """The shelf of a session that nothing was written to yet."""
    return Shelf(
        Session(
            id=session_id,
            user_id=created.user_id,
            exam_type=created.exam_type,
            phase=changes.phase,
            context=changes.context,
            version=0,
            created_at=changes.at,
            updated_at=changes.at,
        )
    )


def asks(parts: AllParts, item: str) -> bool:
    """Whether a session has an answer to an item, or something that one showed."""
    answered = (attempt.question_id for attempt in parts.attempts)
    shown = (evidence.question_id for noted in parts.misconceptions for evidence in noted.evidence)
    return any(item_of(name) == item for name in (*answered, *shown))


def check_parts(shelf: Shelf, parts: Parts) -> None:
    """Raise `StoreUnavailable` where an answer is to no quiz of the session, a misconception on no topic of it, or a
    file is none of its materials'."""
    quizzes = {record.id for record in (*shelf.parts.quizzes, parts.quiz) if record}
    if parts.answer and parts.answer.quiz_id not in quizzes:
        raise StoreUnavailable("store.no_quiz", quiz_id=parts.answer.quiz_id)
    digests = {material.id: material.digest for material in (*shelf.parts.materials, parts.material) if material}
    if parts.file and digests.get(parts.file.material_id) != hashlib.sha256(parts.file.data).hexdigest():
        raise StoreUnavailable("store.file_of_none")
    topics = {topic.name for topic in (*shelf.parts.topics, *parts.topics)}
    if any(noted.topic not in topics for noted in parts.misconceptions):
        raise StoreUnavailable("store.misconception_of_none")


def put(shelf: Shelf, parts: Parts) -> None:
    """Write into the shelf what a commit adds or replaces."""
    shelf.parts = written(shelf.parts, parts)
    for material_id in (parts.removed_material, parts.material and parts.material.id):
        shelf.files.pop(material_id or "", None)
    if parts.file:
        shelf.files[parts.file.material_id] = parts.file.data


def without(before: AllParts, gone: MadeFromFile) -> AllParts:
    """What a session has without what was made from a file."""
    return before.model_copy(
        update={
            "quizzes": tuple(quiz for quiz in before.quizzes if quiz.id not in gone.quiz_ids),
            "attempts": tuple(attempt for attempt in before.attempts if attempt.quiz_id not in gone.quiz_ids),
            "misconceptions": tuple(noted for noted in before.misconceptions if noted.id not in gone.misconception_ids),
            "lessons": tuple(lesson for lesson in before.lessons if lesson.topic not in gone.lesson_topics),
            "chat": tuple(message for message in before.chat if message.topic not in gone.chat_topics),
        }
    )


def without_words(event: AgentEvent) -> AgentEvent:
    """An event without the words of a file: it still says what was done, and what it changed but for mix-ups, notes and
    what was answered again."""
    said, extra = event.context_patch.set, event.context_patch.set_extra
    patch = event.context_patch.model_copy(
        update={
            "set": said | ({"misconceptions": []} if "misconceptions" in said else {}),
            "set_extra": {key: value for key, value in extra.items() if not key.startswith(QUOTING)},
        }
    )
    return event.model_copy(update={"reasoning": "", "metadata": {}, "context_patch": patch})


def written(before: AllParts, parts: Parts) -> AllParts:
    """What a session has after a commit."""
    materials = tuple(material for material in before.materials if material.id != parts.removed_material)
    return AllParts(
        topics=_merged(
            before.topics, parts.topics, lambda topic: topic.name, lambda topic: (topic.position, topic.name)
        ),
        plans=_merged(before.plans, parts.plans, lambda plan: plan.version, lambda plan: plan.version),
        misconceptions=_merged(
            before.misconceptions,
            parts.misconceptions,
            lambda noted: noted.id,
            lambda noted: (noted.noticed_at, noted.id),
        ),
        attempts=_merged(
            before.attempts, _marked(before, parts), _place, lambda attempt: (attempt.at, *_place(attempt))
        ),
        chat=before.chat + parts.chat,
        lessons=_merged(before.lessons, (parts.lesson,) if parts.lesson else (), lambda lesson: lesson.topic),
        quizzes=_quizzes(before, parts),
        materials=_merged(materials, (parts.material,) if parts.material else (), lambda material: material.id),
    )


def _marked(before: AllParts, parts: Parts) -> tuple[Attempt, ...]:
    """The attempts of a commit; of those that are there already only whether they are void is new."""
    known = {_place(attempt): attempt for attempt in before.attempts} if parts.attempts else {}
    return tuple(
        known.get(_place(attempt), attempt).model_copy(update={"is_void": attempt.is_void})
        for attempt in parts.attempts
    )


def _place(attempt: Attempt) -> tuple[str, str]:
    return attempt.quiz_id, attempt.question_id


def _quizzes(before: AllParts, parts: Parts) -> tuple[QuizRecord, ...]:
    quizzes = {quiz.id: quiz for quiz in before.quizzes}
    if parts.quiz:
        answers = quizzes[parts.quiz.id].answers if parts.quiz.id in quizzes else ()
        quizzes[parts.quiz.id] = _answered(parts.quiz, (*answers, *parts.quiz.answers))
    if parts.answer:
        answered = quizzes[parts.answer.quiz_id]
        quizzes[answered.id] = _answered(answered, (*answered.answers, parts.answer.answer))
    for corrected in parts.corrected:
        if quiz := quizzes.get(corrected.id):
            quizzes[quiz.id] = quiz.model_copy(update={"analysis": corrected.analysis})
    return tuple(quizzes.values())


def _answered(quiz: QuizRecord, answers: Iterable[Answer]) -> QuizRecord:
    """The quiz with the last answer to each question, by question."""
    last = {answer.question_id: answer for answer in answers}
    return quiz.model_copy(update={"answers": tuple(last[question_id] for question_id in sorted(last))})


def _merged(
    before: tuple[V, ...],
    new: tuple[V, ...],
    key: Callable[[V], object],
    order: Callable[[V], Any] | None = None,
) -> tuple[V, ...]:
    """The values with the new ones, each in the place of the one with its key, or in `order`."""
    if not new:
        return before
    values = {key(value): value for value in (*before, *new)}.values()
    return tuple(sorted(values, key=order) if order else values)


def summary(shelf: Shelf) -> SessionSummary:
    """The line of the session list."""
    session = shelf.session
    return SessionSummary(
        id=session.id,
        user_id=session.user_id,
        exam_type=session.exam_type,
        phase=session.phase,
        current_topic=session.context.current_topic,
        topics_total=sum(topic.status != "left_out" for topic in shelf.parts.topics),
        topics_done=sum(topic.status == "done" for topic in shelf.parts.topics),
        topics_studied=sum(topic.is_studied for topic in shelf.parts.topics),
        version=session.version,
        created_at=session.created_at,
        updated_at=session.updated_at,
        **dict(session.filing),
    )


def matches(event: AgentEvent, query: HistoryQuery) -> bool:
    """Whether an event is one that the query asks for."""
    return (
        (not query.session_id or event.session_id == query.session_id)
        and (not query.user_id or event.user_id == query.user_id)
        and (not query.agent or event.agent == query.agent)
        and (not query.action or event.action == query.action)
        and (query.phase is None or event.phase_after is query.phase)
        and (query.since is None or event.timestamp >= query.since)
        and (query.until is None or event.timestamp < query.until)
    )
