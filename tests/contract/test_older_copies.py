"""What an older copy of the app sends to a database that a newer one has migrated, and what it left waiting."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

from core.models import Answer, Changes, HistoryQuery, QuizKind, QuizRecord
from core.models.quiz import PLACEMENT
from core.stores.journal.local_copy import LocalCopy
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.answer_log_rows import quiz_row
from core.stores.sqlite.store import SqliteStudyStore
from core.stores.supabase.store import SupabaseStudyStore
from core.study.backup.backup import Backup
from tests.along import brought, in_the_shape_of_before, taken
from tests.doubles import MIRA, NOON, SetClock, attempt, begin, changes, quiz_record, topic
from tests.journaled import Desk, Remote
from tests.people import store_of
from tests.stack import Stack

NEWER = (
    "kind",
    "chosen",
    "seconds",
    "hint_opened",
    "is_helped",
    "is_skipped",
    "user_id",
    "own_word",
    "concept",
    "sureness",
    "zone",
)
PLACED = quiz_record("placed")
PLACED = PLACED.model_copy(
    update={"quiz": PLACED.quiz.model_copy(update={"topic": PLACEMENT}), "kind": QuizKind.PLACEMENT}
)


def as_before(value: Any) -> Any:
    """The JSON as an older copy writes it: without the fields that it does not know."""
    if isinstance(value, list):
        return [as_before(part) for part in value]
    if isinstance(value, dict):
        # A question's options are chosen by number, and a material has a kind of its own.
        newer = [name for name in NEWER if not isinstance(value.get(name), list)]
        return {name: as_before(part) for name, part in value.items() if name not in newer}
    return value


def sent(store: SupabaseStudyStore, version: int, wanted: Changes) -> int:
    """A commit as an older copy sends it."""
    asked = {
        "p_session_id": "s1",
        "p_base_version": version,
        "p_commit_id": f"older-{version}",
        "p_changes": as_before(wanted.model_dump(mode="json")) | {"context": wanted.context.model_dump(mode="json")},
    }
    return int(store.caller.ask(lambda to: to.rpc("commit_changes", asked)))


def test_the_database_takes_what_an_older_copy_sends(supabase: Stack) -> None:
    with closing(store_of(supabase, MIRA)) as store:
        begin(store, "s1")
        assert sent(store, 1, changes("s1", quiz=quiz_record("quiz-1"), attempts=(attempt("q1"),))) == 2
        assert sent(store, 2, changes("s1", quiz=PLACED)) == 3
        assert store.attempts("s1") == (attempt("q1"),)
        assert store.quizzes("s1") == (PLACED, quiz_record("quiz-1"))
        # It asks for the history as it did before there was a filter by learner.
        asked = {"p_session_id": "s1", "p_limit": 5}
        assert len(store.caller.ask(lambda to: to.rpc("history_page", asked))) == 3


def test_an_older_copy_does_not_wipe_what_the_learner_says_of_a_topic(supabase: Stack) -> None:
    leaves = topic("Leaves", own_word="fair")
    with closing(store_of(supabase, MIRA)) as store:
        begin(store, "s1", topics=(leaves, topic("Roots")))
        studied = leaves.model_copy(update={"status": "studied"})
        assert sent(store, 1, changes("s1", topics=(studied, topic("Roots"), topic("Stems", 1)))) == 2
        assert store.topics("s1") == (studied, topic("Roots"), topic("Stems", 1))
        taken_back = studied.model_copy(update={"own_word": None})
        store.commit("s1", 2, "c3", changes("s1", topics=(taken_back,)))
        assert store.topics("s1")[0] == taken_back


def test_a_quiz_of_before_there_were_kinds_is_a_quiz_or_by_its_topic_a_placement() -> None:
    for record in (quiz_record("quiz-1"), PLACED):
        written = record.model_dump(mode="json", exclude={"kind"})
        assert QuizRecord.model_validate(written) == record
        assert QuizRecord.model_validate_json(record.model_dump_json(exclude={"kind"})) == record
        assert QuizRecord(**{name: getattr(record, name) for name in written}) == record


def test_what_an_older_copy_left_waiting_is_sent(tmp_path: Path) -> None:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    desk.away()
    begin(desk.store, "s1", quiz=PLACED)
    desk.store.commit("s1", desk.store.load("s1").version, "c2", changes("s1", quiz=quiz_record("quiz-1")))
    waiting = [entry.changes for entry in desk.copy.waiting()]
    with desk.copy._transaction() as db:
        for entry in desk.copy.waiting():
            body = entry.changes.model_dump(mode="json", exclude={"quiz": {"kind"}, "file": True})
            db.execute("update waiting set changes = ? where id = ?", (json.dumps(body), entry.id))
    assert [entry.changes for entry in desk.copy.waiting()] == waiting
    desk.back()
    assert desk.store.send()
    assert desk.remote.quizzes("s1", kind=QuizKind.PLACEMENT) == (PLACED,)
    desk.copy.close()


def test_a_file_that_an_older_copy_wrote_is_brought_in(tmp_path: Path) -> None:
    before, now = MemoryStudyStore(), SqliteStudyStore(tmp_path / "study.sqlite3")
    begin(before, "s1", quiz=PLACED)
    before.commit("s1", 1, "c2", changes("s1", quiz=quiz_record("quiz-1"), attempts=(attempt("q1"),)))
    file = json.loads(in_the_shape_of_before(taken(Backup(before, SetClock(), MIRA))))
    (newer,) = file["sessions"]
    older = newer | {part: as_before(newer[part]) for part in ("events", "quizzes", "attempts")}
    assert older != newer
    with closing(now):
        brought(Backup(now, SetClock(), MIRA), json.dumps(file | {"sessions": [older]}).encode())
        assert now.quizzes("s1") == (quiz_record("quiz-1"), PLACED)
        # Which its question knew already.
        assert now.attempts("s1") == (attempt("q1", concept="photosynthesis"),)
        assert [event.user_id for event in now.history(HistoryQuery()).events] == [MIRA, MIRA]


def test_an_older_replica_goes_on_with_a_local_copy_that_a_newer_one_migrated(tmp_path: Path) -> None:
    """As it writes quizzes and answers: a quiz is the only one of its id, and an answer names no session."""
    with closing(LocalCopy(tmp_path / "copy.sqlite3")) as copy:
        begin(copy, "s1", topics=(topic("Leaves"),))
        with copy._transaction() as db:
            for submitted in (None, "2026-03-02T12:00:00.000000+00:00"):
                db.execute(
                    "insert into quizzes (id, session_id, topic, body, seed, created_at, submitted_at, analysis, kind,"
                    " position) values (?, ?, ?, ?, ?, ?, ?, ?, ?, (select count(*) from quizzes where session_id = ?))"
                    " on conflict (id) do update set submitted_at = excluded.submitted_at,"
                    " analysis = excluded.analysis",
                    (*quiz_row("s1", quiz_record("quiz-1"))[:6], submitted, None, "quiz", "s1"),
                )
            for text in ("first", "second"):
                answer = Answer(question_id="q1", text=text)
                db.execute(
                    "insert or replace into quiz_answers (quiz_id, question_id, body, given_at)"
                    " values ((select id from quizzes where id = ? and session_id = ?), ?, ?, ?)",
                    ("quiz-1", "s1", "q1", answer.model_dump_json(), "2026-03-02T12:00:00.000000+00:00"),
                )
        (record,) = copy.quizzes("s1")
        assert record.submitted_at == NOON
        assert record.answers == (answer,)
        assert copy.quizzes("s1") == (record,)


def test_sessions_with_quizzes_of_one_id_are_copied_beside_each_other(tmp_path: Path) -> None:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    for name in ("s1", "s2"):
        quiz = quiz_record("quiz-1").model_copy(update={"seed": int(name[1:])})
        begin(desk.remote, name, quiz=quiz)
    for name in ("s1", "s2", "s1"):
        desk.store.load(name)
    desk.away()
    assert [desk.store.quizzes(name)[0].seed for name in ("s1", "s2")] == [1, 2]
    desk.copy.close()
    # It opens again, whatever an older copy of the app would make of it.
    with closing(LocalCopy(tmp_path / "copy.sqlite3")) as copy:
        assert copy.quizzes("s2")[0].seed == 2
