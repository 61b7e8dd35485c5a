"""What a newer copy of the app has stored, with columns and keys that this one does not know, is read by this one."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from core.domain.planning import make_plan
from core.errors import MigrationError
from core.models import (
    Answer,
    Block,
    ContextPatch,
    Evidence,
    HistoryQuery,
    Lesson,
    LessonStep,
    Material,
    Misconception,
    OptionNote,
    PerformanceAnalysis,
    PlannedTopic,
    Section,
    Source,
    StudyWindow,
)
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.store import JournaledStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from core.study.ports import StudyStore
from tests.doubles import MIRA, NOON, asked, attempt, begin, changes, context, event, question, quiz_record, topic
from tests.people import store_of
from tests.stack import Stack

SOURCE = Source(document="leaves.pdf", page=3, quote="Leaves feed the plant.")
DOCUMENTS = {
    "plans": ("body",),
    "lessons": ("body",),
    "quizzes": ("body", "analysis"),
    "quiz_answers": ("body",),
    "misconceptions": ("evidence",),
    "tutor_chats": ("sources",),
    "study_materials": ("sections",),
    "study_sessions": ("current_context",),
    "agent_events": ("context_patch",),
}
TABLES = (*DOCUMENTS, "topics", "attempts", "users", "commits")
# Here a key is the learner's, a topic's or a script's, and not a field.
FREE = ("topic_mastery", "borrowed", "metadata", "extra_data", "set", "set_extra")


def later(document: Any) -> Any:
    """The document as a newer copy may write it: with a key more in every object."""
    if isinstance(document, list):
        return [later(part) for part in document]
    if isinstance(document, dict):
        more = {key: part if key in FREE else later(part) for key, part in document.items()}
        return {**more, "from_tomorrow": {"a": [1]}}
    return document


NOTED = OptionNote(option_index=1, misconception="Plants eat.", counter_example="They make it.", source=SOURCE)
QUIZ = quiz_record(
    "quiz-1",
    question(1, option_notes=(NOTED,), sources=(SOURCE,)),
    question(2),
    answers=(Answer(question_id="q1", chosen=(0,)),),
)
ANALYSIS = PerformanceAnalysis(overall_score=50, summary="Half.", topic_mastery={"Leaves": 50.0})
WINDOW = StudyWindow(start=NOON.date(), days=3, hours=1)
MIX_UP = Misconception(
    id="m1",
    topic="Leaves",
    concept="food",
    confusion="Plants eat.",
    counter_example="They make it.",
    question_id="q1",
    noticed_at=NOON,
    evidence=(Evidence(at=NOON, question_id="q1", shows_it=True),),
)
PAGE = Section(title="One", page_from=1, page_to=1, blocks=(Block(kind="paragraph", text="Leaves.", page=1),))
ONE_OF_EVERYTHING: dict[str, object] = {
    "topics": (topic("Leaves"),),
    "plans": make_plan("Botany", [PlannedTopic(name="Leaves", hours=0.5)], WINDOW).versions,
    "lesson": Lesson(topic="Leaves", intuition="So.", steps=(LessonStep(title="A", content="B", source=SOURCE),)),
    "quiz": QUIZ.model_copy(update={"submitted_at": NOON, "analysis": ANALYSIS}),
    "attempts": (attempt("q1"), attempt("q2", is_right=False)),
    "misconceptions": (MIX_UP,),
    "chat": asked("Why green?"),
    "material": Material(id="m", name="m.pdf", kind="pdf", page_count=1, digest="d" * 64, sections=(PAGE,)),
}


def fill(store: StudyStore) -> None:
    """A session with one of everything."""
    begin(
        store,
        "s1",
        context=context("s1", extra_data={"kept": 1}),
        events=(event("s1", context_patch=ContextPatch(set_extra={"kept": 1})),),
        **ONE_OF_EVERYTHING,
    )


def everything(store: StudyStore) -> tuple[object, ...]:
    """All that is read of the session, but for its context."""
    return (
        store.load("s1").model_copy(update={"context": None}),
        store.sessions(MIRA),
        store.topics("s1"),
        store.plans("s1"),
        store.lesson("s1", "Leaves"),
        store.quizzes("s1"),
        store.latest_analysed("s1"),
        store.attempts("s1"),
        store.misconceptions("s1"),
        store.item_evidence(["q1"]),
        store.chat("s1", "Leaves"),
        store.materials("s1"),
        store.material("s1", "m"),
        [desk.model_copy(update={"context": None}) for desk in store.dashboard(MIRA, NOON)],
    )


def keeps_what_it_does_not_know(store: StudyStore) -> None:
    """Everything can be written again, and the context goes back with the key of the newer copy."""
    session = store.load("s1")
    store.commit("s1", session.version, "next", changes("s1", context=session.context, **ONE_OF_EVERYTHING))
    context = store.load("s1").context.model_dump()
    assert (context["from_tomorrow"], context["extra_data"]) == ({"a": [1]}, {"kept": 1})


def make_newer(path: Path) -> None:
    """The file as a newer copy of the app leaves it."""
    with closing(sqlite3.connect(path)) as db, db:
        db.create_function("later", 1, lambda text: text and json.dumps(later(json.loads(text))))
        db.execute("drop trigger agent_events_no_update")
        for table in TABLES:
            db.execute(f"alter table {table} add column from_tomorrow text not null default 'x'")
            for column in DOCUMENTS.get(table, ()):
                db.execute(f"update {table} set {column} = later({column})")
        db.execute("insert into schema_migrations values ('999_from_tomorrow.sql', '')")


def test_a_newer_study_file_is_read_and_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite3"
    with closing(SqliteStudyStore(path)) as store:
        fill(store)
        before, events = everything(store), store.history(HistoryQuery(session_id="s1")).events
    make_newer(path)
    with closing(SqliteStudyStore(path)) as store:
        assert everything(store) == before
        assert store.history(HistoryQuery(session_id="s1")).events == events
        assert store.facets().agents == ("tutor",)
        for refused in (lambda: keeps_what_it_does_not_know(store), store.check):
            with pytest.raises(MigrationError, match="made by a newer ExamMentor"):
                refused()
        assert everything(store) == before


def test_an_older_replica_goes_on_with_the_copy_that_a_newer_one_has_migrated(tmp_path: Path) -> None:
    path = tmp_path / "copy.sqlite3"
    with closing(LocalCopy(path)) as copy:
        fill(copy)
        left = changes("s1", context=context("s1", extra_data={"kept": 1}), quiz=quiz_record("quiz-3"))
        copy.set_aside("s1", 1, "waits", left)
        before = everything(copy)
        (entry,) = copy.waiting()
    make_newer(path)
    with closing(sqlite3.connect(path)) as db, db:
        db.create_function("later", 1, lambda text: json.dumps(later(json.loads(text))))
        db.execute("update waiting set changes = later(changes)")
    with closing(LocalCopy(path)) as copy:
        assert everything(copy) == before
        (again,) = copy.waiting()
        assert again.changes.context.model_dump()["from_tomorrow"] == {"a": [1]}
        assert again.changes.model_copy(update={"context": entry.changes.context}) == entry.changes
        keeps_what_it_does_not_know(copy)


@contextmanager
def newer_database(stack: Stack) -> Iterator[None]:
    """Within the block the database is as a newer copy of the app leaves it."""
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        db.execute("set session_replication_role = replica")
        for table in TABLES:
            db.execute(f"alter table {table} add column from_tomorrow text not null default 'x'")
            # The database itself takes no other key in a patch.
            for column in DOCUMENTS.get(table, ()) if table != "agent_events" else ():
                for place, text in db.execute(f"select ctid, {column}::text from {table}").fetchall():
                    written = text and json.dumps(later(json.loads(text)))
                    db.execute(f"update {table} set {column} = %s where ctid = %s", (written, place))
        db.execute("notify pgrst, 'reload schema'")
        try:
            yield
        finally:
            for table in TABLES:
                db.execute(f"alter table {table} drop column from_tomorrow")
            db.execute("notify pgrst, 'reload schema'")


def test_a_newer_database_is_read_and_written(supabase: Stack, tmp_path: Path) -> None:
    with closing(store_of(supabase, MIRA)) as store, closing(LocalCopy(tmp_path / "copy.sqlite3")) as copy:
        fill(store)
        before, events = everything(store), store.history(HistoryQuery(session_id="s1")).events
        journal = JournaledStudyStore(store, copy, MIRA, time.monotonic, time.time)
        with newer_database(supabase):
            assert everything(store) == before
            assert store.history(HistoryQuery(session_id="s1")).events == events
            assert everything(journal) == before
            keeps_what_it_does_not_know(journal)
