"""The embedded store's statements find what they look for by an index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.models import HistoryQuery
from core.stores.sqlite.queries import history_query
from core.stores.sqlite.store import SqliteStudyStore


@pytest.mark.parametrize("cursor", [{}, {"before": 9}, {"after": 9}])
@pytest.mark.parametrize("field", ["session_id", "agent", "action"])
def test_a_page_of_history_is_read_along_an_index(tmp_path: Path, field: str, cursor: dict[str, int]) -> None:
    path = tmp_path / "study.sqlite3"
    SqliteStudyStore(path).close()
    sql, values = history_query(HistoryQuery.model_validate({field: "x", **cursor}))
    with closing(sqlite3.connect(path)) as db:
        plan = " ".join(row[3] for row in db.execute(f"explain query plan {sql}", values))
    assert f"USING INDEX agent_events_{field.removesuffix('_id')}" in plan
    assert "TEMP B-TREE" not in plan
    assert ("rowid" in plan or "id>?" in plan or "id<?" in plan) == bool(cursor), plan
