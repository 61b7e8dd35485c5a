"""What the learner says of a topic that was studied without the app, and when to look at it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from types import MappingProxyType

from core.domain.mastery.memory import Memory, reviewed
from core.errors import InputError
from core.models import OwnWord, SaidOn, Topic
from core.models.days import NO_ZONE

# The share of right answers that would be pressed as the same on a card: hard, good, easy.
_SHARES: Mapping[OwnWord, float] = MappingProxyType({"shaky": 0.5, "fair": 0.7, "firm": 0.9})


def by_own_word(topic: Topic, words: Sequence[SaidOn]) -> Topic:
    """The topic as the learner's `words` on it (oldest first, one a day) say that it stands; none take that back.

    Its review date is FSRS's, each word a look at the topic. Raises `InputError` for one whose quiz says how it stands.
    """
    if not topic.takes_own_word:
        raise InputError("plan.own_word_has_quiz", topic=topic.name)
    if not words:
        status = "planned" if topic.own_word else topic.status
        return topic.model_copy(update={"own_word": None, "status": status, "review_on": None})
    memory: Memory | None = None
    for said in words:
        memory = reviewed(memory, _SHARES[said.word], datetime.combine(said.day, time(12), UTC))
    review_on = memory.due_on(NO_ZONE) if memory else None
    return topic.model_copy(update={"own_word": words[-1].word, "status": "studied", "review_on": review_on})


def with_word(words: Sequence[SaidOn], word: OwnWord, day: date) -> tuple[SaidOn, ...]:
    """The words with one more; what was said on the same day is taken back by it."""
    return (*(said for said in words if said.day < day), SaidOn(day=day, word=word))
