"""Who erases what in Supabase, what is left, and what is told of those who are gone."""

from __future__ import annotations

import json
import uuid

import psycopg
import pytest

from core.cli.commands import main
from core.stores.supabase.admin import migrate
from tests.doubles import EVE, MIRA, NOOR
from tests.sql.classroom import Rest, contents, core
from tests.stack import Stack

AT = "2026-03-02T12:00:00Z"
NOTHING = {"quiz_ids": [], "misconception_ids": [], "lesson_topics": [], "chat_topics": [], "event_ids": []}


def person(number: int) -> str:
    return str(uuid.UUID(int=number + 1))


def test_nobody_erases_anothers_session(rest: Rest, db: psycopg.Connection) -> None:
    before = contents(db)
    for who in ("learner", "instructor", "stranger"):
        assert rest.call(who, "erase_session", p_session_id="s1", p_at=AT).status_code == 404
        asked = {"p_session_id": "s1", "p_base_version": 1, "p_commit_id": "x", "p_gone": NOTHING}
        changes = {"at": AT, "phase": "INTAKE", "context": {}, "events": []}
        assert rest.call(who, "erase_file", **asked, p_changes=changes).status_code == 404
    for who in ("anonymous", "forged", "expired"):
        for function, asked in (("erase_session", {"p_session_id": "s1", "p_at": AT}), ("erase_account", {"p_at": AT})):
            assert rest.call(who, function, **asked).status_code == 401
    for function in ("erase_sessions", "erase_user", "keep_numbers"):
        assert rest.call("service", function).status_code == 404
    assert contents(db) == before


def test_of_an_erased_session_an_id_and_a_time_are_left(rest: Rest, db: psycopg.Connection) -> None:
    assert rest.call("owner", "erase_session", p_session_id="s1", p_at=AT).status_code == 204
    left = contents(db)
    assert {table for table, rows in left.items() if "s1" in str(rows)} == {"erased_sessions"}
    assert left["erased_sessions"] == ['(s0,"2026-03-01 00:00:00+00")', '(s1,"2026-03-02 12:00:00+00")']
    assert left["plan_cache"] == []
    # The account, its class and what was marked in it stay.
    assert len(left["users"]) == 4
    assert len(left["cohort_members"]) == 2
    assert rest.call("owner", "erase_session", p_session_id="s1", p_at=AT).status_code == 204
    assert rest.call("owner", "was_erased", p_session_id="s1").json() is True
    assert rest.call("owner", "was_erased", p_session_id="s2").json() is False
    assert rest.rows("instructor", "session_list") == []
    assert rest.call("instructor", "history_page").json() == []
    assert rest.call("instructor", "history_facets").json() == {"agents": [], "actions": [], "learners": []}


def test_history_is_changed_by_no_role_in_any_other_way(rest: Rest, db: psycopg.Connection) -> None:
    db.execute("set role postgres")
    for change in (
        "delete from agent_events",
        "truncate agent_events cascade",
        "update agent_events set reasoning = 'Better.', metadata = '{}'",
        "update agent_events set reasoning = '', metadata = '{}', action = 'complete'",
        "update agent_events set reasoning = '', metadata = '{}', context_patch = '{\"set\": {\"a\": 1}}'",
    ):
        with pytest.raises(psycopg.Error, match="append-only"):
            db.execute(change)


def test_an_account_goes_with_its_classes_and_leaves_nobody_elses_study(rest: Rest, db: psycopg.Connection) -> None:
    assert rest.call("owner", "join_cohort", p_code="ZOOLOGY").json() == "Zoology"
    assert rest.call("owner", "erase_account", p_at=AT).status_code == 204
    left = contents(db)
    assert {table for table, rows in left.items() if MIRA in str(rows)} == set()
    assert len(left["users"]) == 3
    assert db.execute("select count(*) from private.commit_rates").fetchone() == (0,)
    # An instructor's goes with the classes; the learners in them stay.
    assert rest.call("stranger", "erase_account", p_at=AT).status_code == 204
    left = contents(db)
    assert {table for table, rows in left.items() if EVE in str(rows)} == set()
    assert "Zoology" not in str(left["cohorts"])
    assert NOOR in str(left["users"])


def answered(db: psycopg.Connection, people: int, question: str = "q9") -> None:
    """So many learners who answered a question, the even ones rightly, each in a session of their own."""
    for number in range(people):
        user, session = person(number), f"of-{number}"
        db.execute("insert into users (id) values (%s)", (user,))
        db.execute("insert into study_sessions (id, user_id) values (%s, %s)", (session, user))
        db.execute(
            "insert into quizzes (session_id, id, position, topic, body, seed, created_at)"
            " values (%s, 'quiz', 0, 'Leaves', '{}', 7, now())",
            (session,),
        )
        db.execute(
            "insert into attempts (session_id, quiz_id, question_id, user_id, topic, at, is_right, chance, item_rating,"
            " forecast) values (%s, 'quiz', %s, %s, 'Leaves', now(), %s, 0.25, 0.5, %s)",
            (session, question, user, number % 2 == 0, 0.3 + number / 50),
        )


def told(rest: Rest) -> list[dict[str, object]]:
    rows = rest.call("owner", "item_evidence", p_ids=["q9"]).json()
    return [{name: round(v, 9) if isinstance(v, float) else v for name, v in row.items()} for row in rows]


