"""A learner's changes to the plan of a session: what holds at once, what is turned down, and what becomes of clicks."""

from __future__ import annotations

from datetime import date

import pytest

from core.domain.planning import Replanned
from core.errors import Conflict, PlanError
from core.models import Intake, PlanEdit, PlanVersion, Session
from core.study.service import StudyService
from tests.journey import NOTES
from tests.plan_life import (
    FIVE,
    ORGANIC,
    TIGHT,
    accepted,
    days_of,
    edit,
    events_of,
    free_day,
    hours_of,
    proposed,
    rows_follow,
)

STORES = ("memory", "sqlite")
COURSE = Intake(exam="Cell biology", days=9, hours=3)


def turned_down(study: StudyService, session: Session) -> PlanVersion:
    """The version that the learner asked for and that did not verify: the one before the proposal."""
    (refused,) = [
        version
        for version in study.read.plans(session.id)
        if version.reason.startswith("You asked") and not version.was_accepted
    ]
    assert not refused.verification.is_valid
    assert refused.verification.critique
    return refused


def test_every_kind_of_edit_that_verifies_holds_at_once(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    plan = accepted(study, session)
    at, free = days_of(plan), free_day(plan)
    session = study.plans.edit(session, edit("move", "Roots", from_day=at["Roots"][0], to_day=free))
    assert days_of(accepted(study, session))["Roots"] == [free]
    assert rows_follow(study, session)
    session = study.plans.edit(session, edit("split", "Stems", from_day=at["Stems"][0], to_day=at["Roots"][0]))
    assert days_of(accepted(study, session))["Stems"] == [at["Roots"][0], at["Stems"][0]]
    assert hours_of(accepted(study, session), "Stems") == 1
    assert study.topic(session, "Stems").planned_on == at["Roots"][0]
    session = study.plans.edit(session, edit("leave_out", "Leaves"))
    assert study.topic(session, "Leaves").status == "left_out"
    assert rows_follow(study, session)
    session = study.plans.edit(session, edit("take_back", "Leaves", to_day=at["Leaves"][0]))
    assert study.topic(session, "Leaves").status == "planned"
    assert accepted(study, session).left_out == ()
    room = at["Leaves"][0] if hours_of(accepted(study, session), "Leaves") < 1 else free_day(accepted(study, session))
    session = study.plans.edit(session, edit("add", " Fruit  and nuts ", to_day=room, hours=1, difficulty="easy"))
    row = study.topic(session, "Fruit and nuts")
    assert (row.planned_on, row.hours, row.difficulty, row.material_id) == (room, 1, "easy", "")
    assert rows_follow(study, session)
    versions = study.read.plans(session.id)
    assert [version.version for version in versions] == [1, 2, 3, 4, 5, 6]
    assert all(version.was_accepted and version.verification.is_valid and version.reason for version in versions)
    assert study.plans.state(session).proposal is None
    done = [(event.action, event.agent) for event in events_of(study, session)][:2]
    assert done == [("verify_plan", "planner"), ("edit_plan", "learner")]
    newest = events_of(study, session)[1]
    assert newest.metadata["edit"] == edit(
        "add", " Fruit  and nuts ", to_day=room, hours=1, difficulty="easy"
    ).model_dump(mode="json")
    assert "add" in newest.reasoning
    assert study.replay(session.id).is_same


def test_an_edit_that_does_not_verify_is_kept_with_the_reason_and_mended(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    before, rows = accepted(study, session), study.read.topics(session.id)
    at = days_of(before)
    session = study.plans.edit(session, edit("move", "Roots", to_day=at["Stems"][0]))
    assert accepted(study, session) == before
    assert study.read.topics(session.id) == rows
    refused = turned_down(study, session)
    assert refused.verification.overloaded_days
    assert days_of(refused.plan)["Roots"] == at["Stems"]
    state = study.plans.state(session)
    assert state.proposal
    assert state.proposal.verification.is_valid
    assert state.proposal.version == refused.version + 1
    session = study.plans.accept(session)
    assert rows_follow(study, session)
    assert study.replay(session.id).is_same


def test_what_a_mended_plan_moves_is_not_what_the_learner_moved(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    at = days_of(accepted(study, session))
    session = study.plans.edit(session, edit("move", "Stems", to_day=at["Roots"][0]))
    now = days_of(proposed(study, session))
    assert now["Stems"] == at["Roots"]
    assert now["Roots"] != at["Roots"]
    assert {name: now[name] for name in ("Leaves", "Flowers", "Seeds")} == {
        name: at[name] for name in ("Leaves", "Flowers", "Seeds")
    }


def test_an_added_topic_gets_a_row_and_is_taught_when_a_file_covers_it(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    session = study.plans.edit(session, edit("add", "Life in soil", hours=2.5))
    assert "Life in soil" not in {row.name for row in study.read.topics(session.id)}
    assert len(days_of(proposed(study, session))["Life in soil"]) >= 3
    session = study.plans.accept(session)
    row = study.topic(session, "Life in soil")
    assert (row.status, row.hours) == ("planned", 2.5)
    assert rows_follow(study, session)
    session = study.add_material(session, "soil.md", NOTES.encode())
    session = study.take_quiz(study.start_topic(session, "Life in soil"))
    assert study.replay(session.id).is_same


def test_what_needs_a_topic_goes_with_it_and_what_it_needs_comes_back_with_it(study: StudyService) -> None:
    session = study.generate_plan(study.start(), ORGANIC)
    rows = study.read.topics(session.id)
    first = next(row.name for row in rows if any(row.name in other.prerequisites for other in rows))
    session = study.plans.edit(session, edit("leave_out", first))
    assert f"needs {first}, which is left out" in turned_down(study, session).verification.critique
    left_out = proposed(study, session).left_out
    out = [topic.name for topic in left_out]
    assert left_out[0].why == "You left it out."
    assert out[0] == first
    needy = {row.name for row in rows if first in row.prerequisites}
    assert needy <= set(out[1:]) < {row.name for row in rows}
    assert f"It needs {first}, which is left out." in {topic.why for topic in left_out[1:]}
    session = study.plans.accept(session)
    assert rows_follow(study, session)
    last = out[-1]
    session = study.plans.accept(study.plans.edit(session, edit("take_back", last)))
    plan = accepted(study, session)
    assert {first, last} <= set(days_of(plan))
    assert rows_follow(study, session)


def test_what_everything_else_needs_cannot_be_left_out(study: StudyService) -> None:
    session = study.generate_plan(study.start(), COURSE)
    session = study.plans.edit(session, edit("leave_out", "The cell membrane and transport"))
    assert turned_down(study, session).plan.left_out
    assert study.plans.state(session).proposal is None
    assert len(days_of(accepted(study, session))) == len(study.read.topics(session.id))


def test_where_no_small_change_helps_nothing_is_proposed(study: StudyService) -> None:
    full = FIVE.model_copy(update={"days": 2, "hours": 0.75})
    session = study.generate_plan(study.start(), full)
    before = accepted(study, session)
    session = study.plans.edit(session, edit("add", "Fruit", hours=24))
    assert turned_down(study, session).plan
    assert study.plans.state(session).proposal is None
    assert accepted(study, session) == before


def test_a_topic_that_is_taken_back_is_not_the_first_to_go_again(study: StudyService) -> None:
    session = study.generate_plan(study.start(), TIGHT)
    session = study.plans.edit(session, edit("take_back", "Seeds"))
    plan = proposed(study, session)
    assert "Seeds" in days_of(plan)
    assert study.plans.state(session).accepted is None
    session = study.plans.accept(session)
    assert "Seeds" in days_of(accepted(study, session))
    assert rows_follow(study, session)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (edit("move", "Fruit", to_day=date(2026, 3, 3)), "no topic “Fruit”"),
        (edit("move", "Stems", to_day=date(2026, 4, 3)), "Choose a day"),
        (edit("move", "Seeds", to_day=date(2026, 3, 3)), "Take it back first"),
        (edit("take_back", "Roots"), "in the plan already"),
        (edit("add", "roots"), "already"),
    ],
)
def test_an_edit_that_cannot_be_changes_nothing(study: StudyService, changed: PlanEdit, says: str) -> None:
    session = study.generate_plan(study.start(), FIVE)
    session = study.plans.edit(session, edit("leave_out", "Seeds"))
    with pytest.raises(PlanError, match=says):
        study.plans.edit(session, changed)
    assert study.open(session.id) == session
    assert len(study.read.plans(session.id)) == 2


def test_the_last_topic_stays(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE.model_copy(update={"syllabus": "Roots\nStems"}))
    session = study.plans.edit(session, edit("leave_out", "Roots"))
    with pytest.raises(PlanError, match="last topic"):
        study.plans.edit(session, edit("leave_out", "Stems"))


def test_the_same_click_twice_is_one_commit_and_a_stale_tab_is_told(study: StudyService) -> None:
    planned = study.generate_plan(study.start(), FIVE)
    free = free_day(accepted(study, planned))
    adding = edit("add", "Fruit", to_day=free, hours=1)
    added = study.plans.edit(planned, adding)
    assert study.plans.edit(planned, adding) == added == study.open(planned.id)
    for other in (
        lambda: study.plans.edit(planned, edit("add", "Nuts", to_day=free)),
        lambda: study.plans.edit(planned, edit("leave_out", "Roots")),
        lambda: study.plans.replan(planned),
    ):
        with pytest.raises(Conflict):
            other()
    asked = study.plans.edit(added, edit("add", "Herbs"))
    assert study.plans.edit(added, edit("add", "Herbs")) == asked
    for stale in (study.plans.accept, study.plans.decline):
        with pytest.raises(Conflict):
            stale(added)
    taken = study.plans.accept(asked)
    assert study.plans.accept(asked) == taken == study.open(planned.id)
    with pytest.raises(Conflict):
        study.plans.decline(asked)
    window = study.plans.window(taken, accepted(study, taken)).model_copy(update={"hours": 2.0, "days": 20})
    longer = study.plans.replan(taken, window)
    assert study.plans.replan(taken, window) == longer
    declined = study.plans.decline(longer)
    assert study.plans.decline(longer) == declined == study.open(planned.id)
    assert [version.version for version in study.read.plans(planned.id)] == [1, 2, 3, 4, 5]
    assert study.replay(planned.id).is_same


def test_a_versions_number_rests_on_the_session_as_it_was_seen(study: StudyService) -> None:
    planned = study.generate_plan(study.start(), FIVE)
    number = study.plans.new_version
    shown = study.plans.state(planned).shown
    assert shown
    replanned = Replanned(shown.plan, shown.verification)
    before = number(planned, replanned, "x").version
    study.plans.edit(planned, edit("leave_out", "Roots"))
    assert number(planned, replanned, "x").version == before


def test_a_topic_that_was_only_proposed_does_not_stand_in_the_way_of_another_edit(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    asked = study.plans.edit(session, edit("add", "Fruit"))
    assert [topic["name"] for topic in asked.context.model_dump()["extra_data"]["plan_added"]] == ["Fruit"]
    session = study.plans.edit(asked, edit("leave_out", "Stems"))
    assert "Fruit" not in str(accepted(study, session))
    assert study.plans.state(session).proposal is None
    assert session.context.extra_data["plan_added"] == []
    declined = study.plans.decline(study.plans.edit(session, edit("add", "Nuts")))
    assert declined.context.extra_data["plan_added"] == []
