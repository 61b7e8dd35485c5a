"""The embedded store's rows, both ways. Times are ISO 8601 in UTC with microseconds: text order is time order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime

from core.context import StudentContext
from core.documents import Material, MaterialFile
from core.models import AgentEvent, Answer, ContextPatch, StudyPhase
from core.records import (
    Changes,
    ChatMessage,
    Desk,
    MaterialSummary,
    Session,
    SessionSummary,
    Topic,
)
from core.stores.answer_rows import (
    ATTEMPT_COLUMNS,
    Row,
    attempt_row,
    misconception,
    misconception_row,
    moment,
    quiz_row,
)
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

# Columns are named in every statement: a newer copy of the app may have added some.
_PLAN = "insert or replace into plans (session_id, version, body) values (?, ?, ?)"
_LESSON = "insert or replace into lessons (session_id, topic, body) values (?, ?, ?)"
# No such quiz in this session gives a null, which the table refuses.
_ANSWER = (
    "insert or replace into quiz_answers (quiz_id, question_id, body, given_at)"
    " values ((select id from quizzes where id = ? and session_id = ?), ?, ?, ?)"
)
_MISCONCEPTION = (
    "insert or replace into misconceptions (id, session_id, topic, concept, confusion, counter_example, question_id,"
    " noticed_at, evidence) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ATTEMPT = (
    f"insert into attempts ({ATTEMPT_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " on conflict (session_id, quiz_id, question_id) do update set is_void = excluded.is_void"
)
_CORRECT = "update quizzes set analysis = ? where session_id = ? and id = ?"
_QUIZ = (
    "insert into quizzes (id, session_id, topic, body, seed, created_at, submitted_at, analysis, position)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, (select count(*) from quizzes where session_id = ?))"
    " on conflict (id) do update set submitted_at = excluded.submitted_at, analysis = excluded.analysis"
)
_CHAT = "insert into tutor_chats (session_id, topic, speaker, body, sources, created_at) values (?, ?, ?, ?, ?, ?)"
_MATERIAL = (
    "insert or replace into study_materials"
    " (session_id, id, name, kind, page_count, digest, section_titles, sections, position)"
    " values (?, ?, ?, ?, ?, ?, ?, ?,"
    " (select coalesce(max(position) + 1, 0) from study_materials where session_id = ?))"
)
# No such material, or another file than it was read from, gives a null, which the table refuses.
_FILE = (
    "insert or replace into material_files (session_id, material_id, data) values (?1,"
    " (select id from study_materials where session_id = ?1 and id = ?2 and digest = ?3), ?4)"
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


def writes(session_id: str, at: str, changes: Changes) -> Iterator[tuple[str, Row]]:
    """The statements, with their values, that write what `changes` adds to a session."""
    for event in changes.events:
        yield f"insert into agent_events ({EVENT_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", event_row(event)
    for topic in changes.topics:
        yield (
            f"insert or replace into topics ({TOPIC_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            topic_row(session_id, topic),
        )
    for plan in changes.plans:
        yield _PLAN, (session_id, plan.version, plan.model_dump_json())
    if changes.lesson:
        lesson = changes.lesson
        yield _LESSON, (session_id, lesson.topic, lesson.model_dump_json())
    if changes.quiz:
        yield _QUIZ, quiz_row(session_id, changes.quiz)
    for quiz_id, answer in _answers(changes):
        yield _ANSWER, (quiz_id, session_id, answer.question_id, answer.model_dump_json(), at)
    yield from ((_MISCONCEPTION, misconception_row(session_id, noted)) for noted in changes.misconceptions)
    yield from ((_ATTEMPT, attempt_row(session_id, one)) for one in changes.attempts)
    yield from ((_CORRECT, (one.analysis.model_dump_json(), session_id, one.id)) for one in changes.corrected)
    yield from ((_CHAT, chat_row(session_id, message)) for message in changes.chat)
    yield from _material_writes(session_id, changes)


def _material_writes(session_id: str, changes: Changes) -> Iterator[tuple[str, Row]]:
    if changes.removed_material:
        removed = (session_id, changes.removed_material)
        yield "delete from study_materials where session_id = ? and id = ?", removed
    if changes.material:
        yield _MATERIAL, material_row(session_id, changes.material)
    if changes.file:
        yield _FILE, file_row(session_id, changes.file)


def _answers(changes: Changes) -> list[tuple[str, Answer]]:
    set_with_quiz = [(changes.quiz.id, answer) for answer in changes.quiz.answers] if changes.quiz else []
    return set_with_quiz + ([(changes.answer.quiz_id, changes.answer.answer)] if changes.answer else [])
