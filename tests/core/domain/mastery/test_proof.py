"""A topic is done by what its answers prove, not by a quiz that was handed in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from core.domain.mastery import rescored, topic_proof
from core.models import Attempt, Topic
from tests.doubles import NOON, attempt, topic

TOMORROW = 1.0


def answers(right: int, wrong: int = 0, *, day: float = 0, concepts: int = 3, **fields: object) -> list[Attempt]:
    """Typed answers to items of medium difficulty, the concepts in turn."""
    at = NOON + timedelta(days=day)
    return [
        attempt(
            f"q{day}-{number}",
            f"quiz-{day}",
            at=at,
            concept=f"c{number % concepts}",
            is_right=number < right,
            **fields,
        )
        for number in range(right + wrong)
    ]


def status(log: Sequence[Attempt], exam_on: date | None = None, **fields: object) -> str:
    (leaves,) = rescored(log, [topic("Leaves", **fields)], exam_on, judged={"Leaves"}, quizzed={"Leaves": True})
    return leaves.status


def test_a_topic_is_studied_with_six_right_and_done_with_a_right_one_on_a_later_day() -> None:
    first = answers(10)
    assert status(first) == "studied"
    assert status([*first, *answers(1, day=TOMORROW)]) == "done"
    assert status([*first, *answers(1, day=0.2)]) == "studied"
    assert status([*first, *answers(0, 1, day=TOMORROW)]) == "studied"


def test_a_blank_quiz_makes_no_topic_done_and_a_bad_review_takes_it_back() -> None:
    blank = answers(0, 10, is_blank=True)
    assert status(blank) == status([*blank, *answers(0, 10, day=TOMORROW, is_blank=True)]) == "learning"
    known = [*answers(8, 1), *answers(8, day=TOMORROW)]
    assert status(known) == "done"
    assert status([*known, *answers(1, 9, day=9)]) == "learning"


@pytest.mark.parametrize(
    "fields",
    [
        {"is_helped": True, "hint_opened": True},
        {"is_void": True},
        {"is_skipped": True},
        {"sureness": "guess"},
        {"topic": "Roots"},
    ],
)
def test_what_was_helped_or_guessed_or_does_not_count_proves_nothing(fields: dict[str, object]) -> None:
    proven = answers(5, concepts=2)
    assert status([*proven, *answers(1, day=TOMORROW)]) == "done"
    assert status([*proven, *answers(4, day=TOMORROW, **fields)]) == "learning"
    assert status([*answers(5), *answers(4, day=TOMORROW, sureness="sure")]) == "done"


def test_seventy_are_expected_and_two_concepts_are_shown() -> None:
    hard_won = [*answers(6, 8), *answers(1, day=TOMORROW)]
    assert topic_proof(hard_won, 69.9, None).is_enough is False
    assert topic_proof(hard_won, 70, None).is_enough is True
    assert status(hard_won) == "learning"
    one_concept = [*answers(6, concepts=1), *answers(1, day=TOMORROW, concepts=1)]
    assert status(one_concept) == "learning"
    # Ten answers and never another concept: there is none to ask about.
    assert status([*answers(9, concepts=1), *answers(1, day=TOMORROW, concepts=1)]) == "done"


def test_the_later_day_is_waived_on_the_last_days_before_the_exam() -> None:
    log, day = answers(8, 1), NOON.date()
    assert status(log, day + timedelta(days=4)) == "studied"
    assert status(log, day + timedelta(days=3)) == status(log, day) == status(log, day - timedelta(days=9)) == "done"


def test_the_last_days_before_the_exam_are_the_learners() -> None:
    # In the evening of the second, which is the third in UTC.
    log = [answer.model_copy(update={"at": NOON + timedelta(hours=15)}) for answer in answers(8, 1)]
    exam_on = NOON.date() + timedelta(days=4)
    assert topic_proof(log, 90, exam_on).is_lasting
    assert not topic_proof(log, 90, exam_on, "America/Los_Angeles").is_lasting


def test_what_is_left_out_stays_so_and_answers_go_before_the_learners_own_word() -> None:
    assert status(answers(8, 1), status="left_out") == "left_out"
    log = answers(3, 5)
    (leaves,) = rescored(
        log, [topic("Leaves", status="done", own_word="firm")], judged={"Leaves"}, quizzed={"Leaves": True}
    )
    assert (leaves.status, leaves.own_word) == ("learning", None)


def test_only_what_is_judged_changes_how_it_stands() -> None:
    earlier = topic("Leaves", status="done", mastery_score=50.0, answered=3, right=2)
    (leaves,) = rescored(answers(4, 1), [earlier])
    assert (leaves.status, leaves.answered) == ("done", 5)
    borrowed = topic("Leaves")
    (still,) = rescored(answers(2), [borrowed], judged={"Leaves"})
    (shown,) = rescored(answers(7), [borrowed], judged={"Leaves"})
    assert (still.status, shown.status) == ("planned", "studied")


def test_how_a_topic_stands_says_when_it_is_due() -> None:
    def due(status: str, review_on: date | None = None) -> date | None:
        return Topic.model_validate(topic("Leaves").model_dump() | {"status": status, "review_on": review_on}).due_on

    planned_on, later = topic("Leaves").planned_on, date(2026, 3, 20)
    assert due("planned") == due("planned", later) == due("learning") == planned_on
    assert due("studied") is due("done") is None
    assert {due(status, later) for status in ("learning", "studied", "done")} == {later}


def test_an_item_that_was_answered_within_the_night_before_proves_nothing_again() -> None:
    wrong = [attempt(f"q{n}", "quiz-1", concept=f"c{n % 2}", is_right=False) for n in range(3)]

    def again(hours: float) -> list[Attempt]:
        at = NOON + timedelta(hours=hours)
        return [attempt(f"q{n}-again", f"quiz-{hours}", at=at, concept=f"c{n % 2}") for n in range(3)]

    assert topic_proof([*wrong, *again(1)], 90, None).right == 0
    assert topic_proof([*wrong, *again(11)], 90, None).right == 0
    assert topic_proof([*wrong, *again(13)], 90, None).right == 3
    assert topic_proof([*wrong, *again(13), *again(23)], 90, None).right == 3
    assert topic_proof([*wrong, *again(13), *again(37)], 90, None).right == 6
