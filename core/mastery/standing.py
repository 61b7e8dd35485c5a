"""What the answer log says of a plan's topics, in the numbers that are kept with them."""

from __future__ import annotations

from collections.abc import Iterable

from core.mastery.ratings import Ability
from core.models import Percent
from core.records import Topic


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


def standing(ability: Ability, topics: Iterable[Topic], done: str = "") -> tuple[Topic, ...]:
    """The topics that the answers change, as they are after them; the one of the name `done` has been studied."""
    return tuple(
        after
        for topic in topics
        if (after := counted(ability, topic.model_copy(update={"status": "done"}) if topic.name == done else topic))
        != topic
    )


def _score(ability: Ability, topic: str) -> Percent:
    memory = ability.skill(topic).memory
    at = memory.reviewed_at if memory else None
    return round(100 * ability.expected(topic, at), 1) if at else 0.0
