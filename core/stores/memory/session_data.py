"""All that the memory store keeps of one session, and how a commit changes it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from core.models import (
    Answer,
    Attempt,
    Changes,
    ChatMessage,
    ItemEvidence,
    Lesson,
    Material,
    Misconception,
    PlanVersion,
    QuizRecord,
    Session,
    SessionSummary,
    StudentContext,
    Topic,
)


@dataclass
class Shelf:
    """All that one session has."""

    session: Session
    commits: dict[str, int] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    plans: dict[int, PlanVersion] = field(default_factory=dict)
    lessons: dict[str, Lesson] = field(default_factory=dict)
    quizzes: dict[str, QuizRecord] = field(default_factory=dict)
    answers: dict[str, dict[str, Answer]] = field(default_factory=dict)
    misconceptions: dict[str, Misconception] = field(default_factory=dict)
    attempts: dict[tuple[str, str], Attempt] = field(default_factory=dict)
    chat: list[ChatMessage] = field(default_factory=list)
    materials: dict[str, Material] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def own(session: Session) -> Session:
    """The session with a context that nobody else holds."""
    context = StudentContext.model_validate(session.context.model_dump(mode="json"))
    return session.model_copy(update={"context": context})


def question_id(answer: Answer) -> str:
    """The question that an answer is to."""
    return answer.question_id


def put(shelf: Shelf, changes: Changes) -> None:
    """Write into the shelf what a commit adds or replaces."""
    shelf.topics |= {topic.name: topic for topic in changes.topics}
    shelf.plans |= {plan.version: plan for plan in changes.plans}
    shelf.misconceptions |= {misconception.id: misconception for misconception in changes.misconceptions}
    shelf.chat += changes.chat
    for one in changes.attempts:
        place = (one.quiz_id, one.question_id)
        known = shelf.attempts.get(place, one)
        shelf.attempts[place] = known.model_copy(update={"is_void": one.is_void})
    for corrected in changes.corrected:
        record = shelf.quizzes[corrected.id]
        shelf.quizzes[corrected.id] = record.model_copy(update={"analysis": corrected.analysis})
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


def by_notice(shelf: Shelf) -> tuple[Misconception, ...]:
    """The misconceptions by the time they were noticed."""
    return tuple(sorted(shelf.misconceptions.values(), key=lambda one: (one.noticed_at, one.id)))


def evidence(question_id: str, answers: list[Attempt]) -> ItemEvidence:
    """What the answers to one question say of it."""
    counting = [one for one in answers if not one.is_void]
    certain = [one.forecast * (1 - one.forecast) for one in counting]
    return ItemEvidence(
        question_id=question_id,
        answered=len(counting),
        information=math.fsum(certain),
        weight=math.fsum(
            share * one.item_rating + one.forecast - one.is_right for share, one in zip(certain, counting, strict=True)
        ),
        is_void=any(one.is_void for one in answers),
    )


def summary(shelf: Shelf) -> SessionSummary:
    """The line of the session list."""
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
