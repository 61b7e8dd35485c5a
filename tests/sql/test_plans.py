"""What pages ask for is found along an index, under the policies and however much others have studied."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.doubles import MIRA
from tests.people import TEACHER, TRUNCATE
from tests.sql.classroom import SEED
from tests.stack import Stack

# 40 learners with 10 sessions each, 50 events and 6 topics in a session; half of the learners are in the cohort.
FILL = f"""
{TRUNCATE}
{SEED}
insert into users (id, email) select md5('learner ' || n)::uuid, n || '@example.org' from generate_series(1, 39) as n;
insert into cohort_members (cohort_id, user_id)
    select c.id, md5('learner ' || n)::uuid from cohorts c, generate_series(1, 19) as n where c.name = 'Botany';
insert into study_sessions (id, user_id, exam_type, updated_at)
    select 'big-' || l.n || '-' || s, l.id, 'Botany', timestamptz '2026-01-01Z' + interval '1 minute' * (s * 40 + l.n)
    from (select 0 as n, '{MIRA}'::uuid as id
        union all select n, md5('learner ' || n)::uuid from generate_series(1, 39) as n) as l,
        generate_series(0, 9) as s;
insert into agent_events (session_id, user_id, timestamp, phase_before, phase_after, action, agent)
    select 'big-0-3', '{MIRA}', now(), 'INTAKE', 'INTAKE', 'action-' || e % 5, 'agent-' || e % 3
    from generate_series(1, 2000) as e;
insert into agent_events (session_id, user_id, timestamp, phase_before, phase_after, action, agent)
    select s.id, s.user_id, s.updated_at, 'INTAKE', 'INTAKE', 'action-' || e % 5, 'agent-' || e % 3
    from generate_series(1, 50) as e, study_sessions s where s.id <> 's1';
insert into topics (session_id, name, position, planned_on, difficulty, hours)
    select s.id, 'topic ' || t, t, date '2026-03-01' + t, 'easy', 1
    from study_sessions s, generate_series(1, 6) as t;
analyze;
"""
KEYSET = """
select id, user_id, exam_type, current_state, current_topic, topics_total, topics_done, version, created_at, updated_at,
    topics_studied
from session_list
where {whose} updated_at <= %(at)s and (updated_at < %(at)s or (updated_at = %(at)s and id < 'big-0-8'))
order by updated_at desc, id desc limit 50
"""
AT = {"at": "2026-01-01T05:20:00Z"}
HOME = "select * from dashboard(p_since := '2025-12-29Z', p_pause := 1800)"


@pytest.fixture(scope="module")
def busy(stack: Stack) -> Iterator[psycopg.Connection]:
    """A superuser's connection to a database with 20,000 events; it tells each plan that it carries out."""
    stack.start()
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        db.execute(FILL)
        db.execute("load 'auto_explain'")
        for name, value in (
            ("auto_explain.log_min_duration", "0"),
            ("auto_explain.log_nested_statements", "on"),
            ("auto_explain.log_analyze", "on"),
            ("auto_explain.log_timing", "off"),
            ("auto_explain.log_format", "json"),
            ("client_min_messages", "log"),
        ):
            db.execute("select set_config(%s, %s, false)", (name, value))
        yield db
        db.execute(TRUNCATE)


def scans(db: psycopg.Connection, who: str, query: str, **parameters: object) -> tuple[int, list[dict[str, Any]]]:
    """How many rows this asker gets, and every node that reads a table in the plans behind them."""
    told: list[str] = []
    db.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
    with db.transaction():
        claims = json.dumps({"sub": who, "role": "authenticated"})
        db.execute("select set_config('request.jwt.claims', %s, true)", (claims,))
        db.execute("set local role authenticated")
        told.clear()
        rows = db.execute(query, parameters or None).fetchall()
    plans = [json.loads(text[text.index("{") :])["Plan"] for text in told if "plan:" in text]
    assert plans
    return len(rows), [node for plan in plans for node in nodes(plan) if "Relation Name" in node]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def read(scans: list[dict[str, Any]], table: str) -> int:
    """How many rows of a table these nodes looked at, wanted or not."""
    of_table = [scan for scan in scans if scan["Relation Name"] == table]
    removed = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    return round(
        sum(
            scan["Actual Loops"] * (scan["Actual Rows"] + sum(scan.get(key, 0) for key in removed)) for scan in of_table
        )
    )


def in_sequence(scans: list[dict[str, Any]]) -> set[str]:
    """The large tables that were read from one end to the other."""
    large = {"agent_events", "study_sessions", "topics"}
    return {scan["Relation Name"] for scan in scans if scan["Node Type"] == "Seq Scan"} & large


# Mira's long session is the oldest, under 18,000 newer events of others.
@pytest.mark.parametrize(("who", "people"), [(MIRA, 1), (TEACHER, 20)])
@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "p_before := 9000",
        "p_after := 0",
        "p_after := 1500",
        "p_session_id := 'big-0-3'",
        "p_session_id := 'big-0-3', p_after := 0",
        f"p_user_id := '{MIRA}'",
    ],
)
def test_a_page_of_history_costs_what_is_on_it(busy: psycopg.Connection, who: str, people: int, arguments: str) -> None:
    count, looked = scans(busy, who, f"select * from history_page({arguments})")
    assert count == 50
    assert in_sequence(looked) == set()
    assert read(looked, "agent_events") <= 50 * (1 if "session" in arguments else people)


@pytest.mark.parametrize("who", [MIRA, TEACHER])
@pytest.mark.parametrize(
    "arguments",
    [
        "p_agent := 'agent-1'",
        "p_action := 'action-1', p_after := 0",
        "p_session_id := 'big-0-3', p_agent := 'agent-1'",
        "p_session_id := 'big-0-3', p_before := 1500",
        "p_phase := 'INTAKE', p_since := '2026-01-01Z'",
    ],
)
def test_a_filtered_page_of_history_is_found_along_an_index(busy: psycopg.Connection, who: str, arguments: str) -> None:
    count, looked = scans(busy, who, f"select * from history_page({arguments})")
    assert count == 50
    assert in_sequence(looked) == set()


@pytest.mark.parametrize(("who", "people"), [(MIRA, 1), (TEACHER, 20)])
def test_facets_jump_from_value_to_value(busy: psycopg.Connection, who: str, people: int) -> None:
    count, looked = scans(busy, who, "select history_facets()")
    assert count == 1
    assert in_sequence(looked) == set()
    # Four agents and six actions at most, and whether there is an event at all.
    assert read(looked, "agent_events") <= 11 * people


@pytest.mark.parametrize("who", [MIRA, TEACHER])
def test_a_page_of_a_learners_sessions_is_read_along_the_index(busy: psycopg.Connection, who: str) -> None:
    query = KEYSET.format(whose="user_id = %(user_id)s and")
    count, looked = scans(busy, who, query, user_id=MIRA, **AT)
    assert count == 8
    assert in_sequence(looked) == set()
    # The sessions, and each one's topics' look at their session.
    assert read(looked, "study_sessions") <= 9 + count * 6 * 2


def test_a_page_of_a_class_is_read_along_the_index(busy: psycopg.Connection) -> None:
    count, looked = scans(busy, TEACHER, KEYSET.format(whose=""), **AT)
    assert count == 50
    assert in_sequence(looked) == set()


def test_the_home_page_is_read_in_the_learners_own_sessions(busy: psycopg.Connection) -> None:
    count, looked = scans(busy, MIRA, HOME)
    assert count == 11
    assert in_sequence(looked) == set()
    assert read(looked, "topics") <= 11 * 7
