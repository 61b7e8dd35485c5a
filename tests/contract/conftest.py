"""Every store that the suite runs on. A new store is a line here."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.store import JournaledStudyStore
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from tests.classroom import classroom
from tests.doubles import MIRA


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
                    yield JournaledStudyStore(room, copy, MIRA, time.monotonic, time.time)
