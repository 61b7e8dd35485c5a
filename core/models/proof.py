"""What a learner's answers prove of a topic."""

from __future__ import annotations

from core.models.base import Percent, Value

ENOUGH_SCORE, ENOUGH_RIGHT, ENOUGH_CONCEPTS = 70, 6, 2


class TopicProof(Value):
    """What the answers on a topic come to: the expected `score`, how many `right` ones were given without help, and on
    how many `concepts`.

    `concepts_asked` is 1 where all there is to ask is on one concept. It `is_lasting` with one of them on a later day,
    or where the exam is too near for that.
    """

    score: Percent
    right: int
    concepts: int
    concepts_asked: int
    is_lasting: bool

    @property
    def is_enough(self) -> bool:
        """Whether it is known for now."""
        return (
            self.score >= ENOUGH_SCORE
            and self.right >= ENOUGH_RIGHT
            and self.concepts >= min(ENOUGH_CONCEPTS, self.concepts_asked)
        )

    @property
    def is_done(self) -> bool:
        """Whether it is known, and was still known on a later day."""
        return self.is_enough and self.is_lasting
