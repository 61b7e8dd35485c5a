"""Ratings and memory: the laws that must hold of them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.assessment.answers import GUESSED
from core.domain.mastery import (
    after,
    guess_chance,
    item_rating,
    rate,
    rescored,
    sureness_records,
    topic_offset,
)
from core.domain.mastery.memory import reviewed
from core.domain.mastery.ratings import FARTHEST, FEWEST_ANSWERS, LEAST_VARIANCE, RATED
from core.models import Attempt, Difficulty, ItemEvidence, Sureness
from core.models.readiness import SurenessRecord
from tests.doubles import NOON, attempt, question, topic

QUIZZES = 6
LEVELS: tuple[Difficulty, ...] = ("easy", "medium", "hard")


@st.composite
def logs(draw: st.DrawFn) -> list[Attempt]:
    """Answer logs of some quizzes, several of which may be of one moment."""
    log = []
    for number in range(draw(st.integers(0, QUIZZES))):
        at = NOON + timedelta(days=draw(st.integers(0, 3)))
        for item in range(draw(st.integers(1, 6))):
            log.append(
                attempt(
                    f"q{item}",
                    f"quiz-{number}",
                    at=at,
                    topic=draw(st.sampled_from(("Leaves", "Roots", "Bark"))),
                    is_right=draw(st.booleans()),
                    chance=draw(st.sampled_from((0.0, 0.25, 0.5))),
                    item_rating=draw(st.floats(-3, 3)),
                    forecast=draw(st.floats(0.01, 0.99)),
                    is_void=draw(st.booleans()),
                )
            )
    return log


@given(logs())
def test_ratings_are_bounded_and_only_grow_surer_to_a_floor(log: list[Attempt]) -> None:
    ability = rate(log)
    for level in (ability.overall, *(skill.level for skill in ability.topics.values())):
        assert abs(level.rating) <= FARTHEST
        assert LEAST_VARIANCE <= level.variance <= 1
    for forecast in ability.forecasts:
        assert 0 <= forecast.low <= forecast.high <= 1


@given(logs(), st.randoms(use_true_random=False))
def test_the_order_of_equal_times_and_of_the_log_makes_no_difference(log: list[Attempt], rng: object) -> None:
    shuffled = log[:]
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rate(shuffled) == rate(log)


@given(logs(), st.integers(0, 3))
def test_worked_out_anew_is_as_worked_out_step_by_step(log: list[Attempt], days: int) -> None:
    until = NOON + timedelta(days=days)
    earlier = [attempt for attempt in log if attempt.at <= until]
    assert after(rate(earlier), [attempt for attempt in log if attempt.at > until]) == rate(log)


@given(logs(), st.integers(0, 5))
def test_a_skipped_answer_has_no_weight_and_a_blank_that_is_handed_in_is_wrong(log: list[Attempt], item: int) -> None:
    others = [attempt for attempt in log if attempt.question_id != f"q{item}"]
    skipped = [
        attempt if attempt in others else attempt.model_copy(update={"is_skipped": True, "is_blank": True})
        for attempt in log
    ]
    assert rate(skipped) == rate(others)
    wrong = [attempt.model_copy(update={"is_right": False}) for attempt in log]
    assert rate([attempt.model_copy(update={"is_blank": True}) for attempt in wrong]) == rate(wrong)


@given(logs(), st.integers(0, 5))
def test_a_void_answer_leaves_no_trace_and_comes_back_whole(log: list[Attempt], item: int) -> None:
    name = f"q{item}"
    void = [attempt.model_copy(update={"is_void": True}) if attempt.question_id == name else attempt for attempt in log]
    assert rate(void) == rate([attempt for attempt in log if attempt.question_id != name])
    again = [new.model_copy(update={"is_void": old.is_void}) for new, old in zip(void, log, strict=True)]
    topics = [topic(name) for name in ("Leaves", "Roots", "Bark")]
    assert rate(again) == rate(log)
    before = {topic.name: topic for topic in (*topics, *rescored(log, topics))}
    during = before | {topic.name: topic for topic in rescored(void, before.values())}
    assert during | {topic.name: topic for topic in rescored(again, during.values())} == before


@given(logs())
def test_right_answers_never_lower_the_rating_of_their_topic(log: list[Attempt]) -> None:
    at = NOON + timedelta(days=9)
    before = rate(log)
    right = after(before, [attempt("new", "last", at=at, is_right=True)])
    wrong = after(before, [attempt("new", "last", at=at, is_right=False)])
    assert right.rating("Leaves").rating >= before.rating("Leaves").rating >= wrong.rating("Leaves").rating


def quiz(right: Sequence[bool], day: int, name: str = "Leaves", **fields: object) -> list[Attempt]:
    at = NOON + timedelta(days=day)
    return [
        attempt(f"q{number}", f"quiz-{name}-{day}", at=at, topic=name, is_right=is_right, **fields)
        for number, is_right in enumerate(right)
    ]


def test_both_levels_learn_and_a_new_topic_starts_from_the_overall_one() -> None:
    ability = rate([*quiz([True] * 10, 0), *quiz([False] * 10, 1, "Roots")])
    assert ability.rating("Leaves").rating > 0.2 > -0.5 > ability.rating("Roots").rating
    strong = rate(quiz([True] * 10, 0))
    assert strong.rating("Bark").rating == strong.overall.rating > 0
    assert strong.rating("Bark").variance > strong.rating("Leaves").variance


def test_a_right_guess_says_less_than_a_typed_answer_and_a_surprise_says_most() -> None:
    def moved(**fields: object) -> float:
        return rate(quiz([True], 0, **fields)).overall.rating

    assert moved(chance=0.5) < moved(chance=0.25) < moved()
    assert moved(item_rating=-2) < moved(item_rating=0) < moved(item_rating=2)


def test_a_topic_is_due_later_the_better_it_went_and_the_more_often() -> None:
    def due(*shares: float) -> list[int]:
        memory, at, days = None, NOON, []
        for share in shares:
            memory = reviewed(memory, share, at)
            days.append((memory.due_at - at).days)
            at = memory.due_at
        return days

    assert due(0.2)[0] == 1
    assert due(0.6)[0] <= due(0.8)[0] < due(1.0)[0]
    good = due(0.8, 0.8, 0.8, 0.8)
    assert good == sorted(good)
    assert good[-1] > 3 * good[0]
    assert due(0.8, 0.8, 0.2)[-1] < due(0.8, 0.8, 0.8)[-1]


@given(logs(), st.floats(0, 400), st.floats(0, 400), st.floats(-3, 3), st.sampled_from((0.0, 0.25, 0.5)))
def test_a_topic_fades_with_the_days_and_one_never_quizzed_does_not(
    log: list[Attempt], days: float, more: float, rating: float, chance: float
) -> None:
    ability = rate(log)
    for name in ("Leaves", "Roots", "Bark"):
        memory = ability.skill(name).memory
        since = memory.reviewed_at if memory else NOON

        def expected(after: float, name: str = name, since: datetime = since) -> float:
            return ability.expected(name, since + timedelta(days=after), rating=rating, chance=chance)

        assert chance <= expected(days + more) <= expected(days) <= expected(0) == expected(-1) <= 1
        assert (expected(400) < expected(0)) == (memory is not None)


def test_thirty_days_take_a_third_of_a_logit_and_leave_the_doubt_as_it_is() -> None:
    ability = rate(quiz([True, False, True], 0))
    later = ability.faded("Leaves", NOON + timedelta(days=30))
    assert later.rating == pytest.approx(ability.rating("Leaves").rating - 0.1 * math.log(31))
    assert later.variance == ability.rating("Leaves").variance


def test_the_score_is_the_chance_at_a_medium_item_and_none_before_a_quiz() -> None:
    log = [*quiz([True, True, False], 0), *quiz([True], 1, "Bark", is_void=True)]
    old = topic("Roots", mastery_score=70.0, answered=10, right=7)
    leaves, bark = rescored(log, [topic("Leaves"), topic("Bark", mastery_score=50.0, answered=3, right=2), old])
    both = rate(log).rating("Leaves").rating
    assert leaves.mastery_score == round(100 / (1 + math.exp(-both)), 1)
    assert (leaves.answered, leaves.right) == (3, 2)
    assert (bark.mastery_score, bark.answered, bark.review_on) == (None, 0, None)


def test_an_item_is_as_hard_as_its_author_says_until_answers_say_more() -> None:
    assert item_rating("easy") < item_rating("medium") == 0 < item_rating("hard")

    def seen(answered: int, share_right: float) -> ItemEvidence:
        wrong = answered * (1 - share_right)
        weight = answered * 0.5 - (answered - wrong)
        return ItemEvidence(question_id="q", answered=answered, information=answered * 0.25, weight=weight)

    assert item_rating("medium", seen(0, 0)) == 0
    assert 0 < item_rating("medium", seen(4, 0.25)) < item_rating("medium", seen(100, 0.25))
    assert item_rating("medium", seen(4, 0.75)) < 0
    worst = ItemEvidence(question_id="q", answered=9, information=1e-9, weight=1e9)
    assert item_rating("hard", worst) == 3


@st.composite
def measured(draw: st.DrawFn) -> list[tuple[Difficulty, ItemEvidence]]:
    """What answers said of some items of a topic."""
    return [
        (
            draw(st.sampled_from(LEVELS)),
            ItemEvidence(
                question_id=f"q{number}",
                answered=(answered := draw(st.integers(0, 40))),
                information=answered * draw(st.floats(0.05, 0.25)),
                weight=answered * draw(st.floats(-1, 1)),
            ),
        )
        for number in range(draw(st.integers(0, 6)))
    ]


@given(measured(), st.randoms(use_true_random=False))
def test_a_topics_offset_lies_between_0_and_what_its_items_say_in_whatever_order(
    items: list[tuple[Difficulty, ItemEvidence]], rng: object
) -> None:
    heard = [(RATED[level], item) for level, item in items if item.answered >= FEWEST_ANSWERS]
    measures = [item.weight / item.information - rating for rating, item in heard]
    offset = topic_offset(items)
    assert min([0, *measures]) - 1e-9 <= offset <= max([0, *measures]) + 1e-9
    shuffled = items[:]
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert topic_offset(shuffled) == offset


@given(st.sampled_from(LEVELS), st.floats(-1, 1), st.floats(0.01, 50), st.floats(-2, 2))
def test_what_is_known_beforehand_weighs_as_an_information_of_two(
    level: Difficulty, offset: float, information: float, measure: float
) -> None:
    evidence = ItemEvidence(question_id="q", answered=9, information=information, weight=information * measure)
    before = item_rating(level, offset=offset)
    assert before == pytest.approx(RATED[level] + offset)
    rating = item_rating(level, evidence, offset=offset)
    assert rating == pytest.approx(before + (measure - before) * information / (2 + information))


def test_a_new_item_is_as_hard_as_its_topic_and_one_learner_makes_no_topic_hard() -> None:
    hard = ItemEvidence(question_id="q1", answered=40, information=8, weight=8)
    offset = topic_offset([("medium", hard)])
    assert offset == pytest.approx(0.8)
    assert item_rating("easy", offset=offset) == pytest.approx(0)
    assert item_rating("medium", offset=offset) == pytest.approx(0.8)
    few = [("medium", hard.model_copy(update={"question_id": f"q{number}", "answered": 4})) for number in range(9)]
    assert topic_offset(few) == 0  # type: ignore[arg-type]
    as_said = hard.model_copy(update={"weight": RATED["hard"] * hard.information})
    assert topic_offset([("hard", as_said)]) == 0


def test_chances_of_guessing() -> None:
    assert guess_chance(question()) == 0.25
    several = question(question_type="multi_select", correct_option_index=None, correct_indexes=(0, 1))
    assert guess_chance(several) == pytest.approx(1 / 15)
    typed = question(question_type="fill_blank", options=(), correct_option_index=None, accepted_answers=("x",))
    assert guess_chance(typed) == 0


def test_forecasts_hold_about_four_of_five_results_of_who_answers_as_expected() -> None:
    # Somebody right at every other question of even chance: the forecast settles there, and so do the results.
    log = [attempt for day in range(30) for attempt in quiz([True, False] * 5, day)]
    inside = [forecast.is_inside for forecast in rate(log).forecasts]
    assert all(inside[5:])
    off = [forecast.is_inside for forecast in rate([*log, *quiz([False] * 10, 31)]).forecasts]
    assert off[-1] is False


def test_times_of_any_zone_are_one_moment() -> None:
    tokyo = timezone(timedelta(hours=9))
    log = [attempt("q1", at=NOON), attempt("q2", at=NOON.astimezone(tokyo), is_right=False)]
    here, there = (
        rate(log).skill("Leaves"),
        rate([attempt.model_copy(update={"at": NOON}) for attempt in log]).skill("Leaves"),
    )
    assert here == there
    assert len(rate(log).forecasts) == 1


@pytest.mark.parametrize(
    ("text", "answers", "chance"),
    [
        ("____ builds proteins.", ("ribosome",), 0),
        ("r____ builds proteins.", ("ribosome",), 1 / 64),
        ("____ (begins with r) builds proteins.", ("ribosome",), 1 / 64),
        ("ri____ builds proteins (8 letters).", ("ribosome",), 9 / 64),
        ("ribo____ builds proteins.", ("ribosome",), 1 / 4),
        ("ribo____ builds proteins.", ("ribo-some", "ribosomal body"), 1 / 4),
        ("Which organelle: Ribosom____?", ("ribosome",), 1 / 2),
        # What fits another word, or another number of letters, shows nothing of this one.
        ("The ly____ has 6 letters more.", ("ribosome",), 0),
        ("Which is it?", ("42",), 0),
        ("Two letters: ____", ("H+",), 0),
    ],
)
def test_letters_that_are_shown_make_a_typed_item_easier_to_guess(
    text: str, answers: tuple[str, ...], chance: float
) -> None:
    typed = question(
        text=text, question_type="fill_blank", options=(), correct_option_index=None, accepted_answers=answers
    )
    assert guess_chance(typed) == pytest.approx(chance)


def test_a_forecast_is_judged_by_what_was_foreseen_and_not_by_what_was_said_afterwards() -> None:
    log = quiz([True] * 10, 1)
    guessed = [attempt.model_copy(update={"chance": GUESSED, "sureness": "guess"}) for attempt in log]
    assert rate(guessed).forecasts == rate(log).forecasts
    assert rate(guessed).overall.rating < rate(log).overall.rating / 5


@given(logs())
def test_what_the_learner_says_of_an_answer_never_bends_its_forecast(log: list[Attempt]) -> None:
    at_once = [attempt.model_copy(update={"at": NOON}) for attempt in log]
    guessed = [attempt.model_copy(update={"chance": GUESSED}) if attempt.is_right else attempt for attempt in at_once]
    assert rate(guessed).forecasts == rate(at_once).forecasts


def test_how_right_the_learner_was_by_how_sure() -> None:
    def called(sureness: Sureness | None, right: int, of: int, **fields: object) -> list[Attempt]:
        return [attempt(is_right=number < right, sureness=sureness, **fields) for number in range(of)]

    log = [
        *called("guess", 2, 6),
        *called("sure", 8, 10),
        # Too few to say, and what does not count.
        *called("think_so", 4, 4),
        *called("think_so", 0, 3, is_blank=True),
        *called("think_so", 0, 3, is_void=True),
        *called("think_so", 0, 3, is_skipped=True),
        *called(None, 5, 9),
    ]
    assert sureness_records(log) == (SurenessRecord("sure", 8, 10), SurenessRecord("guess", 2, 6))
