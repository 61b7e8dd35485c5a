"""Each session's commits wait in a line of their own: one that the database fails at keeps no other from being sent."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import Conflict, StoreAway, StoreBehind, StoreBusy, StoreFault, StoreUnavailable
from core.models import ContextPatch, HistoryQuery
from core.models.context import replay
from core.stores.journal.damage import put_beside
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.sender import FAULT_PAUSE_S, FIRST_PAUSE_S, LAST_PAUSE_S, MOST_FAULTS
from core.stores.journal.store import JournaledStudyStore
from core.stores.memory.store import MemoryStudyStore
from core.study.export.tables import rejected_json
from tests.contract.test_answer_log import corrected_by
from tests.doubles import MIRA, NOON, begin, changes, context, event, topic
from tests.journaled import Desk, Remote
from tests.people import make_cohort, store_of
from tests.stack import Stack

REFUSED = StoreUnavailable("The study database refused this: a row twice. Nothing was changed.")
FAULT, BUSY = StoreFault("It failed at this."), StoreBusy("Your account holds as much as it can.", 100)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    for session in ("s1", "s2"):
        begin(desk.store, session)
    yield desk
    desk.copy.close()


def waiting(desk: Desk) -> None:
    """What each of two sessions has waiting, the first of all s1's."""
    desk.away()
    for session in ("s1", "s2", "s1", "s2"):
        desk.note(f"note {desk.copy.count_waiting()}", session=session)
    desk.back()


def sent(desk: Desk, session: str) -> object:
    return MemoryStudyStore.load(desk.remote, session).context.extra_data.get("note")


def test_what_is_refused_for_good_is_set_apart_with_its_line_and_the_rest_goes_on(desk: Desk) -> None:
    desk.remote.troubles["s1"] = REFUSED
    waiting(desk)
    assert desk.store.send()
    assert (sent(desk, "s1"), sent(desk, "s2")) == (None, "note 3")
    state = desk.store.state()
    assert [(kept.session_id, str(kept.problem)) for kept in state.rejected] == [("s1", str(REFUSED))] * 2
    assert (state.is_away, state.pending) == (False, 0)
    # What is done next is as good as ever.
    desk.remote.troubles.clear()
    desk.note("next")
    assert sent(desk, "s1") == "next"


def test_what_is_busy_waits_as_long_as_it_asks_through_a_restart_and_says_why(desk: Desk) -> None:
    desk.remote.troubles["s1"] = BUSY
    waiting(desk)
    assert not desk.store.send()
    assert sent(desk, "s2") == "note 3"
    state = desk.store.state()
    assert (state.is_away, state.pending, str(state.why), state.rejected) == (False, 2, str(BUSY), ())
    desk.remote.troubles.clear()
    desk.restart()
    asked = desk.remote.asked
    desk.at += BUSY.seconds - 1
    assert not desk.store.send()
    assert desk.remote.asked == asked
    desk.at += 1
    assert desk.store.send()
    assert sent(desk, "s1") == "note 2"
    assert desk.store.state().why is None


def test_a_line_that_waits_is_studied_on_and_listed_as_it_stands_here(desk: Desk) -> None:
    desk.remote.troubles["s1"] = BUSY
    version = desk.note("kept")
    assert desk.store.load("s1").version == version
    assert desk.store.load("s1").context.extra_data == {"note": "kept"}
    assert desk.note("kept too") == version + 1
    # It does not count as away: others are read and written where they are.
    assert not desk.store.state().is_away
    desk.note("there", session="s2")
    assert sent(desk, "s2") == "there"
    desk.remote.troubles["s3"] = BUSY
    begin(desk.store, "s3", topics=(topic("Leaves"),))
    assert next(summary.id for summary in desk.store.sessions(MIRA)) == "s3"
    assert {summary.id for summary in desk.store.sessions(MIRA)} == {"s1", "s2", "s3"}
    listed = {summary.id: summary.version for summary in desk.store.sessions(MIRA)}
    assert listed["s1"] == version + 1
    assert len(desk.store.sessions(MIRA, limit=2)) == 2
    assert {overview.id for overview in desk.store.dashboard(MIRA, NOON)} == {"s1", "s2", "s3"}
    desk.remote.troubles.clear()
    desk.at += BUSY.seconds
    assert desk.store.load("s1").version == 3
    assert sent(desk, "s1") == "kept too"


