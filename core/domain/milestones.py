"""What a quiz has earned beside its score: worth a line, once, on its results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.domain.mastery import rescored
from core.models import Attempt, Topic
from core.models.days import NO_ZONE
from core.models.feedback import Milestone
from core.models.levels import level

HIGH_SCORE = 90


def milestones(
    quiz_id: str,
    log: Sequence[Attempt],
    topics: Sequence[Topic],
    *,
    score: float | None,
    is_first: bool,
    exam_on: date | None = None,
    zone: str = NO_ZONE,
) -> tuple[Milestone, ...]:
    """What the quiz has earned, the greatest first: worked out of the answer log as it was before the quiz and after.

    `score` is the quiz's as it stands now, and `is_first` says whether none was handed in before it.
    """
    at = max((attempt.at for attempt in log if attempt.quiz_id == quiz_id), default=None)
    if at is None or score is None:
        return ()
    after = [attempt for attempt in log if attempt.at <= at]
    before = [attempt for attempt in after if attempt.quiz_id != quiz_id]
    asked = {attempt.topic for attempt in log}
    planned = [topic for topic in topics if topic.status != "left_out"]
    is_promising = all(topic.is_studied for topic in planned) or any(
        level(topic) == "firm" for topic in planned if topic.name in asked
    )
    was, now = (_stood(answers, planned, asked, exam_on, zone) if is_promising else () for answers in (before, after))
    earned = {
        Milestone.COURSE_DONE: bool(now) and all(topic.is_studied for topic in now) and not _all_studied(was),
        Milestone.TOPIC_FIRM: any(
            level(then) == "firm" != level(before_it) for before_it, then in zip(was, now, strict=True)
        ),
        Milestone.FIRST_QUIZ: is_first,
        Milestone.HIGH_SCORE: score >= HIGH_SCORE,
    }
    return tuple(milestone for milestone, is_earned in earned.items() if is_earned)


def _all_studied(topics: Sequence[Topic]) -> bool:
    return all(topic.is_studied for topic in topics)


def _stood(
    log: Sequence[Attempt], topics: Sequence[Topic], asked: set[str], exam_on: date | None, zone: str
) -> tuple[Topic, ...]:
    """The topics as this much of the log gives them; those that were `asked` about only later are new."""
    begun = {attempt.topic for attempt in log}
    known = [
        topic.model_copy(update={"status": "planned", "mastery_score": None}) if topic.name in asked - begun else topic
        for topic in topics
    ]
    changed = {topic.name: topic for topic in rescored(log, known, exam_on, judged=begun, zone=zone)}
    return tuple(changed.get(topic.name, topic) for topic in known)
