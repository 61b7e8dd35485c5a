"""The plan part of the service: made, mended, taken or left, and never held before it verifies."""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import ActionNotAllowed, PlanError
from core.models import HistoryQuery, Intake, PlanEdit, PlannedTopic, StudyPhase
from core.study.audit import all_events
from core.study.service import StudyService
from tests.doubles import SetClock
from tests.journey import NOTES, hand_in, once_more
from tests.plan_life import (
    FIVE,
    ORGANIC,
    TIGHT,
    accepted,
    days_later,
    days_of,
    hours_of,
    proposed,
    rows_follow,
)
from tests.plans import broken_rules

STORES = ("memory", "sqlite")


def test_a_registered_exam_is_planned_within_its_scope_days_off_and_hours(study: StudyService) -> None:
    off = ORGANIC.model_copy(update={"weekdays_off": (6,), "dates_off": (date(2026, 3, 4),)})
    session = study.generate_plan(study.start(), off)
    plan = accepted(study, session)
    assert session.phase is StudyPhase.PLANNING
    assert session.exam_type == "NEET"
    rows = study.read.topics(session.id)
    assert "Hydrocarbons" in {row.name for row in rows}
    assert "Genetics" not in str(rows)
    assert rows_follow(study, session)
    assert session.context.current_topic == rows[0].name
    assert plan.window
    assert plan.window.exam_on == date(2026, 3, 30)
    assert all(not day.topics for day in plan.schedule if day.date.weekday() == 6 or day.date == date(2026, 3, 4))
    assert max(day.estimated_hours for day in plan.schedule) <= 3
    until = ORGANIC.model_copy(update={"exam_date": date(2026, 3, 12), "days": 300})
    assert accepted(study, study.generate_plan(study.start(), until)).total_days == 10


def test_what_is_known_gets_less_time_and_what_is_weak_gets_more(study: StudyService) -> None:
    plain = accepted(study, study.generate_plan(study.start(), ORGANIC))
    told = ORGANIC.model_copy(update={"known": (" HYDROCARBONS ",), "goal": "weak in biomolecules"})
    session = study.generate_plan(study.start(), told)
    plan = accepted(study, session)
    assert hours_of(plan, "Hydrocarbons") == hours_of(plain, "Hydrocarbons") / 4
    weak = "Chemistry of biomolecules"
    assert hours_of(plan, weak) == hours_of(plain, weak) * 1.5 > 0
    assert session.context.extra_data["plan_weak"] == [weak]


def test_with_too_little_time_nothing_holds_until_the_learner_leaves_topics_out(study: StudyService) -> None:
    session = study.generate_plan(study.start(), TIGHT)
    state = study.plans.state(session)
    assert session.phase is StudyPhase.PLANNING
    assert state.accepted is None
    assert state.shown == state.proposal
    assert [topic.name for topic in proposed(study, session).left_out] == ["Seeds", "Flowers", "Leaves"]
    assert all(topic.why for topic in proposed(study, session).left_out)
    assert {row.status for row in study.read.topics(session.id)} == {"planned"}, "nobody agreed to it yet"
    with pytest.raises(PlanError, match="does not hold yet"):
        study.start_topic(session, "Roots")
    with pytest.raises(PlanError, match="No other plan fits into this time"):
        study.plans.replan(session)
    with pytest.raises(PlanError, match="no change to turn down"):
        study.plans.decline(session)
    assert study.open(session.id) == session
    session = study.plans.accept(session)
    assert rows_follow(study, session)
    assert [row.name for row in study.read.topics(session.id) if row.status == "left_out"] == [
        "Leaves", "Flowers", "Seeds",
    ]  # fmt: skip
    assert study.plans.state(session).proposal is None
    session = study.add_material(session, "soil.md", NOTES.replace("Life in soil", "Roots").encode())
    assert study.start_topic(session, "Roots").phase is StudyPhase.LEARNING
    assert study.replay(session.id).is_same


def test_with_more_time_every_topic_has_its_place_again(study: StudyService) -> None:
    session = study.generate_plan(study.start(), TIGHT)
    window = study.plans.window(session, proposed(study, session)).model_copy(update={"days": 9, "hours": 2.0})
    session = study.plans.replan(session, window)
    assert study.plans.state(session).accepted is None
    assert proposed(study, session).left_out == ()
    session = study.plans.accept(session)
    plan = accepted(study, session)
    assert list(days_of(plan)) == ["Roots", "Stems", "Leaves", "Flowers", "Seeds"]
    assert plan.window == window
    assert rows_follow(study, session)


