"""What to study next, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.models import Topic


def next_topic(topics: Sequence[Topic], today: date) -> tuple[Topic, str] | None:
    """What to study next, and the reason in words; None without topics. Topics left out of the plan do not count.

    First what the plan has had up to today with nothing open before it, then a due review, then what the plan has for
    later, then what rests until its next look, then the lowest expected score. What builds on a topic comes after it,
    once it is studied; one whose quiz did not show that is looked at again on the day of its review.
    """
    topics = [topic for topic in topics if topic.status != "left_out"]
    open_topics = [topic for topic in topics if not topic.is_studied]
    waiting = {topic.name for topic in open_topics}
    ready = [topic for topic in open_topics if not waiting.intersection(topic.prerequisites)] or open_topics
    awake = [topic for topic in ready if topic.review_on is None or topic.review_on <= today]
    planned = [topic for topic in awake if topic.planned_on <= today]
    if planned:
        topic = planned[0]
        if topic.review_on:
            return topic, f"Its last quiz did not go well enough to be done with it, and {_was_due(topic.review_on)}."
        when = "was planned for" if topic.planned_on < today else "is planned for"
        return topic, f"It {when} {topic.planned_on:%d %B} and nothing before it is open."
    due = [topic for topic in topics if topic.is_studied and topic.review_on and topic.review_on <= today]
    if due:
        topic = min(due, key=lambda topic: (topic.review_on or today, topic.mastery_score or 0, topic.position))
        ahead = "Every topic is done" if not open_topics else "You are ahead of the plan"
        return topic, f"{ahead}, and {_was_due(topic.review_on or today)}."
    if awake:
        return awake[0], f"It is planned for {awake[0].planned_on:%d %B} and nothing before it is open."
    if ready:
        topic = min(ready, key=lambda topic: (topic.review_on or today, topic.position))
        return topic, "Its last quiz did not go well enough to be done with it, and nothing else is open."
    weakest = min(topics, key=lambda topic: (topic.mastery_score or 0, topic.position), default=None)
    if weakest is None:
        return None
    return weakest, f"Every topic is done; this one has the lowest score ({weakest.mastery_score or 0:.0f} %)."


def _was_due(day: date) -> str:
    return f"its review was due on {day:%d %B}"
