"""Who may see and write what: every table and view, every verb, every asker, over HTTP."""

from __future__ import annotations

from typing import NamedTuple

import psycopg
import pytest
from psycopg import sql

from tests.doubles import MIRA, NOOR
from tests.people import TEACHER
from tests.sql.classroom import COHORT, NEWCOMER, PEOPLE, SEED, Rest, contents

SEEN = "owner instructor"
# What each may do to the owner's row (a cohort is its instructor's). Whoever is not named is refused: of `owner`,
# another `learner`, the `instructor` of the owner's cohort, a `stranger` who leads another cohort, and whoever comes
# with no token, a forged or an expired one.
MAY = {
    # table             select  insert        update        delete
    "users": (SEEN, "", "owner", ""),
    "study_sessions": (SEEN, "", "", ""),
    "topics": (SEEN, "", "", ""),
    "misconceptions": (SEEN, "", "", ""),
    "agent_events": (SEEN, "", "", ""),
    "plan_cache": ("owner", "owner", "owner", "owner"),
    "cohorts": (SEEN, "instructor", "instructor", "instructor"),
    "cohort_members": (SEEN, "", "", SEEN),
    "cohort_removals": ("instructor", "", "", "instructor"),
    "study_materials": (SEEN, "", "", ""),
    "material_files": (SEEN, "", "", ""),
    "plans": (SEEN, "", "", ""),
    "lessons": (SEEN, "", "", ""),
    "quizzes": (SEEN, "", "", ""),
    "quiz_answers": (SEEN, "", "", ""),
    "attempts": (SEEN, "", "", ""),
    "tutor_chats": (SEEN, "", "", ""),
    "commits": ("", "", "", ""),
    "void_questions": (SEEN, "", "", ""),
    "erased_sessions": ("", "", "", ""),
    "session_list": (SEEN, "", "", ""),
}
VERBS = ("select", "insert", "update", "delete")
VIEWS = ("session_list",)
# The service role passes every policy: where it gets through, the request was one that could have.
NOT_EVEN_THE_SERVICE = {("agent_events", "update"), ("agent_events", "delete")}


class Tried(NamedTuple):
    """How a verb is tried: on which row, with which columns for a new row, and with which change."""

    row: dict[str, str]
    new: dict[str, object]
    change: dict[str, object]


S1 = {"session_id": "s1"}
NOW = "2026-03-02T12:00:00Z"
EVENT = {"user_id": MIRA, "timestamp": NOW, "phase_before": "INTAKE", "phase_after": "INTAKE", "agent": "tutor"}
TRIED = {
    "users": Tried({"id": MIRA}, {"id": NEWCOMER}, {"name": "Anew"}),
    "study_sessions": Tried({"id": "s1"}, {"id": "s2", "user_id": MIRA}, {"exam_type": "Anew"}),
    "topics": Tried(
        S1,
        S1 | {"name": "Roots", "position": 1, "planned_on": "2026-03-03", "difficulty": "easy", "hours": 1},
        {"status": "done"},
    ),
    "misconceptions": Tried(
        S1,
        S1
        | {"id": "m2", "topic": "Leaves", "concept": "gas", "confusion": "in", "counter_example": "out"}
        | {"question_id": "q1", "noticed_at": NOW},
        {"confusion": "Anew"},
    ),
    "agent_events": Tried(S1, S1 | EVENT | {"action": "note"}, {"reasoning": "Anew"}),
    "plan_cache": Tried({"cache_key": "key"}, {"cache_key": "key2", "user_id": MIRA, "plan": {}}, {"plan": {"a": 1}}),
    "cohorts": Tried({"id": COHORT}, {"name": "Anew", "instructor_id": TEACHER}, {"name": "Anew"}),
    "cohort_members": Tried(
        {"cohort_id": COHORT, "user_id": MIRA},
        {"cohort_id": COHORT, "user_id": PEOPLE["stranger"]},
        {"joined_at": NOW},
    ),
    "cohort_removals": Tried(
        {"cohort_id": COHORT, "user_id": PEOPLE["stranger"]},
        {"cohort_id": COHORT, "user_id": NOOR, "email": "x"},
        {"email": "y"},
    ),
    "study_materials": Tried(
        S1,
        S1
        | {"id": "mat2", "position": 1, "name": "b.md", "kind": "markdown", "digest": "e"}
        | {"section_titles": [], "sections": []},
        {"name": "Anew"},
    ),
    "material_files": Tried(S1, S1 | {"material_id": "mat3", "data": "\\x25"}, {"data": "\\x26"}),
    "plans": Tried(S1, S1 | {"version": 2, "body": {}}, {"body": {"a": 1}}),
    "lessons": Tried(S1, S1 | {"topic": "Roots", "body": {}}, {"body": {"a": 1}}),
    "quizzes": Tried(
        S1,
        S1 | {"id": "quiz2", "position": 1, "topic": "Leaves", "body": {}, "seed": 1, "created_at": NOW},
        {"seed": 8},
    ),
    "quiz_answers": Tried(
        S1,
        S1 | {"quiz_id": "quiz1", "question_id": "q2", "body": {}, "given_at": NOW},
        {"body": {"a": 1}},
    ),
    "attempts": Tried(
        S1,
        S1
        | {"quiz_id": "quiz1", "question_id": "q2", "user_id": MIRA, "topic": "Leaves", "at": NOW, "is_right": True}
        | {"chance": 0.25, "item_rating": 0, "forecast": 0.6},
        {"is_right": False},
    ),
    "tutor_chats": Tried(S1, S1 | {"topic": "Leaves", "speaker": "tutor", "body": "So."}, {"body": "Anew"}),
    "commits": Tried(S1, S1 | {"commit_id": "second", "version": 2}, {"version": 3}),
    "void_questions": Tried(
        {"cohort_id": COHORT, "question_id": "q0"},
        {"cohort_id": COHORT, "question_id": "q1"},
        {"voided_at": NOW},
    ),
    "erased_sessions": Tried({"id": "s0"}, {"id": "s9", "erased_at": NOW}, {"erased_at": NOW}),
    "session_list": Tried({"id": "s1"}, {"id": "s2", "user_id": MIRA}, {"exam_type": "Anew"}),
}


