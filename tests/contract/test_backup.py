"""Everything of a learner's as one file, and that file into an empty store again, without loss."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from core.errors import InputError, SessionNotFound
from core.models import Answer, Changes, HistoryPage, HistoryQuery, Intake, Session
from core.models.history import INSTRUCTOR
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from core.study.backup.archive import unpack
from core.study.backup.backup import BroughtIn
from core.study.backup.commits import EVENTS_A_COMMIT, INSTRUCTOR_OF_A_FILE, commits
from core.study.backup.files import Arriving
from core.study.lookups import all_parts
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.along import brought, entries, in_the_shape_of_before, packed, sessions_of, taken
from tests.doubles import MIRA, NOON, NOOR, SetClock, event, service
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
def archive() -> bytes:
    study = service(MemoryStudyStore())
    studied(study)
    return taken(study.backup)


@pytest.fixture(scope="module")
def before(archive: bytes) -> bytes:
    """The same in the shape of before."""
    return in_the_shape_of_before(archive)


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


def told(archive: bytes) -> list[dict[str, Any]]:
    """The sessions of an archive, without whose they are, and without who said what counts."""
    read = json.dumps(sessions_of(archive)).encode()
    read = read.replace(NOOR.encode(), MIRA.encode()).replace(b'"is_void": true', b'"is_void": false')
    read = read.replace(INSTRUCTOR_OF_A_FILE.encode(), INSTRUCTOR.encode())
    return json.loads(read)  # type: ignore[no-any-return]


def test_what_is_brought_into_an_empty_store_is_taken_out_the_same(empty: StudyStore, archive: bytes) -> None:
    study = service(empty, user_id=NOOR)
    ids = brought(study.backup, archive).written
    assert len(ids) == 2
    again = taken(study.backup)
    assert told(again) == told(archive)
    # What a file says of an instructor is nobody's word here: its marks count for nothing, its events are no proof.
    assert '"is_void": true' in json.dumps(sessions_of(archive))
    assert '"is_void": true' not in json.dumps(sessions_of(again))
    assert study.history.corrections(9) == ()
    (correction,) = study.history.page(HistoryQuery(action="void_question")).events
    assert correction.agent == INSTRUCTOR_OF_A_FILE
    for name in ids:
        assert study.replay(name).is_same
        assert study.open(name).user_id == NOOR
    (textbook,) = [arriving for arriving in unpack(io.BytesIO(archive)) if arriving.digests]
    ((material_id, digest),) = textbook.digests.items()
    assert study.read.material_file(ids[0], material_id) == textbook.file(material_id)
    assert sha256(textbook.file(material_id)).hexdigest() == digest
    # The same again writes nothing.
    versions = [study.open(name).version for name in ids]
    assert brought(study.backup, archive) == BroughtIn(known=ids)
    assert [study.open(name).version for name in ids] == versions
    session = study.take_quiz(study.open(ids[1]))
    assert study.quiz(session)
    # Nor once it was studied on.
    assert brought(study.backup, archive) == BroughtIn(known=ids)


def test_the_json_of_before_comes_in_too(empty: StudyStore, archive: bytes, before: bytes) -> None:
    study = service(empty, user_id=NOOR)
    ids = brought(study.backup, before).written
    assert told(taken(study.backup)) == told(archive)
    assert brought(study.backup, before) == BroughtIn(known=ids)


def test_quizzes_that_the_log_of_a_file_lacks_enter_it(before: bytes) -> None:
    file = json.loads(before)
    _, studied = file["sessions"]
    _, *later = dict.fromkeys(attempt["quiz_id"] for attempt in studied["attempts"])
    left = [attempt for attempt in studied["attempts"] if attempt["quiz_id"] in later]
    study = service(MemoryStudyStore())
    brought(study.backup, json.dumps(file | {"sessions": [studied | {"attempts": left}]}).encode())
    logged = [attempt.model_dump(mode="json") for attempt in study.read.attempts(studied["session"]["id"])]
    assert [attempt for attempt in logged if attempt["quiz_id"] in later] == [
        attempt | {"is_void": False} for attempt in left
    ]
    assert [attempt | {"is_void": False} for attempt in studied["attempts"]] == [
        attempt | {"is_void": False} for attempt in logged
    ]


def test_answers_of_a_file_from_before_they_had_a_concept_get_it(before: bytes) -> None:
    file = json.loads(before)
    for attempt in file["sessions"][1]["attempts"]:
        del attempt["concept"]
    now, then = service(MemoryStudyStore()), service(MemoryStudyStore())
    brought(now.backup, json.dumps(file).encode())
    brought(then.backup, before)
    assert told(taken(now.backup)) == told(taken(then.backup))


def test_a_session_that_is_here_otherwise_is_left_as_it_is_and_the_others_come(archive: bytes) -> None:
    study = service(MemoryStudyStore())
    first, second = studied(study)
    with pytest.raises(InputError, match="was here before"):
        brought(study.backup, archive)
    assert told(taken(study.backup)) == told(archive)
    other = service(MemoryStudyStore())
    begun = other.start("Another", session_id=first.id)
    assert brought(other.backup, archive) == BroughtIn(written=(second.id,), other=(first.id,))
    assert other.open(first.id) == begun


@pytest.mark.parametrize("place", range(0, 30, 4))
def test_an_import_that_is_cut_off_leaves_nothing_and_the_intact_file_comes_in(
    empty: StudyStore, archive: bytes, place: int
) -> None:
    study = service(empty, user_id=NOOR)
    first, second = unpack(io.BytesIO(archive))

    def torn(arriving: Arriving, at: int) -> Iterator[Changes]:
        whole = commits(arriving.read(), NOOR, arriving.digests.keys(), arriving.file, NOON)
        yield from islice(whole, at)
        raise InputError("The line is dead.")

    count = sum(1 for _ in commits(second.read(), NOOR, (), second.file, NOON))
    with pytest.raises(InputError, match="dead"):
        empty.bring_in(second.id, f"bring-in-{second.digest[:40]}", torn(second, min(place, count)))
    assert empty.sessions() == ()
    assert empty.history(HistoryQuery()).events == ()
    assert empty.facets().agents == ()
    with pytest.raises(SessionNotFound):
        empty.load(second.id)
    assert brought(study.backup, archive).written == (first.id, second.id)
    assert told(taken(study.backup)) == told(archive)


def test_a_long_history_is_brought_in_whole() -> None:
    study = service(MemoryStudyStore())
    session = study.start()
    for number in range(EVENTS_A_COMMIT + 7):
        session = study.save_intake(session, Intake(exam=f"Exam {number}"))
    other = service(MemoryStudyStore())
    brought(other.backup, taken(study.backup))
    assert told(taken(other.backup)) == told(taken(study.backup))


def spoilt(before: bytes, **changes: Any) -> bytes:
    backup = json.loads(before)
    backup["sessions"][1] |= changes
    return json.dumps(backup).encode()


def test_bad_files_of_every_kind_are_refused_and_change_nothing(before: bytes) -> None:
    other = event("another").model_dump(mode="json")
    (mixed_up, *_), (answered, *_) = (
        json.loads(before)["sessions"][1][part] for part in ("misconceptions", "attempts")
    )
    moved = json.loads(before)["sessions"][1]["session"] | {"phase": "COMPLETED"}
    bad = [
        b"",
        b"{}",
        b"[1, 2]",
        b"\xff\xfe\x00",
        before[: len(before) // 2],
        before.replace(b"exammentor-1", b"exammentor-2"),
        before.replace(b'"sessions"', b'"surprise": 1, "sessions"', 1),
        spoilt(before, topics=[{"name": "x"}]),
        spoilt(before, attempts=[{"forecast": float("nan")}]),
        spoilt(before, events=[other]),
        spoilt(before, misconceptions=[mixed_up | {"topic": "No topic"}]),
        spoilt(before, attempts=[answered | {"quiz_id": "no quiz"}]),
        spoilt(before, events=[]),
        spoilt(before, session=moved),
        spoilt(before, files=[{"material_id": "m", "data": "!!"}]),
        spoilt(before, files=[{"material_id": "m", "data": "aGk="}]),
    ]
    study = service(MemoryStudyStore())
    for data in bad:
        with pytest.raises(InputError, match="Nothing was changed"):
            brought(study.backup, data)
    assert study.read.sessions() == ()


def test_what_cannot_be_counted_with_or_refers_to_nothing_is_refused(empty: StudyStore, before: bytes) -> None:
    session = json.loads(before)["sessions"][1]
    (topic, *topics), (quiz, *quizzes), (attempt, *attempts) = (
        session[part] for part in ("topics", "quizzes", "attempts")
    )
    (answer, *answers), late = quiz["answers"], "9998-12-31T00:00:00Z"
    events = [session["events"][0] | {"timestamp": late}, *session["events"][1:]]
    for changed in (
        {"topics": [topic | {"hours": float("inf")}, *topics]},
        {"topics": [topic | {"hours": -1}, *topics]},
        {"topics": [topic | {"review_on": "9999-01-01"}, *topics]},
        {"topics": [topic, topic, *topics]},
        {"topics": [topic | {"position": 2**63}, *topics]},
        {"events": events},
        {"quizzes": [quiz | {"submitted_at": late}, *quizzes]},
        {"quizzes": [quiz, quiz, *quizzes]},
        {"quizzes": [quiz | {"answers": [answer | {"question_id": "no question"}, *answers]}, *quizzes]},
        {"quizzes": [quiz | {"answers": [answer | {"chosen": [99]}, *answers]}, *quizzes]},
        {"quizzes": [quiz | {"answers": [answer, answer, *answers]}, *quizzes]},
        {"attempts": [attempt | {"question_id": "no question"}, *attempts]},
        {"attempts": [attempt, attempt, *attempts]},
        {"session": session["session"] | {"created_at": late}},
        {"session": session["session"] | {"id": ""}},
    ):
        with pytest.raises(InputError, match="Nothing was changed"):
            brought(service(empty, user_id=NOOR).backup, spoilt(before, **changed))
    assert empty.sessions() == ()


def test_a_file_cannot_touch_another_session_that_has_a_quiz_of_the_same_id(empty: StudyStore, before: bytes) -> None:
    """Its analysis, answers, answer log and misconceptions stay; both sessions can be studied on."""
    study = service(empty, user_id=NOOR)
    brought(study.backup, before)
    own = json.loads(before)["sessions"][1]
    victim, attacker = own["session"]["id"], "crafted"
    crafted = json.loads(json.dumps(own).replace(f'"session_id": "{victim}"', f'"session_id": "{attacker}"'))
    crafted["session"]["id"] = attacker
    for quiz in crafted["quizzes"]:
        quiz["analysis"]["summary"] = "You know nothing."
    for noted in crafted["misconceptions"]:
        noted["confusion"] = "Rewritten."
    seen = all_parts(empty, victim)
    assert brought(study.backup, json.dumps(json.loads(before) | {"sessions": [crafted]}).encode()).written == (
        attacker,
    )
    assert all_parts(empty, victim) == seen
    assert {quiz.analysis.summary for quiz in empty.quizzes(attacker) if quiz.analysis} == {"You know nothing."}
    for name in (victim, attacker):
        session = study.take_quiz(study.open(name))
        assert study.quiz(session)


def test_a_file_of_a_newer_version_is_refused_as_one(before: bytes) -> None:
    file = json.loads(before)
    topics = file["sessions"][1]["topics"]
    newer = [
        json.dumps(file | {"from_tomorrow": 1}).encode(),
        spoilt(before, from_tomorrow={"a": [1]}),
        spoilt(before, topics=[topics[0] | {"from_tomorrow": 1}, *topics[1:]]),
        spoilt(before, topics=[topics[0] | {"status": "from_tomorrow"}, *topics[1:]]),
        # The form of the file itself is another one.
        json.dumps({"format": "exammentor-2", "everything": []}).encode(),
        packed({"account.json": json.dumps({"format": "exammentor-3", "everything": []}).encode()}),
    ]
    study = service(MemoryStudyStore())
    for data in newer:
        with pytest.raises(InputError, match=r"^This file was made by a newer ExamMentor.*Nothing was changed"):
            brought(study.backup, data)
    for data in (spoilt(before, topics=[{"from_tomorrow": 1}]), b'{"from_tomorrow": 1}', b'{"format": "other-2"}'):
        with pytest.raises(InputError, match=r"^This is not a file that ExamMentor wrote"):
            brought(study.backup, data)
    assert study.read.sessions() == ()


def test_a_file_brought_in_belongs_to_who_brought_it(supabase: Stack, archive: bytes) -> None:
    with closing(store_of(supabase, NOOR)) as hers, closing(store_of(supabase, MIRA)) as his:
        brought(service(hers, user_id=NOOR).backup, archive)
        with pytest.raises(InputError, match="was here before"):
            brought(service(his, user_id=MIRA).backup, archive)
        assert his.sessions(MIRA) == ()


def test_taking_out_changes_nothing(archive: bytes) -> None:
    study = service(MemoryStudyStore(), SetClock())
    brought(study.backup, archive)
    versions = [summary.version for summary in study.read.sessions()]
    assert json.loads(entries(taken(study.backup))["account.json"])["format"] == "exammentor-2"
    assert [summary.version for summary in study.read.sessions()] == versions


def test_a_session_that_is_studied_on_while_it_is_taken_is_of_one_moment() -> None:
    """What was read of it while it changed would be refused when it comes in."""
    store = Moving()
    study = service(store)
    session = study.start("Botany")
    store.meanwhile = lambda: study.save_intake(study.open(session.id), Intake(exam="Zoology"))
    other = service(MemoryStudyStore(), user_id=NOOR)
    assert brought(other.backup, taken(study.backup)).written == (session.id,)
    assert other.intake(other.open(session.id)).exam == "Zoology"


class Moving(MemoryStudyStore):
    """A store in which something happens, once, after a history was read."""

    meanwhile: Callable[[], object] | None = None

    def history(self, query: HistoryQuery) -> HistoryPage:
        page = super().history(query)
        if query.session_id and (meanwhile := self.meanwhile):
            self.meanwhile = None
            meanwhile()
        return page
