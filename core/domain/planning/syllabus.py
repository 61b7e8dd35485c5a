"""What a plan has to hold: the topics, and how far the learner is with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.models import LeftOut, PlannedTopic


@dataclass(frozen=True)
class Syllabus:
    """All topics with the hours that each takes in full, prerequisites first.

    `done` were studied already, `begun` are in the middle, `left_out` are those that the learner does without; `known`
    and `weak` say which go first and last where time is short.
    """

    topics: tuple[PlannedTopic, ...]
    done: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    left_out: tuple[LeftOut, ...] = ()
    known: frozenset[str] = frozenset()
    weak: frozenset[str] = frozenset()

    @property
    def names_left_out(self) -> frozenset[str]:
        """The names of the topics left out."""
        return frozenset(topic.name for topic in self.left_out)

    @property
    def to_place(self) -> tuple[PlannedTopic, ...]:
        """The topics that need a day."""
        out = self.done | self.names_left_out
        return tuple(topic for topic in self.topics if topic.name not in out)

    @property
    def learned(self) -> tuple[PlannedTopic, ...]:
        """The topics that are done."""
        return tuple(topic for topic in self.topics if topic.name in self.done)

    @property
    def rank(self) -> Mapping[str, int]:
        """The place of each topic, prerequisites first."""
        return {topic.name: place for place, topic in enumerate(self.topics)}
