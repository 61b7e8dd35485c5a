"""Trying again where somebody was first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import Conflict
from core.models import Session
from core.stores.memory.store import MemoryStudyStore
from core.study.recorder import TRIES, retried
from tests.doubles import begin, changes


def overtaken(store: MemoryStudyStore, seen: list[int], times: int) -> Callable[[Session], Callable[[], int]]:
    """A write that somebody else is before, so many times; `seen` collects the versions that it was made ready for."""

    def prepared(now: Session) -> Callable[[], int]:
        seen.append(now.version)
        if len(seen) <= times:
            store.commit(now.id, now.version, f"first-{now.version}", changes(now.id))
        return lambda: store.commit(now.id, now.version, f"mine-{now.version}", changes(now.id))

    return prepared


def test_a_write_is_made_ready_anew_for_what_the_session_is_then() -> None:
    store, seen = MemoryStudyStore(), list[int]()
    session = begin(store, "s")
    assert retried(store, session, overtaken(store, seen, 2)) == 4
    assert seen == [1, 2, 3]


def test_it_gives_up_where_somebody_always_was_first() -> None:
    store, seen = MemoryStudyStore(), list[int]()
    session = begin(store, "s")
    with pytest.raises(Conflict, match="in another tab or on another device"):
        retried(store, session, overtaken(store, seen, 99))
    assert len(seen) == TRIES


def test_what_no_trying_mends_is_said_at_once() -> None:
    store, seen = MemoryStudyStore(), list[int]()

    def prepared(now: Session) -> Callable[[], int]:
        seen.append(now.version)
        raise Conflict("Answered in another tab.")

    with pytest.raises(Conflict, match="Answered in another tab"):
        retried(store, begin(store, "s"), prepared)
    assert seen == [1]
