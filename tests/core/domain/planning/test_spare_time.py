"""Time that is left: none lies free while a topic is short of its own and the rules let it have more."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from core.domain.planning import Syllabus, in_order, make_plan, replan, ways_out
from core.domain.planning.ways_out import HALF
from core.models import DailyPlan, PlannedTopic, StudyPlan, StudyWindow
from tests.plans import START, broken_rules, syllabi, windows


def hours_of(plan: StudyPlan) -> dict[str, float]:
    hours: dict[str, float] = {}
    for day in plan.schedule:
        for topic in () if day.is_revision else day.topics:
            hours[topic.name] = hours.get(topic.name, 0) + topic.hours
    return hours


def with_more(plan: StudyPlan, day: DailyPlan, topic: PlannedTopic, topics: Sequence[PlannedTopic]) -> StudyPlan:
    """The plan with a quarter of an hour more for a topic on a day, in the syllabus' order."""
    rank = [entry.name for entry in topics]
    hours = {entry.name: entry.hours for entry in day.topics}
    hours[topic.name] = hours.get(topic.name, 0) + 0.25
    entries = [topic.model_copy(update={"name": name, "hours": time}) for name, time in hours.items()]
    entries.sort(key=lambda entry: rank.index(entry.name))
    by_name = {entry.name: entry for entry in topics}
    entries = [by_name[entry.name].model_copy(update={"hours": entry.hours}) for entry in entries]
    schedule = [
        there.model_copy(update={"topics": tuple(entries)}) if there == day else there for there in plan.schedule
    ]
    return plan.model_copy(update={"schedule": tuple(schedule)})


def left_lying(
    plan: StudyPlan,
    topics: Sequence[PlannedTopic],
    window: StudyWindow,
    *,
    but: Collection[str] = (),
    done: Collection[str] = (),
) -> Iterator[tuple[date, str]]:
    """The free quarters that a topic short of its full time could have without breaking a rule."""
    has, out = hours_of(plan), {topic.name for topic in plan.left_out}
    for day in plan.schedule:
        if day.is_revision or window.is_off(day.date) or sum(t.hours for t in day.topics) + 0.25 > window.hours:
            continue
        for topic in topics:
            if topic.name not in has or topic.name in but or has[topic.name] >= max(0.25, round(4 * topic.hours) / 4):
                continue
            more = with_more(plan, day, topic, topics)
            if not broken_rules(more, topics, window, done=done, left_out=out):
                yield day.date, topic.name


@given(syllabi(25), windows(25), st.sets(st.integers(0, 24)))
def test_no_quarter_lies_free_while_a_topic_could_have_it(
    topics: list[PlannedTopic], window: StudyWindow, weak: set[int]
) -> None:
    plan = make_plan("X", topics, window, weak=[f"T{number}" for number in weak]).versions[-1].plan
    assert list(left_lying(plan, in_order(topics), window)) == []


@given(syllabi(15), windows(20), st.integers(0, 19), st.sets(st.integers(0, 14)), st.integers(-2, 4))
def test_nor_in_a_plan_that_is_mended(
    topics: list[PlannedTopic], window: StudyWindow, later: int, numbers: set[int], more: int
) -> None:
    plan = make_plan("X", topics, window).final_plan
    assume(plan is not None and later < window.days)
    assert plan
    ordered = in_order(topics)
    done: set[str] = set()
    for topic in ordered:
        if int(topic.name[1:]) in numbers and done.issuperset(topic.prerequisites):
            done.add(topic.name)
    left = window.from_day(window.start + timedelta(days=later))
    left = left.model_copy(update={"hours": max(0.25, left.hours + more / 4)})
    assume(left.study_dates)
    mended = replan(plan, Syllabus(topics=ordered, done=frozenset(done)), left)
    assume(mended.verification.is_valid)
    assert broken_rules(mended.plan, ordered, left, done=done) == []
    assert list(left_lying(mended.plan, ordered, left, done=done)) == []


def test_what_is_left_goes_to_the_weak_and_the_hard_first() -> None:
    easy = [PlannedTopic(name=f"Easy {n}", hours=1.75, difficulty="easy") for n in range(6)]
    hard, weak = PlannedTopic(name="Hard", hours=1.75, difficulty="hard"), PlannedTopic(name="Weak", hours=1.75)
    window = StudyWindow(start=START, days=3, hours=2.25)
    plan = make_plan("X", [hard, *easy, weak], window, weak=["Weak"]).final_plan
    assert plan
    hours = hours_of(plan)
    assert sum(hours.values()) == 3 * 2.25, "nothing is left"
    assert {hours[topic.name] for topic in easy} == {0.75}
    assert {hours["Hard"], hours["Weak"]} == {1.25, 1}, "three quarters are left, by turns"


def test_a_topic_done_early_leaves_its_time_to_those_that_are_short() -> None:
    topics = [PlannedTopic(name=name, hours=4) for name in "ABC"]
    window = StudyWindow(start=START, days=3, hours=2)
    plan = make_plan("X", topics, window).final_plan
    assert plan
    assert hours_of(plan) == {"A": 2, "B": 2, "C": 2}
    mended = replan(plan, Syllabus(topics=tuple(topics), done=frozenset("A")), window)
    assert mended.verification.is_valid
    assert hours_of(mended.plan) == {"B": 3, "C": 3}


@given(syllabi(25), windows(40), st.floats(0.26, 0.49))
def test_each_way_out_gives_every_topic_half_of_its_time(
    topics: list[PlannedTopic], window: StudyWindow, share: float
) -> None:
    full = {topic.name: max(0.25, round(4 * topic.hours) / 4) for topic in topics}
    hours = round(4 * share * sum(full.values()) / len(window.study_dates)) / 4
    window = window.model_copy(update={"hours": max(0.25, hours)})
    plan = make_plan("X", topics, window).final_plan
    assume(plan is not None)
    assert plan
    assume(sum(hours_of(plan).values()) < HALF * sum(full.values()))
    ordered = in_order(topics)
    syllabus = Syllabus(topics=ordered)
    ways = ways_out(syllabus, window)
    windows = [window.model_copy(update={"hours": ways.hours})] if ways.hours else []
    windows += [window.model_copy(update={"days": (ways.exam_on - window.start).days})] if ways.exam_on else []
    for more in windows:
        wider = replan(plan, syllabus, more, anew=True)
        assert wider.verification.is_valid
        assert sum(hours_of(wider.plan).values()) >= HALF * sum(full.values())
    lighter = replan(plan, syllabus, window, lighter=True)
    assert lighter.verification.is_valid
    assert {topic.name for topic in lighter.plan.left_out} == set(ways.leave_out)
    kept = hours_of(lighter.plan)
    assert sum(kept.values()) >= HALF * sum(full[name] for name in kept)


def test_a_free_day_says_what_it_is_for_and_is_counted() -> None:
    topics = [PlannedTopic(name=name, hours=1) for name in "ABCDE"]
    plan = make_plan("X", topics, StudyWindow(start=START, days=8, hours=1)).final_plan
    assert plan
    free = [day for day in plan.schedule if not day.topics]
    assert {day.theme for day in free} == {"Free: catch up"}
    assert f"{len(free)} free to catch up" in plan.overview
