"""Every part of a session goes everywhere: into each store, the copy beside the app, the snapshot and the backup.

A part that is added fails here until it has a value below, and until every store and the backup write and read it.
"""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from core.domain.planning import make_plan
from core.models import (
    AllParts,
    Answer,
    Block,
    Evidence,
    GivenAnswer,
    Lesson,
    LessonStep,
    Material,
    MaterialFile,
    Misconception,
    Parts,
    PerformanceAnalysis,
    PlannedTopic,
    QuizKind,
    Section,
    StudyWindow,
)
from core.models.history import INSTRUCTOR
from core.models.parts import ATTEMPTS_A_COMMIT, MESSAGES_A_COMMIT, CorrectedQuiz, PartLists
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.store import JournaledStudyStore
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from core.study.backup.archive import unpack
from core.study.backup.backup import Backup
from core.study.backup.commits import INSTRUCTOR_OF_A_FILE
from core.study.backup.files import SessionFile
from core.study.lookups import all_parts
from core.study.ports import StudyStore
from tests.along import brought, taken
from tests.classroom import classroom
from tests.doubles import MIRA, NOON, SetClock, asked, attempt, begin, changes, event, question, quiz_record, topic
from tests.journaled import Desk, Remote
from tests.people import store_of
from tests.stack import Stack

PDF = b"%PDF-1.7 leaves"
PAGE = Section(title="One", page_from=1, page_to=1, blocks=(Block(kind="paragraph", text="Leaves.", page=1),))


def leaflet(material_id: str) -> Material:
    digest = hashlib.sha256(PDF).hexdigest()
    return Material(id=material_id, name="m.pdf", kind="pdf", page_count=1, digest=digest, sections=(PAGE,))


def analysis(score: float) -> PerformanceAnalysis:
    return PerformanceAnalysis(overall_score=score, summary="So.", topic_mastery={"Leaves": score})


REVIEW = quiz_record("quiz-0").model_copy(update={"kind": QuizKind.REVIEW})
FIRST = Parts(material=leaflet("old"), quiz=REVIEW)
QUIZ = quiz_record(
    "quiz-1",
    question(1),
    question(2),
    answers=(Answer(question_id="q1", chosen=(0,), seconds=12.5, hint_opened=True, sureness="sure"),),
)
EVERY_PART = Parts(
    topics=(
        topic("Leaves", 0, right=1, answered=2, mastery_score=50.0, status="studied"),
        topic("Roots", 1, prerequisites=("Leaves",), own_word="fair"),
    ),
    plans=make_plan(
        "Botany", [PlannedTopic(name="Leaves", hours=0.5)], StudyWindow(start=NOON.date(), days=3, hours=1)
    ).versions,
    misconceptions=(
        Misconception(
            id="m1",
            topic="Leaves",
            concept="food",
            confusion="Plants eat.",
            counter_example="They make it.",
            question_id="q1",
            noticed_at=NOON,
            evidence=(Evidence(at=NOON, question_id="q1", shows_it=True, is_disputed=True),),
        ),
    ),
    attempts=(
        attempt("q1", chosen="oxygen", seconds=12.5, hint_opened=True, is_helped=True, concept="gas", sureness="guess"),
        attempt("q2", is_right=False, is_skipped=True, concept="photosynthesis"),
    ),
    chat=asked("Why green?"),
    lesson=Lesson(topic="Leaves", intuition="So.", steps=(LessonStep(title="A", content="B"),)),
    quiz=QUIZ.model_copy(update={"submitted_at": NOON, "analysis": analysis(50)}),
    answer=GivenAnswer(quiz_id="quiz-1", answer=Answer(question_id="q2", chosen=(1,), is_flagged=True)),
    corrected=(CorrectedQuiz(id="quiz-1", analysis=analysis(100)),),
    material=leaflet("new"),
    removed_material="old",
    file=MaterialFile(material_id="new", data=PDF),
)
ANSWERED = QUIZ.model_copy(
    update={
        "answers": (*QUIZ.answers, Answer(question_id="q2", chosen=(1,), is_flagged=True)),
        "submitted_at": NOON,
        "analysis": analysis(100),
    }
)
EXPECTED = AllParts(
    **{name: getattr(EVERY_PART, name) for name in PartLists.model_fields},
    lessons=(EVERY_PART.lesson,),
    quizzes=(REVIEW, ANSWERED),
    materials=(leaflet("new"),),
)


def fill(store: StudyStore) -> None:
    """One session with every part; an instructor writes what is corrected."""
    begin(store, "s1", **dict(FIRST))
    learners = EVERY_PART.model_copy(update={"corrected": ()})
    store.commit("s1", 1, "every-part", changes("s1", **dict(learners)))
    correction = event("s1", agent="instructor", action="void_question", reasoning="Two answers are right.")
    store.correct("s1", 2, "corrected", changes("s1", events=(correction,), corrected=EVERY_PART.corrected))


def parts_of(value: AllParts) -> AllParts:
    """The parts of a value that has more beside them."""
    return AllParts(**{name: getattr(value, name) for name in AllParts.model_fields})


def kept(store: StudyStore) -> SessionFile:
    """The learner's one session as the file that is taken along has it."""
    (arriving,) = unpack(io.BytesIO(taken(Backup(store, SetClock(), MIRA))))
    return arriving.read()


def test_every_part_has_a_value_here() -> None:
    for value in (EVERY_PART, EXPECTED):
        assert [name for name in type(value).model_fields if not getattr(value, name)] == []


