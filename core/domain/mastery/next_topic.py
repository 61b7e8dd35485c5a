"""What to study next, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from core.domain.wording import day_and_month
from core.models import Topic

NOT_YET = "It needs more right answers before it counts as studied"


def next_topic(topics: Sequence[Topic], today: date) -> tuple[Topic, str] | None:
    """What to study next, and the reason in words; None without topics. Topics left out of the plan do not count.

    First what the plan has had up to today with nothing open before it, then a due review, then what the plan has for
    later, then what rests until its next look, then the lowest expected score. What builds on a topic comes after it,
    once it is studied; one whose quiz did not show that is looked at again on the day of its review.
    """
    return next(_in_turn([topic for topic in topics if topic.status != "left_out"], today), None)


def _in_turn(topics: Sequence[Topic], today: date) -> Iterator[tuple[Topic, str]]:
    """What could be studied, the first choice first, each with its reason."""
    open_topics = [topic for topic in topics if not topic.is_studied]
    waiting = {topic.name for topic in open_topics}
    ready = [topic for topic in open_topics if not waiting.intersection(topic.prerequisites)] or open_topics
    awake = [topic for topic in ready if not _rests(topic, today)]
    for topic in awake:
        if topic.planned_on > today:
            continue
        if topic.status == "learning" and topic.review_on:
            yield topic, f"{NOT_YET}, and {_was_due(topic.review_on)}."
        else:
            when = "was planned for" if topic.planned_on < today else "is planned for"
            yield topic, f"It {when} {day_and_month(topic.planned_on)} and nothing before it is open."
    due = [topic for topic in topics if topic.is_studied and topic.due_on and topic.due_on <= today]
    for topic in sorted(due, key=lambda topic: (topic.due_on or today, topic.mastery_score or 0, topic.position)):
        ahead = "You are ahead of the plan" if open_topics else "Everything is studied"
        yield topic, f"{ahead}, and {_was_due(topic.due_on or today)}."
    for topic in awake:
        yield topic, f"It is planned for {day_and_month(topic.planned_on)} and nothing before it is open."
    for topic in sorted(ready, key=lambda topic: (topic.review_on or today, topic.position)):
        yield topic, f"{NOT_YET}, and nothing else is open."
    for topic in sorted(
        topics, key=lambda topic: (topic.own_word != "shaky", topic.mastery_score or 0, topic.position)
    ):
        reason = (
            "this one by your own word alone"
            if topic.own_word
            else f"this one has the lowest score ({topic.mastery_score or 0:.0f} %)"
        )
        yield topic, f"Everything is studied; {reason}."


def _rests(topic: Topic, today: date) -> bool:
    """Whether a topic waits for the day of its review; one that was never begun has only answers from elsewhere."""
    return topic.status != "planned" and topic.review_on is not None and topic.review_on > today


def _was_due(day: date) -> str:
    return f"its review was due on {day_and_month(day)}"
