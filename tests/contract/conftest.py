"""Every store that the suite runs on. A new store is a line here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.models import Changes, Desk, PlannedStudy
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.store import JournaledStudyStore
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from core.stores.supabase.store import SupabaseStudyStore
from tests.doubles import EVE, MIRA, NOOR
from tests.people import TEACHER, make_cohort, store_of
from tests.stack import Stack


class Classroom:
    """The suite's learners on Supabase: each commits as who they are, and their instructor looks on."""

    is_lasting = True

    def __init__(self, learners: dict[str, SupabaseStudyStore], instructor: SupabaseStudyStore) -> None:
        self._learners, self._instructor = learners, instructor

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        learner = self._learners[changes.context.user_id]
        return learner.commit(session_id, base_version, commit_id, changes)

    def cached_plan(self, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
        return self._learners[user_id].cached_plan(user_id, key, now)

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        self._learners[user_id].cache_plan(user_id, key, study, now, until)

    def dashboard(self, user_id: str, today: datetime, week: datetime, **bounds: Any) -> tuple[Desk, ...]:
        return self._learners[user_id].dashboard(user_id, today, week, **bounds)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._instructor, name)


@contextmanager
def classroom(stack: Stack) -> Iterator[Classroom]:
    make_cohort(stack, TEACHER, MIRA, NOOR, EVE)
    with ExitStack() as closed:
        stores = {who: closed.enter_context(closing(store_of(stack, who))) for who in (MIRA, NOOR, EVE, TEACHER)}
        yield Classroom(stores, stores[TEACHER])


@pytest.fixture(params=["memory", "sqlite", "supabase", "journal"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """An empty store."""
    if request.param == "memory":
        yield MemoryStudyStore()
    elif request.param == "sqlite":
        with closing(SqliteStudyStore(tmp_path / "study.sqlite3")) as opened:
            yield opened
    else:
        with classroom(request.getfixturevalue("supabase")) as room:
            if request.param == "supabase":
                yield room
            else:
                with closing(LocalCopy(tmp_path / "copy.sqlite3")) as copy:
                    yield JournaledStudyStore(room, copy, MIRA, time.monotonic)
