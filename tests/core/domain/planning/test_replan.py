"""The living plan: mended with the smallest change, edited by the learner, and checked each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.domain.planning import (
    Syllabus,
    ahead,
    behind,
    edited,
    in_order,
    make_plan,
    placed_topics,
    plan_changes,
    replan,
    verify,
)
from core.errors import PlanError
from core.models import LeftOut, PlanChange, PlanEdit, PlannedTopic, StudyPlan, StudyWindow
from tests.doubles import topic
from tests.plans import START, broken_rules, syllabi, windows

FIVE = [PlannedTopic(name=name, hours=1) for name in "ABCDE"]
WEEK = StudyWindow(start=START, days=12, hours=1)


def day(number: int) -> date:
    """The date of a day of the plan, counted from 1."""
    return START + timedelta(days=number - 1)


def accepted_plan(topics: list[PlannedTopic], window: StudyWindow) -> StudyPlan:
    plan = make_plan("X", topics, window).final_plan
    assert plan
    return plan


def days_of(plan: StudyPlan) -> dict[str, list[date]]:
    days: dict[str, list[date]] = {}
    for daily in plan.schedule:
        for entry in () if daily.is_revision else daily.topics:
            days.setdefault(entry.name, []).append(daily.date)
    return days


@st.composite
def lives(draw: st.DrawFn) -> tuple[StudyPlan, Syllabus, StudyWindow]:
    """A plan that was accepted, how far the learner is some days later, and the time that is then left."""
    topics, window = draw(syllabi(25)), draw(windows(40))
    plan = make_plan("X", topics, window).final_plan
    assume(plan is not None)
    assert plan
    ordered = in_order(topics)
    done: set[str] = set()
    for planned in ordered:
        if done.issuperset(planned.prerequisites) and draw(st.booleans()):
            done.add(planned.name)
    begun = {planned.name for planned in ordered if planned.name not in done and draw(st.booleans())}
    left = window.from_day(window.start + timedelta(days=draw(st.integers(0, window.days - 1))))
    changed = left.model_copy(
        update={
            "days": max(1, left.days + draw(st.integers(-4, 4))),
            "hours": max(0.25, left.hours + draw(st.integers(-3, 3)) / 4),
        }
    )
    assume(changed.study_dates)
    return plan, Syllabus(topics=ordered, done=frozenset(done), begun=frozenset(begun)), changed


@given(lives())
def test_a_mended_plan_keeps_every_rule_and_another_says_what_to_leave_out(
    life: tuple[StudyPlan, Syllabus, StudyWindow],
) -> None:
    plan, syllabus, window = life
    mended = replan(plan, syllabus, window)
    out = set() if mended.verification.is_valid else {topic.name for topic in mended.plan.left_out}
    assert broken_rules(mended.plan, syllabus.topics, window, done=syllabus.done, left_out=out) == []
    if not mended.verification.is_valid:
        assert out
        assert mended.verification.critique
    studied = days_of(mended.plan)
    assert not syllabus.done.intersection(studied)


@given(lives())
def test_a_mended_plan_has_nothing_more_to_mend(life: tuple[StudyPlan, Syllabus, StudyWindow]) -> None:
    plan, syllabus, window = life
    once = replan(plan, syllabus, window)
    assume(once.verification.is_valid)
    again = replan(once.plan, syllabus, window)
    assert plan_changes(once.plan, again.plan, since=window.start) == ()


@given(syllabi(20), windows(30))
def test_a_plan_that_holds_is_left_as_it_is(topics: list[PlannedTopic], window: StudyWindow) -> None:
    plan = make_plan("X", topics, window).final_plan
    assume(plan is not None)
    assert plan
    mended = replan(plan, Syllabus(topics=in_order(topics)), window)
    assert mended.verification.is_valid
    assert plan_changes(plan, mended.plan, since=window.start) == ()


def test_missed_days_move_into_free_time_and_nothing_else_moves() -> None:
    plan = accepted_plan(FIVE, WEEK)
    before = days_of(plan)
    assert before["A"] == [day(1)]
    left = WEEK.from_day(day(3))
    mended = replan(plan, Syllabus(topics=tuple(FIVE)), left)
    assert mended.verification.is_valid
    changes = plan_changes(plan, mended.plan, since=left.start)
    late = [name for name, days in before.items() if days[-1] < left.start]
    assert [change.topic for change in changes if change.topic] == late
    assert {name: days for name, days in days_of(mended.plan).items() if name not in late} == {
        name: days for name, days in before.items() if name not in late
    }
    assert changes[0].before == (day(1),)
    assert changes[0].kind == "moved"


def test_what_needs_a_missed_topic_is_pushed_on_no_further_than_it_takes() -> None:
    topics = [PlannedTopic(name="A", hours=1), PlannedTopic(name="B", hours=1, prerequisites=("A",))]
    topics += [PlannedTopic(name=f"F{n}", hours=1) for n in range(3)]
    window = StudyWindow(start=START, days=7, hours=1)
    plan = accepted_plan(topics, window)
    assert days_of(plan)["B"] == [day(2)]
    mended = replan(plan, Syllabus(topics=tuple(topics)), window.from_day(day(2)))
    after = days_of(mended.plan)
    assert mended.verification.is_valid
    assert after["A"] <= after["B"]
    moved = [change.topic for change in plan_changes(plan, mended.plan, since=day(2)) if change.topic]
    assert set(moved) >= {"A", "B"}
    # Six study days for five topics and the last for revision: no place but a chain of pushes is left.
    assert len(moved) <= 5


def test_a_topic_done_early_frees_its_time() -> None:
    plan = accepted_plan(FIVE, WEEK)
    last = days_of(plan)["E"]
    mended = replan(plan, Syllabus(topics=tuple(FIVE), done=frozenset("E")), WEEK)
    assert mended.verification.is_valid
    assert plan_changes(plan, mended.plan, since=START, done=["E"]) == (
        PlanChange(topic="E", kind="done", before=tuple(last), hours_before=1),
    )


def test_fewer_hours_and_an_earlier_exam_are_met_by_moving_then_shortening_then_leaving_out() -> None:
    plan = accepted_plan(FIVE, WEEK)
    syllabus = Syllabus(topics=tuple(FIVE), known=frozenset("C"), weak=frozenset("E"))
    sooner = WEEK.model_copy(update={"days": 7})
    assert days_of(replan(plan, syllabus, sooner).plan)["A"] == [day(1)]
    short = replan(plan, syllabus, WEEK.model_copy(update={"days": 5, "hours": 1.0}))
    assert short.verification.is_valid
    assert "topics get" in short.verification.critique
    hopeless = replan(plan, syllabus, WEEK.model_copy(update={"days": 3, "hours": 0.25}))
    assert not hopeless.verification.is_valid
    assert [topic.name for topic in hopeless.plan.left_out] == ["C", "D"]


def test_more_time_gives_back_what_was_cut_short() -> None:
    long = [PlannedTopic(name=name, hours=2) for name in "ABCD"]
    window = StudyWindow(start=START, days=5, hours=1)
    plan = accepted_plan(long, window)
    assert sum(t.hours for daily in plan.schedule if not daily.is_revision for t in daily.topics) == 4
    syllabus = Syllabus(topics=tuple(long))
    same = replan(plan, syllabus, window)
    assert plan_changes(plan, same.plan, since=START) == ()
    longer = replan(plan, syllabus, window.model_copy(update={"days": 12, "hours": 2.0}))
    assert longer.verification.is_valid
    hours = dict.fromkeys("ABCD", 0.0)
    for daily in longer.plan.schedule:
        for entry in () if daily.is_revision else daily.topics:
            hours[entry.name] += entry.hours
    assert hours == dict.fromkeys("ABCD", 2.0)


def test_half_a_topic_that_is_begun_is_not_studied_again() -> None:
    long = [PlannedTopic(name="Long", hours=3), PlannedTopic(name="Short", hours=1)]
    window = StudyWindow(start=START, days=8, hours=1)
    plan = accepted_plan(long, window)
    assert len(days_of(plan)["Long"]) == 3
    left = window.from_day(day(2))
    begun = replan(plan, Syllabus(topics=tuple(long), begun=frozenset(["Long"])), left)
    assert days_of(begun.plan)["Long"] == days_of(plan)["Long"][1:]
    missed = replan(plan, Syllabus(topics=tuple(long)), left)
    assert len(days_of(missed.plan)["Long"]) == 3


@given(lives())
def test_no_topic_gets_less_than_its_least_however_often_the_plan_is_mended(
    life: tuple[StudyPlan, Syllabus, StudyWindow],
) -> None:
    plan, syllabus, window = life
    anew = replace(syllabus, begun=frozenset())
    once = replan(plan, anew, window)
    out = {topic.name for topic in once.plan.left_out}
    tighter = window.model_copy(update={"hours": max(0.25, window.hours / 2)})
    again = replan(once.plan, anew, tighter)
    for mended in (once.plan, again.plan):
        out = {topic.name for topic in mended.left_out}
        for planned in anew.to_place:
            hours = sum(
                e.hours for d in mended.schedule if not d.is_revision for e in d.topics if e.name == planned.name
            )
            assert planned.name in out or hours >= max(0.25, round(planned.hours * 4 * 0.25) / 4), planned.name


def test_a_learner_moves_splits_leaves_out_takes_back_and_adds() -> None:
    plan, syllabus = accepted_plan(FIVE, WEEK), Syllabus(topics=tuple(FIVE))
    at = days_of(plan)

    def changed(current: StudyPlan, syllabus: Syllabus, **fields: object) -> tuple[StudyPlan, Syllabus]:
        return edited(current, PlanEdit.model_validate(fields), syllabus, WEEK)

    free = next(daily.date for daily in plan.schedule if not daily.topics)
    moved, _ = changed(plan, syllabus, kind="move", topic="A", from_day=at["A"][0], to_day=free)
    assert days_of(moved)["A"] == [free]
    assert verify(moved, FIVE, WEEK).is_valid
    split, _ = changed(plan, syllabus, kind="split", topic="A", from_day=at["A"][0], to_day=free)
    assert days_of(split)["A"] == sorted([at["A"][0], free])
    assert sum(t.hours for daily in split.schedule if not daily.is_revision for t in daily.topics if t.name == "A") == 1
    without, fewer = changed(plan, syllabus, kind="leave_out", topic="C")
    assert "C" not in days_of(without)
    assert [(out.name, out.why) for out in without.left_out] == [("C", "You left it out.")]
    checked = verify(without, FIVE, WEEK, left_out=fewer.names_left_out)
    assert (checked.is_valid, checked.coverage) == (True, 0.8)
    assert "C" not in {t.name for daily in without.schedule for t in daily.topics}, "nor is it revised"
    back, whole = changed(without, fewer, kind="take_back", topic="C", to_day=free)
    assert days_of(back)["C"] == [free]
    assert back.left_out == whole.left_out == ()
    more, larger = changed(plan, syllabus, kind="add", topic=" New  one ", to_day=free, hours=1, difficulty="easy")
    assert days_of(more)["New one"] == [free]
    assert verify(more, larger.topics, WEEK).is_valid
    anywhere, larger = changed(plan, syllabus, kind="add", topic="New", hours=1)
    assert verify(anywhere, larger.topics, WEEK).missing_topics == ("New",)
    mended = replan(anywhere, larger, WEEK)
    assert mended.verification.is_valid
    assert [change.topic for change in plan_changes(plan, mended.plan, since=START) if change.topic] == ["New"]


def test_a_wrong_edit_changes_nothing_and_says_why() -> None:
    needy = [FIVE[0], FIVE[1].model_copy(update={"prerequisites": ("A",)}), *FIVE[2:]]
    plan, syllabus = accepted_plan(needy, WEEK), Syllabus(topics=tuple(needy), done=frozenset("E"))
    at = days_of(plan)
    for edit, says in (
        (PlanEdit(kind="move", topic="Z", to_day=START), "no topic “Z”"),
        (PlanEdit(kind="move", topic="E", to_day=START), "done already"),
        (PlanEdit(kind="move", topic="A", from_day=day(9), to_day=START), "not planned for"),
        (PlanEdit(kind="move", topic="A", from_day=at["A"][0], to_day=day(40)), "Choose a day from"),
        (PlanEdit(kind="move", topic="A", from_day=at["A"][0]), "Choose a day from"),
        (PlanEdit(kind="split", topic="A", from_day=at["A"][0], to_day=at["A"][0]), "another day"),
        (PlanEdit(kind="add", topic="a"), "already"),
        (PlanEdit(kind="add", topic="  "), "name"),
    ):
        with pytest.raises(PlanError, match=says):
            edited(plan, edit, syllabus, WEEK)
    late, _ = edited(plan, PlanEdit(kind="move", topic="A", from_day=at["A"][0], to_day=at["D"][0]), syllabus, WEEK)
    issues = verify(late, needy, WEEK).prerequisite_issues
    assert issues == ("B comes before A is finished, which it needs.",)
    without, fewer = edited(plan, PlanEdit(kind="leave_out", topic="A"), replace(syllabus, done=frozenset()), WEEK)
    issues = verify(without, needy, WEEK, left_out=fewer.names_left_out).prerequisite_issues
    assert issues == ("B needs A, which is left out.",)


def test_who_is_behind_and_who_is_ahead() -> None:
    plan = accepted_plan(FIVE, WEEK)
    at = days_of(plan)
    rows = [topic(name, n) for n, name in enumerate("ABCDE")]
    rows[4] = rows[4].model_copy(update={"status": "done"})
    rows[1] = rows[1].model_copy(update={"status": "left_out"})
    today = at["C"][-1] + timedelta(days=1)
    assert behind(plan, rows, today) == ("A", "C")
    assert ahead(plan, rows, today) == ("E",)
    assert behind(plan, rows, START) == ()


def test_rows_follow_the_plan() -> None:
    plan = accepted_plan(FIVE, WEEK)
    plan = plan.model_copy(update={"left_out": (LeftOut(name="B", why="x"),)})
    rows = [topic(name, n, status="left_out" if name == "D" else "planned") for n, name in enumerate("EDCBA")]
    rows[2] = rows[2].model_copy(update={"status": "done", "planned_on": date(2026, 1, 1)})
    placed = placed_topics(rows, plan)
    assert [(row.name, row.status) for row in placed] == [
        ("C", "done"), ("A", "planned"), ("D", "planned"), ("E", "planned"), ("B", "left_out"),
    ]  # fmt: skip
    assert [row.position for row in placed] == [0, 1, 2, 3, 4]
    assert placed[0].planned_on == date(2026, 1, 1)
    assert placed[1].planned_on == days_of(plan)["A"][0]
    assert placed_topics(rows, plan, leave_out=False)[2].name == "B"


def test_spread_anew_gives_the_time_that_was_freed_back() -> None:
    long = [PlannedTopic(name=name, hours=2) for name in "ABCD"]
    window = StudyWindow(start=START, days=5, hours=1)
    plan = accepted_plan(long, window)
    fewer = Syllabus(topics=tuple(long), left_out=(LeftOut(name="C", why="x"), LeftOut(name="D", why="x")))
    same = replan(plan, fewer, window)
    assert plan_changes(plan, same.plan, since=START)
    anew = replan(plan, fewer, window, anew=True)
    assert anew.verification.is_valid
    hours = [t.hours for daily in anew.plan.schedule if not daily.is_revision for t in daily.topics]
    assert sum(hours) == 4
    assert set(days_of(anew.plan)) == {"A", "B"}
    done = replan(plan, Syllabus(topics=tuple(long), done=frozenset("ABCD")), window, anew=True)
    assert done.verification.is_valid
