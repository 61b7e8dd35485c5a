"""The embedded store's rows of quizzes, of the answer log and of misconceptions, both ways."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from core.models import Answer, Attempt, ItemEvidence, Misconception, PerformanceAnalysis, Quiz, QuizRecord
from core.stores.stored import stored, stored_json

# A driver's row is untyped; it becomes a value here and goes no further.
Row = Sequence[Any]

ATTEMPT_COLUMNS = (
    "session_id, quiz_id, question_id, topic, at, is_right, is_blank, chance, item_rating, forecast, is_void"
)


def moment(value: datetime) -> str:
    """A time as the database keeps it: ISO 8601 in UTC with microseconds, so that text order is time order."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def misconception_row(session_id: str, noted: Misconception) -> Row:
    """A misconception: id, session, topic, concept, confusion, counter-example, question, time, evidence."""
    return (
        noted.id,
        session_id,
        noted.topic,
        noted.concept,
        noted.confusion,
        noted.counter_example,
        noted.question_id,
        moment(noted.noticed_at),
        json.dumps([one.model_dump(mode="json") for one in noted.evidence], ensure_ascii=False),
    )


def misconception(row: Row) -> Misconception:
    """A misconception from id, topic, concept, confusion, counter-example, question, time, evidence."""
    fields = ("id", "topic", "concept", "confusion", "counter_example", "question_id", "noticed_at", "evidence")
    return stored(Misconception, dict(zip(fields, (*row[:7], json.loads(row[7])), strict=True)))


def attempt_row(session_id: str, attempt: Attempt) -> Row:
    """An attempt as `ATTEMPT_COLUMNS`."""
    return (
        session_id,
        attempt.quiz_id,
        attempt.question_id,
        attempt.topic,
        moment(attempt.at),
        attempt.is_right,
        attempt.is_blank,
        attempt.chance,
        attempt.item_rating,
        attempt.forecast,
        attempt.is_void,
    )


def attempt(row: Row) -> Attempt:
    """An attempt from `ATTEMPT_COLUMNS`."""
    return stored(Attempt, dict(zip(ATTEMPT_COLUMNS.split(", ")[1:], row[1:], strict=True)))


def item_evidence(row: Row) -> ItemEvidence:
    """An item's evidence from question, answered, information, weight, void."""
    return ItemEvidence(question_id=row[0], answered=row[1], information=row[2], weight=row[3], is_void=row[4])


def quiz_row(session_id: str, record: QuizRecord) -> Row:
    """A quiz: id, session, topic, body, seed, created, submitted, analysis, and the session again for its place."""
    return (
        record.id,
        session_id,
        record.quiz.topic,
        record.quiz.model_dump_json(),
        record.seed,
        moment(record.created_at),
        record.submitted_at and moment(record.submitted_at),
        record.analysis and record.analysis.model_dump_json(),
        session_id,
    )


def quiz(row: Row) -> QuizRecord:
    """A quiz from id, body, seed, created, submitted, analysis, and its answers' bodies as a JSON array."""
    return QuizRecord(
        id=row[0],
        quiz=stored_json(Quiz, row[1]),
        seed=row[2],
        created_at=datetime.fromisoformat(row[3]),
        submitted_at=row[4] and datetime.fromisoformat(row[4]),
        analysis=row[5] and stored_json(PerformanceAnalysis, row[5]),
        answers=tuple(stored_json(Answer, answer) for answer in json.loads(row[6])),
    )
