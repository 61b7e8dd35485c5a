"""A change of the plan run again from what its event recorded, whatever happened since."""

from __future__ import annotations

import pytest

from core.errors import InputError
from core.models import AgentEvent, Session
from core.study.service import StudyService
from tests.doubles import SetClock
from tests.journey import NOTES
from tests.plan_life import FIVE, ORGANIC, accepted, days_later, edit, events_of, free_day, hours_of, proposed

STORES = ("memory", "sqlite")


def replans(study: StudyService, session: Session) -> list[AgentEvent]:
    return [event for event in events_of(study, session) if event.action == "replan"]


def test_a_replan_gives_the_same_again_after_all_that_came_later(study: StudyService, clock: SetClock) -> None:
    told = FIVE.model_copy(
        update={"known": (" STEMS ",), "goal": "weak in seeds", "syllabus": "Life in soil\nStems\nSeeds"}
    )
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    session = study.generate_plan(session, told)
    days_later(clock, 2)
    session = study.plans.replan(session)
    session = study.plans.accept(session)
    session = study.plans.edit(session, edit("add", "Fruit", to_day=free_day(accepted(study, session))))
    session = study.plans.edit(session, edit("leave_out", "Stems"))
    session = study.submit_answers(study.take_quiz(study.start_topic(session, "Life in soil")))
    session = study.next_topic(session)
    window = study.plans.window(session, accepted(study, session))
    session = study.plans.replan(session, window.model_copy(update={"days": 7, "hours": 0.5}))
    session = study.plans.decline(session)
    days_later(clock, 1)
    session = study.plans.edit(session, edit("take_back", "Stems"))
    if study.plans.state(session).proposal:
        session = study.plans.accept(session)
    events = replans(study, session)
    assert len(events) == 2
    for event in events:
        assert event.agent == "planner"
        assert event.reasoning
        assert study.can_run_again(event)
        assert study.run_again(event)
    assert study.replay(session.id).is_same


def test_a_replan_of_what_nobody_took_yet_gives_the_same_again(study: StudyService, clock: SetClock) -> None:
    session = study.generate_plan(study.start(), FIVE.model_copy(update={"days": 1}))
    session = study.plans.edit(session, edit("add", "Fruit", hours=4))
    assert hours_of(proposed(study, session), "Fruit") == 1
    window = study.plans.window(session, proposed(study, session))
    session = study.plans.replan(session, window.model_copy(update={"hours": 0.75}))
    session = study.plans.accept(session)
    row = study.topic(session, "Fruit")
    assert (row.hours, row.status) == (4, "left_out"), "it is there to be taken back, with all its hours"
    (event,) = replans(study, session)
    assert study.run_again(event)


def test_what_is_known_goes_first_when_time_gets_short(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE.model_copy(update={"known": (" ROOTS ",)}))
    window = study.plans.window(session, accepted(study, session))
    session = study.plans.replan(session, window.model_copy(update={"days": 1, "hours": 0.75}))
    left_out = proposed(study, session).left_out
    assert [topic.name for topic in left_out] == ["Roots", "Seeds"]
    assert left_out[0].why.startswith("You know it already")


def test_a_replan_of_a_long_plan_is_recorded_in_little_room(study: StudyService, clock: SetClock) -> None:
    session = study.generate_plan(study.start(), ORGANIC.model_copy(update={"scope": (), "days": 300, "hours": 3}))
    days_later(clock, 9)
    session = study.plans.replan(session)
    (event,) = replans(study, session)
    assert study.run_again(event)
    topics = len(study.read.topics(session.id))
    assert topics > 70
    assert len(str(event.metadata)) < 100 * topics


@pytest.mark.parametrize(
    "inputs",
    [
        {"from_version": 9},
        {"topics": ["Pottery"]},
        {"window": "tomorrow"},
        {"left_out": ["Roots"]},
    ],
)
def test_what_is_no_longer_there_is_said(study: StudyService, clock: SetClock, inputs: dict[str, object]) -> None:
    session = study.generate_plan(study.start(), FIVE)
    days_later(clock, 4)
    (event,) = replans(study, study.plans.replan(session))
    recorded = event.metadata["inputs"]
    assert isinstance(recorded, dict)
    metadata = event.metadata | {"inputs": recorded | inputs}
    with pytest.raises(InputError, match="no longer there, or an older version"):
        study.run_again(event.model_copy(update={"metadata": metadata}))


def test_a_plan_recorded_before_it_had_a_start_cannot_be_run_again(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    event = events_of(study, session)[0]
    recorded = event.metadata["inputs"]
    assert isinstance(recorded, dict)
    old = {key: value for key, value in recorded.items() if key != "start"}
    with pytest.raises(InputError, match="older version"):
        study.run_again(event.model_copy(update={"metadata": event.metadata | {"inputs": old}}))
