"""What a review asks, and in which order: its laws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.assessment.review_queue import (
    A_TOPIC,
    AIM,
    MOST,
    MOST_A_TOPIC,
    MOST_MIX_UPS,
    interleaved,
    review_queue,
)
from core.models import Evidence, Misconception, SessionOverview, StudyPhase, Topic
from core.models.review import ReviewItem, minutes_for
from tests.doubles import NOON, context, question, topic

TODAY = NOON.date()


def review_item(number: int, on: str, *terms: str) -> ReviewItem:
    asked = question(number, topic=on, concept_tested=on, options=(*terms, "yes", "no"))
    return ReviewItem(session_id="s", exam="Botany", quiz_id="quiz", place=number, question=asked)


def items(counts: Sequence[int], kinds: int = 1) -> list[ReviewItem]:
    """So many questions on each of as many topics; each topic shares a term with the others of its kind."""
    named = [f"topic {place}" for place, count in enumerate(counts) for _ in range(count)]
    return [review_item(number, name, f"kind {int(name[-1]) % kinds}") for number, name in enumerate(named)]


COUNTS = st.lists(st.integers(1, 6), min_size=1, max_size=6)


@given(counts=COUNTS, seed=st.integers(0, 99))
def test_every_question_is_asked_once_in_the_same_order_however_they_come(counts: list[int], seed: int) -> None:
    asked = items(counts)
    order = interleaved(Random(seed).sample(asked, len(asked)))
    assert order == interleaved(asked)
    assert Counter(item.question.id for item in order) == Counter(item.question.id for item in asked)


@given(counts=COUNTS, kinds=st.integers(1, 3))
def test_no_topic_is_asked_twice_in_a_row_where_that_can_be_helped(counts: list[int], kinds: int) -> None:
    order = interleaved(items(counts, kinds))
    repeated = sum(before.question.topic == after.question.topic for before, after in pairwise(order))
    # Of one topic that has more questions than all others and one, some must follow each other.
    assert repeated == max(0, 2 * max(counts) - sum(counts) - 1)


@given(counts=COUNTS, place=st.integers(0, 35))
def test_a_question_that_is_asked_for_goes_first_and_the_rest_is_asked_all_the_same(
    counts: list[int], place: int
) -> None:
    asked = items(counts)
    wanted = asked[place % len(asked)].question.id
    order = interleaved(asked, wanted)
    assert order[0].question.id == wanted
    assert {item.question.id for item in order} == {item.question.id for item in asked}
    assert interleaved(asked, "unknown") == interleaved(asked)


def test_topics_that_share_terms_come_after_each_other() -> None:
    asked = [
        review_item(1, "Diffusion", "membrane", "gradient"),
        review_item(2, "Enzymes", "substrate"),
        review_item(3, "Osmosis", "membrane", "gradient", "water"),
        review_item(4, "Kinases", "substrate", "phosphate"),
    ]
    topics = [item.question.topic for item in interleaved(asked)]
    assert {frozenset(topics[:2]), frozenset(topics[2:])} == {
        frozenset(("Diffusion", "Osmosis")),
        frozenset(("Enzymes", "Kinases")),
    }


def due_topic(name: str, position: int = 0, **fields: object) -> Topic:
    """A topic that is due today, or as `fields` say."""
    values = {"status": "studied", "material_id": "leaves", "review_on": TODAY, "mastery_score": 50.0}
    return topic(name, position, **(values | fields))


def mix_up(number: int, days_ago: float = 1, on: str = "Leaves", **fields: object) -> Misconception:
    shown = Evidence(at=NOON - timedelta(days=days_ago), question_id=f"q{number}", quiz_id="quiz", shows_it=True)
    values: dict[str, object] = {
        "id": f"m{number}",
        "topic": on,
        "concept": "food",
        "confusion": "Plants eat.",
        "counter_example": "",
        "question_id": f"q{number}",
        "noticed_at": shown.at,
        "evidence": (shown,),
    }
    return Misconception.model_validate(values | fields)


def overview(
    topics: Sequence[Topic] = (), mix_ups: Sequence[Misconception] = (), session_id: str = "s", **fields: object
) -> SessionOverview:
    values: dict[str, object] = {"phase": StudyPhase.LEARNING, "context": context(session_id)}
    return SessionOverview.model_validate(
        values | {"id": session_id, "exam_type": "Botany", "topics": topics, "misconceptions": mix_ups} | fields
    )


def test_without_sessions_nothing_is_due_and_nothing_will_be() -> None:
    queue = review_queue((), NOON, "UTC")
    assert (queue.questions, queue.session_ids, queue.next_on) == (0, (), None)


@pytest.mark.parametrize("phase", [phase for phase in StudyPhase if phase is not StudyPhase.COMPLETED])
def test_every_phase_asks_for_what_is_due(phase: StudyPhase) -> None:
    assert review_queue((overview([due_topic("Leaves")], phase=phase),), NOON, "UTC").questions == MOST_A_TOPIC


def test_what_is_completed_asks_for_nothing() -> None:
    over = overview([due_topic("Leaves")], [mix_up(1)], phase=StudyPhase.COMPLETED)
    assert review_queue((over,), NOON, "UTC").questions == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"review_on": TODAY + timedelta(days=1)},
        {"review_on": None},
        {"material_id": ""},
        {"status": "planned"},
        {"status": "left_out"},
    ],
    ids=["later", "never quizzed", "no text", "no lesson yet", "left out"],
)
def test_a_topic_that_is_not_due_or_cannot_be_asked_about_is_not_asked(fields: dict[str, object]) -> None:
    assert review_queue((overview([due_topic("Leaves", **fields)]),), NOON, "UTC").questions == 0


@given(
    due=st.lists(st.integers(0, 40), max_size=20),
    mix_ups=st.integers(0, 9),
)
def test_a_review_is_never_long_and_takes_the_most_overdue_first(due: list[int], mix_ups: int) -> None:
    topics = [due_topic(f"T{n}", n, review_on=TODAY - timedelta(days=late)) for n, late in enumerate(due)]
    noted = [mix_up(number, on="Leaves") for number in range(mix_ups)]
    leaves = due_topic("Leaves", 99, review_on=TODAY + timedelta(days=9))
    queue = review_queue((overview([*topics, leaves], noted),), NOON, "UTC")
    assert queue.questions <= MOST
    assert len(queue.mix_ups) == min(mix_ups, MOST_MIX_UPS)
    assert all(A_TOPIC <= ask.questions <= MOST_A_TOPIC for ask in queue.topics)
    taken = {ask.topic for ask in queue.topics}
    waiting = [late for n, late in enumerate(due) if f"T{n}" not in taken]
    assert all(due[int(name.removeprefix("T"))] >= max(waiting, default=0) for name in taken)
    if len(due) >= AIM and not mix_ups:
        assert queue.questions == MOST


def test_few_topics_are_asked_more_of_and_each_session_has_its_own() -> None:
    queue = review_queue(
        (overview([due_topic("Leaves")], session_id="a"), overview([due_topic("Roots")], session_id="b")), NOON, "UTC"
    )
    assert [(ask.session_id, ask.topic, ask.questions) for ask in queue.topics] == [
        ("a", "Leaves", 4),
        ("b", "Roots", 4),
    ]
    assert queue.session_ids == ("a", "b")
    assert minutes_for(queue.questions) == 4


def test_a_mix_up_is_asked_about_on_a_later_day_than_its_last_answer() -> None:
    leaves = topic("Leaves")
    yesterday = overview([leaves], [mix_up(1, days_ago=1)])
    today = overview([leaves], [mix_up(1, days_ago=0.1)])
    assert review_queue((yesterday,), NOON, "UTC").questions == 1
    queue = review_queue((today,), NOON, "UTC")
    assert (queue.questions, queue.next_on) == (0, TODAY + timedelta(days=1))


def test_a_question_that_was_answered_today_is_not_asked_for_another_mix_up_that_it_showed() -> None:
    other = mix_up(2, days_ago=0.1, question_id="q1")
    shown = other.evidence[0].model_copy(update={"question_id": "q1"})
    noted = [mix_up(1, days_ago=9), other.model_copy(update={"evidence": (shown,)})]
    assert review_queue((overview([topic("Leaves")], noted),), NOON, "UTC").questions == 0


def test_days_are_the_learners() -> None:
    """At 20:30 UTC it is the next day in Kolkata."""
    at = NOON.replace(hour=20, minute=30)
    tomorrow = overview([due_topic("Leaves", review_on=TODAY + timedelta(days=1))])
    assert review_queue((tomorrow,), at, "UTC").questions == 0
    assert review_queue((tomorrow,), at, "Asia/Kolkata").questions == 4


def test_mix_ups_are_asked_about_once_for_each_question_and_not_on_what_is_left_out() -> None:
    topics = [topic("Leaves"), topic("Roots", 1, status="left_out")]
    noted = [mix_up(1), mix_up(1, id="m1b", confusion="Plants drink."), mix_up(2, on="Roots"), mix_up(3, on="Gone")]
    queue = review_queue((overview(topics, noted),), NOON, "UTC")
    assert [ask.misconception_id for ask in queue.mix_ups] == ["m1"]


def test_what_comes_next_is_the_first_day_on_which_something_is_due() -> None:
    topics = [due_topic("Leaves", review_on=date(2026, 3, 9)), due_topic("Roots", 1, review_on=date(2026, 3, 5))]
    assert review_queue((overview(topics),), NOON, "UTC").next_on == date(2026, 3, 5)
