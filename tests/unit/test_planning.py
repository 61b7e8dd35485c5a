"""The plan: what passes the verifier keeps every rule, and what does not fit is said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PlanError
from core.mastery import mastery_score, next_topic, review_date
from core.models import PlannedTopic, StudyPlan
from core.planning import in_order, make_plan, verify
from tests.doubles import topic

START = date(2026, 3, 2)


@st.composite
def syllabi(draw: st.DrawFn) -> list[PlannedTopic]:
    count = draw(st.integers(1, 60))
    made = []
    for number in range(count):
        needs = draw(st.lists(st.integers(0, number - 1), max_size=2, unique=True)) if number else []
        made.append(
            PlannedTopic(
                name=f"T{number}",
                hours=draw(st.integers(1, 16)) / 4,
                difficulty=draw(st.sampled_from(["easy", "medium", "hard"])),
                prerequisites=tuple(f"T{need}" for need in needs),
            )
        )
    return draw(st.permutations(made))


@given(syllabi(), st.integers(1, 80), st.integers(1, 40))
def test_an_accepted_plan_keeps_every_rule(topics: list[PlannedTopic], days: int, quarters: int) -> None:
    hours = quarters / 4
    outcome = make_plan("X", topics, start=START, days=days, hours=hours)
    if outcome.final_plan is None:
        assert not outcome.verification.is_valid
        assert outcome.verification.critique
        return
    plan = outcome.final_plan
    assert [day.date for day in plan.schedule] == [START + timedelta(days=n) for n in range(days)]
    assert all(sum(entry.hours for entry in day.topics) <= hours + 1e-9 for day in plan.schedule)
    studied = [entry.name for day in plan.schedule if not day.is_revision for entry in day.topics]
    assert set(studied) == {entry.name for entry in topics}
    first = {name: studied.index(name) for name in studied}
    for entry in topics:
        assert all(first[needed] < first[entry.name] for needed in entry.prerequisites)
    seen: set[str] = set()
    for day in plan.schedule:
        names = {entry.name for entry in day.topics}
        if day.is_revision:
            assert names <= seen
        seen |= names
    if days >= 4 and not plan.schedule[-1].is_revision:
        before = {entry.name for day in plan.schedule[:-1] for entry in day.topics}
        assert not [e for e in plan.schedule[-1].topics if e.difficulty == "hard" and e.name not in before]


@given(syllabi(), st.integers(1, 80), st.integers(1, 40))
def test_a_plan_is_found_wherever_a_quarter_of_an_hour_each_fits(
    topics: list[PlannedTopic], days: int, quarters: int
) -> None:
    easy = [entry.model_copy(update={"difficulty": "easy"}) for entry in topics]
    found = make_plan("X", easy, start=START, days=days, hours=quarters / 4).final_plan is not None
    assert found == (len(topics) <= days * quarters)


def plan() -> tuple[StudyPlan, list[PlannedTopic]]:
    topics = [
        PlannedTopic(name="A", hours=1),
        PlannedTopic(name="B", hours=1, prerequisites=("A",)),
        PlannedTopic(name="C", hours=1, difficulty="hard", prerequisites=("B",)),
    ]
    made = make_plan("X", topics, start=START, days=5, hours=1).final_plan
    assert made
    return made, topics


def found(changed: StudyPlan, topics: list[PlannedTopic]) -> str:
    result = verify(changed, topics, start=START, days=5, hours=1)
    assert not result.is_valid
    return " ".join(
        [*result.missing_topics, *map(str, result.overloaded_days), *result.prerequisite_issues, *result.other_issues]
    )


def with_days(made: StudyPlan, **days: dict[str, object]) -> StudyPlan:
    schedule = [day.model_copy(update=days.get(f"d{day.day}", {})) for day in made.schedule]
    return made.model_copy(update={"schedule": tuple(schedule)})


def test_the_verifier_finds_each_fault() -> None:
    made, topics = plan()
    assert verify(made, topics, start=START, days=5, hours=1).is_valid
    by_day = {day.day: day for day in made.schedule}
    swapped = with_days(made, d1={"topics": by_day[2].topics}, d2={"topics": by_day[1].topics})
    study = [day.day for day in made.schedule if not day.is_revision]
    assert study[:2] == [1, 2], "the fixture's first two days hold A and B"
    assert "B comes before A" in found(swapped, topics)
    assert "C" in found(with_days(made, **{f"d{study[-1]}": {"topics": ()}}), topics).split()
    heavy = tuple(entry.model_copy(update={"hours": 2}) for entry in by_day[1].topics)
    assert found(with_days(made, d1={"topics": heavy}), topics) == "1"
    assert "out of line" in found(with_days(made, d2={"date": START}), topics)
    stranger = (*by_day[1].topics, PlannedTopic(name="Z", hours=0))
    assert "not in the syllabus" in found(with_days(made, d1={"topics": stranger}), topics)
    early = with_days(made, d1={"is_revision": True})
    assert "before it is studied" in found(early, topics)
    last = by_day[study[-1]].topics
    late = with_days(made, **{f"d{study[-1]}": {"topics": ()}, "d5": {"topics": last, "is_revision": False}})
    assert "hard and stands on the last day" in found(late, topics)
    assert "days, not 5" in found(made.model_copy(update={"schedule": made.schedule[:4]}), topics)


def test_too_little_time_is_said_in_numbers() -> None:
    topics = [PlannedTopic(name=f"T{n}", hours=1) for n in range(30)]
    outcome = make_plan("X", topics, start=START, days=2, hours=2)
    assert outcome.final_plan is None
    assert "7.5 hours" in outcome.verification.critique
    assert "4 days, or 3.75 h a day" in outcome.verification.critique
    assert make_plan("X", topics, start=START, days=4, hours=2).final_plan
    assert make_plan("X", topics, start=START, days=2, hours=3.75).final_plan


@pytest.mark.parametrize(("days", "hours"), [(0, 1), (366, 1), (7, 0.1), (7, 25)])
def test_numbers_out_of_range_are_refused(days: int, hours: float) -> None:
    with pytest.raises(PlanError):
        make_plan("X", [PlannedTopic(name="A", hours=1)], start=START, days=days, hours=hours)


def test_nothing_to_plan_and_circles_are_refused() -> None:
    with pytest.raises(PlanError, match="nothing to plan"):
        make_plan("X", [], start=START, days=3, hours=1)
    circle = [
        PlannedTopic(name="A", hours=1, prerequisites=("B",)),
        PlannedTopic(name="B", hours=1, prerequisites=("A",)),
    ]
    with pytest.raises(PlanError, match="circle"):
        in_order(circle)


def test_what_comes_next_follows_the_plan_then_reviews_then_weakness() -> None:
    today = date(2026, 3, 4)
    topics = [
        topic("A", 0, status="done", mastery_score=90.0, review_on=date(2026, 3, 9)),
        topic("B", 1, prerequisites=("D",), planned_on=date(2026, 3, 3)),
        topic("C", 2, planned_on=date(2026, 3, 3)),
        topic("D", 3, planned_on=today),
    ]
    picked = next_topic(topics, today)
    assert picked
    assert picked[0].name == "C"
    assert "was planned for 03 March" in picked[1]
    done = [entry.model_copy(update={"status": "done", "mastery_score": 50.0 + n}) for n, entry in enumerate(topics)]
    weakest = next_topic(done, today)
    assert weakest
    assert (weakest[0].name, "lowest score" in weakest[1]) == ("A", True)
    due = next_topic([*done[:2], done[2].model_copy(update={"review_on": today}), done[3]], today)
    assert due
    assert (due[0].name, "review was due" in due[1]) == ("C", True)
    assert next_topic([], today) is None


def test_scores_and_reviews() -> None:
    assert mastery_score(7, 10) == 70
    for right, answered in ((3, 2), (-1, 2), (0, 0)):
        with pytest.raises(ValueError, match="not a score"):
            mastery_score(right, answered)
    assert [(review_date(score, START) - START).days for score in (0, 59.9, 60, 84.9, 85, 100)] == [1, 1, 3, 3, 7, 7]
