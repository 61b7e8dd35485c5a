"""The placement quiz in the service: what each step keeps, what is refused, and that nobody has to take it."""

from __future__ import annotations

import pytest

from core.content.courses import load_course
from core.errors import ActionNotAllowed, Conflict, InputError, NothingToStudy
from core.models import Answer, HistoryQuery, Intake, Session, StudyPhase
from core.models.placement import PlacementState
from core.stores.memory.store import MemoryStudyStore
from core.study.audit import all_events
from core.study.service import StudyService
from tests.doubles import service
from tests.journey import COURSE, NOTES, hand_in, reply


def state_of(study: StudyService, session: Session) -> PlacementState:
    state = study.placements.state(session)
    assert state
    return state


def answered(study: StudyService, session: Session, *outcome: bool) -> Session:
    for right in outcome:
        following = state_of(study, session).next
        assert following
        session = study.placements.answer(session, reply(following, right=right))
    return session


TOPICS = tuple(topic.name for topic in load_course("cell_biology").topics)
FIRST, SECOND, THIRD = TOPICS[:3]


def test_a_placement_from_begin_to_plan(study: StudyService) -> None:
    plain = study.generate_plan(study.start(), COURSE)
    usual = {topic.name: topic.hours for topic in study.read.topics(plain.id)}
    session = study.start()
    assert study.placements.state(session) is None
    session = study.placements.begin(session, COURSE)
    assert study.intake(session) == COURSE
    assert session.exam_type == "Cell biology"
    state = state_of(study, session)
    assert (state.findings.asked, state.findings.right, state.is_open) == (0, 0, True)
    assert state.next
    session = answered(study, session, True, True)
    before = session.version
    session = study.placements.stop(session)
    assert session.version == before + 1
    assert session.phase is StudyPhase.INTAKE
    state = state_of(study, session)
    assert not state.is_open
    known = study.intake(session).known
    assert known == state.findings.known
    assert known
    session = study.generate_plan(session, study.intake(session))
    hours = {topic.name: topic.hours for topic in study.read.topics(session.id)}
    assert {name for name in hours if hours[name] < usual[name]} == {*known}
    assert study.replay(session.id).is_same


def test_a_finished_placement_keeps_what_the_learner_said(study: StudyService) -> None:
    intake = COURSE.model_copy(update={"known": ("Knots",)})
    session = study.placements.begin(study.start(), intake)
    while following := state_of(study, session).next:
        session = study.placements.answer(session, reply(following, right=True))
    state = state_of(study, session)
    assert state.is_open
    session = study.placements.stop(session)
    assert study.intake(session).known == ("Knots", *TOPICS)
    event = next(iter(all_events(study.read, HistoryQuery(session_id=session.id))))
    assert (event.action, event.agent) == ("place", "quiz")
    assert event.reasoning.startswith(
        f"{state.findings.asked} of {state.findings.asked} answers were right. Taken as known"
    )
    assert FIRST in event.reasoning


def test_what_was_answered_joins_the_log_and_what_was_not_asked_does_not(study: StudyService) -> None:
    session = study.placements.begin(study.start(), COURSE)
    for right in (True, False, True):
        session = answered(study, session, right)
    record = state_of(study, session).record
    assert len(record.quiz.questions) > 3
    assert study.read.attempts(session.id) == ()
    session = study.placements.stop(session)
    log = study.read.attempts(session.id)
    topics = {question.id: question.topic for question in record.quiz.questions}
    assert {logged.question_id: logged.topic for logged in log} == {
        answer.question_id: topics[answer.question_id] for answer in record.answers
    }
    assert sorted(logged.is_right for logged in log) == [False, True, True]
    assert all(logged.chosen for logged in log)
    # It says something of the learner before the first quiz, and makes no topic done.
    session = study.generate_plan(session, COURSE)
    assert study.quizzes.ability(session).topics.keys() == {logged.topic for logged in log}
    assert {topic.status for topic in study.read.topics(session.id)} <= {"planned", "left_out"}


