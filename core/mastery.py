"""How well a topic is known, when to look at it again, and what comes next. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from core.models import Percent
from core.records import Topic

REVIEW_AFTER_DAYS = ((60.0, 1), (85.0, 3), (100.0, 7))


def mastery_score(right: int, answered: int) -> Percent:
    """The share of right answers on a topic, 0 to 100: the plain running average over all its quizzes."""
    if not 0 <= right <= answered or answered == 0:
        raise ValueError(f"{right} right of {answered} answered is not a score")
    return round(100 * right / answered, 1)


def review_date(score: Percent, on: date) -> date:
    """When a topic is due again: a day later under 60, three days later under 85, else a week later.

    A rule of thumb in the spirit of expanding retrieval (Landauer & Bjork 1978), not a fitted model.
    """
    return on + timedelta(days=next((days for bound, days in REVIEW_AFTER_DAYS if score < bound), 7))


def next_topic(topics: Sequence[Topic], today: date) -> tuple[Topic, str] | None:
    """What to study next, and why; None without topics. First what the plan has next, then a due review, then the
    weakest."""
    topics = [topic for topic in topics if topic.status != "left_out"]
    open_topics = [topic for topic in topics if topic.status != "done"]
    waiting = {topic.name for topic in open_topics}
    for topic in open_topics:
        if not waiting.intersection(topic.prerequisites):
            when = "was planned for" if topic.planned_on < today else "is planned for"
            return topic, f"It {when} {topic.planned_on:%d %B} and nothing before it is open."
    if open_topics:
        return open_topics[0], "It is the first one that is still open."
    due = [topic for topic in topics if topic.review_on and topic.review_on <= today]
    if due:
        oldest = min(due, key=lambda topic: (topic.review_on or today, topic.position))
        return oldest, f"Every topic is done, and its review was due on {oldest.review_on:%d %B}."
    weakest = min(topics, key=lambda topic: (topic.mastery_score or 0, topic.position), default=None)
    if weakest is None:
        return None
    return weakest, f"Every topic is done; this one has the lowest score ({weakest.mastery_score or 0:.0f} %)."
