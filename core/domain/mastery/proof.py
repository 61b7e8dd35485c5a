"""When a topic is done: not by a quiz, but by what its answers prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from core.models import Attempt, Percent
from core.models.attempt import item_of
from core.models.days import NO_ZONE, day_of, is_night_later
from core.models.proof import ENOUGH_CONCEPTS, TopicProof

LAST_DAYS = timedelta(days=3)
ALL_ASKED = 10
"""Answers on one concept from which on there is held to be no other."""


def topic_proof(answers: Sequence[Attempt], score: Percent, exam_on: date | None, zone: str = NO_ZONE) -> TopicProof:
    """What the answers on one topic prove, with the `score` that they lead to; void and skipped ones prove nothing, and
    nor does one to an item that was last answered on the same day, or on the day before with no night in between: its
    key was shown then.

    What lasts is shown on a later day than the first answer that proves something, with a night in between: minutes on
    both sides of midnight are one sitting. Days begin at midnight in `zone`. The later day is waived where the last
    answer was given in the three days before the exam, or after it: there is none then.
    """
    counting = [attempt for attempt in answers if attempt.counts]
    right = [attempt for attempt in _unprompted(answers, zone) if attempt.proves]
    times = [attempt.at for attempt in right]
    asked = len({attempt.concept for attempt in counting})
    return TopicProof(
        score=score,
        right=len(right),
        concepts=len({attempt.concept for attempt in right}),
        concepts_asked=asked if len(counting) >= ALL_ASKED else max(asked, ENOUGH_CONCEPTS),
        is_lasting=bool(times)
        and (
            is_night_later(min(times), max(times), zone)
            or _is_near(day_of(max(attempt.at for attempt in counting), zone), exam_on)
        ),
    )


def _unprompted(answers: Sequence[Attempt], zone: str) -> Iterator[Attempt]:
    """The answers to items that were not answered since the night before; those of one quiz have one time."""
    asked: dict[str, datetime] = {}
    for at, quiz in groupby(sorted(answers, key=attrgetter("at")), key=attrgetter("at")):
        attempts = {item_of(attempt.question_id): attempt for attempt in quiz}
        yield from (
            attempt for item, attempt in attempts.items() if item not in asked or is_night_later(asked[item], at, zone)
        )
        asked |= dict.fromkeys(attempts, at)


def _is_near(day: date, exam_on: date | None) -> bool:
    return exam_on is not None and day + LAST_DAYS >= exam_on
