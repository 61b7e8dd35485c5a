"""What a learner, an instructor or a stranger might try, and that it changes nothing."""

from __future__ import annotations

import json
from typing import Any

import httpx
import psycopg
import pytest

from core.models import Answer, GivenAnswer, Material, Misconception, NewSession
from tests.doubles import EVE, MIRA, NOON, NOOR, changes, quiz_record, topic
from tests.people import TEACHER
from tests.sql.classroom import PARTS, Rest, contents
from tests.stack import Stack
from tests.stack.keys import encoded, mint

OWN = f"users?id=eq.{NOOR}"
UPSERT = {"Prefer": "resolution=merge-duplicates"}


def commit(rest: Rest, who: str, session_id: str, base: int, commit_id: str, **fields: Any) -> httpx.Response:
    user_id = {"owner": MIRA, "learner": NOOR, "instructor": TEACHER, "stranger": EVE}[who]
    sent = changes(session_id, user_id, **fields).model_dump(mode="json")
    return rest.call(
        who,
        "commit_changes",
        p_session_id=session_id,
        p_base_version=base,
        p_commit_id=commit_id,
        p_changes=sent,
    )


def begin(rest: Rest, who: str, session_id: str, user_id: str, **fields: Any) -> httpx.Response:
    return commit(rest, who, session_id, 0, f"begin-{session_id}", created=NewSession(user_id=user_id), **fields)


# --- one's own account ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "body", "headers"),
    [
        ("PATCH", OWN, {"role": "instructor"}, {}),
        ("PATCH", OWN, {"name": "Noor", "role": "instructor"}, {}),
        ("PATCH", f"{OWN}&columns=name,role", {"name": "Noor", "role": "instructor"}, {}),
        ("PATCH", OWN, {"email": "teacher@example.org"}, {}),
        ("PATCH", OWN, {"id": TEACHER}, {}),
        ("PATCH", "users", {"role": "instructor"}, {}),
        ("PUT", OWN, {"id": NOOR, "name": "", "email": "", "role": "instructor", "created_at": "2026-01-01"}, {}),
        ("POST", "users", {"id": NOOR, "role": "instructor"}, UPSERT),
        ("POST", "users?on_conflict=id", [{"id": NOOR, "role": "instructor"}], UPSERT),
        ("POST", "rpc/who_am_i", {"role": "instructor"}, {}),
        ("DELETE", OWN, None, {}),
    ],
)
def test_nobody_changes_their_own_role_address_or_id(
    rest: Rest, db: psycopg.Connection, method: str, path: str, body: object, headers: dict[str, str]
) -> None:
    before = contents(db)
    assert rest.ask("learner", method, path, body, headers).status_code in (403, 404)
    assert contents(db) == before


def test_a_name_is_changed_on_ones_own_row_alone(rest: Rest, db: psycopg.Connection) -> None:
    assert rest.ask("learner", "PATCH", "users", {"name": "Noor"}).status_code == 204
    assert db.execute("select name from users where name <> ''").fetchall() == [("Noor",)]


def test_what_a_token_says_of_roles_beside_its_own_makes_nobody_an_instructor(rest: Rest) -> None:
    assert rest.call("learner", "who_am_i").json()["role"] == "learner"
    assert rest.call("newcomer", "who_am_i").json()["role"] == "learner"


# --- the plan cache ---------------------------------------------------------------------------------------------------


def test_a_plan_of_another_is_neither_read_nor_overwritten(rest: Rest, db: psycopg.Connection) -> None:
    db.execute("insert into plan_cache (cache_key, plan) values ('shared', '{}')")
    before = contents(db)
    assert [row["cache_key"] for row in rest.rows("learner", "plan_cache")] == ["shared"]
    for key in ("key", "shared"):
        for method in ("PATCH", "DELETE"):
            rest.ask("learner", method, f"plan_cache?cache_key=eq.{key}", {"plan": {"planted": True}})
    assert contents(db) == before


