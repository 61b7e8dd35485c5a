"""Where a learner goes on when they come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from core.domain.extra_data import VERSION, hours_a_day, is_living, number
from core.domain.mastery import next_topic
from core.models import QuizRecord, SessionOverview, StudyPhase, Topic
from core.models.dashboard import Countdown, Resume, Work

OPEN = (StudyPhase.LEARNING, StudyPhase.QUIZZING)
REVIEW_MINUTES = 15
"""What a plan gives a topic on a day for revision."""


def resume(
    overviews: Sequence[SessionOverview], countdowns: Sequence[Countdown | None], work: Sequence[Work], today: date
) -> Resume | None:
    """Where to go on, of sessions that are not over, the one studied last first; None without any.

    It is the session studied last where something is open or due in it, else the one with the nearest exam of those
    where something is, else again the one studied last. One whose exam was comes after the others.
    """
    days = {countdown.session_id: countdown.days for countdown in countdowns if countdown}
    has_due = {due.session_id for due in work}
    ranked = sorted(overviews, key=lambda overview: days.get(overview.id, 0) < 0)
    in_hand = [overview for overview in ranked if overview.phase in OPEN or overview.id in has_due]
    if ranked and ranked[0] not in in_hand:
        # The stable sort leaves those without a day as they are, behind the others.
        ranked = sorted(in_hand, key=lambda overview: _nearness(days.get(overview.id))) + ranked
    return _resumed(ranked[0], days.get(ranked[0].id), today) if ranked else None


def minutes_of(overview: SessionOverview, topic: Topic) -> int:
    """About how long a topic takes at one sitting: what it takes, and no more than the hours of a day."""
    if topic.is_studied:
        return REVIEW_MINUTES
    return round(60 * min(topic.hours, hours_a_day(overview.context) or topic.hours))


def holds(overview: SessionOverview) -> bool:
    """Whether a session has a plan out of which topics can be started."""
    return not is_living(overview.context) or bool(number(overview.context, VERSION))


def at_its_place(resume: Resume, record: QuizRecord | None) -> Resume:
    """The same with how far the open quiz is, and about how long the rest of it takes."""
    if record is None:
        return resume.model_copy(update={"minutes": 0})
    questions, answered = len(record.quiz.questions), sum(not answer.is_blank for answer in record.answers)
    minutes = ceil(record.quiz.time_estimate_minutes * (1 - answered / questions)) if questions else 0
    return resume.model_copy(update={"minutes": minutes, "answered": answered, "questions": questions})


def _nearness(days: int | None) -> tuple[bool, int]:
    return days is None or days < 0, days or 0


def _resumed(overview: SessionOverview, exam_in: int | None, today: date) -> Resume:
    topic = _topic(overview, today)
    return Resume(
        session_id=overview.id,
        exam=overview.called,
        phase=overview.phase,
        topic=topic.name if topic else "",
        minutes=minutes_of(overview, topic) if topic else 0,
        is_own=bool(topic and topic.is_by_own_word),
        is_review=bool(topic and topic.is_studied),
        exam_in=exam_in,
    )


def _topic(overview: SessionOverview, today: date) -> Topic | None:
    """The topic that is open, else the one that is next; None where there is none to start."""
    if overview.phase in OPEN:
        return next((topic for topic in overview.topics if topic.name == overview.context.current_topic), None)
    picked = next_topic(overview.topics, today) if holds(overview) else None
    return picked[0] if picked else None
