"""What the answer log says of a plan's topics, in the numbers that are kept with them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from pydantic import JsonValue

from core.domain.mastery.ratings import Ability, rate
from core.models import Attempt, Percent, Topic


def counted(ability: Ability, topic: Topic) -> Topic:
    """The topic with its counts, its expected score and its next review as the answers give them.

    `mastery_score` is the chance of a right answer to a medium item where guessing does not help, 0 to 100.
    """
    if topic.name not in ability.topics:
        return topic.model_copy(update={"answered": 0, "right": 0, "mastery_score": None, "review_on": None})
    skill = ability.skill(topic.name)
    return topic.model_copy(
        update={
            "answered": skill.answered,
            "right": skill.right,
            "mastery_score": _score(ability, topic.name),
            "review_on": skill.memory.due_at.date() if skill.memory else None,
        }
    )


def rescored(log: Sequence[Attempt], topics: Iterable[Topic], quizzed: Mapping[str, bool] = {}) -> tuple[Topic, ...]:
    """The topics that the answer log changes, as they are after it.

    Those in `quizzed` had a quiz: they are done. Where nothing of it counts (False), nor any other answer on them, they
    are still being learned, due on the day that the plan gives them. A topic that the log does not know keeps what it
    has: the questions of its quiz may all be borrowed.
    """
    ability, logged = rate(log), {attempt.topic for attempt in log}
    done = {name for name, counts in quizzed.items() if counts or name in ability.topics}
    marked = ((topic, _studied(topic, done) if topic.name in quizzed else topic) for topic in topics)
    after = ((topic, counted(ability, now) if topic.name in logged else now) for topic, now in marked)
    return tuple(now for topic, now in after if now != topic)


def _studied(topic: Topic, done: Container[str]) -> Topic:
    return topic.model_copy(update={"status": "done" if topic.name in done else "learning"})


def _score(ability: Ability, topic: str) -> Percent:
    memory = ability.skill(topic).memory
    at = memory.reviewed_at if memory else None
    return round(100 * ability.expected(topic, at), 1) if at else 0.0


def score_changes(before: tuple[Topic, ...], after: tuple[Topic, ...]) -> dict[str, JsonValue]:
    """The scores and review dates that changed, by topic: each as it was and as it is."""
    was = {topic.name: topic for topic in before}
    return {
        topic.name: {
            "score": [was[topic.name].mastery_score, topic.mastery_score],
            "review_on": [_day(was[topic.name]), _day(topic)],
        }
        for topic in after
    }


def _day(topic: Topic) -> str | None:
    return topic.review_on.isoformat() if topic.review_on else None
