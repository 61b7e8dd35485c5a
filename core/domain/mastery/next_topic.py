"""What to study next, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from core.models import Topic
from core.words import Said


def next_topic(topics: Sequence[Topic], today: date) -> tuple[Topic, Said] | None:
    """What to study next, and the reason; None without topics. Topics left out of the plan do not count.

    First what the plan has had up to today with nothing open before it, then a due review, then what the plan has for
    later, then what rests until its next look, then the lowest expected score. What builds on a topic comes after it,
    once it is studied; one whose quiz did not show that is looked at again on the day of its review.
    """
    return next(_in_turn([topic for topic in topics if topic.status != "left_out"], today), None)


def _in_turn(topics: Sequence[Topic], today: date) -> Iterator[tuple[Topic, Said]]:
    """What could be studied, the first choice first, each with its reason."""
    open_topics = [topic for topic in topics if not topic.is_studied]
    waiting = {topic.name for topic in open_topics}
    ready = [topic for topic in open_topics if not waiting.intersection(topic.prerequisites)] or open_topics
    awake = [topic for topic in ready if not _rests(topic, today)]
    for topic in awake:
        if topic.planned_on > today:
            continue
        if topic.status == "learning" and topic.review_on:
            yield topic, Said("next.not_yet_due", on=topic.review_on)
        else:
            code = "next.was_planned" if topic.planned_on < today else "next.planned"
            yield topic, Said(code, on=topic.planned_on)
    due = [topic for topic in topics if topic.is_studied and topic.due_on and topic.due_on <= today]
    for topic in sorted(due, key=lambda topic: (topic.due_on or today, topic.mastery_score or 0, topic.position)):
        yield topic, Said("next.ahead_due" if open_topics else "next.studied_due", on=topic.due_on or today)
    for topic in awake:
        yield topic, Said("next.planned", on=topic.planned_on)
    for topic in sorted(ready, key=lambda topic: (topic.review_on or today, topic.position)):
        yield topic, Said("next.not_yet_alone")
    for topic in sorted(
        topics, key=lambda topic: (topic.own_word != "shaky", topic.mastery_score or 0, topic.position)
    ):
        yield topic, Said("next.own_word") if topic.own_word else Said("next.lowest", score=topic.mastery_score or 0.0)


def _rests(topic: Topic, today: date) -> bool:
    """Whether a topic waits for the day of its review; one that was never begun has only answers from elsewhere."""
    return topic.status != "planned" and topic.review_on is not None and topic.review_on > today
