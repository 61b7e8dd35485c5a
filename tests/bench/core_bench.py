"""The core against the bare thing: a transition, a commit, a long history, an import."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from core import ROOT
from core.domain.phases import TRANSITIONS
from core.models import AgentEvent, Changes, ContextPatch, NewSession, StudentContext, StudyPhase
from core.state_machine import StateMachine
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from tests.bench.measure import Row, in_turn, p50

LONG = 100_000
MEMORY = Path("/dev/shm")
HEAVY = ("streamlit", "pandas", "numpy", "altair", "supabase", "pydantic_ai")


def rows() -> Iterator[Row]:
    """Every measurement of the core."""
    yield transition()
    yield from commits()


def transition() -> Row:
    """10,000 transitions against as many look-ups with enum parsing."""
    table = {(phase, action): after for (phase, action), after in TRANSITIONS.items()}
    machine = StateMachine(StudentContext(user_id="u", session_id="s"), store=MemoryStudyStore())

    def ours() -> None:
        for _ in range(10_000):
            machine.transition("LEARNING", "take_quiz")

    def bare() -> None:
        for _ in range(10_000):
            table[StudyPhase("LEARNING"), "take_quiz"]

    one, other = in_turn(ours, bare, 15)
    return Row("`transition` / dict look-up with enum parsing", p50(one) * 100, p50(other) * 100, "µs", 6)


def context(number: int) -> StudentContext:
    """About 4 KB of context."""
    return StudentContext(user_id="u", session_id="s", extra_data={"notes": "x" * 3900, "number": number})


def changes(number: int) -> Changes:
    """What an action writes: phase, 4 KB of context, one event."""
    event = AgentEvent(
        session_id="s",
        timestamp=datetime.now(UTC),
        phase_before=StudyPhase.QUIZZING,
        phase_after=StudyPhase.QUIZZING,
        action="answer_question",
        agent="learner",
        reasoning="An answer was given.",
        metadata={"number": number},
        context_patch=ContextPatch(set_extra={"number": number}),
    )
    return Changes(at=event.timestamp, phase=StudyPhase.QUIZZING, context=context(number), events=(event,))


class Bare:
    """The same upsert and insert in raw sqlite3, with the same pragmas and the same text."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
            self.db.execute(f"pragma {pragma}")
        self.db.execute("create table if not exists s (id text primary key, state text, context text, at text) strict")
        self.db.execute(
            "create table if not exists e (id integer primary key autoincrement, session_id text, at text, before text,"
            " after text, action text, agent text, reasoning text, metadata text, patch text, seed integer, ms real)"
        )
        self.db.execute("create index if not exists e_session on e (session_id, id)")

    def write(self, number: int) -> None:
        at = datetime.now(UTC).isoformat()
        body = json.dumps({"user_id": "u", "session_id": "s", "extra_data": {"notes": "x" * 3900, "number": number}})
        self.db.execute("begin immediate")
        self.db.execute(
            "insert into s values ('s', 'QUIZZING', ?, ?) on conflict (id) do update set"
            " state = excluded.state, context = excluded.context, at = excluded.at",
            (body, at),
        )
        patch, metadata = json.dumps({"set_extra": {"number": number}}), json.dumps({"number": number})
        self.db.execute(
            "insert into e values (null, 's', ?, 'QUIZZING', 'QUIZZING', 'answer_question', 'learner',"
            " 'An answer was given.', ?, ?, 0, 0)",
            (at, metadata, patch),
        )
        self.db.execute("commit")


def commits() -> Iterator[Row]:
    """A commit against the raw writes, on an empty and on a long history; then both without the disk's flush."""
    at_first, bare_first, at_last, bare_last = _commit_times(None)
    yield Row("`commit` / raw upsert and insert", at_first, bare_first, "ms", 1.6)
    yield Row(f"the same after {LONG:,} events", at_last, bare_last, "ms", 1.6)
    yield Row(f"`commit` after {LONG:,} events / before", at_last, at_first, "ms", 1.2)
    if MEMORY.exists():
        at_first, bare_first, at_last, bare_last = _commit_times(MEMORY)
        yield Row("`commit` / raw, file in memory, where a flush costs nothing", at_first, bare_first, "ms")
        yield Row(f"the same after {LONG:,} events / before", at_last, at_first, "ms", 1.2)


def _commit_times(where: Path | None) -> tuple[float, float, float, float]:
    """Milliseconds at p50: a commit and the raw writes on an empty history, then both on a long one."""
    with TemporaryDirectory(dir=where) as folder, closing(SqliteStudyStore(Path(folder) / "ours.sqlite3")) as store:
        bare = Bare(Path(folder) / "bare.sqlite3")
        first = changes(0).model_copy(update={"created": NewSession(user_id="u")})
        version = store.commit("s", 0, "c0", first)
        prepared = [changes(number) for number in range(1300)]

        def ours() -> None:
            nonlocal version
            version = store.commit("s", version, f"c{version}", prepared[version])

        early = in_turn(ours, lambda: bare.write(version), 600)
        _grow(store.path, LONG)
        late = in_turn(ours, lambda: bare.write(version), 600)
        bare.db.close()
    at_first, bare_first, at_last, bare_last = (1e3 * p50(times) for times in (*early, *late))
    return at_first, bare_first, at_last, bare_last


def _grow(path: Path, events: int) -> None:
    """Copy the newest event and commit until there are so many."""
    with closing(sqlite3.connect(path)) as db, db:
        columns = "session_id, timestamp, phase_before, phase_after, action, agent, reasoning, metadata, context_patch"
        db.execute(
            f"with recursive n(i) as (select 1 union all select i + 1 from n where i < {events})"
            f" insert into agent_events ({columns}, seed, duration_ms) select {columns}, seed, duration_ms from n,"
            " (select * from agent_events order by id desc limit 1)"
        )
        db.execute(
            f"with recursive n(i) as (select 1 union all select i + 1 from n where i < {events})"
            " insert into commits select hex(randomblob(16)), 's', 0 from n"
        )


def import_line() -> str:
    """What `import core` brings along."""
    code = f"import sys, core, core.bootstrap; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return f"`import core` and `core.bootstrap` bring none of {', '.join(HEAVY)}: {'no' if found.strip() else 'yes'}"
