"""What a journal does with a session that was erased: here, or on another device."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import SessionErased, SessionNotFound, StoreAway, StoreBusy
from tests.contract.test_erasing import MARKER, NOTES, PLAIN, studied
from tests.core.stores.sqlite.test_erasing import found
from tests.doubles import MIRA, NOON, begin, changes, context, service
from tests.journaled import Desk, Remote


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Remote(), tmp_path / "here" / "copy.sqlite3")
    yield desk
    desk.copy.close()


@pytest.fixture
def elsewhere(desk: Desk, tmp_path: Path) -> Iterator[Desk]:
    """The same learner's desk on another device."""
    other = Desk(desk.remote, tmp_path / "elsewhere" / "copy.sqlite3")
    yield other
    other.copy.close()


def noted(desk: Desk, text: str) -> None:
    """A change of s1 that has the word by which it is found."""
    desk.note(f"{MARKER} {text}")


def test_what_waits_on_another_device_goes_when_the_session_was_erased(desk: Desk, elsewhere: Desk) -> None:
    begin(desk.store, "s1")
    begin(desk.store, "s2")
    elsewhere.store.load("s1")
    desk.remote.is_away = True
    noted(elsewhere, "first")
    noted(elsewhere, "second")
    assert found(elsewhere.path.parent)
    desk.remote.is_away = False
    desk.store.erase_session("s1", NOON)
    elsewhere.back()
    with pytest.raises(SessionNotFound):
        elsewhere.store.load("s1")
    state = elsewhere.store.state()
    assert (state.pending, state.rejected) == (0, ())
    assert found(elsewhere.path.parent) == []
    assert elsewhere.store.load("s2").version == 1
    with pytest.raises(SessionErased):
        elsewhere.store.commit("s1", 1, "late", changes("s1", context=context("s1", extra_data={"note": MARKER})))
    assert found(elsewhere.path.parent) == []


def test_a_copy_goes_when_the_session_was_erased_on_another_device(desk: Desk, elsewhere: Desk) -> None:
    session = studied(service(desk.store), NOTES)
    elsewhere.store.load(session.id)
    assert found(elsewhere.path.parent)
    service(desk.store).erasing.session(session.id)
    with pytest.raises(SessionNotFound):
        elsewhere.store.load(session.id)
    assert (found(desk.path.parent), found(elsewhere.path.parent)) == ([], [])


def test_what_was_refused_of_the_session_goes_with_it(desk: Desk, elsewhere: Desk) -> None:
    begin(desk.store, "s1")
    elsewhere.store.load("s1")
    desk.remote.is_away = True
    noted(elsewhere, "here")
    desk.remote.is_away = False
    desk.note("there")
    elsewhere.back()
    elsewhere.store.send()
    assert elsewhere.store.state().rejected
    service(elsewhere.store).erasing.session("s1")
    assert elsewhere.store.state().rejected == ()
    assert found(elsewhere.path.parent) == []


def test_a_session_that_was_begun_while_the_database_was_away_is_erased_when_it_is_back(desk: Desk) -> None:
    desk.away()
    begin(desk.store, "s1")
    noted(desk, "alone")
    desk.back()
    service(desk.store).erasing.session("s1")
    assert desk.store.state().pending == 0
    assert found(desk.path.parent) == []
    with pytest.raises(SessionNotFound):
        desk.store.load("s1")


def test_nothing_is_erased_by_halves_while_the_database_is_away(desk: Desk) -> None:
    session = studied(service(desk.store), NOTES)
    desk.away()
    study = service(desk.store)
    for erase in (lambda: study.erasing.session(session.id), study.erasing.everything):
        with pytest.raises(StoreAway, match="Nothing was erased"):
            erase()
    desk.back()
    assert desk.store.load(session.id) == session


def test_an_account_leaves_nothing_in_the_local_copy(desk: Desk) -> None:
    studied(service(desk.store), NOTES)
    desk.path.with_name(f"{desk.path.name}.damaged-1").write_text(MARKER)
    service(desk.store).erasing.everything()
    assert desk.copy.sessions(MIRA) == ()
    assert found(desk.path.parent) == []
    assert found(desk.path.parent, MIRA) == []


def test_a_file_leaves_the_local_copy_at_once(desk: Desk) -> None:
    study = service(desk.store)
    session = studied(study, NOTES.replace(f" of {MARKER}", ""), PLAIN)
    named = {summary.name: summary.id for summary in desk.store.materials(session.id)}
    after = study.erasing.file(session, named["notes-0.md"])
    assert found(desk.path.parent) == []
    assert desk.store.load(session.id).version == after.version
    assert found(desk.path.parent) == []
    assert found(desk.path.parent, "plainstone")


def test_what_waits_for_room_is_sent_as_soon_as_there_is_some(desk: Desk) -> None:
    """The account holds as many sessions as it can; the learner does what the sentence says."""
    begin(desk.store, "s1")
    desk.remote.troubles["s2"] = StoreBusy("Your account holds as many sessions as it can. Erase one.", 3600)
    begin(desk.store, "s2")
    assert not desk.store.send()
    desk.remote.troubles.clear()
    desk.store.erase_session("s1", NOON)
    assert desk.store.send()
    assert desk.remote.load("s2").version == 1
