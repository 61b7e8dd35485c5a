"""Plans that are kept for a while: whose they are, how long, and what is not taken for one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import httpx
import psycopg
import pytest

from core.domain.planning import make_plan
from core.errors import AccountError, NotSignedIn, StoreUnavailable
from core.models import PlannedStudy, PlannedTopic, StudyWindow
from core.stores.sqlite.store import SqliteStudyStore
from core.stores.supabase.call import TRIES, new_http_client
from core.stores.supabase.store import SupabaseStudyStore
from core.study.ports import StudyStore
from tests.classroom import classroom
from tests.doubles import EVE, MIRA, NOON, NOOR, topic
from tests.people import TEACHER, store_of
from tests.scripted import PASSING, Answer, Script, refusal, store_on
from tests.stack import Stack

DAY = timedelta(hours=24)
TOMORROW = NOON + DAY
DAYS = [date(2026, 3, 2) + timedelta(days=number) for number in range(3)]


def study(*names: str) -> PlannedStudy:
    """Topics of these names with their plan."""
    planned = [PlannedTopic(name=name, hours=0.5) for name in names]
    outcome = make_plan("Botany", planned, StudyWindow(start=DAYS[0], days=3, hours=1))
    topics = (topic(name, place, planned_on=DAYS[place]) for place, name in enumerate(names))
    return PlannedStudy(exam_name="Botany", outcome=outcome, topics=tuple(topics))


def test_a_kept_plan_comes_back_as_it_was_until_it_is_over(store: StudyStore) -> None:
    assert store.cached_plan(MIRA, "key", NOON) is None
    planned = study("Photosynthèse · 光合作用", "Leaves")
    store.cache_plan(MIRA, "key", planned, NOON, TOMORROW)
    assert store.cached_plan(MIRA, "key", NOON) == planned
    assert store.cached_plan(MIRA, "other", NOON) is None
    assert store.cached_plan(MIRA, "key", TOMORROW - timedelta(microseconds=1)) == planned
    assert store.cached_plan(MIRA, "key", TOMORROW) is None


def test_a_plan_is_for_whoever_kept_it(store: StudyStore) -> None:
    store.cache_plan(MIRA, "key", study("Leaves"), NOON, TOMORROW)
    for other in (NOOR, EVE):
        assert store.cached_plan(other, "key", NOON) is None
    store.cache_plan(NOOR, "key", study("Roots"), NOON, TOMORROW)
    assert store.cached_plan(MIRA, "key", NOON) == study("Leaves")
    assert store.cached_plan(NOOR, "key", NOON) == study("Roots")


def test_what_was_kept_gives_way_to_the_next(store: StudyStore) -> None:
    store.cache_plan(MIRA, "key", study("Leaves"), NOON, TOMORROW)
    store.cache_plan(MIRA, "beside", study("Stems"), NOON, TOMORROW)
    store.cache_plan(MIRA, "key", study("Roots"), NOON + DAY / 2, TOMORROW + DAY)
    assert store.cached_plan(MIRA, "key", TOMORROW) == study("Roots")
    assert store.cached_plan(MIRA, "beside", NOON) == study("Stems")


def test_ones_own_plans_that_are_over_are_dropped(store: StudyStore) -> None:
    for who in (MIRA, NOOR):
        store.cache_plan(who, "old", study("Leaves"), NOON, TOMORROW)
        store.cache_plan(who, "fresh", study("Stems"), NOON, TOMORROW + DAY)
    store.cache_plan(MIRA, "new", study("Roots"), TOMORROW, TOMORROW + DAY)
    # Only what was dropped is not there at an earlier time either.
    assert store.cached_plan(MIRA, "old", NOON) is None
    assert store.cached_plan(MIRA, "fresh", NOON) == study("Stems")
    assert store.cached_plan(NOOR, "old", NOON) == study("Leaves")


def test_a_key_is_a_value_and_never_a_part_of_a_question(store: StudyStore) -> None:
    for key in ('a,b"c\\', "x' or '1'='1", "%", "a.b(c)&user_id=is.null#?", "ключ · 键"):
        assert store.cached_plan(MIRA, key, NOON) is None
        for name in ("Leaves", key):
            store.cache_plan(MIRA, key, study(name), NOON, TOMORROW)
            assert store.cached_plan(MIRA, key, NOON) == study(name)


WRITTEN_BY_HAND = ["{}", "[]", '{"exam_name": "Botany"}', "7", "[" * 3000 + "]" * 3000]


def past_the_version(text: str) -> str:
    """A plan with a field that this version does not know."""
    return json.dumps(json.loads(text) | {"of_tomorrow": 1})


@pytest.mark.parametrize("text", [*WRITTEN_BY_HAND, "null", '"\\ud800"', "no JSON", ""])
def test_what_a_file_holds_in_place_of_a_plan_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "study.sqlite3"
    with closing(SqliteStudyStore(path)) as store:
        store.cache_plan(MIRA, "key", study("Leaves"), NOON, TOMORROW)
        for written in (text, past_the_version(study("Leaves").model_dump_json())):
            with closing(sqlite3.connect(path)) as db, db:
                assert db.execute("update plan_cache set plan = ?", (written,)).rowcount == 1
            assert store.cached_plan(MIRA, "key", NOON) is None
        store.cache_plan(MIRA, "key", study("Roots"), NOON, TOMORROW)
        assert store.cached_plan(MIRA, "key", NOON) == study("Roots")


@pytest.fixture
def room(supabase: Stack) -> Iterator[StudyStore]:
    with classroom(supabase) as room:
        yield room  # type: ignore[misc]


@pytest.mark.parametrize("text", WRITTEN_BY_HAND)
def test_what_a_learner_writes_in_place_of_a_plan_is_none(supabase: Stack, room: StudyStore, text: str) -> None:
    room.cache_plan(MIRA, "key", study("Leaves"), NOON, TOMORROW)
    headers = {"apikey": supabase.publishable_key, "Authorization": f"Bearer {supabase.token(MIRA)}"}
    for written in (text, past_the_version(study("Leaves").model_dump_json())):
        with httpx.Client(trust_env=False, headers=headers | {"Content-Type": "application/json"}) as http:
            address = f"{supabase.url}/rest/v1/plan_cache?cache_key=eq.key"
            answer = http.patch(address, content=f'{{"plan": {written}}}')
        assert answer.status_code == 204, answer.text
        assert room.cached_plan(MIRA, "key", NOON) is None
    room.cache_plan(MIRA, "key", study("Roots"), NOON, TOMORROW)
    assert room.cached_plan(MIRA, "key", NOON) == study("Roots")


def share(stack: Stack, key: str, body: str) -> None:
    """A plan for everybody, as the service role writes it."""
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        row = (key, body, TOMORROW)
        db.execute("insert into plan_cache (cache_key, plan, expires_at) values (%s, %s, %s)", row)


def test_a_plan_for_everybody_stands_behind_ones_own(supabase: Stack, room: StudyStore) -> None:
    share(supabase, "key", study("For all").model_dump_json())
    for who in (MIRA, NOOR):
        assert room.cached_plan(who, "key", NOON) == study("For all")
    assert room.cached_plan(MIRA, "key", TOMORROW) is None
    room.cache_plan(MIRA, "key", study("Mine"), NOON, TOMORROW)
    assert room.cached_plan(MIRA, "key", NOON) == study("Mine")
    # When one's own is over, or is none, there is still the one for everybody, which nobody may drop.
    room.cache_plan(MIRA, "key", study("Mine"), NOON, NOON + DAY / 2)
    assert room.cached_plan(MIRA, "key", NOON + DAY / 2) == study("For all")
    with psycopg.connect(supabase.database_url, autocommit=True) as db:
        db.execute("update plan_cache set plan = '{}' where user_id is not null")
    assert room.cached_plan(MIRA, "key", NOON) == study("For all")
    room.cache_plan(MIRA, "new", study("Late"), TOMORROW + DAY, TOMORROW + 2 * DAY)
    assert room.cached_plan(NOOR, "key", NOON) == study("For all")


@pytest.mark.parametrize("who", [NOOR, TEACHER])
def test_nobody_is_given_what_another_kept_by_asking_for_it(supabase: Stack, room: StudyStore, who: str) -> None:
    room.cache_plan(MIRA, "key", study("Leaves"), NOON, TOMORROW)
    with closing(store_of(supabase, who)) as theirs:
        assert theirs.cached_plan(MIRA, "key", NOON) is None
        with pytest.raises(AccountError):
            theirs.cache_plan(MIRA, "key", study("Planted"), NOON, TOMORROW)
        with pytest.raises(StoreUnavailable, match="22P02"):
            theirs.cached_plan(f"{MIRA},user_id.eq.{who}", "key", NOON)
    assert room.cached_plan(MIRA, "key", NOON) == study("Leaves")


def test_of_two_tabs_that_keep_a_plan_at_once_one_is_enough(supabase: Stack, room: StudyStore) -> None:
    def other_tab(response: httpx.Response) -> None:
        if response.request.method == "DELETE":
            room.cache_plan(MIRA, "key", study("Other tab"), NOON, TOMORROW)

    http = new_http_client()
    http.event_hooks = {"response": [*http.event_hooks["response"], other_tab]}
    token = supabase.token(MIRA)
    with closing(SupabaseStudyStore(supabase.url, supabase.publishable_key, lambda: token, http=http)) as tab:
        tab.cache_plan(MIRA, "key", study("This tab"), NOON, TOMORROW)
        assert tab.cached_plan(MIRA, "key", NOON) == study("Other tab")


@pytest.mark.parametrize("trouble", PASSING, ids=str)
def test_while_supabase_is_away_there_is_no_plan_and_no_error(trouble: Answer) -> None:
    script = Script(trouble)
    with store_on(script) as store:
        assert store.cached_plan(MIRA, "key", NOON) is None
        store.cache_plan(MIRA, "key", study("Leaves"), NOON, TOMORROW)
    assert len(script.seen) == 2 * TRIES


def test_a_sign_in_that_is_over_is_said() -> None:
    with store_on(Script(refusal(401, "PGRST301"))) as store:
        with pytest.raises(NotSignedIn):
            store.cached_plan(MIRA, "key", NOON)
        with pytest.raises(NotSignedIn):
            store.cache_plan(MIRA, "key", study("Leaves"), NOON, TOMORROW)
