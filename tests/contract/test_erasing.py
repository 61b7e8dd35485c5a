"""To be forgotten: a file, a session, an account; at once, whole, and nothing late brings it back."""

from __future__ import annotations

import pytest

from core.domain.notes import with_note
from core.errors import SessionErased, SessionNotFound
from core.models import Answer, HistoryQuery, Intake, Session, StudyPhase
from core.models.context import replay
from core.models.note import LessonNote
from core.study.audit import all_events
from core.study.lookups import all_parts
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.along import brought, taken
from tests.doubles import MIRA, NOON, NOOR, begin, changes, service

MARKER = "quagmarine"
# A text of which every sentence says the word by which it is found again.
NOTES = "\n\n".join(
    f"# {topic}\n\n"
    + " ".join(
        f"The {name} {MARKER} is a {kind} that carries {load} through the cell wall of the plant."
        for name, kind, load in (
            ("upper", "vessel", "water"),
            ("lower", "tube", "sugar"),
            ("inner", "channel", "oxygen"),
            ("outer", "pore", "vapour"),
            ("middle", "fibre", "starch"),
        )
    )
    for topic in (f"Roots of {MARKER}", f"Leaves of {MARKER}")
)
PLAIN = NOTES.replace(MARKER, "plainstone").replace("# Roots", "# Stems").replace("# Leaves", "# Flowers")


def studied(study: StudyService, *texts: str) -> Session:
    """A session that was studied up to an analysed quiz, from these texts."""
    session = study.save_intake(study.start("Botany"), Intake(exam="Botany", days=14, hours=2))
    for number, text in enumerate(texts):
        session = study.add_material(session, f"notes-{number}.md", text.encode())
    session = study.generate_plan(session, study.intake(session))
    session = study.start_topic(session)
    session, _ = study.tutoring.told(session, "What carries water through the cell wall?", "")
    session = study.take_quiz(session)
    quiz = study.quiz(session)
    assert quiz
    for question in quiz.quiz.questions:
        wrong = next((index for index in range(len(question.options)) if index not in question.key), 0)
        session = study.answer(session, quiz.id, answer_to(question.id, wrong, question.question_type))
    return study.submit_answers(session)


def answer_to(question_id: str, chosen: int, kind: str) -> Answer:
    return (
        Answer(question_id=question_id, text="mistaken")
        if kind == "fill_blank"
        else Answer(question_id=question_id, chosen=(chosen,))
    )


def everything_said(store: StudyStore, session_id: str) -> str:
    """All that can be read of a session, as text, but for the names of its plan's topics."""
    parts = all_parts(store, session_id)
    events = all_events(store, HistoryQuery(session_id=session_id, after=0))
    return "".join([parts.model_dump_json(), *(event.model_dump_json() for event in events)])


def test_a_session_that_is_erased_is_in_no_list_and_nothing_late_comes_to_it(store: StudyStore) -> None:
    study = service(store)
    gone, stays = studied(study, NOTES), study.start("History")
    version = gone.version
    study.erasing.session(gone.id)
    with pytest.raises(SessionNotFound):
        store.load(gone.id)
    assert [summary.id for summary in store.sessions(MIRA)] == [stays.id]
    assert {event.session_id for event in store.history(HistoryQuery(limit=500)).events} == {stays.id}
    assert set(store.facets().actions) == {"start_session"}
    assert store.was_erased(gone.id)
    assert not store.was_erased(stays.id)
    # Once more changes nothing.
    study.erasing.session(gone.id)
    for base, commit_id in ((version, "late"), (0, "late-first")):
        created = {"created": {"user_id": MIRA, "exam_type": "Botany"}} if not base else {}
        with pytest.raises(SessionErased, match="erased"):
            store.commit(gone.id, base, commit_id, changes(gone.id, **created))
    assert [summary.id for summary in store.sessions(MIRA)] == [stays.id]
    # Ids of events are not given twice.
    more = begin(store, "more")
    assert store.history(HistoryQuery(session_id=more.id)).events[0].id > 1


def test_nobody_erases_what_is_not_there(store: StudyStore) -> None:
    with pytest.raises(SessionNotFound):
        store.erase_session("no-such", NOON)
    assert not store.was_erased("no-such")


def test_the_same_file_brings_an_erased_session_back_under_its_id(store: StudyStore) -> None:
    study = service(store)
    session = studied(study, NOTES)
    data = taken(study.backup)
    before = everything_said(store, session.id)
    study.erasing.session(session.id)
    assert brought(study.backup, data).written == (session.id,)
    assert not store.was_erased(session.id)
    back = store.load(session.id)
    assert (back.phase, back.context) == (session.phase, session.context)
    assert len(everything_said(store, session.id)) == pytest.approx(len(before), rel=0.02)
    study.erasing.session(session.id)
    with pytest.raises(SessionNotFound):
        store.load(session.id)


