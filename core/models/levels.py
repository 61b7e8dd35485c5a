"""How well a topic is known, in four words instead of a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal, get_args

from core.models.parts import Topic

Level = Literal["new", "shaky", "fair", "firm"]
LEVELS: tuple[Level, ...] = get_args(Level)
FAIR_SCORE = 60
"""From this expected score on, what is not studied yet is no longer shaky."""


def level(topic: Topic) -> Level:
    """The level of a topic: firm once a later day has shown it again, fair once it counts as studied, or where its
    expected score is as high as that; new before anything was answered. Without questions it is the learner's word."""
    if topic.own_word and not topic.answered:
        return topic.own_word
    if topic.status == "done":
        return "firm"
    if topic.mastery_score is None:
        return "fair" if topic.status == "studied" else "new"
    return "fair" if topic.status == "studied" or topic.mastery_score >= FAIR_SCORE else "shaky"


def levels(topics: Iterable[Topic]) -> dict[Level, int]:
    """How many topics of the plan are at each level, the lowest level first."""
    counted = Counter(level(topic) for topic in topics if topic.status != "left_out")
    return {name: counted[name] for name in LEVELS}
