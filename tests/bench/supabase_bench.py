"""Supabase against the bare call: a commit, a long history, and pages by key over a million events."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg

from core.models import Changes, HistoryQuery, NewSession
from core.stores.supabase.store import SupabaseStudyStore
from tests.bench.core_bench import changes
from tests.bench.measure import RUNS, Row, Runs, in_turn, p50, repeated
from tests.doubles import MIRA
from tests.people import TEACHER, make_cohort, store_of, truncate, widen
from tests.stack import Stack
from tests.stack.service import MODULES

LONG = 100_000
FEW, MANY = 10_000, 1_000_000
COMMITS, PAGES = 100, 40
EVENTS_A_SESSION = 50

_GROW = """
insert into agent_events (session_id, user_id, timestamp, phase_before, phase_after, action, agent, reasoning)
select 's', %(user)s, now(), 'QUIZZING', 'QUIZZING', 'answer_question', 'learner', 'An answer was given.'
from generate_series(1, %(count)s::bigint)
"""
# Every hundredth session is the learner's own, every second one of somebody in the cohort.
_SESSIONS = """
insert into study_sessions (id, user_id, exam_type, current_state, current_context, updated_at, version)
select 'n' || n,
    case when n %% 100 = 0 then %(user)s::uuid
        else ('00000000-0000-4000-8000-' || lpad((n %% 50)::text, 12, '0'))::uuid end,
    'Botany', 'QUIZZING', '{}', '2026-01-01'::timestamptz + n * interval '1 second', 1
from generate_series(%(first)s::bigint, %(last)s::bigint) n
"""
_EVENTS = """
insert into agent_events (session_id, user_id, timestamp, phase_before, phase_after, action, agent, reasoning)
select s.id, s.user_id, s.updated_at, 'QUIZZING', 'QUIZZING', 'answer_question', 'learner', 'An answer was given.'
from generate_series(1, %(each)s::bigint) e, study_sessions s
where s.id in (select 'n' || n from generate_series(%(first)s::bigint, %(last)s::bigint) n)
"""


def rows() -> Iterator[Runs]:
    """Every measurement on a local Supabase of this run."""
    if not MODULES.exists():
        print(f"(skipped: Supabase; its local twin needs {MODULES}, see `make supabase`)", file=sys.stderr)
        return
    with TemporaryDirectory() as folder, Stack.running(Path(folder)) as stack:
        widen(stack)
        yield from repeated(partial(commits, stack))
        truncate(stack)
        yield from pages(stack)


def commits(stack: Stack) -> Iterator[Row]:
    """A commit against one bare POST of the same body to the same function, on a short and on a long history."""
    truncate(stack)
    token = stack.token(MIRA)
    headers = {"apikey": stack.publishable_key, "Authorization": f"Bearer {token}"}
    prepared = [own(number) for number in range(4 * COMMITS + 1)]
    bodies = [body(version, written) for version, written in enumerate(prepared)]
    bare = httpx.Client(base_url=f"{stack.url}/rest/v1", headers=headers, timeout=10)
    versions = count(1)
    with closing(store_of(stack, MIRA)) as store, bare:

        def ours() -> None:
            version = next(versions)
            store.commit("s", version, f"c{version}", prepared[version])

        def post() -> None:
            bare.post("/rpc/commit_changes", json=bodies[next(versions)]).raise_for_status()

        store.commit("s", 0, "c0", own(0).model_copy(update={"created": NewSession(user_id=MIRA)}))
        first = medians(in_turn(ours, post, rounds=COMMITS))
        yield Row("`commit` on Supabase / bare POST to the same function", *first, "ms", 1.3)
        run(stack, _GROW, user=MIRA, count=LONG)
        last = medians(in_turn(ours, post, rounds=COMMITS))
        yield Row(f"the same after {LONG:,} events", *last, "ms", 1.3)
        yield Row(f"`commit` on Supabase after {LONG:,} events / before", last[0], first[0], "ms", 1.2)


def pages(stack: Stack) -> Iterator[Runs]:
    """A page of each kind with ten thousand events in the database, and with a million."""
    make_cohort(stack, TEACHER, MIRA, *(f"00000000-0000-4000-8000-{number:012}" for number in range(0, 50, 2)))
    with psycopg.connect(stack.database_url) as db:
        for number in range(1, 50, 2):
            db.execute("insert into users (id) values (%s)", (f"00000000-0000-4000-8000-{number:012}",))
    few = FEW // EVENTS_A_SESSION
    fill(stack, 1, few)
    with closing(store_of(stack, MIRA)) as mine, closing(store_of(stack, TEACHER)) as teacher:
        looks = looks_of(mine, teacher)
        early = {name: measure(look) for name, look in looks.items()}
        fill(stack, few + 1, MANY // EVENTS_A_SESSION)
        for name, look in looks_of(mine, teacher).items():
            what = f"{name}, {MANY:,} events / {FEW:,}"
            pairs = zip(measure(look), early[name], strict=True)
            yield Runs(tuple(Row(what, late, before, "ms", 1.5) for late, before in pairs))


def looks_of(mine: SupabaseStudyStore, teacher: SupabaseStudyStore) -> dict[str, Callable[[], object]]:
    """What is looked at, each a page that is not the first."""
    last = mine.sessions(MIRA, limit=1)[0]
    seen = mine.history(HistoryQuery(limit=1)).events[0].id
    hers = teacher.history(HistoryQuery(limit=1)).events[0].id
    before = (last.updated_at, last.id)
    return {
        "a learner's session list": lambda: mine.sessions(MIRA, limit=20, before=before),
        "an instructor's session list": lambda: teacher.sessions(limit=20, before=before),
        "a session's history": lambda: mine.history(HistoryQuery(session_id=last.id, before=seen)),
        "a learner's whole history": lambda: mine.history(HistoryQuery(before=seen)),
        "an instructor's whole history": lambda: teacher.history(HistoryQuery(before=hers)),
        "what the history can be filtered by": teacher.facets,
    }


def fill(stack: Stack, first: int, last: int) -> None:
    """Sessions `first` to `last` with their events, and the statistics that a running database would have."""
    run(stack, _SESSIONS, user=MIRA, first=first, last=last)
    run(stack, _EVENTS, first=first, last=last, each=EVENTS_A_SESSION)
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        db.execute("vacuum analyze agent_events")
        db.execute("vacuum analyze study_sessions")
        db.execute("checkpoint")


def run(stack: Stack, sql: str, **values: object) -> None:
    with psycopg.connect(stack.database_url) as db:
        db.execute(sql.encode(), values)


def own(number: int) -> Changes:
    """What an action writes, as the learner that Supabase knows."""
    written = changes(number)
    return written.model_copy(update={"context": written.context.model_copy(update={"user_id": MIRA})})


def body(version: int, written: Changes) -> dict[str, object]:
    """What a commit sends."""
    return {
        "p_session_id": "s",
        "p_base_version": version,
        "p_commit_id": f"c{version}",
        "p_changes": written.model_dump(mode="json"),
    }


def measure(look: Callable[[], object]) -> list[float]:
    """Milliseconds of a look at p50, in each of five runs."""
    return [1e3 * p50(*in_turn(look, rounds=PAGES)) for _ in range(RUNS)]


def medians(times: list[list[float]]) -> tuple[float, float]:
    first, second = times
    return 1e3 * p50(first), 1e3 * p50(second)
