"""What a completed course goes on with in a new session: what was learned, and nothing that was under way."""

from __future__ import annotations

from datetime import date

from core.domain.extra_data import AGAIN_KEY, CHECKED, REVIEW_PART
from core.domain.mastery import next_topic
from core.models import AllParts, Session, StudentContext
from core.models.misconception import misconception_id

_UNDER_WAY = (AGAIN_KEY, CHECKED, REVIEW_PART)


def parts_to_go_on_with(parts: AllParts, session_id: str) -> AllParts:
    """The parts without what was asked the tutor, and without quizzes that were never handed in. The misconceptions are
    those of the session `session_id`: what is noticed there again is one of them."""
    logged = {attempt.quiz_id for attempt in parts.attempts}
    quizzes = tuple(quiz for quiz in parts.quizzes if quiz.submitted_at or quiz.id in logged)
    noted = tuple(
        known.model_copy(update={"id": misconception_id(session_id, known.topic, known.concept, known.confusion)})
        for known in parts.misconceptions
    )
    return parts.model_copy(update={"chat": (), "quizzes": quizzes, "misconceptions": noted})


def context_to_go_on_with(session: Session, session_id: str, parts: AllParts, today: date) -> StudentContext:
    """The context at the plan, with the topic that is next today."""
    picked = next_topic(parts.topics, today)
    extra = {name: value for name, value in session.context.extra_data.items() if name not in _UNDER_WAY}
    topic = picked[0].name if picked else session.context.current_topic
    return session.context.model_copy(update={"session_id": session_id, "current_topic": topic, "extra_data": extra})
