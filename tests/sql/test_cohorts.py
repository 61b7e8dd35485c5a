"""Who gets into a cohort, who makes one, and what its instructor sees, and for how long."""

from __future__ import annotations

import psycopg
import pytest

from tests.doubles import EVE, MIRA, NOOR
from tests.people import TEACHER
from tests.sql.classroom import CODE, COHORT, OTHER_CODE, OTHER_COHORT, PARTS, Rest, contents

UPSERT = {"Prefer": "resolution=merge-duplicates"}


@pytest.mark.parametrize("code", ["", " ", "NOSUCH", "%", "_OTANY", "' or true --", COHORT, OTHER_COHORT])
def test_no_cohort_is_joined_without_its_code(rest: Rest, db: psycopg.Connection, code: str) -> None:
    before = contents(db, "cohort_members", "cohorts")
    answer = rest.call("owner", "join_cohort", p_code=code)
    assert (answer.status_code, answer.json()) == (200, None)
    assert contents(db, "cohort_members", "cohorts") == before


def test_a_code_is_not_found_by_trying(rest: Rest, db: psycopg.Connection) -> None:
    for number in range(10):
        assert rest.call("owner", "join_cohort", p_code=f"NO{number}").json() is None
    before = contents(db)
    answer = rest.call("owner", "join_cohort", p_code=OTHER_CODE)
    assert (answer.status_code, answer.json()["code"]) == (429, "PT429")
    assert 3500 < int(answer.headers["retry-after"]) <= 3600
    assert contents(db) == before
    # Nobody else waits for it, and an hour later it is over.
    assert rest.call("learner", "join_cohort", p_code=CODE).json() == "Botany"
    db.execute("update private.code_guesses set since = since - interval '61 minutes'")
    assert rest.call("owner", "join_cohort", p_code="NO").json() is None
    assert rest.call("owner", "join_cohort", p_code=OTHER_CODE).json() == "Zoology"


def test_a_code_that_was_made_anew_is_the_only_one(rest: Rest, db: psycopg.Connection) -> None:
    for who in ("owner", "stranger", "learner"):
        assert rest.call(who, "renew_code", p_cohort_id=COHORT).json() is None
    renewed = rest.call("instructor", "renew_code", p_cohort_id=COHORT).json()
    assert renewed != CODE
    assert len(renewed) == 10
    assert rest.call("learner", "join_cohort", p_code=CODE).json() is None
    assert rest.call("learner", "join_cohort", p_code=renewed).json() == "Botany"
    # Who is in stays in.
    assert [row["user_id"] for row in rest.rows("owner", f"cohort_members?cohort_id=eq.{COHORT}")] == [MIRA]


def test_whom_the_instructor_takes_out_stays_out_until_let_in_again(rest: Rest, db: psycopg.Connection) -> None:
    mira = f"cohort_members?cohort_id=eq.{COHORT}&user_id=eq.{MIRA}"
    removal = f"cohort_removals?cohort_id=eq.{COHORT}&user_id=eq.{MIRA}"
    assert rest.ask("instructor", "DELETE", mira).status_code == 204
    assert seen(rest, "instructor") == set()
    assert rest.call("owner", "join_cohort", p_code=CODE).status_code == 403
    for who in ("owner", "stranger", "learner", "anonymous"):
        assert rest.rows(who, removal) == []
        rest.ask(who, "DELETE", removal)
    assert rest.call("owner", "join_cohort", p_code=CODE).status_code == 403
    assert len(rest.rows("instructor", removal)) == 1
    assert rest.ask("instructor", "DELETE", removal).status_code == 204
    assert rest.call("owner", "join_cohort", p_code=CODE).json() == "Botany"
    # Who leaves was taken out by nobody.
    assert rest.ask("owner", "DELETE", mira).status_code == 204
    assert rest.call("owner", "join_cohort", p_code=CODE).json() == "Botany"
    # A class that ends takes everybody's row with it.
    rest.ask("instructor", "DELETE", mira)
    assert rest.ask("instructor", "DELETE", f"cohorts?id=eq.{COHORT}").status_code == 204
    assert db.execute("select count(*) from cohort_removals").fetchone() == (0,)


