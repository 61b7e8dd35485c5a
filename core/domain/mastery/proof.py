"""When a topic is done: not by a quiz, but by what its answers prove."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from core.models import Attempt, Percent
from core.models.attempt import item_of
from core.models.misconception import A_NIGHT
from core.models.proof import ENOUGH_CONCEPTS, TopicProof

LAST_DAYS = timedelta(days=3)
ALL_ASKED = 10
"""Answers on one concept from which on there is held to be no other."""


def topic_proof(answers: Sequence[Attempt], score: Percent, exam_on: date | None) -> TopicProof:
    """What the answers on one topic prove, with the `score` that they lead to; void and skipped ones prove nothing, and
    nor does one to an item that was answered within the night before: its key was shown then.

    A later day is a night after the first answer that proves something, until days are the learner's own. It is waived
    where the last answer was given in the three days before the exam, or after it: there is no later day then.
    """
    counting = [attempt for attempt in answers if attempt.counts]
    right = [attempt for attempt in counting if attempt.proves and not _was_just_asked(attempt, answers)]
    times = [attempt.at for attempt in right]
    asked = len({attempt.concept for attempt in counting})
    return TopicProof(
        score=score,
        right=len(right),
        concepts=len({attempt.concept for attempt in right}),
        concepts_asked=asked if len(counting) >= ALL_ASKED else max(asked, ENOUGH_CONCEPTS),
        is_lasting=bool(times)
        and (max(times) - min(times) >= A_NIGHT or _is_near(max(attempt.at.date() for attempt in counting), exam_on)),
    )


def _was_just_asked(attempt: Attempt, answers: Sequence[Attempt]) -> bool:
    item = item_of(attempt.question_id)
    return any(
        timedelta() < attempt.at - before.at < A_NIGHT for before in answers if item_of(before.question_id) == item
    )


def _is_near(day: date, exam_on: date | None) -> bool:
    return exam_on is not None and day + LAST_DAYS >= exam_on
