"""The embedded store's rows, both ways. Times are ISO 8601 in UTC with microseconds: text order is time order."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

from core.models import (
    AgentEvent,
    ChatMessage,
    ContextPatch,
    Desk,
    Material,
    MaterialFile,
    MaterialSummary,
    Session,
    SessionSummary,
    StudentContext,
    StudyPhase,
    Topic,
)
from core.stores.sqlite.answer_log_rows import Row, misconception, moment
from core.stores.stored import stored, stored_json

SESSION_COLUMNS = (
    "id, user_id, exam_type, current_state, current_context, version, created_at, updated_at, last_commit_id"
)
EVENT_COLUMNS = (
    "session_id, timestamp, phase_before, phase_after, action, agent, reasoning, metadata, context_patch, seed, "
    "duration_ms"
)
TOPIC_COLUMNS = (
    "session_id, name, position, planned_on, difficulty, hours, prerequisites, material_id, section, status, "
    "answered, correct, mastery_score, review_on"
)


def session(row: Row) -> Session:
    """A session from `SESSION_COLUMNS`."""
    return Session(
        id=row[0],
        user_id=row[1],
        exam_type=row[2],
        phase=StudyPhase(row[3]),
        context=StudentContext.model_validate_json(row[4]),
        version=row[5],
        created_at=datetime.fromisoformat(row[6]),
        updated_at=datetime.fromisoformat(row[7]),
    )


def summary(row: Row) -> SessionSummary:
    """A line of the session list: id, user, exam, state, topic, total, done, version, created, updated."""
    return SessionSummary(
        id=row[0],
        user_id=row[1],
        exam_type=row[2],
        phase=StudyPhase(row[3]),
        current_topic=row[4],
        topics_total=row[5],
        topics_done=row[6],
        version=row[7],
        created_at=datetime.fromisoformat(row[8]),
        updated_at=datetime.fromisoformat(row[9]),
    )


def event_row(event: AgentEvent) -> Row:
    """An event as `EVENT_COLUMNS`."""
    return (
        event.session_id,
        moment(event.timestamp),
        event.phase_before.value,
        event.phase_after.value,
        event.action,
        event.agent,
        event.reasoning,
        json.dumps(event.metadata, ensure_ascii=False),
        event.context_patch.model_dump_json(exclude_defaults=True),
        event.seed,
        event.duration_ms,
    )


def event(row: Row) -> AgentEvent:
    """An event from id and `EVENT_COLUMNS`."""
    return AgentEvent(
        id=row[0],
        session_id=row[1],
        timestamp=datetime.fromisoformat(row[2]),
        phase_before=StudyPhase(row[3]),
        phase_after=StudyPhase(row[4]),
        action=row[5],
        agent=row[6],
        reasoning=row[7],
        metadata=json.loads(row[8]),
        context_patch=stored_json(ContextPatch, row[9]),
        seed=row[10],
        duration_ms=row[11],
    )


def topic_row(session_id: str, topic: Topic) -> Row:
    """A topic as `TOPIC_COLUMNS`."""
    return (
        session_id,
        topic.name,
        topic.position,
        topic.planned_on.isoformat(),
        topic.difficulty,
        topic.hours,
        json.dumps(topic.prerequisites, ensure_ascii=False),
        topic.material_id,
        topic.section,
        topic.status,
        topic.answered,
        topic.right,
        topic.mastery_score,
        topic.review_on and topic.review_on.isoformat(),
    )


def topic(row: Row) -> Topic:
    """A topic from `TOPIC_COLUMNS`."""
    return Topic(
        name=row[1],
        position=row[2],
        planned_on=date.fromisoformat(row[3]),
        difficulty=row[4],
        hours=row[5],
        prerequisites=tuple(json.loads(row[6])),
        material_id=row[7],
        section=row[8],
        status=row[9],
        answered=row[10],
        right=row[11],
        mastery_score=row[12],
        review_on=row[13] and date.fromisoformat(row[13]),
    )


def desk(row: Row) -> Desk:
    """A session for the home page: id, exam, phase, context, topics and misconceptions as arrays of rows, seconds."""
    return Desk(
        id=row[0],
        exam_type=row[1],
        phase=StudyPhase(row[2]),
        context=StudentContext.model_validate_json(row[3]),
        topics=tuple(topic(one) for one in json.loads(row[4])),
        misconceptions=tuple(misconception(one) for one in json.loads(row[5])),
        studied_today=row[6],
        studied_week=row[7],
    )


def chat_row(session_id: str, message: ChatMessage) -> Row:
    """A message: session, topic, speaker, body, sources, time."""
    sources = json.dumps([source.model_dump(mode="json") for source in message.sources], ensure_ascii=False)
    return session_id, message.topic, message.role, message.text, sources, moment(message.at)


def chat(row: Row) -> ChatMessage:
    """A message from speaker, body, sources, topic, time."""
    return stored(
        ChatMessage, {"role": row[0], "text": row[1], "sources": json.loads(row[2]), "topic": row[3], "at": row[4]}
    )


def material_row(session_id: str, material: Material) -> Row:
    """A material: session, id, name, kind, pages, digest, titles, sections, and the session again for its place."""
    return (
        session_id,
        material.id,
        material.name,
        material.kind,
        material.page_count,
        material.digest,
        json.dumps([section.title for section in material.sections], ensure_ascii=False),
        json.dumps([section.model_dump(mode="json") for section in material.sections], ensure_ascii=False),
        session_id,
    )


def file_row(session_id: str, file: MaterialFile) -> Row:
    """A file: session, material, digest, bytes."""
    return session_id, file.material_id, hashlib.sha256(file.data).hexdigest(), file.data


def material_summary(row: Row) -> MaterialSummary:
    """A material without its text, from id, name, kind, pages, digest, titles, whether its file is kept."""
    return MaterialSummary(
        id=row[0],
        name=row[1],
        kind=row[2],
        page_count=row[3],
        digest=row[4],
        section_titles=tuple(json.loads(row[5])),
        has_file=bool(row[6]),
    )


def material(row: Row) -> Material:
    """A material from id, name, kind, pages, digest, sections."""
    fields = ("id", "name", "kind", "page_count", "digest", "sections")
    return stored(Material, dict(zip(fields, (*row[:5], json.loads(row[5])), strict=True)))