def test_what_fails_three_times_a_minute_apart_is_set_apart_with_its_reason(desk: Desk) -> None:
    desk.remote.troubles["s1"] = FAULT
    waiting(desk)
    assert not desk.store.send()
    assert sent(desk, "s2") == "note 3"
    for _ in range(MOST_FAULTS - 2):
        desk.at += FAULT_PAUSE_S - 1
        desk.store.send()
        assert desk.store.state().rejected == ()
        desk.restart()
        desk.at += 1
        assert not desk.store.send()
        assert (desk.store.state().pending, str(desk.store.state().why)) == (2, str(FAULT))
    desk.at += FAULT_PAUSE_S
    assert desk.store.send()
    assert len(desk.store.state().rejected) == 2
    assert "3 times" in str(desk.store.state().rejected[0].problem)


def test_a_fault_counts_only_while_the_database_answers_and_a_success_clears_it(desk: Desk) -> None:
    desk.remote.troubles["s1"] = FAULT
    desk.note("kept")
    for _ in range(4):
        desk.away()
        desk.at += FAULT_PAUSE_S
        desk.store.send()
        desk.remote.is_away = False
    assert desk.store.state().rejected == ()
    desk.remote.troubles.clear()
    desk.back()
    desk.at += FAULT_PAUSE_S
    assert desk.store.send()
    desk.remote.troubles["s1"] = FAULT
    desk.note("again")
    for _ in range(MOST_FAULTS - 2):
        desk.at += FAULT_PAUSE_S
        desk.store.send()
    assert desk.store.state().rejected == ()


def test_an_older_database_keeps_all_waiting_and_says_what_to_run(desk: Desk) -> None:
    desk.remote.troubles["s1"] = StoreBehind("Run `python -m core migrate`.")
    waiting(desk)
    for _ in range(5):
        desk.at += FAULT_PAUSE_S
        assert not desk.store.send()
    state = desk.store.state()
    assert (state.is_away, state.pending, state.rejected) == (False, 2, ())
    assert str(state.why) == "Run `python -m core migrate`."
    assert sent(desk, "s2") == "note 3", "what it can do it does"
    desk.remote.troubles.clear()
    desk.at += LAST_PAUSE_S
    assert desk.store.send()
    assert sent(desk, "s1") == "note 2"


def test_what_is_never_answered_is_set_apart_too_while_the_database_is_there(desk: Desk) -> None:
    desk.remote.troubles["s1"] = StoreAway("A gateway gave up on this one.")
    waiting(desk)
    assert not desk.store.send()
    assert sent(desk, "s2") == "note 3"
    state = desk.store.state()
    assert (state.is_away, state.pending, "did not answer" in str(state.why)) == (False, 2, True)
    # Once more soon, since the answer may have been lost; then a minute apart.
    for pause in (FIRST_PAUSE_S, *[FAULT_PAUSE_S] * (MOST_FAULTS - 1)):
        assert desk.store.state().rejected == ()
        desk.restart()
        desk.at += pause
        desk.store.send()
    assert [kept.session_id for kept in desk.store.state().rejected] == ["s1", "s1"]
    assert desk.store.state().pending == 0


