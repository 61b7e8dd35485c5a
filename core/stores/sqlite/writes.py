"""What one commit writes to the study file: the statements, with their values."""

from __future__ import annotations

from collections.abc import Iterator

from core.models import Answer, Changes
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


def statements(session_id: str, at: str, changes: Changes) -> Iterator[tuple[str, Row]]:
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
        yield _LESSON, (session_id, changes.lesson.topic, changes.lesson.model_dump_json())
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
