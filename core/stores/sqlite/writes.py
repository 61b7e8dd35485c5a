"""What one commit writes to the study file: the statements, with their values."""

from __future__ import annotations

from collections.abc import Iterator

from core.models import Answer, Changes, Parts
from core.stores.sqlite.answer_log_rows import ATTEMPT_COLUMNS, attempt_row, misconception_row, quiz_row
from core.stores.sqlite.rows import (
    EVENT_COLUMNS,
    TOPIC_COLUMNS,
    Row,
    chat_row,
    event_row,
    file_row,
    material_row,
    topic_row,
)

# Columns are named in every statement: a newer copy of the app may have added some.
_EVENT = (
    f"insert into agent_events ({EVENT_COLUMNS}, user_id) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
    " (select user_id from study_sessions where id = ?1))"
)
_TOPIC = f"insert or replace into topics ({TOPIC_COLUMNS}) values ({', '.join('?' * 15)})"
_PLAN = "insert or replace into plans (session_id, version, body) values (?, ?, ?)"
_LESSON = "insert or replace into lessons (session_id, topic, body) values (?, ?, ?)"
_ANSWER = (
    "insert or replace into quiz_answers (session_id, quiz_id, question_id, body, given_at) values (?, ?, ?, ?, ?)"
)
_MISCONCEPTION = (
    "insert or replace into misconceptions (id, session_id, topic, concept, confusion, counter_example, question_id,"
    " noticed_at, evidence) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ATTEMPT = (
    f"insert into attempts ({ATTEMPT_COLUMNS}) values ({', '.join('?' * 18)})"
    " on conflict (session_id, quiz_id, question_id) do update set is_void = excluded.is_void"
)
_CORRECT = "update quizzes set analysis = ? where session_id = ? and id = ?"
_QUIZ = (
    "insert into quizzes (id, session_id, topic, body, seed, created_at, submitted_at, analysis, kind, position)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?, (select count(*) from quizzes where session_id = ?))"
    " on conflict (session_id, id) do update set submitted_at = excluded.submitted_at, analysis = excluded.analysis"
)
_CHAT = "insert into tutor_chats (session_id, topic, speaker, body, sources, created_at) values (?, ?, ?, ?, ?, ?)"
_REMOVE = "delete from study_materials where session_id = ? and id = ?"
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


def statements(session_id: str, at: str, changes: Changes) -> Iterator[tuple[str, Row]]:
    """The statements, with their values, that write what `changes` adds to a session."""
    yield from ((_EVENT, event_row(event)) for event in changes.events)
    yield from part_statements(session_id, at, changes)


def part_statements(session_id: str, at: str, parts: Parts) -> Iterator[tuple[str, Row]]:
    """The statements, with their values, that write a session's parts."""
    yield from ((_TOPIC, topic_row(session_id, topic)) for topic in parts.topics)
    yield from ((_PLAN, (session_id, plan.version, plan.model_dump_json())) for plan in parts.plans)
    if parts.lesson:
        yield _LESSON, (session_id, parts.lesson.topic, parts.lesson.model_dump_json())
    if parts.quiz:
        yield _QUIZ, quiz_row(session_id, parts.quiz)
    for quiz_id, answer in _answers(parts):
        yield _ANSWER, (session_id, quiz_id, answer.question_id, answer.model_dump_json(), at)
    yield from ((_MISCONCEPTION, misconception_row(session_id, noted)) for noted in parts.misconceptions)
    yield from ((_ATTEMPT, attempt_row(session_id, attempt)) for attempt in parts.attempts)
    yield from ((_CORRECT, (quiz.analysis.model_dump_json(), session_id, quiz.id)) for quiz in parts.corrected)
    yield from ((_CHAT, chat_row(session_id, message)) for message in parts.chat)
    if parts.removed_material:
        yield _REMOVE, (session_id, parts.removed_material)
    if parts.material:
        yield _MATERIAL, material_row(session_id, parts.material)
    if parts.file:
        yield _FILE, file_row(session_id, parts.file)


def _answers(parts: Parts) -> list[tuple[str, Answer]]:
    set_with_quiz = [(parts.quiz.id, answer) for answer in parts.quiz.answers] if parts.quiz else []
    return set_with_quiz + ([(parts.answer.quiz_id, parts.answer.answer)] if parts.answer else [])
