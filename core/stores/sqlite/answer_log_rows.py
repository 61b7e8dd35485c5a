"""The embedded store's rows of quizzes, of the answer log and of misconceptions."""

from __future__ import annotations

import json

from core.models import Attempt, Misconception, QuizRecord
from core.stores.sqlite.rows import Row, moment

ATTEMPT_COLUMNS = (
    "session_id, quiz_id, question_id, topic, at, is_right, is_blank, chance, item_rating, forecast, is_void, "
    "chosen, seconds, hint_opened, is_helped, is_skipped, concept, sureness"
)


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
        json.dumps([evidence.model_dump(mode="json") for evidence in noted.evidence], ensure_ascii=False),
    )


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
        attempt.chosen,
        attempt.seconds,
        attempt.hint_opened,
        attempt.is_helped,
        attempt.is_skipped,
        attempt.concept,
        attempt.sureness,
    )


def quiz_row(session_id: str, record: QuizRecord) -> Row:
    """A quiz: id, session, topic, body, seed, created, submitted, analysis, kind, and the session for its place."""
    return (
        record.id,
        session_id,
        record.quiz.topic,
        record.quiz.model_dump_json(),
        record.seed,
        moment(record.created_at),
        record.submitted_at and moment(record.submitted_at),
        record.analysis and record.analysis.model_dump_json(),
        record.kind.value,
        session_id,
    )
