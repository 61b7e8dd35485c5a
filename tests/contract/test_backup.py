"""Everything of a learner's as one file, and that file into an empty store again, without loss."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.errors import InputError
from core.models import Answer, HistoryQuery, Intake, Session
from core.models.history import INSTRUCTOR
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from core.study.backup import EVENTS_A_COMMIT, INSTRUCTOR_OF_A_FILE, LearnerFile
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.doubles import MIRA, NOOR, SetClock, event, service
from tests.people import store_of
from tests.stack import Stack
from tests.textbook import textbook_pdf

COURSE = Intake(exam="Cell biology", days=20, hours=2.0)


def studied(study: StudyService) -> tuple[Session, Session]:
    """A session over a PDF with a question asked, and one over the course with quizzes, a second try and a void one."""
    first = study.materials.add(study.start("Biology"), "textbook.pdf", textbook_pdf())
    first = study.generate_plan(first, Intake(exam="Biology", days=9, hours=3.0))
    first = study.tutoring.ask(study.start_topic(first), "What is osmosis?")
    second = study.start_topic(study.generate_plan(study.start(), COURSE))
    for _ in range(2):
        second = study.take_quiz(second, 6, 10)
        record = study.quiz(second)
        assert record
        for number, question in enumerate(record.quiz.questions):
            wrong = [index for index in range(len(question.options)) if index not in question.key]
            answer = Answer(question_id=question.id, chosen=tuple(wrong[:1]) if number % 2 else question.key, text="x")
            second = study.answer(
                second, record.id, answer if question.options else Answer(question_id=question.id, text="x")
            )
        second = study.submit_answers(second)
        second = study.start_topic(study.next_topic(second))
    study.corrections.void(record.quiz.questions[1].id, "Two answers are right.")
    return first, study.open(second.id)


@pytest.fixture(scope="module")
def taken() -> bytes:
    study = service(MemoryStudyStore())
    studied(study)
    return study.backup.everything()


@pytest.fixture(params=["memory", "sqlite", "supabase"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StudyStore]:
    if request.param == "memory":
        yield MemoryStudyStore()
    elif request.param == "sqlite":
        with closing(SqliteStudyStore(tmp_path / "study.sqlite3")) as opened:
            yield opened
    else:
        with closing(store_of(request.getfixturevalue("supabase"), NOOR)) as opened:
            yield opened


def told(data: bytes) -> list[dict[str, Any]]:
    """The sessions of a file, without whose they are, and without who said what counts."""
    read = data.replace(NOOR.encode(), MIRA.encode()).replace(b'"is_void": true', b'"is_void": false')
    read = read.replace(INSTRUCTOR_OF_A_FILE.encode(), INSTRUCTOR.encode())
    return json.loads(read)["sessions"]  # type: ignore[no-any-return]


def test_what_is_brought_into_an_empty_store_is_taken_out_the_same(empty: StudyStore, taken: bytes) -> None:
    study = service(empty, user_id=NOOR)
    ids = study.backup.bring_in(taken)
    assert len(ids) == 2
    assert told(study.backup.everything()) == told(taken)
    # What a file says of an instructor is nobody's word here: its marks count for nothing, its events are no proof.
    assert b'"is_void": true' in taken
    assert b'"is_void": true' not in study.backup.everything()
    assert study.history.corrections(9) == ()
    (correction,) = study.history.page(HistoryQuery(action="void_question")).events
    assert correction.agent == INSTRUCTOR_OF_A_FILE
    for name in ids:
        assert study.replay(name).is_same
        assert study.open(name).user_id == NOOR
    file = LearnerFile.model_validate_json(taken)
    assert [len(session.files) for session in file.sessions] == [1, 0]
    assert study.read.material_file(ids[0], file.sessions[0].materials[0].id) == file.sessions[0].files[0].data
    # The same again writes nothing.
    versions = [study.open(name).version for name in ids]
    assert study.backup.bring_in(taken) == ids
    assert [study.open(name).version for name in ids] == versions
    session = study.take_quiz(study.open(ids[1]))
    assert study.quiz(session)


def test_quizzes_that_the_log_of_a_file_lacks_enter_it(taken: bytes) -> None:
    file = json.loads(taken)
    _, studied = file["sessions"]
    _, *later = dict.fromkeys(attempt["quiz_id"] for attempt in studied["attempts"])
    left = [attempt for attempt in studied["attempts"] if attempt["quiz_id"] in later]
    study = service(MemoryStudyStore())
    study.backup.bring_in(json.dumps(file | {"sessions": [studied | {"attempts": left}]}).encode())
    logged = [attempt.model_dump(mode="json") for attempt in study.read.attempts(studied["session"]["id"])]
    assert [attempt for attempt in logged if attempt["quiz_id"] in later] == [
        attempt | {"is_void": False} for attempt in left
    ]
    assert [attempt | {"is_void": False} for attempt in studied["attempts"]] == [
        attempt | {"is_void": False} for attempt in logged
    ]


def test_answers_of_a_file_from_before_they_had_a_concept_get_it(taken: bytes) -> None:
    file = json.loads(taken)
    for attempt in file["sessions"][1]["attempts"]:
        del attempt["concept"]
    now, then = service(MemoryStudyStore()), service(MemoryStudyStore())
    now.backup.bring_in(json.dumps(file).encode())
    then.backup.bring_in(taken)
    assert told(now.backup.everything()) == told(then.backup.everything())


def test_a_session_that_is_here_already_is_left_as_it_is(taken: bytes) -> None:
    study = service(MemoryStudyStore())
    studied(study)
    before = study.backup.everything()
    with pytest.raises(InputError, match="is here already"):
        study.backup.bring_in(taken)
    assert told(study.backup.everything()) == told(before)


def test_an_import_that_was_cut_off_goes_on_where_it_stopped(taken: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStudyStore()
    study, commit, left = service(store), store.commit, [4]

    def failing(*arguments: Any) -> int:
        if not left[0]:
            raise InputError("The line is dead.")
        left[0] -= 1
        return commit(*arguments)

    monkeypatch.setattr(store, "commit", failing)
    with pytest.raises(InputError, match="dead"):
        study.backup.bring_in(taken)
    monkeypatch.undo()
    study.backup.bring_in(taken)
    assert told(study.backup.everything()) == told(taken)


def test_a_long_history_is_brought_in_whole() -> None:
    study = service(MemoryStudyStore())
    session = study.start()
    for number in range(EVENTS_A_COMMIT + 7):
        session = study.save_intake(session, Intake(exam=f"Exam {number}"))
    other = service(MemoryStudyStore())
    other.backup.bring_in(study.backup.everything())
    assert told(other.backup.everything()) == told(study.backup.everything())


def spoilt(taken: bytes, **changes: Any) -> bytes:
    backup = json.loads(taken)
    backup["sessions"][1] |= changes
    return json.dumps(backup).encode()


def test_bad_files_of_every_kind_are_refused_and_change_nothing(taken: bytes) -> None:
    other = event("another").model_dump(mode="json")
    (mixed_up, *_), (answered, *_) = (json.loads(taken)["sessions"][1][part] for part in ("misconceptions", "attempts"))
    moved = json.loads(taken)["sessions"][1]["session"] | {"phase": "COMPLETED"}
    bad = [
        b"",
        b"{}",
        b"[1, 2]",
        b"\xff\xfe\x00",
        taken[: len(taken) // 2],
        taken.replace(b"exammentor-1", b"exammentor-2"),
        taken.replace(b'"sessions"', b'"surprise": 1, "sessions"', 1),
        spoilt(taken, topics=[{"name": "x"}]),
        spoilt(taken, attempts=[{"forecast": float("nan")}]),
        spoilt(taken, events=[other]),
        spoilt(taken, misconceptions=[mixed_up | {"topic": "No topic"}]),
        spoilt(taken, attempts=[answered | {"quiz_id": "no quiz"}]),
        spoilt(taken, events=[]),
        spoilt(taken, session=moved),
        spoilt(taken, files=[{"material_id": "m", "data": "!!"}]),
    ]
    study = service(MemoryStudyStore())
    for data in bad:
        with pytest.raises(InputError, match="Nothing was changed"):
            study.backup.bring_in(data)
    assert study.read.sessions() == ()


def test_a_file_of_a_newer_version_is_refused_as_one(taken: bytes) -> None:
    file = json.loads(taken)
    topics = file["sessions"][1]["topics"]
    newer = [
        json.dumps(file | {"from_tomorrow": 1}).encode(),
        spoilt(taken, from_tomorrow={"a": [1]}),
        spoilt(taken, topics=[topics[0] | {"from_tomorrow": 1}, *topics[1:]]),
        spoilt(taken, topics=[topics[0] | {"status": "from_tomorrow"}, *topics[1:]]),
        # The form of the file itself is another one.
        json.dumps({"format": "exammentor-2", "everything": []}).encode(),
    ]
    study = service(MemoryStudyStore())
    for data in newer:
        with pytest.raises(InputError, match=r"^This file was made by a newer ExamMentor.*Nothing was changed"):
            study.backup.bring_in(data)
    for data in (spoilt(taken, topics=[{"from_tomorrow": 1}]), b'{"from_tomorrow": 1}', b'{"format": "other-2"}'):
        with pytest.raises(InputError, match=r"^This is not a file that ExamMentor wrote"):
            study.backup.bring_in(data)
    assert study.read.sessions() == ()


def test_a_file_brought_in_belongs_to_who_brought_it(supabase: Stack, taken: bytes) -> None:
    with closing(store_of(supabase, NOOR)) as hers, closing(store_of(supabase, MIRA)) as his:
        service(hers, user_id=NOOR).backup.bring_in(taken)
        with pytest.raises(InputError, match="is here already"):
            service(his, user_id=MIRA).backup.bring_in(taken)
        assert his.sessions(MIRA) == ()


def test_taking_out_changes_nothing(taken: bytes) -> None:
    study = service(MemoryStudyStore(), SetClock())
    study.backup.bring_in(taken)
    versions = [summary.version for summary in study.read.sessions()]
    assert json.loads(study.backup.everything())["format"] == "exammentor-1"
    assert [summary.version for summary in study.read.sessions()] == versions
