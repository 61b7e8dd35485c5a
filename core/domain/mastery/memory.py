"""When a topic is due again: FSRS with its default parameters, one card a topic, one review a quiz."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from core.models.days import day_of

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

LONGEST_DAYS = 365
DAY = timedelta(days=1)
# What a quiz's share of right answers says of how well the topic came back, as a learner would press it on a card.
_AGAIN, _HARD, _GOOD = 0.5, 0.7, 0.9


@dataclass(frozen=True)
class Memory:
    """A topic's memory: `stability` is the days until 90 % are left, `hardness` from 1 to 10, and the last review."""

    stability: float
    hardness: float
    reviewed_at: datetime
    due_at: datetime

    def due_on(self, zone: str) -> date:
        """The learner's day of the next review: as many days after the last one's as it is due later, so never the
        same, however long that day is."""
        return day_of(self.reviewed_at, zone) + timedelta(days=round((self.due_at - self.reviewed_at) / DAY))


def reviewed(memory: Memory | None, share_right: float, at: datetime) -> Memory:
    """The memory after a quiz with that share of right answers (0 to 1); None before is a topic never quizzed."""
    from fsrs import Card, Rating, State

    rating = (
        Rating.Again
        if share_right < _AGAIN
        else Rating.Hard
        if share_right < _HARD
        else Rating.Good
        if share_right < _GOOD
        else Rating.Easy
    )
    at = at.astimezone(UTC)
    card = _card(memory) if memory else Card(card_id=0, state=State.Learning, step=0, due=at)
    after, _ = _scheduler().review_card(card, rating, at)
    if after.stability is None or after.difficulty is None:
        raise ValueError("a reviewed card has no memory")
    # Nothing is quizzed again on the same day by itself: a topic is a lesson, not a flash card.
    due_at = max(after.due, at + DAY)
    return Memory(after.stability, after.difficulty, at, due_at)


def _card(memory: Memory) -> Card:
    from fsrs import Card, State

    return Card(
        card_id=0,
        state=State.Review,
        stability=memory.stability,
        difficulty=memory.hardness,
        due=memory.due_at,
        last_review=memory.reviewed_at,
    )


@lru_cache(maxsize=1)
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False)