def test_a_correction_changes_a_topic_that_was_studied_and_nothing_that_the_learner_said(store: StudyStore) -> None:
    leaves = topic("Leaves", status="studied", own_word="shaky")
    begin(store, "s1", topics=(leaves, topic("Roots", 1, own_word="firm")))
    done = leaves.model_copy(update={"status": "done", "own_word": "firm"})
    by_instructor = event("s1", agent="instructor", action="void_question", reasoning="Two answers are right.")
    silenced = topic("Roots", 1)
    store.correct("s1", 1, "corrected", changes("s1", events=(by_instructor,), topics=(done, silenced)))
    assert [(now.status, now.own_word) for now in store.topics("s1")] == [("done", "shaky"), ("planned", "firm")]
    back = done.model_copy(update={"status": "studied"})
    store.correct("s1", 2, "back", changes("s1", events=(by_instructor,), topics=(back,)))
    assert store.topics("s1")[0] == leaves


def test_every_part_comes_back_from_every_store(store: StudyStore) -> None:
    fill(store)
    assert all_parts(store, "s1") == EXPECTED
    assert store.material_file("s1", "new") == PDF
    assert store.latest_analysed("s1") == ANSWERED


@pytest.fixture(params=["memory", "sqlite", "supabase", "journal"])
def own(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StudyStore]:
    """An empty store of a learner's own."""
    with ExitStack() as closed:

        def opened(store: Any) -> Any:
            return closed.enter_context(closing(store))

        if request.param == "memory":
            yield MemoryStudyStore()
        elif request.param == "sqlite":
            yield opened(SqliteStudyStore(tmp_path / "study.sqlite3"))
        else:
            remote = opened(store_of(request.getfixturevalue("supabase"), MIRA))
            if request.param == "supabase":
                yield remote
            else:
                copy = opened(LocalCopy(tmp_path / "copy.sqlite3"))
                yield JournaledStudyStore(remote, copy, MIRA, time.monotonic, time.time)


def test_every_part_is_in_the_backup_and_comes_out_of_it(own: StudyStore) -> None:
    study = MemoryStudyStore()
    fill(study)
    data = taken(Backup(study, SetClock(), MIRA))
    assert parts_of(kept(study)) == EXPECTED
    brought(Backup(own, SetClock(), MIRA), data)
    assert all_parts(own, "s1") == EXPECTED
    assert own.material_file("s1", "new") == PDF
    of_a_file = [
        event.model_copy(update={"agent": INSTRUCTOR_OF_A_FILE}) if event.agent == INSTRUCTOR else event
        for event in kept(study).events
    ]
    expected = kept(study).model_copy(update={"events": tuple(of_a_file)})
    assert kept(own).model_dump() == expected.model_dump()


def test_every_part_is_in_the_snapshot_and_in_the_copy_made_of_it(supabase: Stack, tmp_path: Path) -> None:
    with classroom(supabase) as room, closing(LocalCopy(tmp_path / "copy.sqlite3")) as copy:
        fill(room)
        snapshot = room.snapshot("s1")
        assert parts_of(snapshot) == EXPECTED
        assert snapshot.files == ("new",)
        # The second time nothing of the first is left.
        for _ in range(2):
            copy.restore(snapshot)
            assert all_parts(copy, "s1") == EXPECTED
            assert copy.materials("s1")[0].has_file
        copy.forget("s1")
        assert copy.version("s1") == 0
        copy.restore(snapshot.model_copy(update=dict(AllParts())))
        assert all_parts(copy, "s1") == AllParts()


def test_every_part_waits_while_the_database_is_away(tmp_path: Path) -> None:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    desk.away()
    begin(desk.store, "s1", **dict(EVERY_PART))
    desk.restart()
    desk.back()
    assert desk.store.send()
    assert all_parts(desk.remote, "s1") == EXPECTED.model_copy(update={"quizzes": (ANSWERED,)})
    assert MemoryStudyStore.material_file(desk.remote, "s1", "new") == PDF
    desk.copy.close()


def test_a_long_conversation_is_split_as_commits_take_it() -> None:
    chat = tuple(message for number in range(MESSAGES_A_COMMIT) for message in asked(f"Why, {number}?"))
    written = [parts.chat for parts in AllParts(chat=chat).split() if parts.chat]
    assert [len(messages) for messages in written] == [MESSAGES_A_COMMIT, MESSAGES_A_COMMIT]
    assert tuple(message for messages in written for message in messages) == chat


def test_the_json_of_a_commit_and_of_a_backup_is_flat_as_it_always_was() -> None:
    """As `commit_changes` reads it, as it waits in a copy from before, and as it stands in a file of before."""
    listed = {"topics", "plans", "misconceptions", "attempts", "chat"}
    session = {"at", "phase", "context", "events", "created", "exam_type"}
    single = {"lesson", "quiz", "answer", "corrected", "material", "removed_material", "file"}
    assert changes("s1").model_dump(mode="json").keys() >= session | listed | single
    study = MemoryStudyStore()
    begin(study, "s1")
    assert kept(study).model_dump(mode="json").keys() >= listed | {
        "session",
        "events",
        "lessons",
        "quizzes",
        "materials",
        "files",
    }


def test_a_long_answer_log_is_written_in_several_commits() -> None:
    """One database takes ten thousand answers a commit, which is what years of study come to."""
    log = tuple(attempt(f"q{number}") for number in range(2 * ATTEMPTS_A_COMMIT + 1))
    written = [parts.attempts for parts in AllParts(attempts=log).split()]
    assert max(map(len, written)) == ATTEMPTS_A_COMMIT
    assert tuple(line for lines in written for line in lines) == log
