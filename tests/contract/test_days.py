"""When a session was studied in, up to which day its plan runs, and where its learner is, on every store."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg

from core.models import (
    DailyPlan,
    Evidence,
    Misconception,
    PlanVerification,
    PlanVersion,
    Snapshot,
    StudyPhase,
    StudyPlan,
    StudyWindow,
)
from core.stores.journal.local_copy import LocalCopy
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite import queries
from core.stores.sqlite.store import SqliteStudyStore
from core.study.ports import StudyStore
from tests.doubles import MIRA, NOON, NOOR, begin, changes, context, event, topic
from tests.people import store_of
from tests.stack import Stack

NOTED = Misconception(
    id="m1",
    topic="Leaves",
    concept="gas",
    confusion="Plants breathe in oxygen only.",
    counter_example="In light they give it off.",
    question_id="q1",
    noticed_at=NOON,
    evidence=(Evidence(at=NOON, question_id="q1", quiz_id="quiz-1", chosen="helium", shows_it=True),),
)


def test_the_desk_holds_open_sessions_and_when_they_were_studied_in(store: StudyStore) -> None:
    since = NOON - timedelta(days=3)
    # A pause of exactly half an hour is study, one of a second more is none, and nor is a clock that was set back.
    steps = (0, 10, 1810, 3611, 3700, 3650, 3660)
    events = tuple(event("s1", NOON + timedelta(seconds=step)) for step in steps)
    before = tuple(event("s1", since + timedelta(minutes=minutes)) for minutes in (-300, -45, -20, 5))
    begin(store, "s1", events=(*before, *events), topics=(topic("Leaves", own_word="fair"),), misconceptions=(NOTED,))
    over = {"phase": StudyPhase.COMPLETED, "at": since - timedelta(days=1)}
    begin(store, "long over", events=(event("long over", over["at"]),), **over)
    begin(store, "hers", NOOR)
    (desk,) = store.dashboard(MIRA, since)
    assert (desk.id, desk.exam_type, desk.phase) == ("s1", "Botany", StudyPhase.INTAKE)
    assert desk.topics == store.topics("s1")
    assert desk.misconceptions == (NOTED,)
    assert desk.context == store.load("s1").context
    assert desk.study_window is None
    stretches = [
        ((stretch.since - NOON).total_seconds(), (stretch.until - NOON).total_seconds()) for stretch in desk.studied
    ]
    week = -3 * 86400
    assert stretches == [(week - 1200, week + 300), (0, 1810), (3611, 3700), (3650, 3660)]


def test_work_of_every_session_is_on_the_desk(store: StudyStore) -> None:
    for number in range(23):
        begin(store, f"s{number:02}", topics=(topic("Leaves"),))
    assert [desk.id for desk in store.dashboard(MIRA, NOON)] == [f"s{number:02}" for number in reversed(range(23))]


def test_the_stretches_of_all_sessions_are_worked_out_once(tmp_path: Path) -> None:
    with closing(SqliteStudyStore(tmp_path / "study.sqlite3")) as store, closing(sqlite3.connect(store.path)) as db:
        plan = db.execute(f"explain query plan {queries.DASHBOARD}", (MIRA, "", "", 1800)).fetchall()
    steps = {step: (parent, told) for step, parent, _, told in plan}
    reads = [step for step, (_, told) in steps.items() if "agent_events" in told or " e " in told]
    assert reads

    def above(step: int) -> list[str]:
        parent, told = steps[step]
        return [told, *(above(parent) if parent in steps else [])]

    assert all("MATERIALIZE stretches" in above(step) for step in reads)


def test_the_desk_has_the_time_that_the_plan_fills(store: StudyStore) -> None:
    def version(number: int, days: int, *, has_window: bool = True) -> PlanVersion:
        dates = [NOON.date() + timedelta(days=day) for day in range(days)]
        schedule = tuple(
            DailyPlan(day=day, date=on, theme="", topics=(), estimated_hours=0, is_revision=False)
            for day, on in enumerate(dates, start=1)
        )
        window = StudyWindow(start=dates[0], days=days, hours=2) if has_window else None
        plan = StudyPlan(exam_name="Botany", total_days=days, overview="", schedule=schedule, window=window)
        verification = PlanVerification(is_valid=True, coverage=1)
        return PlanVersion(version=number, plan=plan, verification=verification, was_accepted=True)

    three = (version(1, 5), version(2, 6), version(3, 7))
    begin(store, "holds", plans=three, context=context("holds", extra_data={"plan_version": 2, "plan_proposal": 3}))
    begin(
        store, "proposed", plans=three, context=context("proposed", extra_data={"plan_version": 0, "plan_proposal": 3})
    )
    begin(store, "before windows", plans=(version(1, 4, has_window=False),))
    found = {desk.id: desk.study_window and desk.study_window.days for desk in store.dashboard(MIRA, NOON)}
    assert found == {"holds": 6, "proposed": 7, "before windows": 4}


def test_the_copy_of_a_session_has_its_zone_while_the_database_is_away(tmp_path: Path) -> None:
    session = begin(MemoryStudyStore(), "s1", zone="Asia/Kolkata")
    with closing(LocalCopy(tmp_path / "copy.sqlite3")) as copy:
        copy.restore(Snapshot(session=session))
        assert copy.load("s1") == session
        copy.set_aside("s1", 1, "travelled", changes("s1", zone="Asia/Tokyo"))
        assert copy.load("s1").zone == "Asia/Tokyo"
        (entry,) = copy.waiting()
        assert entry.changes.zone == "Asia/Tokyo"


def test_what_else_a_newer_version_keeps_beside_the_zone_stays(tmp_path: Path) -> None:
    with closing(SqliteStudyStore(tmp_path / "study.sqlite3")) as store:
        begin(store, "s1", zone="Asia/Kolkata")
        with sqlite3.connect(store.path) as db:
            db.execute("update study_sessions set metadata = json_set(metadata, '$.title', 'Finals')")
        store.commit("s1", 1, "travelled", changes("s1", zone="Asia/Tokyo"))
        assert store.load("s1").zone == "Asia/Tokyo"
        with closing(sqlite3.connect(store.path)) as db:
            ((metadata,),) = db.execute("select metadata from study_sessions")
    assert json.loads(metadata) == {"title": "Finals", "zone": "Asia/Tokyo"}


def test_what_else_supabase_keeps_beside_the_zone_stays(supabase: Stack) -> None:
    with closing(store_of(supabase, MIRA)) as store, psycopg.connect(supabase.database_url, autocommit=True) as db:
        begin(store, "s1", zone="Asia/Kolkata")
        db.execute('update study_sessions set metadata = metadata || \'{"title": "Finals"}\'')
        store.commit("s1", 1, "travelled", changes("s1", zone="Asia/Tokyo"))
        assert db.execute("select metadata from study_sessions").fetchone() == (
            {"title": "Finals", "zone": "Asia/Tokyo"},
        )
        # Past the app, by who calls the function by hand: what is no name is not kept, and stops nothing.
        for version, name in enumerate((5, None, ["UTC"], "a" * 65, "<b>"), start=2):
            sent = changes("s1").model_dump(mode="json") | {"zone": name}
            asked = {"p_session_id": "s1", "p_base_version": version, "p_commit_id": f"c{version}", "p_changes": sent}
            store.caller.ask(partial(lambda to, asked: to.rpc("commit_changes", asked), asked=asked))
        assert store.load("s1").zone == "Asia/Tokyo"


def test_an_older_copy_of_the_app_still_has_its_home_page(supabase: Stack) -> None:
    with closing(store_of(supabase, MIRA)) as store:
        begin(store, "s1", topics=(topic("Leaves"),))
        asked = {"p_today": NOON.isoformat(), "p_week": NOON.isoformat(), "p_pause": 1800, "p_limit": 20}
        (desk,) = store.caller.ask(lambda to: to.rpc("dashboard", asked))
        assert (desk["id"], desk["studied_today"]) == ("s1", 0)


def test_a_session_keeps_the_zone_of_its_last_commit_that_names_one(store: StudyStore) -> None:
    assert begin(store, "s1", zone="Asia/Tokyo").zone == "Asia/Tokyo"
    store.commit("s1", 1, "silent", changes("s1"))
    assert store.load("s1").zone == "Asia/Tokyo"
    store.commit("s1", 2, "travelled", changes("s1", zone="Pacific/Honolulu"))
    assert store.load("s1").zone == "Pacific/Honolulu"
    assert begin(store, "of an earlier version").zone == "UTC"
    assert begin(store, "hostile", zone="../../etc/passwd").zone == "UTC"
    store.commit("s1", 3, "hostile", changes("s1", zone="Asia/Tokyo\0"))
    assert store.load("s1").zone == "Pacific/Honolulu"
