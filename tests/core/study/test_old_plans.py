"""Plans made before plans could change: their sessions open, show them, and mend them."""

from __future__ import annotations

from datetime import date

import pytest

from core.models import Session, StudyPhase
from core.stores.memory.store import MemoryStudyStore
from core.study.service import StudyService
from tests.doubles import SetClock, begin, changes, context, topic
from tests.plan_life import FIVE, accepted, days_later, days_of, edit, rows_follow


@pytest.fixture
def old(store: MemoryStudyStore, study: StudyService) -> Session:
    """A session at PLANNING with a draft and a plan, neither with a window, and nothing said of versions."""
    new = study.generate_plan(study.start(), FIVE)
    plan = accepted(study, new).model_copy(update={"window": None})
    (version,) = study.read.plans(new.id)
    draft = version.model_copy(update={"plan": plan, "was_accepted": False, "reason": "", "made_on": None})
    begin(store, "old")
    written = changes(
        "old",
        phase=StudyPhase.PLANNING,
        context=context("old", current_topic="Roots", extra_data={"intake_hours": 1.0}),
        topics=tuple(topic(name, place, hours=1) for place, name in enumerate(days_of(plan))),
        plans=(draft, draft.model_copy(update={"version": 2, "was_accepted": True})),
    )
    store.commit("old", 1, "planned", written)
    return study.open("old")


def test_an_old_plan_is_shown_and_mended(study: StudyService, clock: SetClock, old: Session) -> None:
    state = study.plans.state(old)
    assert state.accepted
    assert (state.accepted.version, state.proposal) == (2, None)
    study.plans.require_one(old)
    days_later(clock, 4)
    asked = study.plans.replan(old)
    assert study.plans.replan(old) == asked
    assert study.plans.state(old) == state, "to a tab that has not seen it yet nothing is proposed"
    now = study.plans.state(asked)
    assert now.accepted == state.accepted, "what is proposed does not hold yet"
    assert now.proposal
    assert now.proposal.version == 3
    declined = study.plans.decline(asked)
    assert study.plans.state(declined).accepted == state.accepted
    taken = study.plans.accept(study.plans.replan(declined))
    plan = accepted(study, taken)
    assert plan.window
    assert (plan.window.hours, plan.window.exam_on) == (1, date(2026, 3, 14))
    assert rows_follow(study, taken)


def test_an_old_plan_is_edited(study: StudyService, old: Session) -> None:
    changed = study.plans.edit(old, edit("leave_out", "Seeds"))
    assert [topic.name for topic in accepted(study, changed).left_out] == ["Seeds"]
    refused = study.plans.edit(study.open("old"), edit("add", "Fruit"))
    assert study.plans.state(refused).accepted == study.plans.state(changed).accepted


def test_an_edit_that_an_old_plan_turns_down_leaves_it_as_it_was(study: StudyService, old: Session) -> None:
    before = study.plans.state(old).accepted
    refused = study.plans.edit(old, edit("add", "Fruit"))
    state = study.plans.state(refused)
    assert state.accepted == before
    assert state.proposal
    assert [version.version for version in study.read.plans("old")] == [1, 2, 3, 4]
