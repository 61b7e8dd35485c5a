"""Wiring: the store of the settings, what stands in where it cannot be opened, and what an import costs."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from core.bootstrap import open_store
from core.export import events_csv
from core.stores.memory import MemoryStudyStore
from core.stores.sqlite import SqliteStudyStore
from tests.doubles import ROOT, event


def test_the_store_is_opened_once_for_a_file(data_dir: Path) -> None:
    store = open_store()
    assert isinstance(store, SqliteStudyStore)
    assert store is open_store()
    assert store.path == data_dir / "exammentor.sqlite3"


def test_where_no_file_can_be_opened_it_is_memory_and_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", str(blocked))
    with caplog.at_level(logging.WARNING):
        assert isinstance(open_store(), MemoryStudyStore)
    assert str(blocked) in caplog.text
    assert "lost when the app stops" in caplog.text


@pytest.mark.parametrize("module", ["core", "core.bootstrap", "core.cli", "core.state_machine"])
def test_an_import_of_the_core_is_light(module: str) -> None:
    heavy = [
        "streamlit",
        "pandas",
        "numpy",
        "altair",
        "supabase",
        "pydantic_ai",
        "pypdfium2",
        "docx",
        "pptx",
        "selectolax",
    ]
    code = f"import sys, {module}; print(*(set({heavy!r}) & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed.split() == []


def test_csv_is_safe_for_a_spreadsheet() -> None:
    lines = events_csv([event("s1", reasoning='=HYPERLINK("evil")', agent="a,b", metadata={"k": 'v"'})]).splitlines()
    assert lines[0].startswith("id,timestamp,session_id,agent")
    assert "'=HYPERLINK" in lines[1]
    assert '"a,b"' in lines[1]
