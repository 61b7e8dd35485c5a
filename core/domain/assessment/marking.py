"""What a learner is told of one answer, and which answers may still change."""

from __future__ import annotations

from core.domain.assessment.grading import is_near_miss, is_right
from core.errors import Conflict
from core.models import Answer, Question
from core.models.feedback import MarkedAnswer


def marked(question: Question, answer: Answer, *, is_disputed: bool = False) -> MarkedAnswer:
    """The answer with its mark."""
    return MarkedAnswer(
        question=question,
        answer=answer,
        is_right=is_right(question, answer),
        is_near_miss=is_near_miss(question, answer),
        is_disputed=is_disputed,
    )


def still_locked(stored: Answer, given: Answer) -> Answer:
    """A checked answer as it is `given` again: only its flag may differ. Raises `Conflict` where it says otherwise."""
    if not stored.says(given) or stored.sureness != given.sureness:
        raise Conflict("quiz.answer_locked")
    return stored.model_copy(update={"is_flagged": given.is_flagged})