def test_what_the_learner_left_out_stays_out_when_there_is_more_time(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    session = study.plans.edit(session, PlanEdit(kind="leave_out", topic="Stems"))
    window = study.plans.window(session, accepted(study, session)).model_copy(update={"hours": 3.0})
    session = study.plans.accept(study.plans.replan(session, window))
    assert [topic.name for topic in accepted(study, session).left_out] == ["Stems"]


def test_missed_days_are_mended_when_the_learner_agrees(study: StudyService, clock: SetClock) -> None:
    session = study.generate_plan(study.start(), FIVE)
    before, rows = accepted(study, session), study.read.topics(session.id)
    late = [name for name, days in days_of(before).items() if days[0] < date(2026, 3, 6)]
    assert late
    today = days_later(clock, 4)
    asked = study.plans.replan(session)
    assert accepted(study, asked) == before
    assert study.read.topics(session.id) == rows
    mended = proposed(study, asked)
    assert mended.schedule[0].date == today
    assert mended.window
    topics = [PlannedTopic(name=row.name, hours=row.hours) for row in rows]
    assert broken_rules(mended, topics, mended.window) == []
    declined = study.plans.decline(asked)
    assert study.plans.state(declined).proposal is None
    assert accepted(study, declined) == before
    assert study.read.topics(session.id) == rows
    with pytest.raises(PlanError, match="no change to take"):
        study.plans.accept(declined)
    taken = study.plans.accept(study.plans.replan(declined))
    assert accepted(study, taken) == mended
    assert rows_follow(study, taken)
    assert all(row.planned_on >= today for row in study.read.topics(session.id))
    assert [version.was_accepted for version in study.read.plans(session.id)] == [True, False, True]
    assert all(version.reason and version.made_on for version in study.read.plans(session.id))
    assert study.replay(session.id).is_same


def test_where_nothing_was_missed_there_is_nothing_to_change(study: StudyService, clock: SetClock) -> None:
    session = study.generate_plan(study.start(), FIVE.model_copy(update={"dates_off": (date(2026, 3, 2),)}))
    with pytest.raises(PlanError, match="Nothing needs to change"):
        study.plans.replan(session)
    # The first day was off: on the second one nothing was missed either.
    days_later(clock, 1)
    with pytest.raises(PlanError, match="Nothing needs to change"):
        study.plans.replan(session)
    assert study.open(session.id) == session


def test_a_window_that_began_is_planned_from_today(study: StudyService, clock: SetClock) -> None:
    session = study.generate_plan(study.start(), FIVE)
    window = accepted(study, session).window
    assert window
    today = days_later(clock, 3)
    session = study.plans.replan(session, window.model_copy(update={"hours": 2.0}))
    plan = proposed(study, session)
    assert plan.schedule[0].date == today
    assert plan.window
    assert plan.window.exam_on == window.exam_on


def test_on_the_day_of_the_exam_there_is_no_day_left_but_another_date_may_be_given(
    study: StudyService, clock: SetClock
) -> None:
    session = study.generate_plan(study.start(), FIVE)
    today = days_later(clock, 12)
    for act in (
        lambda: study.plans.replan(session),
        lambda: study.plans.edit(session, PlanEdit(kind="leave_out", topic="Roots")),
    ):
        with pytest.raises(PlanError, match="The exam was on 14 March"):
            act()
    assert study.open(session.id) == session
    window = study.plans.window(session, accepted(study, session))
    session = study.plans.accept(study.plans.replan(session, window.model_copy(update={"days": 9})))
    assert accepted(study, session).schedule[0].date == today
    assert rows_follow(study, session)


def test_a_plan_can_be_mended_in_the_middle_of_a_topic_which_stays_the_current_one(
    study: StudyService, clock: SetClock
) -> None:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    session = study.start_topic(study.generate_plan(session, Intake(exam="Soil", days=9, hours=1)), "Life in soil")
    days_later(clock, 5)
    session = study.plans.accept(study.plans.replan(session))
    assert (session.phase, session.context.current_topic) == (StudyPhase.LEARNING, "Life in soil")
    assert study.topic(session, "Life in soil").status == "learning"
    studied = hand_in(study, once_more(study, hand_in(study, study.take_quiz(session))))
    assert study.topic(studied, "Life in soil").is_studied
    days_later(clock, 1)
    left = study.plans.replan(studied)
    assert list(days_of(proposed(study, left))) == ["Layers of soil"]
    over = study.complete(study.plans.accept(left))
    with pytest.raises(ActionNotAllowed, match="completed"):
        study.plans.replan(over)


def test_there_is_no_plan_to_change_before_there_is_one(study: StudyService) -> None:
    session = study.start()
    assert study.plans.state(session).shown is None
    with pytest.raises(PlanError, match="no plan yet"):
        study.plans.replan(session)


def test_a_topic_with_nothing_to_ask_is_studied_by_the_learners_own_word_until_it_is_taken_back(
    study: StudyService,
) -> None:
    session = study.generate_plan(study.start(), ORGANIC)
    first, second = study.topics(session)[:2]
    assert session.context.current_topic == first.name
    marked = study.own_words.mark(session, first.name, "firm")
    row = study.topic(marked, first.name)
    assert (row.status, row.own_word, row.mastery_score, row.is_studied) == ("studied", "firm", None, True)
    assert marked.context.current_topic == second.name
    event = next(all_events(study.read, HistoryQuery(session_id=marked.id)))
    assert (event.action, event.agent) == ("mark_studied", "learner")
    assert study.own_words.mark(session, first.name, "firm").version == marked.version
    back = study.own_words.mark(marked, first.name, None)
    assert study.topic(back, first.name) == first
    assert back.context.current_topic == first.name
    assert study.replay(back.id).is_same
