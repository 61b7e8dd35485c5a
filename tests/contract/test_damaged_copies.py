"""A learner's local copy with damage that no page of SQLite's shows: it is moved aside, and what waits is sent."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import StoreAway
from core.stores.journal.damage import put_beside
from tests.doubles import begin, topic
from tests.journaled import Desk, Remote

NO_TEXT = b"\xff\xfe"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """With a commit that waits in each of two sessions."""
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    for session in ("s1", "s2"):
        begin(desk.store, session, topics=(topic("Leaves"),))
    desk.away()
    for session in ("s1", "s2"):
        desk.note("kept", session=session)
    desk.copy.close()
    yield desk
    desk.copy.close()


def sent(desk: Desk, session: str) -> object:
    return desk.remote.load(session).context.extra_data.get("note")


def moved(desk: Desk) -> None:
    """Look until the damage is found, and be there again."""
    with pytest.raises(StoreAway, match="moved aside"):
        desk.copy.waiting(), desk.copy.topics("s1")
    assert put_beside(desk.path) is None
    desk.restart()
    desk.back()
    assert desk.store.send()
    assert any("damaged" in str(kept.problem) for kept in desk.store.state().rejected)


def test_a_waiting_row_that_is_no_text_is_set_apart_and_the_rest_is_sent(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path)) as db, db:
        broken = "update waiting set changes = cast(cast(changes as blob) || ? as text) where session_id = 's1'"
        db.execute(broken, (NO_TEXT,))
    desk.open()
    moved(desk)
    assert (sent(desk, "s1"), sent(desk, "s2")) == (None, "kept")
    (kept,) = (kept for kept in desk.store.state().rejected if kept.session_id)
    assert (kept.session_id, kept.changes) == ("s1", None)
    assert '"note":"kept"' in kept.text


def test_a_copied_row_that_is_no_text_comes_again_from_the_database(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path)) as db, db:
        db.execute("update topics set name = cast(? as text) where session_id = 's1'", (NO_TEXT,))
    desk.open()
    moved(desk)
    assert [known.name for known in desk.store.topics("s1")] == ["Leaves"]
    assert (sent(desk, "s1"), sent(desk, "s2")) == ("kept", "kept")


def test_what_the_copy_leaves_out_comes_again_from_the_database(desk: Desk) -> None:
    desk.open()
    desk.back()
    assert desk.store.send()
    with closing(sqlite3.connect(desk.path)) as db, db:
        db.execute("update topics set prerequisites = '5' where session_id = 's1'")
    assert desk.store.topics("s1") == ()
    assert desk.store.left_out("s1")
    desk.store.load("s1")
    assert desk.store.left_out("s1") == ()
    assert [known.name for known in desk.store.topics("s1")] == ["Leaves"]


def test_a_copy_that_no_longer_says_how_far_it_was_migrated_is_moved_aside(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
        pages = db.execute("select rootpage from sqlite_master where tbl_name = 'schema_migrations'").fetchall()
        size = db.execute("pragma page_size").fetchone()[0]
    with desk.path.open("r+b") as file:
        for (page,) in pages:
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)
    desk.open()
    desk.back()
    assert desk.store.send()
    assert (sent(desk, "s1"), sent(desk, "s2")) == ("kept", "kept")
    (told,) = desk.store.state().rejected
    assert "damaged" in str(told.problem)
