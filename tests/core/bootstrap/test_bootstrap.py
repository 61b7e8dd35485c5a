"""Wiring: the store of the settings, what stands in where it cannot be opened, and what an import costs."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from core import ROOT
from core.bootstrap import build_service, check_store, load_settings, open_store
from core.bootstrap.stores import open_embedded
from core.errors import MigrationError, StoreUnavailable
from core.models import HistoryFacets, HistoryQuery, Intake, Learner
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from core.study.export.tables import events_csv
from tests.doubles import MIRA, begin, event


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


@pytest.mark.parametrize("module", ["core", "core.bootstrap.stores", "core.cli.commands", "core.state_machine"])
def test_an_import_of_the_core_is_light(module: str) -> None:
    heavy = [
        "streamlit",
        "pandas",
        "numpy",
        "altair",
        "supabase",
        "fastapi",
        "jinja2",
        "httpx",
        "pydantic_ai",
        "pypdfium2",
        "docx",
        "pptx",
        "selectolax",
    ]
    code = f"import sys, {module}; print(*(set({heavy!r}) & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed.split() == []


def test_the_server_starts_without_the_api() -> None:
    code = "import sys, app; print('fastapi' in sys.modules, 'core.api.app' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["False", "False"]


def test_the_api_is_made_while_the_server_warms_up() -> None:
    code = "import sys; from pages._ui.serving import warm_up; warm_up(); print('core.api.app' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["True"]


def test_csv_is_safe_for_a_spreadsheet() -> None:
    note = event("s1", reasoning='=HYPERLINK("evil")', agent="a,b", metadata={"k": 'v"'}, user_id=MIRA)
    facets = HistoryFacets(agents=(), actions=(), learners=(Learner(id=MIRA, name="=Mira"),))
    lines = events_csv([note], facets).splitlines()
    assert lines[0].startswith("id,timestamp,session_id,agent")
    assert "'=HYPERLINK" in lines[1]
    assert '"a,b"' in lines[1]
    assert f",{MIRA},'=Mira," in lines[1]


OPENED_BY_SIX = """
import sys
from multiprocessing import get_context
from core.stores.sqlite.store import SqliteStudyStore

def open_and_close(path):
    SqliteStudyStore(path).close()

for path in sys.argv[1:]:
    processes = [get_context("fork").Process(target=open_and_close, args=(path,)) for _ in range(6)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 6
"""


def test_many_processes_may_open_a_new_file_at_once(tmp_path: Path) -> None:
    paths = [str(tmp_path / f"{number}.sqlite3") for number in range(3)]
    subprocess.run([sys.executable, "-c", OPENED_BY_SIX, *paths], cwd=ROOT, check=True)
    assert all(Path(path).exists() for path in paths)


def test_a_file_of_a_newer_version_is_read_and_never_changed_or_replaced_by_memory(data_dir: Path) -> None:
    begin(open_store(), "s1")
    db = sqlite3.connect(data_dir / "exammentor.sqlite3")
    with db:
        db.execute("insert into schema_migrations values ('999_from_tomorrow.sql', datetime('now'))")
    db.close()
    # As a new process would: the store of a file is opened once per process.
    open_embedded.cache_clear()
    study = build_service()
    assert study.read.is_lasting
    assert "newer ExamMentor (it has 999_from_tomorrow.sql)" in str(study.read.read_only)
    session = study.open("s1")
    assert len(study.read.history(HistoryQuery(session_id="s1")).events) == 1
    for change in (lambda: study.start("Botany"), lambda: study.save_intake(session, Intake(exam="Zoology"))):
        with pytest.raises(MigrationError, match=r"not changed\. Update this copy of the app"):
            change()
    assert study.open("s1") == session
    assert [summary.id for summary in study.read.sessions()] == ["s1"]
    health = check_store(load_settings())
    assert (health.answers, health.health.status) == (True, "degraded")
    assert health.health.reason == str(study.read.read_only)


def test_a_file_that_comes_back_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", str(blocked))
    assert not open_store().is_lasting
    with pytest.raises(StoreUnavailable):
        open_store(must_last=True)
    blocked.unlink()
    assert open_store().is_lasting


def test_a_wrong_setting_stops_the_server_before_it_starts() -> None:
    environment = os.environ | {"EXAMMENTOR_MAX_UPLOAD_MB": "plenty"}
    done = subprocess.run(
        [sys.executable, "-c", "import app"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "EXAMMENTOR_MAX_UPLOAD_MB" in done.stderr
    assert "Traceback" not in done.stderr
