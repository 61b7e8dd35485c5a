"""Every store that the suite runs on. A new store is a line here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.ports import StudyStore
from core.stores.memory import MemoryStudyStore
from core.stores.sqlite import SqliteStudyStore


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StudyStore]:
    """An empty store."""
    if request.param == "memory":
        yield MemoryStudyStore()
    else:
        with closing(SqliteStudyStore(tmp_path / "study.sqlite3")) as opened:
            yield opened