@pytest.mark.parametrize("whose", [None, MIRA])
@pytest.mark.parametrize("key", ["key", "new"])
@pytest.mark.parametrize("target", ["", "?on_conflict=cache_key,user_id", "?on_conflict=id", "?columns=cache_key,plan"])
def test_no_plan_is_planted_for_another_or_for_all(
    rest: Rest, db: psycopg.Connection, whose: str | None, key: str, target: str
) -> None:
    db.execute("insert into plan_cache (cache_key, plan) values ('key', '{}')")
    before = contents(db)
    body = {"cache_key": key, "user_id": whose, "plan": {"planted": True}}
    for headers in ({}, UPSERT, {"Prefer": "resolution=ignore-duplicates"}):
        answer = rest.ask("learner", "POST", f"plan_cache{target}", body, headers)
        assert answer.status_code in (400, 403, 409), answer.text
    assert contents(db) == before


def test_a_plan_of_ones_own_is_given_to_nobody(rest: Rest, db: psycopg.Connection) -> None:
    before = contents(db)
    for whose in (None, NOOR):
        assert rest.ask("owner", "PATCH", "plan_cache?cache_key=eq.key", {"user_id": whose}).status_code == 403
    assert contents(db) == before


# --- the history ------------------------------------------------------------------------------------------------------


def test_no_token_changes_the_history(rest: Rest, db: psycopg.Connection) -> None:
    before = contents(db, "agent_events")
    for who in ("owner", "instructor", "service"):
        for method in ("PATCH", "DELETE"):
            for path in ("agent_events", "agent_events?id=eq.1", "agent_events?id=eq.99"):
                assert rest.ask(who, method, path, {"reasoning": "Anew"}).status_code == 403
    upsert = {"id": 1, "session_id": "s1", "user_id": MIRA, "reasoning": "Anew"}
    assert rest.ask("service", "POST", "agent_events?on_conflict=session_id,id", upsert, UPSERT).status_code in (
        400,
        403,
    )
    assert contents(db, "agent_events") == before


@pytest.mark.parametrize(
    "statement",
    [
        "update agent_events set reasoning = 'Anew'",
        "update agent_events set reasoning = '', metadata = '{}', action = 'anew'",
        "delete from agent_events",
        "truncate agent_events",
        "truncate study_sessions cascade",
        "insert into agent_events overriding system value select * from agent_events"
        " on conflict (session_id, id) do update set reasoning = 'Anew'",
    ],
)
def test_not_even_the_superuser_changes_the_history(rest: Rest, db: psycopg.Connection, statement: str) -> None:
    before = contents(db)
    with pytest.raises(psycopg.Error, match="history is append-only"):
        db.execute(statement)
    assert contents(db) == before


# --- another's session ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["learner", "instructor", "stranger"])
@pytest.mark.parametrize("base", [0, 1])
def test_a_commit_to_anothers_session_finds_no_session(rest: Rest, db: psycopg.Connection, who: str, base: int) -> None:
    before = contents(db)
    for created in (None, NewSession(user_id=MIRA), NewSession(user_id=NOOR)):
        # `first` is a commit that is there: its answer is not told either.
        for commit_id in ("anew", "first"):
            answer = commit(rest, who, "s1", base, commit_id, created=created)
            assert (answer.status_code, answer.json()["code"]) == (404, "PT404")
    assert contents(db) == before


def test_a_session_is_begun_for_nobody_else(rest: Rest, db: psycopg.Connection) -> None:
    before = contents(db)
    for who in ("learner", "instructor"):
        assert begin(rest, who, "s2", MIRA).status_code == 403
    assert contents(db) == before