def the_row(db: psycopg.Connection, relation: str) -> object:
    """The owner's row as it stands; of a view, everything."""
    if relation in VIEWS:
        return contents(db)
    tests = (
        sql.SQL("t.{} = {}").format(sql.Identifier(column), value) for column, value in TRIED[relation].row.items()
    )
    query = sql.SQL("select t::text from {} as t where {}").format(
        sql.Identifier(relation), sql.SQL(" and ").join(tests)
    )
    return db.execute(query).fetchall()


def gets_through(rest: Rest, db: psycopg.Connection, who: str, relation: str, verb: str, *, at: str = "") -> bool:
    """Whether this asker gets through; fails where the answer is neither a clear yes nor a clear no.

    `at` is the filter; without one a change meets every row that there is, and needs no right to see one.
    """
    tried, before, row = TRIED[relation], contents(db), the_row(db, relation)
    if verb == "select":
        answer = rest.ask(who, "GET", relation + at)
        done = answer.is_success and answer.json() != []
    elif verb == "insert":
        answer = rest.ask(who, "POST", relation, tried.new)
        done = contents(db) != before
    else:
        answer = rest.ask(
            who, *(("PATCH", relation + at, tried.change) if verb == "update" else ("DELETE", relation + at))
        )
        # Where the answer is 409, the row was found, and only what refers to it was in the way.
        done = the_row(db, relation) != row or answer.status_code == 409
    changed = contents(db) != before
    assert answer.is_success or not changed
    assert done or not changed or not at, (who, answer.text)
    if changed:
        db.execute(SEED)
    assert done or answer.is_success or answer.status_code in (401, 403), (who, answer.status_code, answer.text)
    return done


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("relation", MAY)
def test_nobody_does_more_than_is_listed(rest: Rest, db: psycopg.Connection, relation: str, verb: str) -> None:
    askers = [*PEOPLE, "anonymous", "forged", "expired"]
    at = "?" + "&".join(f"{column}=eq.{value}" for column, value in TRIED[relation].row.items())
    allowed = set(MAY[relation][VERBS.index(verb)].split())
    assert {who for who in askers if gets_through(rest, db, who, relation, verb, at=at)} == allowed
    if verb in ("update", "delete"):
        assert {who for who in askers if gets_through(rest, db, who, relation, verb)} == allowed
    if relation not in VIEWS:
        assert gets_through(rest, db, "service", relation, verb, at=at) != ((relation, verb) in NOT_EVEN_THE_SERVICE)


def test_every_table_and_view_is_in_the_list(db: psycopg.Connection) -> None:
    relations = db.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r','p','v','m','f')"
    )
    assert {name for (name,) in relations} == MAY.keys() == TRIED.keys()
