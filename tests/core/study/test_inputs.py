"""What each decision records of its inputs: the same names as ever, and the same decision again from them."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256

import pytest

from core.domain.rules import RULES
from core.errors import InputError
from core.models import AgentEvent, Answer, HistoryQuery, Intake, Session
from core.stores.memory.store import MemoryStudyStore
from core.study.inputs import INPUTS
from core.study.service import StudyService
from tests.doubles import SetClock, service
from tests.journey import NOTES

COURSE = Intake(exam="Cell biology: membranes, energy and division", days=20, hours=2.0)
REQUEST = [
    "exam", "scope", "goal", "start", "days", "hours", "weekdays_off", "dates_off", "known", "syllabus",
    "left_out", "renamed", "materials",
]  # fmt: skip
DECIDED = (4, "648adfd4174a20ed")
TOPIC = ["topic", "material_id", "section"]
RECORDED = {
    "route": ["text", "today"],
    "begin_placement": REQUEST,
    "place": ["quiz_id", "answers"],
    "generate_plan": REQUEST,
    "replan": [
        "from_version", "window", "goal", "topics", "added", "done", "begun", "left_out", "known", "weak", "anew",
        "lighter",
    ],
    "start_topic": TOPIC,
    "ask": [*TOPIC, "question", "materials"],
    "take_quiz": [*TOPIC, "count", "avoid"],
    "submit_answers": ["quiz_id", "answers"],
    "begin_review": ["draws"],
}  # fmt: skip


def decisions(study: StudyService, session: Session) -> list[AgentEvent]:
    events = study.read.history(HistoryQuery(session_id=session.id, limit=1000)).events
    return [event for event in events if study.can_run_again(event)]


def quizzed(study: StudyService) -> Session:
    """A session with a decision of every kind but the last, and a quiz that is answered."""
    session, _ = study.route(study.start(), "Plan cell biology in 20 days, 2 hours a day")
    session = study.placements.begin(session, COURSE)
    placement = study.placements.state(session)
    assert placement
    assert placement.next
    session = study.placements.answer(session, Answer(question_id=placement.next.id, text="x"))
    session = study.generate_plan(study.placements.stop(session), COURSE)
    plan = study.plans.state(session).accepted
    assert plan
    window = study.plans.window(session, plan.plan)
    session = study.plans.decline(study.plans.replan(session, window.model_copy(update={"days": 9})))
    session = study.tutoring.ask(study.start_topic(session), "What is osmosis?")
    session = study.take_quiz(session)
    record = study.quiz(session)
    assert record
    for question in record.quiz.questions:
        session = study.answer(session, record.id, Answer(question_id=question.id, chosen=question.key[:1]))
    return session


def test_a_decision_records_its_inputs_under_the_same_names_as_ever() -> None:
    clock = SetClock()
    study = service(MemoryStudyStore(), clock)
    session = study.submit_answers(quizzed(study))
    clock.at += timedelta(days=30)
    study.reviews.begin("UTC")
    events = decisions(study, session)
    assert set(INPUTS) == set(RECORDED)
    written = {event.action: [*dict(json.loads(json.dumps(event.metadata["inputs"])))] for event in events}
    assert written == RECORDED
    for event in events:
        assert study.run_again(event), event.action


def test_whoever_changes_what_the_agents_decide_raises_the_version_of_their_rules() -> None:
    """Then put down here what the failing test says. A version that is down already keeps what it decided."""
    study = service(MemoryStudyStore())
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    session = study.generate_plan(session, COURSE.model_copy(update={"exam": "Gardening", "syllabus": ""}))
    session = study.take_quiz(study.tutoring.ask(study.start_topic(session), "What is humus?"))
    events = decisions(study, study.submit_answers(session))
    decided = [event.metadata["digest"] for event in events]
    assert (RULES, sha256(json.dumps(decided).encode()).hexdigest()[:16]) == DECIDED
    assert {event.metadata["rules"] for event in events} == {RULES}


def test_what_was_void_is_recorded_where_something_was() -> None:
    study = service(MemoryStudyStore())
    first, second = study.submit_answers(quizzed(study)), quizzed(study)
    record = study.quiz(second)
    assert record
    answered = {attempt.question_id for attempt in study.read.attempts(first.id)}
    void = next(question.id for question in record.quiz.questions if question.id in answered)
    study.corrections.void(void, "The key is wrong.")
    event = next(event for event in decisions(study, study.submit_answers(second)) if event.action == "submit_answers")
    inputs = event.metadata["inputs"]
    assert isinstance(inputs, dict)
    assert inputs["void"] == [void]
    assert study.run_again(event)
    other = event.metadata | {"inputs": {name: value for name, value in inputs.items() if name != "void"}}
    assert not study.run_again(event.model_copy(update={"metadata": other}))


@pytest.mark.parametrize(
    ("action", "inputs"),
    [
        ("submit_answers", {"quiz_id": "gone"}),
        ("place", {"quiz_id": "gone"}),
        ("take_quiz", {"count": "many"}),
        ("ask", {"materials": None}),
        ("route", {"today": "someday"}),
        ("start_topic", {"section": "first"}),
    ],
)
def test_inputs_that_cannot_be_read_or_found_are_said(action: str, inputs: dict[str, object]) -> None:
    study = service(MemoryStudyStore())
    event = next(event for event in decisions(study, study.submit_answers(quizzed(study))) if event.action == action)
    recorded = event.metadata["inputs"]
    assert isinstance(recorded, dict)
    with pytest.raises(InputError, match="no longer there, or an older version"):
        study.run_again(event.model_copy(update={"metadata": event.metadata | {"inputs": recorded | inputs}}))


def test_a_change_of_a_plan_that_was_recorded_before_it_could_be_lighter_runs_again() -> None:
    study = service(MemoryStudyStore())
    event = next(event for event in decisions(study, quizzed(study)) if event.action == "replan")
    inputs = event.metadata["inputs"]
    assert isinstance(inputs, dict)
    earlier = {name: value for name, value in inputs.items() if name != "lighter"}
    assert earlier != inputs
    assert study.run_again(event.model_copy(update={"metadata": event.metadata | {"inputs": earlier}}))
