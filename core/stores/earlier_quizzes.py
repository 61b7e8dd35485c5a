"""Quizzes that were handed in before there was an answer log, marked once more so that they enter it."""

from __future__ import annotations

import json
from datetime import datetime

from core.domain.assessment.answers import attempts
from core.domain.assessment.grading import grade
from core.errors import StoreUnavailable
from core.models import Answer, Quiz, QuizRecord
from core.stores.stored import each_stored, stored_json


def attempts_of(quiz_id: str, body: str, answers: str, submitted_at: str) -> str:
    """The attempts of a quiz as a JSON array, from its body, its answers and its time; empty where these are none."""
    try:
        at = datetime.fromisoformat(submitted_at)
        record = QuizRecord(
            id=quiz_id,
            quiz=stored_json(Quiz, body),
            seed=0,
            created_at=at,
            answers=each_stored(Answer, json.loads(answers)),
        )
        return json.dumps(
            [attempt.model_dump(mode="json") for attempt in attempts(record, grade(record.quiz, record.answers), at)]
        )
    except (StoreUnavailable, ValueError):
        # One unreadable quiz must not keep everything else from being brought up to date.
        return "[]"
