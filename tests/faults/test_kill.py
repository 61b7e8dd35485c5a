"""A process killed with SIGKILL between and during commits: what was answered is there, the rest whole or absent."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from core import ROOT
from core.models import HistoryQuery
from core.models.context import replay
from core.stores.sqlite.store import SqliteStudyStore
from tests.doubles import MIRA

WRITER = """
import sys
from core.stores.sqlite.store import SqliteStudyStore
from core.errors import SessionNotFound
from core.models import Answer, GivenAnswer
from core.models.context import diff
from tests.doubles import begin, changes, context, event, question, quiz_record, topic

store = SqliteStudyStore(sys.argv[1])
try:
    session = store.load("s1")
except SessionNotFound:
    session = begin(store, "s1", quiz=quiz_record("quiz-1", *[question(n) for n in range(50)]))
while True:
    number = session.version
    after = context("s1", extra_data={"number": number, "ballast": "x" * 2000})
    saved = event("s1", metadata={"number": number}, context_patch=diff(session.context, after))
    choice = GivenAnswer(quiz_id="quiz-1", answer=Answer(question_id=f"q{number % 50}", text=str(number)))
    topics = (topic(f"t{number % 5}", answered=number),)
    wrote = changes("s1", context=after, events=(saved,), topics=topics, answer=choice)
    version = store.commit("s1", session.version, f"c{number}", wrote)
    session = session.after(wrote, version)
    print(version, flush=True)
"""


def run_and_kill(path: Path, after: float) -> int:
    """Write until killed after `after` seconds from the first answer; return the last version that was answered."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stderr
    with process, process.stdout as out, process.stderr as err:
        first = out.readline()
        assert first, err.read()
        timer = threading.Timer(after, process.send_signal, [signal.SIGKILL])
        timer.start()
        answered = int(first)
        for line in out:
            # The kill may cut the last line short; a cut line was no answer.
            if line.endswith("\n"):
                answered = int(line)
        timer.join()
    assert process.returncode == -signal.SIGKILL
    return answered


def survives(path: Path, kills: int, seed: int) -> None:
    rng, last = random.Random(seed), 0
    for _ in range(kills):
        answered = run_and_kill(path, rng.uniform(0.0, 0.12))
        assert answered > last
        last = answered
        with closing(SqliteStudyStore(path)) as store:
            session = store.load("s1")
            # One commit may have been written whole with its answer cut off by the kill.
            assert session.version in (answered, answered + 1)
            events = []
            before = None
            while True:
                page = store.history(HistoryQuery(session_id="s1", before=before, limit=1000))
                events += page.events
                before = page.next_before
                if before is None:
                    break
            numbers = [event.metadata["number"] for event in events if event.metadata]
            assert numbers == list(range(session.version - 1, 0, -1))
            assert replay(MIRA, "s1", reversed(events)) == (session.phase, session.context)
            newest = max(topic.answered for topic in store.topics("s1"))
            assert newest == session.version - 1
            (quiz,) = store.quizzes("s1")
            assert max(int(answer.text) for answer in quiz.answers) == session.version - 1


def test_answered_commits_survive_a_kill(tmp_path: Path) -> None:
    survives(tmp_path / "study.sqlite3", kills=6, seed=1)


@pytest.mark.heavy
def test_answered_commits_survive_many_kills(tmp_path: Path) -> None:
    survives(tmp_path / "study.sqlite3", kills=80, seed=2)
