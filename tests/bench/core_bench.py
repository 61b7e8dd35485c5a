"""The core against the bare thing: a transition, a commit, a long history; and what an import of it brings."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from core import ROOT
from core.domain.phases import TRANSITIONS
from core.models import AgentEvent, Changes, ContextPatch, NewSession, StudentContext, StudyPhase
from core.state_machine import StateMachine
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from tests.bench.measure import Figure, Row, Runs, in_turn, p50, repeated

LONG = 100_000
# With fewer, most would come before SQLite first reuses its log, and a commit that makes the log longer is slower.
COMMITS = 400
MEMORY = Path("/dev/shm")
HEAVY = ("streamlit", "pandas", "numpy", "altair", "supabase", "pydantic_ai")


def rows() -> Iterator[Row | Runs | Figure]:
    """Every measurement of the core."""
    yield transition()
    yield from repeated(partial(commits, None))
    if MEMORY.exists():
        yield from repeated(partial(commits, MEMORY))
    yield imports()


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

    steps, look_ups = in_turn(ours, bare, rounds=15)
    return Row("`transition` / dict look-up with enum parsing", p50(steps) * 100, p50(look_ups) * 100, "µs", 6)


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

    def close(self) -> None:
        self.db.close()


class Ours:
    """Commits to a study file, one on top of the other."""

    def __init__(self, store: SqliteStudyStore, prepared: Sequence[Changes]) -> None:
        first = prepared[0].model_copy(update={"created": NewSession(user_id="u")})
        self.store, self.prepared, self.version = store, prepared, store.commit("s", 0, "c0", first)

    def write(self) -> None:
        self.version = self.store.commit("s", self.version, f"c{self.version}", self.prepared[self.version])


def commits(where: Path | None) -> Iterator[Row]:
    """A commit on a short history, one on a long, and the raw writes, by turns, in files in `where`.

    In memory a flush costs nothing, so the raw writes cost next to nothing and give no bound.
    """
    prepared = [changes(number) for number in range(COMMITS + 1)]
    with ExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory(dir=where)))
        short, long = (
            Ours(stack.enter_context(closing(SqliteStudyStore(home / f"{name}.sqlite3"))), prepared)
            for name in ("short", "long")
        )
        raw = stack.enter_context(closing(Bare(home / "raw.sqlite3")))
        _grow(long.store.path, LONG)
        spent = in_turn(short.write, long.write, lambda: raw.write(short.version), rounds=COMMITS)
    on_short, on_long, bare = (1e3 * p50(times) for times in spent)
    place, bound = (", file in memory", None) if where else ("", 1.6)
    yield Row(f"`commit` / raw upsert and insert{place}", on_short, bare, "ms", bound)
    yield Row(f"the same after {LONG:,} events{place}", on_long, bare, "ms", bound)
    yield Row(f"`commit` after {LONG:,} events / on a short history{place}", on_long, on_short, "ms", 1.2)


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
            " insert into commits (commit_id, session_id, version) select hex(randomblob(16)), 's', 0 from n"
        )


def imports() -> Figure:
    """How many of the heavy packages `import core` brings along."""
    code = f"import sys, core, core.bootstrap; print(len(set({HEAVY!r}) & set(sys.modules)))"
    count = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    name = f"`import core` and `core.bootstrap` bring of {', '.join(HEAVY)}"
    return Figure(name, int(count), "packages", at_most=0)
