"""Each session's commits wait in a line of their own: one that the database fails at keeps no other from being sent."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import Conflict, StoreAway, StoreBehind, StoreBusy, StoreFault, StoreUnavailable
from core.models import HistoryQuery
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.sender import FAULT_PAUSE_S, MOST_FAULTS
from core.stores.journal.store import JournaledStudyStore
from core.stores.memory.store import MemoryStudyStore
from core.study.export.tables import rejected_json
from tests.doubles import MIRA, NOON, begin, changes, topic
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
    assert [(kept.session_id, kept.problem) for kept in state.rejected] == [("s1", str(REFUSED))] * 2
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
    assert (state.is_away, state.pending, state.why, state.rejected) == (False, 2, str(BUSY), ())
    desk.remote.troubles.clear()
    desk.restart()
    asked = desk.remote.asked
    desk.at += BUSY.seconds - 1
    assert not desk.store.send()
    assert desk.remote.asked == asked
    desk.at += 1
    assert desk.store.send()
    assert sent(desk, "s1") == "note 2"
    assert desk.store.state().why == ""


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
    assert {overview.id for overview in desk.store.dashboard(MIRA, NOON, NOON)} == {"s1", "s2", "s3"}
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
        assert (desk.store.state().pending, desk.store.state().why) == (2, str(FAULT))
    desk.at += FAULT_PAUSE_S
    assert desk.store.send()
    assert len(desk.store.state().rejected) == 2
    assert "3 times" in desk.store.state().rejected[0].problem


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
    desk.note("kept")
    for _ in range(5):
        desk.at += FAULT_PAUSE_S
        assert not desk.store.send()
    state = desk.store.state()
    assert (state.is_away, state.pending, state.rejected) == (True, 1, ())
    assert state.why == "Run `python -m core migrate`."


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
    assert "another" in kept.problem
    assert sent(desk, "s1") == "elsewhere"


@pytest.mark.parametrize("text", ["{", "", "[]", '{"at": 1}', '{"context": {"user_id": 5}}'])
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
    assert "damaged" in told.problem
    aside = next(file for file in desk.path.parent.glob(f"{desk.path.name}.damaged-*") if file.name in told.problem)
    desk.restart()
    assert len(desk.store.state().rejected) == 1
    desk.store.dismiss(told.id)
    desk.restart()
    assert desk.store.state().rejected == ()
    assert aside.exists()


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
