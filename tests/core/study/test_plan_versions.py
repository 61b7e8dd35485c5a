"""Going back to an earlier version of the plan: exact, checked for today, and nothing learned is lost."""

from __future__ import annotations

import pytest

from core.errors import ActionNotAllowed, PlanError
from core.models import Intake, StudyPhase
from core.stores.memory.store import MemoryStudyStore
from core.study.service import StudyService
from tests.doubles import SetClock
from tests.plan_life import FIVE, accepted, days_later, days_of, edit, events_of, free_day, proposed, rows_follow


def before(study: StudyService, session_id: str) -> int:
    overview = study.overview.plan(study.open(session_id))
    assert overview
    return overview.before


@pytest.mark.parametrize("kind", ["leave_out", "add", "move", "split"])
def test_each_edit_is_undone_exactly_and_the_undoing_too(study: StudyService, kind: str) -> None:
    first = study.generate_plan(study.start(), FIVE.model_copy(update={"hours": 2}))
    was = accepted(study, first)
    assert before(study, first.id) == 0
    name = "Fruit" if kind == "add" else "Leaves"
    there = None if kind == "leave_out" else free_day(was)
    from_day = days_of(was)["Leaves"][0] if kind in ("move", "split") else None
    changed = study.plans.edit(first, edit(kind, name, from_day=from_day, to_day=there))
    new = accepted(study, changed)
    assert days_of(new) != days_of(was)
    undone = study.plan_versions.restore(changed, before(study, first.id))
    back = accepted(study, undone)
    assert (days_of(back), back.window, back.schedule) == (days_of(was), was.window, was.schedule)
    assert rows_follow(study, undone)
    again = study.plan_versions.restore(undone, before(study, first.id))
    assert days_of(accepted(study, again)) == days_of(new)
    assert rows_follow(study, again)
    assert study.replay(first.id).is_same


def test_a_change_of_the_time_is_undone(study: StudyService) -> None:
    first = study.generate_plan(study.start(), FIVE)
    was = accepted(study, first)
    window = study.plans.window(first, was).model_copy(update={"days": 20, "hours": 3.0})
    changed = study.plans.accept(study.plans.replan(first, window))
    assert accepted(study, changed).window == window
    undone = study.plan_versions.restore(changed, before(study, first.id))
    assert accepted(study, undone).window == was.window


def test_a_press_sent_twice_is_one_restoring(study: StudyService) -> None:
    first = study.generate_plan(study.start(), FIVE)
    changed = study.plans.edit(first, edit("leave_out", "Stems"))
    undone = study.plan_versions.restore(changed, 1)
    assert study.plan_versions.restore(changed, 1) == undone
    assert [version.version for version in study.read.plans(first.id)] == [1, 2, 3]
    assert [event.action for event in events_of(study, first)][:2] == ["verify_plan", "restore_plan"]


def test_what_was_studied_added_or_left_out_since_keeps_what_was_learned(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE.model_copy(update={"hours": 2}))
    session = study.plans.edit(session, edit("add", "Fruit", to_day=free_day(accepted(study, session))))
    session = study.plans.edit(session, edit("leave_out", "Seeds"))
    session = study.own_words.mark(session, "Roots", "firm")
    session = study.plan_versions.restore(session, 1)
    plan, rows = accepted(study, session), {row.name: row for row in study.read.topics(session.id)}
    assert (rows["Roots"].own_word, rows["Roots"].is_studied) == ("firm", True)
    assert "Roots" not in days_of(plan)
    assert [(left.name, left.why) for left in plan.left_out] == [
        ("Fruit", "It was added after this version of the plan.")
    ]
    assert rows["Fruit"].status == "left_out"
    assert rows["Seeds"].status == "planned"
    assert rows_follow(study, session)


def test_what_holds_no_more_becomes_a_proposal_with_the_reason(study: StudyService, clock: SetClock) -> None:
    session = study.generate_plan(study.start(), FIVE)
    session = study.plans.edit(session, edit("leave_out", "Seeds"))
    days_later(clock, 3)
    session = study.plan_versions.restore(session, 1)
    state = study.plans.state(session)
    assert state.refused
    assert state.refused.verification.missing_topics
    assert accepted(study, session) == study.read.plans(session.id)[1].plan, "nothing holds before it is taken"
    assert set(days_of(proposed(study, session))) == {"Roots", "Stems", "Leaves", "Flowers", "Seeds"}
    taken = study.plans.accept(session)
    assert rows_follow(study, taken)
    assert {row.status for row in study.read.topics(session.id)} == {"planned"}


def test_a_version_that_was_turned_down_can_be_taken_after_all(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    session = study.plans.decline(study.plans.edit(session, edit("add", "Fruit", hours=4)))
    turned_down = study.read.plans(session.id)[-1]
    assert not turned_down.was_accepted
    session = study.plan_versions.restore(session, turned_down.version)
    assert days_of(accepted(study, session)) == days_of(turned_down.plan)
    assert "Fruit" in {row.name for row in study.read.topics(session.id)}
    assert rows_follow(study, session)


def test_what_cannot_be_restored_says_why(store: MemoryStudyStore, study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    with pytest.raises(PlanError, match="no version 9"):
        study.plan_versions.restore(session, 9)
    with pytest.raises(PlanError, match="holds already"):
        study.plan_versions.restore(session, 1)
    session = study.plans.edit(session, edit("leave_out", "Stems"))
    over = study.save_state(session, StudyPhase.COMPLETED, session.context)
    with pytest.raises(ActionNotAllowed):
        study.plan_versions.restore(over, 1)


def test_a_plan_at_less_than_half_of_its_time_can_be_made_lighter(study: StudyService) -> None:
    names = "\n".join(f"Topic {chr(65 + number)}" for number in range(12))
    session = study.generate_plan(study.start(), Intake(exam="Own", syllabus=names, days=5, hours=1))
    overview = study.overview.plan(session)
    assert overview
    assert overview.time_given < 0.5
    ways = overview.ways_out
    assert ways
    assert ways.leave_out
    taken = study.plans.accept(study.plans.replan(session, lighter=True))
    assert {topic.name for topic in accepted(study, taken).left_out} == set(ways.leave_out)
    overview = study.overview.plan(taken)
    assert overview
    assert overview.time_given >= 0.5
    assert overview.ways_out is None
    assert all(study.run_again(event) for event in events_of(study, session) if study.can_run_again(event))
