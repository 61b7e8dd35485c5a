"""An app killed with SIGKILL while it sends what waited: each commit is in the database once, in order."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from core import ROOT
from core.models import ContextPatch, HistoryQuery
from core.models.context import replay
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.store import JournaledStudyStore
from tests.contract.test_answer_log import corrected_by
from tests.doubles import MIRA, begin, changes, context, event
from tests.journaled import FileRemote

SENDER = """
import sys, time
from pathlib import Path
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.store import JournaledStudyStore
from tests.doubles import MIRA
from tests.journaled import FileRemote


class Told(FileRemote):
    def commit(self, *given):
        version = super().commit(*given)
        print(version, flush=True)
        return version


store = JournaledStudyStore(
    Told(Path(sys.argv[1])), LocalCopy(Path(sys.argv[2])), MIRA, time.monotonic, time.time
)
store.send()
"""


def wait_for(copy: LocalCopy, session: str, number: int) -> None:
    """Put a commit that leaves its number into the line of a session."""
    after = context(session, extra_data={"number": number})
    told = event(session, metadata={"number": number}, context_patch=ContextPatch(set_extra={"number": number}))
    base = copy.version(session)
    copy.set_aside(session, base, f"{session}-{number}", changes(session, context=after, events=(told,)))


def replayed(folder: Path, kills: int, commits: int, seed: int) -> None:
    rng, remote_file, copy_file = random.Random(seed), folder / "remote.sqlite3", folder / "copy.sqlite3"
    with closing(FileRemote(remote_file)) as remote, closing(LocalCopy(copy_file)) as copy:
        for session in ("s1", "s2"):
            begin(remote, session)
            copy.restore(remote.snapshot(session))
            for number in range(commits):
                wait_for(copy, session, number)
        # One of the two was corrected meanwhile, so that its numbers are others.
        remote.correct("s1", 1, "fix", corrected_by("s1", 70.0))
        for _ in range(kills):
            sender = subprocess.Popen(
                [sys.executable, "-c", SENDER, str(remote_file), str(copy_file)],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                text=True,
            )
            with sender as process:
                assert process.stdout
                for _ in range(rng.randint(1, 10)):
                    assert process.stdout.readline()
                process.kill()
        assert copy.count_waiting() > 1
        store = JournaledStudyStore(remote, copy, MIRA, time.monotonic, time.time)
        assert store.send()
        assert (store.state().pending, store.state().rejected) == (0, ())
        for session, version in (("s1", commits + 2), ("s2", commits + 1)):
            after = remote.load(session)
            events = remote.history(HistoryQuery(session_id=session, after=0, limit=1000)).events
            numbers = [told.metadata["number"] for told in events if "number" in told.metadata]
            assert (numbers, after.version) == (list(range(commits)), version)
            assert replay(MIRA, session, events) == (after.phase, after.context)
            assert store.load(session) == after
        assert remote.load("s1").context.last_quiz_score == 70


def test_what_is_sent_while_the_app_is_killed_arrives_once_and_in_order(tmp_path: Path) -> None:
    replayed(tmp_path, kills=5, commits=60, seed=3)


@pytest.mark.heavy
def test_what_is_sent_through_many_kills_arrives_once_and_in_order(tmp_path: Path) -> None:
    replayed(tmp_path, kills=40, commits=400, seed=4)