def test_what_was_set_apart_is_sent_again_in_order_when_asked(desk: Desk) -> None:
    desk.remote.troubles["s1"] = REFUSED
    waiting(desk)
    desk.store.send()
    with pytest.raises(StoreUnavailable, match="a row twice"):
        desk.store.retry("s1")
    assert len(desk.store.state().rejected) == 2
    desk.remote.troubles.clear()
    desk.away()
    with pytest.raises(StoreAway, match="still kept"):
        desk.store.retry("s1")
    desk.back()
    desk.store.retry("s1")
    assert desk.store.state().rejected == ()
    assert sent(desk, "s1") == "note 2"
    assert len(desk.remote.history(HistoryQuery(session_id="s1")).events) == 3
    assert desk.store.load("s1").context.extra_data == {"note": "note 2"}


def test_a_retry_where_the_session_went_on_elsewhere_says_so_and_keeps_what_there_is(desk: Desk) -> None:
    desk.remote.troubles["s1"] = REFUSED
    desk.away()
    desk.note("mine")
    desk.back()
    desk.store.send()
    desk.remote.troubles.clear()
    desk.note("elsewhere")
    with pytest.raises(Conflict):
        desk.store.retry("s1")
    (kept,) = desk.store.state().rejected
    assert "another" in str(kept.problem)
    assert sent(desk, "s1") == "elsewhere"


def test_what_follows_on_a_correction_leaves_it_as_it_is_and_the_events_give_the_context_back(desk: Desk) -> None:
    def noted(text: str, base: int) -> int:
        patch = ContextPatch(set_extra={"note": text})
        after = context("s1", last_quiz_score=None, extra_data={"note": text})
        return desk.store.commit(
            "s1", base, text, changes("s1", context=after, events=(event("s1", context_patch=patch),))
        )

    desk.away()
    shown = noted("second", noted("first", 1))
    desk.remote.correct("s1", 1, "fix", corrected_by("s1", 70.0))
    desk.back()
    assert desk.store.send()
    # A page that has not looked since goes on from what it shows.
    assert noted("third", shown) == 5
    session = MemoryStudyStore.load(desk.remote, "s1")
    assert (session.context.last_quiz_score, session.context.extra_data) == (70, {"note": "third"})
    events = desk.remote.history(HistoryQuery(session_id="s1", after=0)).events
    assert replay(MIRA, "s1", events) == (session.phase, session.context)
    assert desk.store.load("s1") == session


def test_what_an_older_copy_left_waiting_says_nothing_of_the_learners_own_word(desk: Desk) -> None:
    said = topic("Leaves", own_word="fair", hours=1)
    desk.store.commit("s1", 1, "said", changes("s1", topics=(said,)))
    desk.away()
    desk.store.commit("s1", 2, "longer", changes("s1", topics=(said.model_copy(update={"hours": 3}),)))
    with closing(sqlite3.connect(desk.path)) as db, db:
        db.execute("update waiting set changes = json_remove(changes, '$.topics[0].own_word')")
    desk.back()
    assert desk.store.send()
    (after,) = desk.remote.topics("s1")
    assert (after.own_word, after.hours) == ("fair", 3)


@pytest.mark.parametrize("at", [0, 1])
def test_a_retry_without_what_came_before_is_never_taken_for_what_was_made_elsewhere(desk: Desk, at: int) -> None:
    desk.remote.troubles["s1"] = REFUSED
    desk.away()
    for number in range(3):
        desk.note(f"mine {number}")
    desk.back()
    desk.store.send()
    desk.store.dismiss(desk.store.state().rejected[at].id)
    desk.remote.troubles.clear()
    desk.note("elsewhere")
    if at:
        desk.note("elsewhere too")
    # By its number alone what is left would be based on what is there now.
    with pytest.raises(Conflict):
        desk.store.retry("s1")
    assert len(desk.store.state().rejected) == 2
    assert sent(desk, "s1") == ("elsewhere too" if at else "elsewhere")


def test_a_line_that_stays_refused_keeps_no_later_one_from_being_tried_again(desk: Desk) -> None:
    for number in range(2):
        desk.remote.troubles["s1"] = REFUSED
        desk.away()
        for part in "ab":
            desk.note(f"line {number}{part}")
        desk.back()
        desk.store.send()
        desk.remote.troubles.clear()
        if not number:
            desk.note("elsewhere")
    with pytest.raises(Conflict):
        desk.store.retry("s1")
    assert len(desk.store.state().rejected) == 2
    assert sent(desk, "s1") == "line 1b"