@pytest.mark.parametrize("gone", [[0], [3, 6], [11], [2, 9, 12]])
def test_what_is_told_of_a_question_is_the_same_when_somebody_has_gone(
    rest: Rest, db: psycopg.Connection, gone: list[int]
) -> None:
    answered(db, 13)
    before = told(rest)
    assert before[0]["answered"] == 10
    for number in gone:
        db.execute("select private.erase_user(%s, now())", (person(number),))
    # Were the groups filled anew, the difference would tell of the one who came in.
    assert told(rest) == before
    numbers = db.execute("select * from private.gone_answers").fetchall()
    held = f"{contents(db)} {numbers}"
    assert not any(person(number) in held for number in gone)


def test_who_erases_and_answers_again_and_again_counts_once(rest: Rest, db: psycopg.Connection) -> None:
    answered(db, 13)
    before = told(rest)
    copied = "create temp table kept as select * from attempts where session_id = 'of-3'"
    db.execute(copied)
    for _ in range(5):
        db.execute("select private.erase_sessions(array['of-3'], now())")
        assert told(rest) == before
        # Brought in again from a file: the same answer under the same id.
        db.execute("delete from erased_sessions where id = 'of-3'")
        db.execute("insert into study_sessions (id, user_id) values ('of-3', %s)", (person(3),))
        db.execute(
            "insert into quizzes (session_id, id, position, topic, body, seed, created_at)"
            " values ('of-3', 'quiz', 0, 'Leaves', '{}', 7, now())"
        )
        db.execute(
            "insert into attempts (session_id, quiz_id, question_id, user_id, topic, at, is_right, chance, item_rating,"
            " forecast) select session_id, quiz_id, question_id, user_id, topic, at, is_right, chance, item_rating,"
            " forecast from kept"
        )
        assert told(rest) == before
    db.execute("select private.erase_user(%s, now())", (person(3),))
    assert db.execute("select count(*) from private.gone_people").fetchone() == (0,)
    assert told(rest) == before


def test_nothing_is_told_where_fewer_than_five_others_are_left(rest: Rest, db: psycopg.Connection) -> None:
    answered(db, 5)
    assert told(rest)[0]["answered"] == 5
    db.execute("select private.erase_user(%s, now())", (person(2),))
    assert told(rest) == []


def test_who_is_removed_at_the_sign_in_service_is_erased_and_does_not_come_back(fresh: str, stack: Stack) -> None:
    with psycopg.connect(fresh, autocommit=True) as db:
        db.execute("create table auth.users (id uuid primary key, email text)")
        db.execute("insert into auth.users values (%s, 'mira@example.org'), (%s, 'noor@example.org')", (MIRA, NOOR))
        migrate(fresh)
        migrate(fresh)
        for user in (MIRA, NOOR):
            db.execute("insert into users (id, email) values (%s, %s)", (user, user))
            db.execute("insert into study_sessions (id, user_id) values (%s, %s)", (f"of-{user}", user))
        claims = json.dumps({"sub": MIRA, "role": "authenticated", "email": "mira@example.org"})
        begin = json.dumps({
            "at": AT, "phase": "INTAKE", "context": {}, "events": [],
            "created": {"user_id": MIRA, "exam_type": ""},
        })  # fmt: skip
        db.execute("delete from auth.users where id = %s", (MIRA,))
        assert db.execute("select id::text from users").fetchall() == [(NOOR,)]
        assert db.execute("select id from erased_sessions").fetchall() == [(f"of-{MIRA}",)]
        # Her token is good for an hour more.
        db.execute("select set_config('request.jwt.claims', %s, false)", (claims,))
        with pytest.raises(psycopg.Error, match="removed"):
            db.execute("select public.commit_changes('s9', 0, 'c', %s)", (begin,))
        db.execute("select set_config('request.jwt.claims', %s, false)", (claims.replace(MIRA, NOOR),))
        db.execute("select public.erase_account(now())")
        assert db.execute("select count(*) from auth.users").fetchone() == (0,)
        assert db.execute("select count(*) from users").fetchone() == (0,)


def test_an_administrator_erases_an_account_by_its_address(
    rest: Rest, stack: Stack, db: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    def erased(who: str) -> tuple[int, str]:
        code = main(["erase-user", who, "--database-url", stack.database_url])
        said = capsys.readouterr()
        return code, said.out + said.err

    before = contents(db)
    for nobody in ("nobody@example.org", "%", "", "  "):
        code, said = erased(nobody)
        assert code == 1
        assert "address" in said
    assert contents(db) == before
    db.execute("insert into users (id, email) values (%s, 'MIRA@example.org')", (person(1),))
    code, said = erased("mira@example.org")
    assert (code, "2 accounts" in said, MIRA in said) == (1, True, True)
    assert erased(person(1)) == (0, f"{person(1)} is erased, with 0 sessions\n")
    assert erased("Mira@Example.org") == (0, "Mira@Example.org is erased, with 1 session\n")
    assert "s1" not in str(contents(db)["study_sessions"])


def test_erasing_in_a_database_without_tables_asks_for_migrations(fresh: str) -> None:
    done = core("erase-user", "mira@example.org", "--database-url", fresh)
    assert (done.returncode, done.stdout) == (1, "")
    assert "python -m core migrate" in done.stderr
    assert "Traceback" not in done.stderr
