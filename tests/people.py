"""Learners and instructors on the local Supabase, and their stores."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from core.stores.supabase.store import SupabaseStudyStore
from tests.stack import Stack

TEACHER = "74656163-0000-4000-8000-000000000000"
TABLES = (
    "users, study_sessions, topics, misconceptions, agent_events, plan_cache, cohorts, cohort_members,"
    " study_materials, material_files, plans, lessons, quizzes, quiz_answers, attempts, tutor_chats, commits,"
    " void_questions, cohort_removals, erased_sessions"
)
# What the database counts beside them, of no account's own.
COUNTS = (
    "private.code_guesses, private.commit_rates, private.arriving_commits, private.gone_answers, private.gone_people"
)
# Past the rule that history only grows.
TRUNCATE = f"""
set session_replication_role = replica;
truncate {TABLES}, {COUNTS} restart identity cascade;
set session_replication_role = origin;
"""
# Where there are few rows this costs a twentieth of a truncate, which writes each table and index anew.
EMPTY = f"""
set session_replication_role = replica;
{"".join(f"delete from {table};" for table in f"{TABLES}, {COUNTS}".split(", "))}
set session_replication_role = origin;
select setval(sequencename::regclass, start_value, false) from pg_sequences where schemaname = 'public';
"""


def empty(stack: Stack) -> None:
    """Take every row out."""
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        db.execute(EMPTY)


def truncate(stack: Stack) -> None:
    """Take every row out, where there are so many that the files of the tables must shrink."""
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        db.execute(TRUNCATE)


def widen(stack: Stack) -> None:
    """Let an account do as much as a test of something else asks."""
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        db.execute("update private.quotas set most = 1000000000, most_late = 1000000000")


def store_of(stack: Stack, user_id: str, email: str = "", **options: Callable[..., object]) -> SupabaseStudyStore:
    """The store of somebody who has just signed in."""
    token = stack.token(user_id, email=email or f"{user_id[:8]}@example.org")
    return SupabaseStudyStore(stack.url, stack.publishable_key, lambda: token, **options)  # type: ignore[arg-type]


def make_cohort(stack: Stack, instructor: str, *learners: str) -> str:
    """A cohort of these learners under `instructor`; everybody gets a row in users. Returns its join code."""
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        for user_id, role in [(instructor, "instructor"), *((learner, "learner") for learner in learners)]:
            db.execute(
                "insert into users (id, email, role) values (%s, %s, %s) on conflict (id) do update"
                " set role = excluded.role",
                (user_id, f"{user_id[:8]}@example.org", role),
            )
        cohort = db.execute(
            "insert into cohorts (name, instructor_id) values ('Botany', %s) returning id, join_code", (instructor,)
        ).fetchone()
        assert cohort
        for learner in learners:
            db.execute("insert into cohort_members (cohort_id, user_id) values (%s, %s)", (cohort[0], learner))
        return str(cohort[1])
