"""A process killed with SIGKILL while it erases: the session is whole or gone, and nothing of it is to be found once
erasing is said again, or the app has started again."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from core import ROOT
from core.errors import SessionNotFound
from core.stores.sqlite.store import SqliteStudyStore
from core.study.lookups import all_parts
from tests.contract.test_erasing import NOTES, PLAIN, studied
from tests.core.stores.sqlite.test_erasing import found
from tests.doubles import service

ERASER = """
import sys
from core.stores.sqlite.store import SqliteStudyStore
from tests.doubles import service

study = service(SqliteStudyStore(sys.argv[1]))
print("ready", flush=True)
study.erasing.session(sys.argv[2])
print("erased", flush=True)
"""


def erase_and_kill(path: Path, session_id: str, after: float) -> bool:
    """Erase until killed after so many seconds; whether it was answered."""
    command = [sys.executable, "-c", ERASER, str(path), session_id]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == "ready\n", process.stderr.read()
        timer = threading.Timer(after, process.send_signal, [signal.SIGKILL])
        timer.start()
        answered = process.stdout.readline() == "erased\n"
        timer.cancel()
    return answered


def survives(folder: Path, kills: int, seed: int) -> None:
    rng, origin = random.Random(seed), folder / "origin" / "study.sqlite3"
    with closing(SqliteStudyStore(origin)) as store:
        study = service(store)
        stays, gone = studied(study, PLAIN), studied(study, NOTES)
        whole = all_parts(store, gone.id)
    copy = origin.with_name("study-before-011-20260101T000000Z.sqlite3")
    shutil.copy(origin, copy)
    outcomes = set()
    for number in range(kills):
        path = folder / f"run-{number}" / "study.sqlite3"
        shutil.copytree(origin.parent, path.parent)
        answered = erase_and_kill(path, gone.id, rng.uniform(0.0, 0.06))
        if answered:
            assert found(path.parent) == []
        with closing(SqliteStudyStore(path)) as store:
            try:
                assert store.load(gone.id) == gone
                assert all_parts(store, gone.id) == whole
                outcomes.add("whole")
                service(store).erasing.session(gone.id)
            except SessionNotFound:
                # The start alone has finished what was begun.
                outcomes.add("gone")
                assert store.was_erased(gone.id)
            assert found(path.parent) == []
            assert store.load(stays.id) == stays
            assert all_parts(store, stays.id).lessons
        shutil.rmtree(path.parent)
    assert outcomes == {"whole", "gone"}


def test_a_kill_leaves_a_session_whole_or_gone(tmp_path: Path) -> None:
    survives(tmp_path, kills=12, seed=1)


@pytest.mark.heavy
def test_many_kills_leave_a_session_whole_or_gone(tmp_path: Path) -> None:
    survives(tmp_path, kills=100, seed=2)