def test_the_ids_of_anothers_parts_reach_nothing_of_theirs(rest: Rest, db: psycopg.Connection) -> None:
    def of_mira() -> list[list[str]]:
        return [
            [row for row in rows if row.startswith("(s1,") or ",s1," in row] for rows in contents(db, *PARTS).values()
        ]

    before = of_mira()
    same = {
        "quiz": quiz_record("quiz1", answers=(Answer(question_id="q1", chosen=(3,)),)),
        "misconceptions": (
            Misconception(
                id="m1",
                topic="Leaves",
                concept="c",
                confusion="mine",
                counter_example="e",
                question_id="q1",
                noticed_at=NOON,
            ),
        ),
        "topics": (topic("Leaves"),),
        "material": Material(id="mat1", name="mine.md", kind="markdown", page_count=None, digest="x", sections=()),
    }
    assert begin(rest, "learner", "s2", NOOR, **same).json() == 1
    answer = GivenAnswer(quiz_id="quiz1", answer=Answer(question_id="q2", chosen=(1,)))
    assert commit(rest, "learner", "s2", 1, "c2", answer=answer, removed_material="mat1").json() == 2
    assert of_mira() == before
    assert [row["session_id"] for row in rest.rows("learner", "quizzes?id=eq.quiz1")] == ["s2"]
    assert [row["session_id"] for row in rest.rows("owner", "quizzes?id=eq.quiz1")] == ["s1"]
    assert len(rest.rows("learner", "quiz_answers")) == 2


def test_an_answer_to_a_quiz_of_another_session_is_refused(rest: Rest, db: psycopg.Connection) -> None:
    begin(rest, "learner", "s2", NOOR)
    before = contents(db)
    answer = GivenAnswer(quiz_id="quiz1", answer=Answer(question_id="q1", chosen=(1,)))
    assert commit(rest, "learner", "s2", 1, "c2", answer=answer).status_code == 422
    assert contents(db) == before


def test_an_event_is_written_under_its_session_and_caller_whatever_it_says(rest: Rest, db: psycopg.Connection) -> None:
    sent = changes("s2", NOOR, created=NewSession(user_id=NOOR)).model_dump(mode="json")
    sent["events"][0] |= {"session_id": "s1", "user_id": MIRA, "id": 1}
    rest.call("learner", "commit_changes", p_session_id="s2", p_base_version=0, p_commit_id="c", p_changes=sent)
    assert db.execute("select session_id, user_id::text from agent_events order by id").fetchall() == [
        ("s1", MIRA),
        ("s2", NOOR),
    ]


def test_commits_are_seen_by_nobody(rest: Rest) -> None:
    for who in ("owner", "instructor", "anonymous"):
        assert rest.ask(who, "GET", "commits").status_code in (401, 403)
        assert rest.ask(who, "GET", "study_sessions?select=id,commits(commit_id)").status_code in (401, 403)
    assert len(rest.rows("service", "commits")) == 1


# --- tokens -----------------------------------------------------------------------------------------------------------


def test_no_token_is_taken_that_the_auth_server_did_not_sign(stack: Stack, rest: Rest) -> None:
    claims: dict[str, object] = {"sub": MIRA, "role": "authenticated", "exp": 2**31}
    head, body, signature = mint(stack.jwt_secret, claims).split(".")
    none = encoded(b'{"alg":"none","typ":"JWT"}')
    promoted = encoded(json.dumps(claims | {"role": "service_role"}).encode())
    assert rest.with_token(f"{head}.{body}.{signature}") == 200
    for token in (
        f"{none}.{body}.",
        f"{none}.{promoted}.",
        f"{head}.{body}.",
        f"{head}.{promoted}.{signature}",
        "x.y.z",
    ):
        assert rest.with_token(token) == 401
    for key in (stack.publishable_key, stack.anon_key):
        assert rest.with_token(mint(key, claims | {"role": "service_role"})) == 401
    # A role that the API does not know is nobody's.
    for role in ("postgres", "authenticator", "", None):
        assert rest.with_token(mint(stack.jwt_secret, claims | {"role": role})) in (400, 401, 403)
