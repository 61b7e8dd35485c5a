"""What the answers on a topic prove."""

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
    def score_lacks(self) -> bool:
        """Whether more is to be expected of the topic."""
        return self.score < ENOUGH_SCORE

    @property
    def right_lacking(self) -> int:
        """How many more right answers it takes."""
        return max(ENOUGH_RIGHT - self.right, 0)

    @property
    def concepts_lacking(self) -> int:
        """On how many more concepts it takes one."""
        return max(min(ENOUGH_CONCEPTS, self.concepts_asked) - self.concepts, 0)

    @property
    def is_enough(self) -> bool:
        """Whether the topic is known for now."""
        return not (self.score_lacks or self.right_lacking or self.concepts_lacking)
