"""Which answers count, and what they say of an item, where the database does not say so itself."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import TypeVar

from core.models import Attempt, ItemEvidence, Parts, Topic
from core.models.attempt import FARTHEST_RATING, PEOPLE_A_GROUP, SUREST_FORECAST, item_of
from core.models.misconception import judged

P = TypeVar("P", bound=Parts)


def judged_by(parts: P, out: Collection[str]) -> P:
    """The parts with what they say of answers void where the item is `out`, and nowhere else."""
    marked = (attempt.model_copy(update={"is_void": item_of(attempt.question_id) in out}) for attempt in parts.attempts)
    return parts.model_copy(update={"attempts": tuple(marked), "misconceptions": judged(parts.misconceptions, out)})


def with_own_words(parts: P, topics: Iterable[Topic]) -> P:
    """The parts of a correction with what the learner says of each topic as it is: nobody else says it."""
    said = {topic.name: topic.own_word for topic in topics}
    kept = (topic.model_copy(update={"own_word": said.get(topic.name)}) for topic in parts.topics)
    return parts.model_copy(update={"topics": tuple(kept)})


def item_sums(question_id: str, answers: Iterable[tuple[str, Attempt]], *, is_void: bool) -> ItemEvidence | None:
    """What the answers to one question say, each with whose it is, in the order in which they came.

    The first of each person counts, in whole groups of people. None where that is nothing and the item is in.
    """
    firsts: dict[str, Attempt] = {}
    for user_id, attempt in answers:
        if not attempt.is_void and not attempt.is_skipped:
            firsts.setdefault(user_id, attempt)
    counting = [*firsts.values()][: len(firsts) - len(firsts) % PEOPLE_A_GROUP]
    if not counting and not is_void:
        return None
    shares = [min(max(attempt.forecast, 1 - SUREST_FORECAST), SUREST_FORECAST) for attempt in counting]
    certain = [share * (1 - share) for share in shares]
    return ItemEvidence(
        question_id=question_id,
        answered=len(counting),
        information=math.fsum(certain),
        weight=math.fsum(
            weight * min(max(attempt.item_rating, -FARTHEST_RATING), FARTHEST_RATING) + share - attempt.is_right
            for weight, share, attempt in zip(certain, shares, counting, strict=True)
        ),
        is_void=is_void,
    )
