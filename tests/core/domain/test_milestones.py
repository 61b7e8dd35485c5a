"""What a quiz has earned: worked out of the log before it and after, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from core.domain.milestones import milestones
from core.models import Attempt, Topic
from core.models.feedback import Milestone
from tests.doubles import NOON, attempt, topic

LEAVES = topic("Leaves", status="done", mastery_score=90.0, material_id="m")
OTHER = topic("Roots", 1, status="planned", material_id="m")


def test_the_first_quiz_and_a_high_score() -> None:
    log = _quiz("one", 2)
    assert _earned("one", log, [OTHER], score=89.9, is_first=True) == (Milestone.FIRST_QUIZ,)
    assert _earned("one", log, [OTHER], score=90, is_first=False) == (Milestone.HIGH_SCORE,)


def test_a_quiz_of_which_nothing_counts_earns_nothing() -> None:
    assert _earned("one", _quiz("one", 2), [OTHER], score=None, is_first=True) == ()
    assert _earned("one", (), [OTHER], score=100, is_first=True) == ()


def test_a_topic_is_firm_on_the_quiz_that_showed_it_on_a_later_day_and_on_no_other() -> None:
    first, second, third = (_quiz(name, 8, day=day) for day, name in enumerate(("one", "two", "three")))
    topics = [LEAVES, OTHER]
    assert Milestone.TOPIC_FIRM not in _earned("one", (*first, *second), topics, score=50)
    assert _earned("two", (*first, *second), topics, score=50) == (Milestone.TOPIC_FIRM,)
    assert _earned("three", (*first, *second, *third), topics, score=50) == ()


def test_what_was_declared_void_earns_nothing() -> None:
    first, second = _quiz("one", 8), _quiz("two", 8, day=1)
    void = tuple(given.model_copy(update={"is_void": True}) for given in second)
    learning = LEAVES.model_copy(update={"status": "studied"})
    assert _earned("two", (*first, *void), [learning, OTHER], score=50) == ()


def test_a_course_is_done_on_the_quiz_that_showed_its_last_topic() -> None:
    roots = OTHER.model_copy(update={"status": "studied", "mastery_score": 80.0})
    first, second = _quiz("one", 8), _quiz("two", 8, day=1, topic="Roots")
    leaves = LEAVES.model_copy(update={"status": "studied"})
    gone = topic("Gone", 2, status="left_out")
    log, topics = (*first, *second), [leaves, roots, gone]
    assert _earned("one", log, topics, score=50) == ()
    assert _earned("two", log, topics, score=50) == (Milestone.COURSE_DONE,)
    assert _earned("two", log, [*topics, topic("More", 3)], score=50) == ()


def _earned(
    quiz_id: str, log: tuple[Attempt, ...], topics: list[Topic], *, score: float | None, is_first: bool = False
) -> tuple[Milestone, ...]:
    return milestones(quiz_id, log, topics, score=score, is_first=is_first)


def _quiz(quiz_id: str, right: int, *, day: int = 0, topic: str = "Leaves") -> tuple[Attempt, ...]:
    at = NOON + timedelta(days=day)
    return tuple(
        attempt(f"{quiz_id}-{number}", quiz_id, at=at, concept=f"concept {number % 3}", topic=topic, chance=0)
        for number in range(right)
    )