def test_a_single_answer_of_a_placement_is_no_result_that_was_forecast(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True, False, True)
    session = study.generate_plan(study.placements.stop(session), COURSE)
    before = study.overview.progress(session)
    assert before
    assert (before.record.results, before.forecasts) == (0, ())
    progress = study.overview.progress(hand_in(study, study.take_quiz(study.start_topic(session)), wrong=2))
    assert progress
    assert progress.record.results == 1


def test_a_question_of_a_placement_that_is_taken_out_counts_for_nothing_and_makes_no_analysis(
    study: StudyService,
) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), False)
    session = study.placements.stop(session)
    (logged,) = study.read.attempts(session.id)
    done = study.corrections.void(logged.question_id, "Two answers are right.")
    # The plan is not made yet: no topic and no score changes, and so nothing is written into the session.
    assert (done.corrected, done.unchanged) == ((), (session.id,))
    assert [now.is_void for now in study.read.attempts(session.id)] == [True]
    assert [record.analysis for record in study.read.quizzes(session.id)] == [None]
    assert study.replay(session.id).is_same


def test_a_placement_that_is_left_leaves_nothing_in_the_log(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True)
    session = study.placements.discard(session)
    assert study.read.attempts(session.id) == ()


def test_a_refresh_goes_on_where_it_was(store: MemoryStudyStore, study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), False)
    fresh = service(store)
    again = fresh.open(session.id)
    assert state_of(fresh, again) == state_of(study, session)
    assert state_of(fresh, again).findings.asked == 1


def test_the_same_click_twice_is_one_commit(study: StudyService) -> None:
    start = study.start()
    begun, twice = study.placements.begin(start, COURSE), study.placements.begin(start, COURSE)
    assert begun.version == twice.version
    assert len(study.read.quizzes(start.id)) == 1
    following = state_of(study, begun).next
    assert following
    right = reply(following, right=True)
    first = study.placements.answer(begun, right)
    assert study.placements.answer(begun, right) == study.placements.answer(first, right) == first
    assert state_of(study, first).findings.asked == 1
    assert study.placements.stop(first).version == study.placements.stop(first).version == first.version + 1


def test_a_stale_tab_is_told(study: StudyService) -> None:
    begun = study.placements.begin(study.start(), COURSE)
    following = state_of(study, begun).next
    assert following
    session = study.placements.answer(begun, reply(following, right=True))
    for seen in (begun, session):
        with pytest.raises(Conflict, match="answered already"):
            study.placements.answer(seen, reply(following, right=False))
    after = state_of(study, session).next
    assert after
    # The tab has not seen the version that the next question came with.
    for act in (
        lambda: study.placements.answer(begun, reply(after, right=True)),
        lambda: study.placements.stop(begun),
        lambda: study.placements.discard(begun),
    ):
        with pytest.raises(Conflict):
            act()
    assert study.open(session.id) == session


def test_only_the_next_question_can_be_answered(study: StudyService) -> None:
    session = study.placements.begin(study.start(), COURSE)
    state = state_of(study, session)
    other = next(question for question in state.record.quiz.questions if question != state.next)
    with pytest.raises(Conflict, match="not the one that is next"):
        study.placements.answer(session, reply(other, right=True))
    assert state.next
    for bad in (Answer(question_id="nowhere"), Answer(question_id=state.next.id, text="x" * 501)):
        with pytest.raises(InputError):
            study.placements.answer(session, bad)
    assert study.open(session.id) == session


def test_a_second_one_does_not_begin_over_an_open_one(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True)
    with pytest.raises(Conflict, match="open already"):
        study.placements.begin(session, COURSE)
    session = study.placements.begin(study.placements.stop(session), COURSE)
    assert (state_of(study, session).findings.asked, state_of(study, session).is_open) == (0, True)


