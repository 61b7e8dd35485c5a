"""Several tabs of one learner send what waits at the same time, each with a sender of its own on the same copy."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from core.errors import NotSignedIn, StoreAway, StoreFault
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.sender import FAULT_PAUSE_S, MOST_FAULTS
from core.stores.journal.store import JournaledStudyStore
from core.stores.memory.store import MemoryStudyStore
from tests.doubles import MIRA, begin, changes
from tests.journaled import Desk, Remote


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    begin(desk.store, "s1")
    yield desk
    desk.copy.close()


@contextmanager
def tab_of(desk: Desk) -> Iterator[JournaledStudyStore]:
    """Another tab."""
    with closing(LocalCopy(desk.path)) as copy:
        yield JournaledStudyStore(desk.remote, copy, MIRA, lambda: desk.at, lambda: desk.at)


def sent(desk: Desk) -> object:
    return MemoryStudyStore.load(desk.remote, "s1").context.extra_data.get("note")


def test_tabs_that_fail_at_the_same_moment_are_one_failure(desk: Desk) -> None:
    desk.away()
    desk.note("kept")
    desk.back()
    together, commit = Barrier(MOST_FAULTS), desk.remote.commit

    def failing(*_: object) -> int:
        together.wait(30)
        raise StoreFault("It failed at this.")

    desk.remote.commit = failing  # type: ignore[method-assign]
    with ExitStack() as closed, ThreadPoolExecutor() as tabs:
        stores = [closed.enter_context(tab_of(desk)) for _ in range(MOST_FAULTS)]
        assert [*tabs.map(lambda store: store.send(), stores)] == [False] * MOST_FAULTS
    assert (desk.store.state().pending, desk.store.state().rejected) == (1, ())
    desk.remote.commit = commit  # type: ignore[method-assign]
    desk.at += FAULT_PAUSE_S
    assert desk.store.send()
    assert sent(desk) == "kept"


def test_a_refusal_that_a_tab_hears_late_touches_nothing_that_was_begun_since(desk: Desk) -> None:
    desk.away()
    desk.note("old")
    desk.back()
    MemoryStudyStore.commit(desk.remote, "s1", 1, "elsewhere", changes("s1"))
    commit = desk.remote.commit

    def slow(*arguments: Any) -> int:
        """Meanwhile another tab hears it, and the learner studies on in the next absence."""
        desk.remote.commit = commit  # type: ignore[method-assign]
        assert desk.store.send()
        desk.store.load("s1")
        desk.remote.is_away = True
        desk.note("new")
        desk.remote.is_away = False
        return commit(*arguments)

    desk.remote.commit = slow  # type: ignore[method-assign]
    with tab_of(desk) as tab:
        tab.send()
    desk.back()
    assert desk.store.send()
    assert sent(desk) == "new"
    assert [kept.commit_id for kept in desk.store.state().rejected] == ["s1-old"]


def test_a_copy_that_another_tab_has_dropped_says_nothing_of_the_session(desk: Desk) -> None:
    with tab_of(desk) as tab:
        tab.forget()
    desk.remote.is_signed_out = True
    with pytest.raises(NotSignedIn):
        desk.note("kept by the page", 1)
    desk.remote.is_signed_out, desk.remote.is_away = False, True
    with pytest.raises(StoreAway, match="Nothing is lost"):
        desk.note("kept by the page", 1)
    desk.back()
    desk.note("kept by the page", 1)
    assert sent(desk) == "kept by the page"
