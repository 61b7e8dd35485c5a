"""The service: the journey, what each step leaves in the store, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.phases import TRANSITIONS, get_valid_actions
from core.errors import (
    ActionNotAllowed,
    Conflict,
    InputError,
    MaterialError,
    NothingToStudy,
    PlanError,
    SessionNotFound,
)
from core.models import Answer, HistoryQuery, Intake, Session, StudyPhase
from core.models.context import replay
from core.stores.memory.store import MemoryStudyStore
from core.study.audit import all_events
from core.study.service import StudyService
from tests.doubles import SetClock, due, service
from tests.journey import COURSE, EVERY, NOTES, give, to_quiz


def test_the_journey_on_the_bundled_course(study: StudyService) -> None:
    session = study.start()
    phases = [session.phase]
    session = study.generate_plan(session, COURSE)
    phases.append(session.phase)
    names = [topic.name for topic in study.read.topics(session.id)]
    for expected in names:
        assert session.context.current_topic == expected
        session = study.start_topic(session)
        assert study.read.lesson(session.id, expected)
        phases.append(session.phase)
        session = study.take_quiz(session)
        phases.append(session.phase)
        session = study.submit_answers(give(study, session))
        phases.append(session.phase)
        assert session.context.last_quiz_score == 100
        session = study.next_topic(session) if expected != names[-1] else study.complete(session)
        phases.append(session.phase)
    assert set(phases) == set(StudyPhase)
    assert session.phase is StudyPhase.COMPLETED
    assert [topic.status for topic in study.read.topics(session.id)] == ["studied"] * len(names)
    assert study.replay(session.id).is_same


def test_the_journey_on_the_learners_own_notes(study: StudyService) -> None:
    shares: list[float] = []
    session = study.add_material(study.start(), "soil.md", NOTES.encode(), shares.append)
    assert shares
    assert shares == sorted(shares)
    session = study.generate_plan(session, Intake(exam="Gardening", days=3, hours=2))
    assert [topic.name for topic in study.read.topics(session.id)] == ["Layers of soil", "Life in soil"]
    session = study.take_quiz(study.start_topic(session))
    record = study.quiz(session)
    assert record
    assert record.quiz.questions
    text = " ".join(NOTES.split())
    for question in record.quiz.questions:
        assert question.sources
        assert all(" ".join(source.quote.split()) in text for source in question.sources)
    session = study.submit_answers(give(study, session, wrong=EVERY))
    assert session.context.last_quiz_score == 0
    analysed = study.quiz(session)
    assert analysed
    assert analysed.analysis
    assert analysed.analysis.overall_score == 0


def test_every_step_is_one_commit_with_its_agent_and_reason(study: StudyService) -> None:
    session = give(study, to_quiz(study), wrong=EVERY)
    before = session.version
    session = study.submit_answers(session)
    assert session.version == before + 1
    events = [*all_events(study.read, HistoryQuery(session_id=session.id))][::-1]
    by_action = {event.action: event for event in events}
    agents = {action: event.agent for action, event in by_action.items()}
    assert agents == {
        "start_session": "learner",
        "generate_plan": "planner",
        "start_topic": "tutor",
        "take_quiz": "quiz",
        "answer_question": "learner",
        "submit_answers": "evaluator",
        "note_misconceptions": "misconception",
    }
    for action in ("generate_plan", "start_topic", "take_quiz", "submit_answers", "note_misconceptions"):
        assert by_action[action].reasoning
    moves = {(e.phase_before, e.action): e.phase_after for e in events if e.phase_before is not e.phase_after}
    assert moves.items() <= TRANSITIONS.items()
    assert replay(session.user_id, session.id, events) == (session.phase, session.context)


def test_decisions_can_be_run_again_from_what_was_recorded(study: StudyService) -> None:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    session = study.generate_plan(
        session, Intake(exam="Gardening", days=3, hours=2, syllabus="Soil layers\nLife in soil")
    )
    session = study.submit_answers(give(study, study.take_quiz(study.start_topic(session)), wrong=EVERY))
    # What came after a decision does not change it.
    session = study.add_material(study.next_topic(session), "more.md", NOTES.replace("Humus", "Loam").encode())
    events = [*all_events(study.read, HistoryQuery(session_id=session.id))]
    again = {event.action: study.run_again(event) for event in events if study.can_run_again(event)}
    assert again == {"generate_plan": True, "start_topic": True, "take_quiz": True, "submit_answers": True}
    quiz = next(event for event in events if event.action == "take_quiz")
    assert not study.run_again(
        quiz.model_copy(update={"seed": quiz.seed + 1, "metadata": quiz.metadata | {"digest": "x"}})
    )
    with pytest.raises(InputError):
        study.run_again(events[-1])


def test_what_does_not_replay_is_found() -> None:
    store = MemoryStudyStore()
    study = service(store)
    session = study.generate_plan(study.start(), COURSE)
    assert study.replay(session.id).is_same
    # A write past the recorder: the context changes and no event says so.
    from tests.doubles import changes, context

    store.commit(session.id, session.version, "past", changes(session.id, context=context(session.id), events=()))
    assert not study.replay(session.id).is_same


@pytest.mark.parametrize("action", sorted({action for _, action in TRANSITIONS}))
def test_an_action_out_of_its_phase_is_refused_and_changes_nothing(study: StudyService, action: str) -> None:
    session = study.start()
    for advance in (study.start_topic, study.take_quiz, study.submit_answers, study.next_topic, study.complete):
        if session.phase is StudyPhase.INTAKE:
            session = refuse_unless_valid(study, session, action)
            session = study.generate_plan(session, COURSE)
        session = refuse_unless_valid(study, session, action)
        if advance.__name__ in get_valid_actions(session.phase):
            session = advance(session)


def refuse_unless_valid(study: StudyService, session: Session, action: str) -> Session:
    if action not in get_valid_actions(session.phase):
        call = getattr(study, action)
        with pytest.raises(ActionNotAllowed):
            call(session, COURSE) if action == "generate_plan" else call(session)
        assert study.open(session.id) == session
    return session


def test_the_same_click_twice_is_one_commit(study: StudyService) -> None:
    learning = study.start_topic(study.generate_plan(study.start(), COURSE))
    first, second = study.take_quiz(learning), study.take_quiz(learning)
    assert first.version == second.version
    assert len(study.read.quizzes(learning.id)) == 1


def test_a_stale_tab_is_told(study: StudyService) -> None:
    planning = study.generate_plan(study.start(), COURSE)
    topics = study.read.topics(planning.id)
    study.start_topic(planning, topics[0].name)
    with pytest.raises(Conflict):
        study.start_topic(planning, topics[1].name)
    assert study.open(planning.id).context.current_topic == topics[0].name


def test_answers_in_two_tabs(study: StudyService) -> None:
    session = to_quiz(study)
    record = study.quiz(session)
    assert record
    first, second = (question.id for question in record.quiz.questions[:2])
    study.answer(session, record.id, Answer(question_id=first, text="a"))
    # The other tab still shows the version before: another question goes through, the same one does not.
    study.answer(session, record.id, Answer(question_id=second, text="b"))
    with pytest.raises(Conflict, match="another tab"):
        study.answer(session, record.id, Answer(question_id=first, text="c"))
    study.answer(session, record.id, Answer(question_id=first, text="c"), seen=Answer(question_id=first, text="a"))
    stored = study.quiz(session)
    assert stored
    assert {answer.question_id: answer.text for answer in stored.answers} == {first: "c", second: "b"}


def test_a_closed_quiz_takes_no_answer(study: StudyService) -> None:
    session = to_quiz(study)
    record = study.quiz(session)
    assert record
    done = study.submit_answers(session)
    answer = Answer(question_id=record.quiz.questions[0].id, text="late")
    with pytest.raises(ActionNotAllowed):
        study.answer(done, record.id, answer)
    with pytest.raises(Conflict):
        study.answer(session, record.id, answer)
    stored = study.quiz(done)
    assert stored
    assert stored.answers == ()


@pytest.mark.parametrize(
    "answer",
    [
        Answer(question_id="nowhere"),
        Answer(question_id="", chosen=(0,)),
    ],
)
def test_an_answer_that_fits_no_question_is_refused(study: StudyService, answer: Answer) -> None:
    session = to_quiz(study)
    record = study.quiz(session)
    assert record
    with pytest.raises(InputError):
        study.answer(session, record.id, answer)


@pytest.mark.parametrize(("chosen", "text"), [((9,), ""), ((-1,), ""), ((), "x" * 501)])
def test_an_answer_out_of_bounds_is_refused(study: StudyService, chosen: tuple[int, ...], text: str) -> None:
    session = to_quiz(study)
    record = study.quiz(session)
    assert record
    with pytest.raises(InputError):
        study.answer(session, record.id, Answer(question_id=record.quiz.questions[0].id, chosen=chosen, text=text))
    assert study.open(session.id) == session


@pytest.mark.parametrize(
    ("name", "data"),
    [("empty.pdf", b""), ("broken.pdf", b"%PDF-1.7 and then nothing"), ("big.txt", b"x " * 3 * 2**20)],
)
def test_a_file_that_cannot_be_used_leaves_the_session_as_it_was(study: StudyService, name: str, data: bytes) -> None:
    session = study.start()
    with pytest.raises(MaterialError, match=name):
        study.add_material(session, name, data)
    assert study.open(session.id) == session
    assert study.read.materials(session.id) == ()


def test_the_same_file_twice_is_kept_once_and_can_be_taken_out(study: StudyService) -> None:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    again = study.add_material(session, "copy of soil.md", NOTES.encode())
    assert again.version == session.version
    (known,) = study.read.materials(session.id)
    session = study.remove_material(session, known.id)
    assert study.read.materials(session.id) == ()


def test_intake_is_kept_as_it_is_typed(study: StudyService) -> None:
    typed = Intake(exam="Botany", goal="Pass", days=12, hours=1.5, syllabus="Roots\nLeaves")
    session = study.save_intake(study.start(), typed)
    assert study.intake(study.open(session.id)) == typed
    assert study.open(session.id).exam_type == "Botany"


def test_nothing_to_plan_from_is_said(study: StudyService) -> None:
    session = study.start()
    with pytest.raises(PlanError, match="Add a file, paste a syllabus, or pick an exam"):
        study.generate_plan(session, Intake(exam="Juggling"))
    assert study.open(session.id) == session


def test_a_syllabus_topic_without_text_waits_for_a_file(study: StudyService) -> None:
    syllabus = Intake(exam="Gardening", days=4, hours=2, syllabus="Life in soil\nHistory of hats")
    session = study.generate_plan(study.start(), syllabus)
    assert [topic.material_id for topic in study.read.topics(session.id)] == ["", ""]
    with pytest.raises(NothingToStudy, match="Life in soil"):
        study.start_topic(session, "Life in soil")
    session = study.add_material(session, "soil.md", NOTES.encode())
    with pytest.raises(NothingToStudy, match="History of hats"):
        study.start_topic(session, "History of hats")
    session = study.start_topic(session, "Life in soil")
    lesson = study.read.lesson(session.id, "Life in soil")
    assert lesson
    assert "acteria" in lesson.model_dump_json()
    assert study.take_quiz(session).phase is StudyPhase.QUIZZING


def test_a_syllabus_takes_its_text_from_the_material(study: StudyService) -> None:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    intake = Intake(exam="Gardening", days=4, hours=2, syllabus="1. Life in the soil\n2. Soil layers")
    session = study.generate_plan(session, intake)
    (material,) = study.read.materials(session.id)
    assert [(topic.name, topic.material_id, topic.section) for topic in study.read.topics(session.id)] == [
        ("Life in the soil", material.id, 1),
        ("Soil layers", material.id, 0),
    ]


def test_a_second_quiz_on_a_topic_asks_what_was_not_asked(study: StudyService) -> None:
    session = study.submit_answers(give(study, to_quiz(study)))
    session = study.next_topic(session)
    session = study.take_quiz(study.start_topic(session, "The cell membrane and transport"))
    second, first = study.read.quizzes(session.id, "The cell membrane and transport")
    fresh = {q.id for q in second.quiz.questions} - {q.id for q in first.quiz.questions}
    assert len(fresh) == 5, "fifteen in the course, ten were asked"
    before = study.topic(session, "The cell membrane and transport")
    session = study.submit_answers(give(study, session, wrong=EVERY))
    topic = study.topic(session, "The cell membrane and transport")
    assert (topic.answered, topic.right) == (20, 10)
    assert (topic.mastery_score or 0) < 50 < (before.mastery_score or 0)


def test_an_unknown_session_or_topic_is_said(study: StudyService) -> None:
    with pytest.raises(SessionNotFound):
        study.open("nowhere")
    with pytest.raises(InputError, match="no topic"):
        study.start_topic(study.generate_plan(study.start(), COURSE), "Alchemy")


def test_what_is_due_moves_with_the_days(study: StudyService, clock: SetClock) -> None:
    session = study.generate_plan(study.start(), COURSE.model_copy(update={"days": 20, "hours": 2.0}))
    today = clock.now().date()
    assert due(study.read, study.user_id, today) == ["The cell membrane and transport"]
    session = study.submit_answers(study.take_quiz(study.start_topic(session)))
    assert due(study.read, study.user_id, today) == []
    assert "The cell membrane and transport" in due(study.read, study.user_id, today + timedelta(days=1))


def test_other_content_on_the_same_version_is_a_conflict_not_a_repeat(study: StudyService) -> None:
    session = study.start()
    study.save_intake(session, Intake(exam="X"))
    with pytest.raises(Conflict):
        study.save_intake(session, Intake(exam="Y"))
    session = study.open(session.id)
    study.generate_plan(session, COURSE)
    with pytest.raises(Conflict):
        study.generate_plan(session, COURSE.model_copy(update={"days": 30}))
    learning = study.start_topic(study.open(session.id))
    study.take_quiz(learning, 3)
    with pytest.raises(Conflict):
        study.take_quiz(learning, 4)


def test_a_file_is_added_to_whatever_changed_meanwhile(study: StudyService) -> None:
    stale = study.start()
    study.save_intake(stale, Intake(exam="Gardening"))
    session = study.add_material(stale, "soil.md", NOTES.encode())
    assert session.exam_type == "Gardening"
    assert len(study.read.materials(session.id)) == 1


def test_a_thin_topic_is_helped_by_a_file_that_comes_later(study: StudyService) -> None:
    session = study.add_material(study.start(), "thin.md", b"# Life in soil\n\nSee the book.\n")
    session = study.generate_plan(session, Intake(exam="Gardening", days=3, hours=2))
    (thin,) = study.read.topics(session.id)
    with pytest.raises(NothingToStudy):
        study.start_topic(session, thin.name)
    session = study.add_material(session, "soil.md", NOTES.encode())
    session = study.take_quiz(study.start_topic(session, thin.name))
    assert session.phase is StudyPhase.QUIZZING


def test_units_of_the_same_name_all_find_a_place(study: StudyService) -> None:
    session = study.start()
    for number in range(3):
        session = study.add_material(session, "notes.md", NOTES.replace("Humus", f"Humus {number}").encode())
    session = study.generate_plan(session, Intake(exam="Gardening", days=9, hours=3))
    topics = study.read.topics(session.id)
    assert len({topic.name for topic in topics}) == len(topics) == 6
    assert len({(topic.material_id, topic.section) for topic in topics}) == 6


def test_an_edit_of_one_field_is_all_that_its_event_holds(study: StudyService) -> None:
    session = study.save_intake(study.start(), Intake(exam="X", syllabus="Roots\n" * 500))
    session = study.save_intake(session, Intake(exam="X", goal="Pass", syllabus="Roots\n" * 500))
    newest = study.read.history(HistoryQuery(session_id=session.id)).events[0]
    assert newest.context_patch.set_extra == {"intake_goal": "Pass"}


def test_asking_for_what_was_made_writes_nothing(study: StudyService) -> None:
    session = study.start()
    planned = study.generate_plan(session, COURSE)
    assert study.made(planned, 1, "generate_plan") == 2
    # Neither for the version that is now, nor for one that somebody made since the session was looked at.
    for seen, version in ((planned, 2), (planned, 3), (session, 2), (session, 1)):
        with pytest.raises(Conflict):
            study.made(seen, version, "generate_plan")
    assert study.open(session.id) == planned


def test_a_state_is_saved_on_the_version_that_was_seen(study: StudyService) -> None:
    session = study.start()
    context = session.context.model_copy(update={"current_topic": "Leaves"})
    saved = study.save_state(session, StudyPhase.LEARNING, context)
    assert (saved.version, saved.phase, saved.context.current_topic) == (2, StudyPhase.LEARNING, "Leaves")
    assert study.open(session.id) == saved
    assert study.save_state(session, StudyPhase.LEARNING, context).version == 2
    assert study.save_state(saved, StudyPhase.LEARNING, context) == saved
    # A version from the future is never waited for, even where somebody just made it.
    for version in (2, 3):
        with pytest.raises(Conflict):
            study.save_state(session, StudyPhase.QUIZZING, context, version)
    assert study.open(session.id) == saved
    assert study.replay(session.id).is_same
