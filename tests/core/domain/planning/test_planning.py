"""The plan: what passes the verifier keeps every rule, and what does not fit is said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.planning import in_order, make_plan, verify
from core.errors import PlanError
from core.models import PlannedTopic, PlanVersion, StudyPlan, StudyWindow
from tests.plans import START, broken_rules, syllabi, windows


def window(days: int, hours: float, **more: object) -> StudyWindow:
    return StudyWindow.model_validate({"start": START, "days": days, "hours": hours} | more)


@given(syllabi(), windows())
def test_an_accepted_plan_keeps_every_rule_and_another_says_what_to_leave_out(
    topics: list[PlannedTopic], when: StudyWindow
) -> None:
    outcome = make_plan("X", topics, when)
    last = outcome.versions[-1]
    if outcome.final_plan:
        assert outcome.verification.is_valid
        assert outcome.verification.coverage == 1
        assert broken_rules(outcome.final_plan, topics, when) == []
        return
    assert not outcome.verification.is_valid
    assert outcome.verification.critique
    out = {topic.name for topic in last.plan.left_out}
    assert out
    assert set(outcome.verification.missing_topics) == out
    assert all(topic.why for topic in last.plan.left_out)
    assert broken_rules(last.plan, topics, when, left_out=out) == []
    assert verify(last.plan, topics, when, left_out=out).is_valid


@given(syllabi(), windows(), st.data())
def test_the_verifier_and_the_rules_agree_on_a_spoilt_plan(
    topics: list[PlannedTopic], when: StudyWindow, data: st.DataObject
) -> None:
    plan = make_plan("X", topics, when).versions[-1].plan
    out = {topic.name for topic in plan.left_out}
    schedule = list(plan.schedule)
    for _ in range(data.draw(st.integers(0, 3))):
        here, there = (data.draw(st.integers(0, len(schedule) - 1)) for _ in range(2))
        first, second = schedule[here], schedule[there]
        match data.draw(st.sampled_from(["swap", "empty", "double", "revise"])):
            case "swap":
                schedule[here] = first.model_copy(update={"topics": second.topics, "is_revision": second.is_revision})
                schedule[there] = second.model_copy(update={"topics": first.topics, "is_revision": first.is_revision})
            case "empty":
                schedule[here] = first.model_copy(update={"topics": ()})
            case "double":
                longer = tuple(t.model_copy(update={"hours": 2 * t.hours}) for t in first.topics)
                schedule[here] = first.model_copy(update={"topics": longer})
            case _:
                schedule[here] = first.model_copy(update={"is_revision": not first.is_revision})
    spoilt = plan.model_copy(update={"schedule": tuple(schedule)})
    broken = broken_rules(spoilt, topics, when, left_out=out)
    assert verify(spoilt, topics, when, left_out=out).is_valid == (broken == []), broken


@given(syllabi(), windows())
def test_every_topic_is_placed_wherever_the_shortest_form_of_each_fits(
    topics: list[PlannedTopic], when: StudyWindow
) -> None:
    easy = [entry.model_copy(update={"difficulty": "easy"}) for entry in topics]
    outcome = make_plan("X", easy, when)
    learn = [day for day in outcome.versions[-1].plan.schedule if not day.is_revision and not when.is_off(day.date)]
    least = sum(max(1, round(entry.hours)) for entry in easy)
    assert (outcome.final_plan is not None) == (least <= len(learn) * int(when.hours * 4))


@pytest.mark.parametrize("seed", range(3))
def test_the_largest_plan_is_made_and_verified(seed: int) -> None:
    topics = [
        PlannedTopic(
            name=f"T{n}",
            hours=1 + (n * 7 + seed) % 5 / 2,
            difficulty="hard" if n % 4 == seed else "medium",
            prerequisites=(f"T{n * 3 // 4}",) if n % 3 == 1 else (),
        )
        for n in range(400)
    ]
    when = window(365, 4, weekdays_off=(6,))
    plan = make_plan("X", topics, when).final_plan
    assert plan
    assert broken_rules(plan, topics, when) == []
    with pytest.raises(PlanError, match="401 topics"):
        make_plan("X", [*topics, PlannedTopic(name="One more", hours=1)], when)


def plan_of_five() -> tuple[StudyPlan, list[PlannedTopic], StudyWindow]:
    topics = [
        PlannedTopic(name="A", hours=1),
        PlannedTopic(name="B", hours=1, prerequisites=("A",)),
        PlannedTopic(name="C", hours=1, difficulty="hard", prerequisites=("B",)),
    ]
    when = window(5, 1, dates_off=(START + timedelta(days=3),))
    plan = make_plan("X", topics, when).final_plan
    assert plan
    return plan, topics, when


def with_days(plan: StudyPlan, **days: dict[str, object]) -> StudyPlan:
    schedule = [day.model_copy(update=days.get(f"d{day.day}", {})) for day in plan.schedule]
    return plan.model_copy(update={"schedule": tuple(schedule)})


def test_the_verifier_names_each_fault() -> None:
    plan, topics, when = plan_of_five()

    def faults(changed: StudyPlan) -> str:
        result = verify(changed, topics, when)
        assert not result.is_valid
        assert result.critique
        parts = (
            result.missing_topics,
            map(str, result.overloaded_days),
            result.prerequisite_issues,
            result.other_issues,
        )
        return " ".join(fault for part in parts for fault in part)

    assert verify(plan, topics, when).is_valid
    by_day = {day.day: day for day in plan.schedule}
    assert [[t.name for t in by_day[n].topics] for n in (1, 2, 3)] == [["A"], ["B"], ["C"]]
    swapped = with_days(plan, d1={"topics": by_day[2].topics}, d2={"topics": by_day[1].topics})
    assert "B comes before A is finished" in faults(swapped)
    assert faults(with_days(plan, d3={"topics": ()})).split()[0] == "C"
    heavy = tuple(entry.model_copy(update={"hours": 2}) for entry in by_day[1].topics)
    assert faults(with_days(plan, d1={"topics": heavy})) == "1"
    assert "out of line" in faults(with_days(plan, d2={"date": START}))
    assert "not in the syllabus" in faults(
        with_days(plan, d1={"topics": (*by_day[1].topics, PlannedTopic(name="Z", hours=0))})
    )
    assert "less than a quarter" in faults(
        with_days(plan, d1={"topics": tuple(t.model_copy(update={"hours": 0}) for t in by_day[1].topics)})
    )
    assert "before it is studied" in faults(with_days(plan, d1={"is_revision": True}))
    assert "is a day off" in faults(with_days(plan, d4={"topics": by_day[3].topics}, d3={"topics": ()}))
    assert "is not for revision" in faults(with_days(plan, d5={"is_revision": False}))
    assert "days, not 5" in faults(plan.model_copy(update={"schedule": plan.schedule[:4]}))
    assert "needs B, which is left out" in " ".join(verify(plan, topics, when, left_out=["B"]).prerequisite_issues)
    assert verify(with_days(plan, d2={"topics": ()}), topics, when, done=["B"]).is_valid


def test_a_hard_topic_does_not_begin_on_the_last_study_day() -> None:
    topics = [
        PlannedTopic(name="Easy", hours=2, difficulty="easy"),
        PlannedTopic(name="Hard", hours=2, difficulty="hard"),
    ]
    when = window(2, 2)
    plan = make_plan("X", topics, when).final_plan
    assert plan
    first, second = plan.schedule
    assert [entry.name for entry in first.topics] == ["Hard"]
    late = with_days(plan, d1={"topics": second.topics}, d2={"topics": first.topics})
    assert verify(late, topics, when).other_issues == ("Hard is hard and begins on the last study day.",)
    needy = [topics[0], topics[1].model_copy(update={"prerequisites": ("Easy",)})]
    (left_out,) = make_plan("X", needy, window(2, 0.5)).versions[-1].plan.left_out
    assert (left_out.name, left_out.why) == ("Hard", "It is hard, and only the last day is left for it.")
    assert make_plan("X", topics[1:], window(1, 2)).final_plan, "a single day has to hold it"


def test_revision_is_spaced() -> None:
    topics = [PlannedTopic(name=f"T{n}", hours=1) for n in range(30)]
    when = window(40, 1)
    plan = make_plan("X", topics, when).final_plan
    assert plan
    revision = [day.day for day in plan.schedule if day.is_revision]
    without = with_days(plan, **{f"d{revision[1]}": {"is_revision": False, "topics": ()}})
    (issue,) = verify(without, topics, when).other_issues
    assert "no revision in the 8 study days" in issue
    doubled = with_days(plan, **{f"d{revision[1] + 1}": {"is_revision": True, "topics": ()}})
    assert any("both for revision" in issue for issue in verify(doubled, topics, when).other_issues)
    last = plan.schedule[-1]
    assert {entry.name for entry in plan.schedule[revision[0] - 1].topics} <= {f"T{n}" for n in range(30)}
    assert last.is_revision


def test_too_little_time_is_said_in_numbers_with_what_goes_and_why() -> None:
    topics = [PlannedTopic(name=f"T{n}", hours=1, prerequisites=("T0",) if n else ()) for n in range(30)]
    outcome = make_plan("X", topics, window(2, 2), known=["T5"], weak=["T29"])
    assert outcome.final_plan is None
    assert "7.5 hours" in outcome.verification.critique
    assert "4 days to learn, or 3.75 h a day" in outcome.verification.critique
    plan = outcome.versions[-1].plan
    assert [topic.name for topic in plan.left_out[:3]] == ["T5", "T28", "T27"]
    assert plan.left_out[0].why == "You know it already, and nothing that is kept needs it."
    placed = {entry.name for day in plan.schedule for entry in day.topics}
    assert {"T0", "T29"} <= placed
    assert len(placed) == 16
    assert make_plan("X", topics, window(2, 3.75)).final_plan


def test_shortened_topics_are_said_to_be() -> None:
    topics = [PlannedTopic(name=f"T{n}", hours=4) for n in range(6)]
    outcome = make_plan("X", topics, window(3, 4))
    plan = outcome.final_plan
    assert plan
    assert outcome.versions[0].verification.overloaded_days == (1, 2, 3)
    assert "topics get 50% of the hours" in outcome.verification.critique
    assert {entry.hours for day in plan.schedule for entry in day.topics} == {2.0}


def test_each_draft_is_told_as_it_is_made() -> None:
    seen: list[PlanVersion] = []
    topics = [PlannedTopic(name=f"T{n}", hours=4) for n in range(6)]
    outcome = make_plan("X", topics, window(3, 4), watch=seen.append)
    assert tuple(seen) == outcome.versions
    assert [version.was_accepted for version in seen] == [False] * (len(seen) - 1) + [True]


@pytest.mark.parametrize(
    ("days", "hours", "off", "says"),
    [
        (0, 1, (), "1 to 365 days"),
        (366, 1, (), "1 to 365 days"),
        (7, 0.1, (), "quarter of an hour"),
        (7, 25, (), "24 hours"),
        (7, 1, range(7), "Every day up to the exam is a day off"),
        (7, 1, (9,), "seven"),
    ],
)
def test_a_window_out_of_range_is_refused(days: int, hours: float, off: object, says: str) -> None:
    with pytest.raises(PlanError, match=says):
        make_plan("X", [PlannedTopic(name="A", hours=1)], window(days, hours, weekdays_off=tuple(off)))  # type: ignore[call-overload]


def test_nothing_to_plan_circles_and_twins_are_refused() -> None:
    with pytest.raises(PlanError, match="nothing to plan"):
        make_plan("X", [], window(3, 1))
    circle = [
        PlannedTopic(name="A", hours=1, prerequisites=("B",)),
        PlannedTopic(name="B", hours=1, prerequisites=("A",)),
    ]
    with pytest.raises(PlanError, match="circle"):
        in_order(circle)
    with pytest.raises(PlanError, match="same name"):
        in_order([PlannedTopic(name="A", hours=1)] * 2)


def test_hard_topics_get_less_time_before_one_is_left_out() -> None:
    three = [PlannedTopic(name=f"Hard {n}", hours=1, difficulty="hard") for n in range(3)]
    plan = make_plan("X", three, window(3, 1)).final_plan
    assert plan
    assert {entry.name for day in plan.schedule[:2] for entry in day.topics} == {topic.name for topic in three}
    mixed = [*three, PlannedTopic(name="Easy", hours=1, difficulty="easy")]
    plan = make_plan("X", mixed, window(3, 1)).final_plan
    assert plan
    assert sum(entry.hours for day in plan.schedule for entry in day.topics) == 3


def test_the_basics_of_every_part_stay_when_time_is_short() -> None:
    topics = [
        PlannedTopic(name=f"{part}{step}", hours=1, prerequisites=(f"{part}{step - 1}",) if step else ())
        for part in "AB"
        for step in range(5)
    ]
    plan = make_plan("X", topics, window(1, 1)).versions[-1].plan
    assert {entry.name for day in plan.schedule for entry in day.topics} == {"A0", "A1", "B0", "B1"}
