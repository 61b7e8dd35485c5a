"""A service in memory for each test, its time set. A module with `STORES` runs on each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.doubles import SetClock, service


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "store" in metafunc.fixturenames:
        metafunc.parametrize("store", getattr(metafunc.module, "STORES", ["memory"]), indirect=True)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StudyStore]:
    if request.param == "memory":
        yield MemoryStudyStore()
    else:
        with closing(SqliteStudyStore(tmp_path / "study.sqlite3")) as opened:
            yield opened


@pytest.fixture
def study(store: StudyStore, clock: SetClock) -> StudyService:
    return service(store, clock)