def test_an_account_goes_with_all_its_sessions_and_nobody_elses(store: StudyStore) -> None:
    begin(store, "noors", NOOR)
    study = service(store)
    mine = [study.start("Botany").id, study.start("History").id]
    what = study.erasing.what_of_everything()
    assert (set(what.names), what.sessions) == ({"Botany", "History"}, 2)
    study.erasing.everything()
    assert store.sessions(MIRA) == ()
    assert [summary.id for summary in store.sessions(NOOR)] == ["noors"]
    assert all(store.was_erased(session_id) for session_id in mine)
    assert {learner.id for learner in store.facets().learners} == {NOOR}


def test_a_file_goes_with_what_was_made_from_it_and_the_session_stays(store: StudyStore) -> None:
    study = service(store)
    session = studied(study, NOTES, PLAIN)
    files = {material.name: material for material in store.materials(session.id)}
    of_file = [topic.name for topic in store.topics(session.id) if topic.material_id == files["notes-0.md"].id]
    assert session.context.current_topic in of_file
    what = study.erasing.what_of_file(session, files["notes-0.md"].id)
    assert what.names == ("notes-0.md",)
    assert (what.files, what.lessons, what.quizzes) == (1, 1, 1)
    assert what.answers > 2
    assert what.messages >= 2
    after = study.erasing.file(session, files["notes-0.md"].id)
    assert after.phase is StudyPhase.PLANNING
    assert store.load(session.id) == after
    assert [material.name for material in store.materials(session.id)] == ["notes-1.md"]
    assert store.quizzes(session.id) == ()
    assert store.attempts(session.id) == ()
    assert store.misconceptions(session.id) == ()
    said = everything_said(store, session.id)
    for name in of_file:
        said = said.replace(name, "")
    assert MARKER not in said
    assert MARKER not in after.context.model_dump_json()
    assert "notes-0.md" not in said
    assert "plainstone" in said
    events = [*all_events(store, HistoryQuery(session_id=session.id, after=0))]
    assert replay(MIRA, session.id, events) == (after.phase, after.context)
    assert study.replay(session.id).is_same
    kept = {topic.name: topic for topic in store.topics(session.id)}
    assert all(kept[name].answered == 0 and kept[name].mastery_score is None for name in of_file)
    # It goes on from there with the other file.
    other = next(topic.name for topic in kept.values() if topic.material_id == files["notes-1.md"].id)
    assert study.start_topic(after, other).phase is StudyPhase.LEARNING


def test_a_plan_that_waits_in_the_cache_goes_with_what_it_was_made_of(store: StudyStore) -> None:
    study = service(store)
    session = studied(study, NOTES)
    key = session.context.plan_cache_key
    assert key
    assert store.cached_plan(MIRA, key, NOON) is not None
    study.erasing.session(session.id)
    assert store.cached_plan(MIRA, key, NOON) is None


def test_what_was_noted_on_a_lesson_of_a_file_goes_with_it_and_what_was_noted_elsewhere_stays(
    store: StudyStore,
) -> None:
    study = service(store)
    session = studied(study, NOTES)
    lesson = study.library.lessons(session)[0]
    noted = study.library.keep_note(session, lesson.topic, 0, study.library.sentences(lesson, 0)[:1], "Zanzibar")
    other = LessonNote(topic="Elsewhere", step=1, text="Timbuktu", at=NOON)
    noted = study.save_state(noted, noted.phase, with_note(noted.context, other))
    study.erasing.file(noted, study.materials.summaries(noted)[0].id)
    assert [note.text for note in study.library.notes(study.open(session.id))] == ["Timbuktu"]
    kept = all_events(store, HistoryQuery(session_id=session.id, after=0))
    events = "".join(event.model_dump_json() for event in kept)
    assert "Zanzibar" not in events
    assert "Timbuktu" in events
    assert study.replay(session.id).is_same


def test_what_was_answered_again_about_a_file_goes_with_it(store: StudyStore) -> None:
    study = service(store)
    session = studied(study, NOTES)
    feedback = study.feedback.latest(session)
    assert feedback
    again = next(asked.again for asked in feedback.questions if asked.again and asked.again.options)
    given = Answer(question_id=again.id, chosen=(0,))
    session, _ = study.quizzes.retry(session, given)
    assert again.options[0] in session.context.model_dump_json()
    erased = study.erasing.file(session, study.materials.summaries(session)[0].id)
    events = all_events(store, HistoryQuery(session_id=session.id, after=0))
    told = "".join(event.model_dump_json() for event in events) + erased.context.model_dump_json()
    assert again.options[0] not in told.replace(f"Roots of {MARKER}", "").replace(f"Leaves of {MARKER}", "")
    assert study.replay(session.id).is_same
