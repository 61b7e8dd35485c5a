"""The study file: what stands in for it, what it is when busy, full or read by others."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core import ROOT
from core.bootstrap import build_service, open_store
from core.bootstrap.stores import open_embedded
from core.errors import StoreAway
from core.stores.sqlite import connections
from core.stores.sqlite.copies import copy_before
from core.study.lookups import all_parts
from tests.doubles import begin
from tests.journey import COURSE


def test_what_memory_held_moves_into_the_file_before_the_file_takes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", str(blocked))
    study = build_service()
    session = study.take_quiz(study.start_topic(study.generate_plan(study.start(), COURSE)))
    kept = all_parts(study.read, session.id)
    blocked.unlink()
    moved = build_service()
    assert moved.read.is_lasting
    assert moved.open(session.id) == session
    assert all_parts(moved.read, session.id) == kept
    # A page that was being drawn holds the one in memory still.
    handed_in = study.submit_answers(session)
    assert moved.open(session.id) == handed_in


def test_a_busy_file_is_no_reason_for_memory(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = begin(open_store(), "s1")
    store = open_store()
    open_embedded.cache_clear()
    monkeypatch.setattr(connections, "BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(data_dir / "exammentor.sqlite3", isolation_level=None)) as db:
        db.execute("begin immediate")
        with pytest.raises(StoreAway, match="in use by another program"):
            open_store()
        db.execute("rollback")
    assert open_store().load("s1") == session == store.load("s1")


FULL = """
import resource, sys
from core.bootstrap import check_embedded, load_settings
from core.errors import StoreAway
settings = load_settings()
print(check_embedded(settings))
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
try:
    print(check_embedded(settings))
except StoreAway as error:
    print("StoreAway", error)
except Exception as error:
    print(type(error).__name__, error)
"""


def test_a_disk_that_takes_no_page_is_not_called_writable(data_dir: Path) -> None:
    begin(open_store(), "s1")
    done = subprocess.run(
        [sys.executable, "-c", FULL],
        cwd=ROOT,
        env=os.environ | {"EXAMMENTOR_DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=True,
    )
    first, second = done.stdout.splitlines()
    assert first.endswith("writable")
    assert "writable" not in second
    assert "Your study file" in second


def test_nobody_else_can_read_the_study_file_its_logs_and_its_copies(data_dir: Path) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    path = data_dir / "exammentor.sqlite3"
    path.touch(0o644)
    before = os.umask(0o022)
    try:
        begin(open_store(), "s1")
        with closing(sqlite3.connect(path)) as db:
            db.row_factory = sqlite3.Row
            copy_before(db, path, "999")
        files = [*data_dir.glob("exammentor*")]
        assert len(files) > 2
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    finally:
        os.umask(before)