@pytest.mark.parametrize("text", ["{", '{"context":', "", "[]", '{"at": 1}', '{"context": {"user_id": 5}}'])
def test_a_waiting_row_that_cannot_be_read_is_set_apart_and_the_rest_goes_on(desk: Desk, text: str) -> None:
    waiting(desk)
    desk.away()
    with closing(sqlite3.connect(desk.path)) as db, db:
        db.execute("update waiting set changes = ? where id = (select min(id) from waiting)", (text,))
    desk.restart()
    assert desk.store.state().pending == 4
    desk.back()
    desk.at += 60
    assert desk.store.send()
    assert sent(desk, "s2") == "note 3"
    state = desk.store.state()
    assert [kept.session_id for kept in state.rejected] == ["s1", "s1"]
    assert (state.rejected[0].changes, state.rejected[0].text) == (None, text)
    assert "unreadable" in rejected_json(state.rejected)
    desk.store.dismiss(state.rejected[0].id)
    assert len(desk.store.state().rejected) == 1


@pytest.mark.parametrize("damage", [b"no database at all " * 400, b""])
def test_a_damaged_copy_is_moved_aside_and_said_once(desk: Desk, damage: bytes) -> None:
    desk.note("there")
    desk.copy.close()
    for file in desk.path.parent.glob(f"{desk.path.name}-*"):
        file.unlink()
    desk.path.write_bytes(damage or desk.path.read_bytes()[:100] + b"\xff" * 40_000)
    desk.open()
    assert desk.store.load("s1").context.extra_data == {"note": "there"}
    (told,) = desk.store.state().rejected
    assert told.changes is None
    assert "damaged" in str(told.problem)
    aside = next(
        file for file in desk.path.parent.glob(f"{desk.path.name}.damaged-*") if file.name in str(told.problem)
    )
    desk.restart()
    assert len(desk.store.state().rejected) == 1
    desk.store.dismiss(told.id)
    desk.restart()
    assert desk.store.state().rejected == ()
    assert aside.exists()


def test_what_waits_in_a_damaged_copy_is_sent_all_the_same(desk: Desk) -> None:
    waiting(desk)
    desk.copy.close()
    with closing(sqlite3.connect(desk.path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
        sessions = db.execute("select rootpage from sqlite_master where name = 'study_sessions'").fetchone()[0]
        size = db.execute("pragma page_size").fetchone()[0]
    with desk.path.open("r+b") as file:
        file.seek((sessions - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(StoreAway, match="moved aside"):
        desk.copy.version("s1")
    assert put_beside(desk.path) is None, "another tab that found the damage too leaves the new file where it is"
    desk.restart()
    assert desk.store.send()
    assert (sent(desk, "s1"), sent(desk, "s2")) == ("note 2", "note 3")
    (told,) = desk.store.state().rejected
    assert "damaged" in str(told.problem)


def test_a_topic_twice_in_one_commit_is_refused_for_good_by_the_database(supabase: Stack, tmp_path: Path) -> None:
    """PostgREST tells Postgres's 21000 with the status 500."""
    make_cohort(supabase, MIRA)
    with closing(store_of(supabase, MIRA)) as room, closing(LocalCopy(tmp_path / "copy.sqlite3")) as copy:
        store = JournaledStudyStore(room, copy, MIRA, time.monotonic, time.time)
        begin(store, "s1")
        with pytest.raises(StoreUnavailable) as raised:
            store.commit("s1", 1, "twice", changes("s1", topics=(topic("Leaves"), topic("Leaves"))))
        assert not isinstance(raised.value, StoreAway)
        assert store.commit("s1", 1, "once", changes("s1", topics=(topic("Leaves"),))) == 2
        assert (store.state().is_away, store.state().pending) == (False, 0)
