"""A session on its way in: nobody sees it, nobody else can carry it out, and what was left lying goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from core.errors import Conflict, StoreUnavailable
from core.models import NewSession
from core.stores.supabase.store import SupabaseStudyStore
from tests.doubles import EVE, MIRA, begin, changes
from tests.people import TEACHER, make_cohort, store_of
from tests.stack import Stack


@pytest.fixture
def mira(supabase: Stack) -> Iterator[SupabaseStudyStore]:
    with closing(store_of(supabase, MIRA)) as opened:
        yield opened


def staged(store: SupabaseStudyStore, number: int | None, import_id: str = "import", session_id: str = "s1") -> bool:
    created = NewSession(user_id=MIRA, exam_type="Botany") if number == 0 else None
    asked = {
        "p_session_id": session_id,
        "p_import_id": import_id,
        "p_number": number,
        "p_changes": changes(session_id, created=created).model_dump(mode="json", exclude={"file"}),
    }
    return bool(store.caller.ask(lambda to: to.rpc("stage_commit", asked), session_id))


def finished(store: SupabaseStudyStore, count: int | None, import_id: str = "import", session_id: str = "s1") -> bool:
    asked = {"p_session_id": session_id, "p_import_id": import_id, "p_commits": count}
    return bool(store.caller.ask(lambda to: to.rpc("bring_in_session", asked), session_id))


def rows(stack: Stack, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        cursor = db.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def test_until_the_last_call_nobody_sees_anything(supabase: Stack, mira: SupabaseStudyStore) -> None:
    make_cohort(supabase, TEACHER, MIRA)
    assert staged(mira, 0)
    assert staged(mira, 1)
    with closing(store_of(supabase, TEACHER)) as teacher:
        for store in (mira, teacher):
            assert store.sessions() == ()
            assert store.facets().actions == ()
    assert rows(supabase, "select count(*) from study_sessions") == [(0,)]
    assert finished(mira, 2)
    assert mira.load("s1").version == 2
    assert rows(supabase, "select count(*) from private.arriving_commits") == [(0,)]
    # The same again, and a late commit of it, write nothing.
    assert not finished(mira, 2)
    assert not staged(mira, 1)
    assert mira.load("s1").version == 2


def test_what_is_not_whole_is_refused_and_leaves_nothing(supabase: Stack, mira: SupabaseStudyStore) -> None:
    staged(mira, 0)
    staged(mira, 2)
    for count in (None, -1, 0, 2, 3):
        with pytest.raises(StoreUnavailable, match="not received whole"):
            finished(mira, count)
    for number in (None, -1):
        with pytest.raises(StoreUnavailable, match="has no number"):
            staged(mira, number)
    assert mira.sessions() == ()
    # One commit that cannot be carried out takes all of them along.
    staged(mira, 1)
    rows(supabase, "update private.arriving_commits set changes = '{}' where number = 1")
    with pytest.raises(StoreUnavailable):
        finished(mira, 3)
    assert mira.sessions() == ()
    assert rows(supabase, "select count(*) from agent_events") == [(0,)]


def test_what_was_left_lying_goes_with_the_next_try_or_after_a_day(supabase: Stack, mira: SupabaseStudyStore) -> None:
    staged(mira, 0, "first")
    staged(mira, 1, "first")
    staged(mira, 0, "second")
    assert rows(supabase, "select distinct import_id from private.arriving_commits") == [("second",)]
    with pytest.raises(StoreUnavailable, match="not received whole"):
        finished(mira, 2, "first")
    rows(supabase, "update private.arriving_commits set at = now() - interval '25 hours'")
    staged(mira, 0, "third", "s2")
    assert rows(supabase, "select session_id from private.arriving_commits") == [("s2",)]


def test_nobody_reads_or_finishes_what_somebody_else_brings_in(supabase: Stack, mira: SupabaseStudyStore) -> None:
    staged(mira, 0)
    with closing(store_of(supabase, EVE)) as eve:
        with pytest.raises(StoreUnavailable, match="not received whole"):
            finished(eve, 1)
        for function in ("has_come", "keep_to_arriving"):
            with pytest.raises(StoreUnavailable):
                eve.caller.ask_once(lambda to, function=function: to.rpc(function, {}))  # type: ignore[misc]
        # In her own name she can only begin what is her own.
        assert finished(mira, 1)
        with pytest.raises(Conflict):
            staged(eve, 0)
        with pytest.raises(Conflict):
            finished(eve, 1)
    for role in ("anon", "authenticated"):
        with psycopg.connect(supabase.database_url) as db:
            db.execute(f"set role {role}")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute("select * from private.arriving_commits")


def test_a_session_that_is_here_otherwise_is_not_touched(mira: SupabaseStudyStore) -> None:
    session = begin(mira, "s1")
    with pytest.raises(Conflict):
        staged(mira, 0)
    with pytest.raises(Conflict):
        finished(mira, 1)
    assert mira.load("s1") == session


def test_no_more_is_put_down_than_could_come_in(supabase: Stack, mira: SupabaseStudyStore) -> None:
    staged(mira, 0)
    kept = rows(supabase, "select name, most, most_late from private.quotas")
    rows(supabase, "update private.quotas set most = 100, most_late = 100 where name in ('text', 'files')")
    try:
        with pytest.raises(StoreUnavailable, match="Too much is being brought in"):
            staged(mira, 1)
    finally:
        for name, most, late in kept:
            rows(supabase, "update private.quotas set most = %s, most_late = %s where name = %s", most, late, name)