def test_members_are_written_by_join_cohort_alone(rest: Rest, db: psycopg.Connection) -> None:
    before = contents(db)
    for who, member in (("learner", NOOR), ("owner", MIRA), ("instructor", NOOR), ("stranger", MIRA)):
        for cohort in (COHORT, OTHER_COHORT):
            row = {"cohort_id": cohort, "user_id": member}
            for headers in ({}, UPSERT):
                assert rest.ask(who, "POST", "cohort_members", row, headers).status_code == 403
            assert rest.ask(who, "PATCH", "cohort_members", {"cohort_id": cohort}).status_code == 403
    assert contents(db) == before


def test_codes_are_seen_by_members_and_their_instructor_alone(rest: Rest) -> None:
    assert [row["join_code"] for row in rest.rows("learner", "cohorts")] == [OTHER_CODE]
    assert OTHER_CODE not in str(rest.rows("owner", "cohorts") + rest.rows("instructor", "cohorts"))


def test_a_cohort_is_made_by_an_instructor_for_themselves(rest: Rest, db: psycopg.Connection) -> None:
    before = contents(db)
    for who, leader in (("learner", NOOR), ("learner", TEACHER), ("stranger", TEACHER), ("instructor", EVE)):
        row = {"name": "Stolen", "instructor_id": leader}
        for headers in ({}, UPSERT):
            assert rest.ask(who, "POST", "cohorts", row, headers).status_code == 403
    for change in ({"instructor_id": EVE}, {"join_code": "MINE"}, {"name": "Botany", "instructor_id": NOOR}):
        assert rest.ask("instructor", "PATCH", f"cohorts?id=eq.{COHORT}", change).status_code == 403
    assert contents(db) == before


def seen(rest: Rest, who: str) -> set[str]:
    """Where the asker sees anything of Mira's."""
    where = {"users": f"?id=eq.{MIRA}", "study_sessions": "?id=eq.s1", "agent_events": "", "session_list": ""}
    where |= dict.fromkeys(PARTS, "")
    places = {table for table, filters in where.items() if rest.rows(who, table + filters)}
    for function in ("history_page", "history_facets"):
        answer = rest.call(who, function).json()
        if "tutor" in str(answer) or MIRA in str(answer):
            places.add(function)
    if rest.call(who, "history_page", p_session_id="s1").json():
        places.add("history_page of the session")
    return places


ALL = {"users", "study_sessions", "agent_events", "session_list", *PARTS} | {
    "history_page",
    "history_facets",
    "history_page of the session",
}


def test_an_instructor_sees_a_learner_until_the_learner_leaves(rest: Rest) -> None:
    assert seen(rest, "instructor") == ALL
    # Nobody else takes the learner out.
    members = f"cohort_members?cohort_id=eq.{COHORT}"
    for who in ("learner", "stranger"):
        rest.ask(who, "DELETE", members)
        rest.ask(who, "DELETE", f"cohorts?id=eq.{COHORT}")
    assert seen(rest, "instructor") == ALL
    assert rest.ask("owner", "DELETE", members).status_code == 204
    assert seen(rest, "instructor") == set()
    assert seen(rest, "owner") == ALL


def test_an_instructor_sees_a_learner_only_while_an_instructor(rest: Rest, db: psycopg.Connection) -> None:
    db.execute("update users set role = 'learner' where id = %s", (TEACHER,))
    assert seen(rest, "instructor") == set()
    assert rest.ask("instructor", "POST", "cohorts", {"name": "B", "instructor_id": TEACHER}).status_code == 403


def test_a_stranger_sees_nothing_of_the_learner(rest: Rest) -> None:
    for who in ("stranger", "learner"):
        assert seen(rest, who) == set()
