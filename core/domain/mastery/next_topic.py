"""What to study next, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.models import Topic


def next_topic(topics: Sequence[Topic], today: date) -> tuple[Topic, str] | None:
    """What to study next, and the reason in words; None without topics. Topics left out of the plan do not count.

    First what the plan has had up to today with nothing open before it, then a due review, then what the plan has for
    later, then the lowest expected score. What builds on an open topic comes after it.
    """
    topics = [topic for topic in topics if topic.status != "left_out"]
    open_topics = [topic for topic in topics if topic.status != "done"]
    waiting = {topic.name for topic in open_topics}
    ready = [topic for topic in open_topics if not waiting.intersection(topic.prerequisites)] or open_topics
    planned = [topic for topic in ready if topic.planned_on <= today]
    if planned:
        topic = planned[0]
        when = "was planned for" if topic.planned_on < today else "is planned for"
        return topic, f"It {when} {topic.planned_on:%d %B} and nothing before it is open."
    due = [topic for topic in topics if topic.status == "done" and topic.review_on and topic.review_on <= today]
    if due:
        topic = min(due, key=lambda topic: (topic.review_on or today, topic.mastery_score or 0, topic.position))
        ahead = "Every topic is done" if not open_topics else "You are ahead of the plan"
        return topic, f"{ahead}, and its review was due on {topic.review_on:%d %B}."
    if ready:
        return ready[0], f"It is planned for {ready[0].planned_on:%d %B} and nothing before it is open."
    weakest = min(topics, key=lambda topic: (topic.mastery_score or 0, topic.position), default=None)
    if weakest is None:
        return None
    return weakest, f"Every topic is done; this one has the lowest score ({weakest.mastery_score or 0:.0f} %)."