def test_stopped_before_any_answer_it_finds_nothing(study: StudyService) -> None:
    session = study.placements.stop(study.placements.begin(study.start(), COURSE))
    assert study.intake(session) == COURSE
    event = next(iter(all_events(study.read, HistoryQuery(session_id=session.id))))
    assert event.reasoning == "No question was answered, so nothing is taken as known."
    with pytest.raises(Conflict, match="no longer open"):
        study.placements.stop(session)


def test_discarded_it_leaves_nothing_behind(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True)
    session = study.placements.discard(session)
    assert study.placements.state(session) is None
    assert study.intake(session) == COURSE
    assert study.replay(session.id).is_same
    with pytest.raises(Conflict):
        study.placements.discard(session)


def test_nobody_has_to_finish_it(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True)
    session = study.generate_plan(session, study.intake(session))
    assert study.intake(session).known == ()
    assert not state_of(study, session).is_open
    assert study.replay(session.id).is_same


def test_it_is_offered_at_intake_only(study: StudyService) -> None:
    begun = study.placements.begin(study.start(), COURSE)
    following = state_of(study, begun).next
    assert following
    session = study.generate_plan(begun, COURSE)
    for act in (
        lambda: study.placements.begin(session, COURSE),
        lambda: study.placements.answer(session, reply(following, right=True)),
        lambda: study.placements.stop(session),
        lambda: study.placements.discard(session),
    ):
        with pytest.raises(ActionNotAllowed, match="at Plan"):
            act()
    assert study.open(session.id) == session


def test_nothing_to_ask_changes_nothing(study: StudyService) -> None:
    session = study.start()
    with pytest.raises(NothingToStudy):
        study.placements.begin(session, Intake(exam="JEE Main"))
    assert study.open(session.id) == session


def test_a_placement_is_not_the_latest_quiz(study: StudyService) -> None:
    session = answered(study, study.placements.begin(study.start(), COURSE), True)
    assert study.quiz(session) is None
    session = study.start_topic(study.generate_plan(session, COURSE))
    assert study.quiz(session) is None
    session = study.take_quiz(session)
    record = study.quiz(session)
    assert record
    assert record.quiz.topic == session.context.current_topic
    # A front end may take a session back to intake; the placement is then the newest quiz.
    session = study.save_state(session, StudyPhase.INTAKE, session.context)
    session = study.placements.begin(study.placements.discard(session), COURSE)
    assert study.quiz(session) == record


def test_a_quiz_avoids_what_the_placement_asked(study: StudyService) -> None:
    session = study.placements.begin(study.start(), COURSE)
    following = state_of(study, session).next
    assert following
    session = study.generate_plan(answered(study, session, True), COURSE)
    session = study.take_quiz(study.start_topic(session, following.topic), 11)
    record = study.quiz(session)
    assert record
    assert len(record.quiz.questions) == 11
    assert following.id not in {question.id for question in record.quiz.questions}


def test_its_decisions_can_be_run_again(study: StudyService) -> None:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    session = study.placements.begin(session, Intake(exam="Gardening", days=3, hours=2))
    session = study.placements.stop(answered(study, session, True, False))
    events = [*all_events(study.read, HistoryQuery(session_id=session.id))]
    runs = {event.action: event for event in events if study.can_run_again(event)}
    assert {action: study.run_again(event) for action, event in runs.items()} == {
        "place": True,
        "begin_placement": True,
    }
    for event in runs.values():
        assert not study.run_again(event.model_copy(update={"metadata": event.metadata | {"digest": "x"}}))


@pytest.mark.parametrize("placement", ["", 7, {}, {"quiz_id": "nowhere", "is_open": True}])
def test_what_a_script_left_there_is_no_placement(study: StudyService, placement: object) -> None:
    session = study.placements.begin(study.start(), COURSE)
    context = session.context.model_copy(update={"extra_data": {**session.context.extra_data, "placement": placement}})
    session = study.save_state(session, session.phase, context)
    assert study.placements.state(session) is None
