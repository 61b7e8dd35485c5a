"""A process killed with SIGKILL while a study goes out or comes in: a session is here whole or not at all, a file is
whole or not there, and the next try does the rest."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from core import ROOT
from core.models import HistoryQuery, Material, MaterialFile
from core.stores.sqlite.store import SqliteStudyStore
from core.study.backup.backup import Backup, BroughtIn
from tests.along import brought, sessions_of, taken
from tests.doubles import MIRA, SetClock, begin, changes, event, quiz_record

SESSIONS = 6
# What is slow to import is there before the clock of the kill runs.
WORKER = """
import sys
from pathlib import Path
from core.cli import along
from core.stores.sqlite.store import SqliteStudyStore
from core.study.backup.backup import Backup
from tests.doubles import MIRA, SetClock

what, store, file = sys.argv[1], SqliteStudyStore(sys.argv[2]), Path(sys.argv[3])
backup = Backup(store, SetClock(), MIRA)
print("ready", flush=True)
if what == "import":
    with file.open("rb") as opened:
        backup.bring_in(opened)
else:
    along.write(file, backup.archive(), overwrite=True)
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study file with sessions that have a history, quizzes and a file each."""
    path = tmp_path_factory.mktemp("source") / "study.sqlite3"
    rng = random.Random(7)
    with closing(SqliteStudyStore(path)) as store:
        for name in (f"s{number}" for number in range(SESSIONS)):
            begin(store, name, events=tuple(event(name, metadata={"number": number}) for number in range(1000)))
            data = rng.randbytes(2**21)
            material = Material(
                id="m", name="m.pdf", kind="pdf", page_count=1, digest=sha256(data).hexdigest(), sections=()
            )
            file = MaterialFile(material_id="m", data=data)
            store.commit(name, 1, "c2", changes(name, material=material, file=file, quiz=quiz_record("quiz-1")))
    return path


@pytest.fixture(scope="module")
def archive(source: Path) -> bytes:
    with closing(SqliteStudyStore(source)) as store:
        return taken(Backup(store, SetClock(), MIRA))


def killed(what: str, store: Path, file: Path, after: float) -> bool:
    """Run the worker and kill it `after` so many seconds; whether it was still at it."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, what, str(store), str(file)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    with process, process.stdout as out, process.stderr as err:
        assert out.readline() == "ready\n", err.read()
        timer = threading.Timer(after, process.send_signal, [signal.SIGKILL])
        timer.start()
        process.wait()
        timer.cancel()
        assert process.returncode in (0, -signal.SIGKILL), err.read()
    return process.returncode != 0


def comes_in_whole(folder: Path, archive: bytes, kills: int, seed: int) -> None:
    rng, file, whole, at_work = random.Random(seed), folder / "along.zip", sessions_of(archive), 0
    file.write_bytes(archive)
    for number in range(kills):
        path = folder / f"{number}.sqlite3"
        at_work += killed("import", path, file, rng.uniform(0, 0.9))
        with closing(SqliteStudyStore(path)) as store:
            backup = Backup(store, SetClock(), MIRA)
            here = sessions_of(taken(backup))
            assert here == whole[: len(here)]
            # Nothing belongs to a session that is not here.
            assert {event.session_id for event in store.history(HistoryQuery(limit=1000)).events} <= {
                session["session"]["id"] for session in here
            }
            assert store.facets().agents == (("tutor",) if here else ())
            ids = tuple(session["session"]["id"] for session in whole)
            assert brought(backup, archive) == BroughtIn(written=ids[len(here) :], known=ids[: len(here)])
            assert sessions_of(taken(backup)) == whole
            assert store.material_file("s3", "m")
        path.unlink()
    assert at_work


def goes_out_whole(folder: Path, source: Path, archive: bytes, kills: int, seed: int) -> None:
    rng, file, at_work = random.Random(seed), folder / "out.zip", 0
    for _ in range(kills):
        at_work += killed("export", source, file, rng.uniform(0, 0.4))
        if file.exists():
            assert sessions_of(file.read_bytes()) == sessions_of(archive)
            assert file.stat().st_mode & 0o777 == 0o600
            file.unlink()
    assert at_work
    with closing(SqliteStudyStore(source)) as store:
        assert sessions_of(taken(Backup(store, SetClock(), MIRA))) == sessions_of(archive)


def test_an_import_that_is_killed_leaves_sessions_whole_or_absent(tmp_path: Path, archive: bytes) -> None:
    comes_in_whole(tmp_path, archive, kills=3, seed=1)


def test_an_export_that_is_killed_leaves_a_whole_file_or_none(tmp_path: Path, source: Path, archive: bytes) -> None:
    goes_out_whole(tmp_path, source, archive, kills=3, seed=2)


@pytest.mark.heavy
def test_many_kills_over_import_and_export(tmp_path: Path, source: Path, archive: bytes) -> None:
    comes_in_whole(tmp_path, archive, kills=30, seed=3)
    goes_out_whole(tmp_path, source, archive, kills=30, seed=4)
