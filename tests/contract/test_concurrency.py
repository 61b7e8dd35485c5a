"""Many writers, threads and processes, on one session: nothing is lost and nothing is written twice."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from core import ROOT
from core.errors import Conflict
from core.models import HistoryQuery
from core.stores.sqlite.store import SqliteStudyStore
from core.study.ports import StudyStore
from tests.doubles import begin, changes, context, event

WRITERS, EACH = 8, 12


def write(store: StudyStore, session_id: str, writer: str, count: int) -> None:
    """`count` commits, each taken again on the newest version where another writer was first."""
    for number in range(count):
        name = f"{writer}-{number}"
        while True:
            session = store.load(session_id)
            tally = session.context.extra_data | {name: True}
            note = event(session_id, metadata={"name": name})
            try:
                store.commit(
                    session_id,
                    session.version,
                    name,
                    changes(session_id, context=context(session_id, extra_data=tally), events=(note,)),
                )
                break
            except Conflict:
                continue


def check(store: StudyStore, session_id: str, expected: set[str]) -> None:
    session = store.load(session_id)
    assert session.context.extra_data.keys() == expected
    assert session.version == 1 + len(expected)
    events = store.history(HistoryQuery(session_id=session_id, limit=1000)).events
    assert sorted(str(note.metadata["name"]) for note in events if note.metadata) == sorted(expected)


def test_threads_lose_nothing(store: StudyStore) -> None:
    begin(store, "s1")
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: write(store, "s1", f"w{writer}", EACH), range(WRITERS)))
    check(store, "s1", {f"w{writer}-{number}" for writer in range(WRITERS) for number in range(EACH)})


def test_the_same_commit_from_many_threads_is_one(store: StudyStore) -> None:
    begin(store, "s1")
    with ThreadPoolExecutor(WRITERS) as pool:
        versions = list(pool.map(lambda _: store.commit("s1", 1, "once", changes("s1")), range(WRITERS)))
    assert set(versions) == {2}
    assert len(store.history(HistoryQuery(session_id="s1")).events) == 2


def test_one_of_many_writers_on_a_version_wins(store: StudyStore) -> None:
    begin(store, "s1")

    def attempt(writer: int) -> int | None:
        try:
            return store.commit("s1", 1, f"w{writer}", changes("s1"))
        except Conflict:
            return None

    with ThreadPoolExecutor(WRITERS) as pool:
        assert sorted(pool.map(attempt, range(WRITERS)), key=str) == [2, *[None] * (WRITERS - 1)]


def test_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "study.sqlite3"
    with closing(SqliteStudyStore(path)) as store:
        begin(store, "s1")
        code = (
            "import sys; from contextlib import closing; from core.stores.sqlite.store import SqliteStudyStore; "
            "from tests.contract.test_concurrency import write\n"
            "with closing(SqliteStudyStore(sys.argv[1])) as store: write(store, 's1', sys.argv[2], 10)"
        )
        started = [
            subprocess.Popen([sys.executable, "-c", code, str(path), f"p{number}"], cwd=ROOT) for number in range(3)
        ]
        assert [process.wait(60) for process in started] == [0, 0, 0]
        check(store, "s1", {f"p{process}-{number}" for process in range(3) for number in range(10)})
