"""Who may see and write what: every table and view, every verb, every asker, over HTTP."""

from __future__ import annotations

from typing import NamedTuple

import psycopg
import pytest

from tests.doubles import MIRA
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
    "study_materials": (SEEN, "", "", ""),
    "plans": (SEEN, "", "", ""),
    "lessons": (SEEN, "", "", ""),
    "quizzes": (SEEN, "", "", ""),
    "quiz_answers": (SEEN, "", "", ""),
    "tutor_chats": (SEEN, "", "", ""),
    "commits": ("", "", "", ""),
    "session_list": (SEEN, "", "", ""),
    "due_topics": (SEEN, "", "", ""),
}
VERBS = ("select", "insert", "update", "delete")
VIEWS = ("session_list", "due_topics")
# The service role passes every policy: where it gets through, the request was one that could have.
NOT_EVEN_THE_SERVICE = {("agent_events", "update"), ("agent_events", "delete")}


class Tried(NamedTuple):
    """How a verb is tried: on which row, with which columns for a new row, and with which change."""

    where: str
    new: dict[str, object]
    change: dict[str, object]


S1 = {"session_id": "s1"}
NOW = "2026-03-02T12:00:00Z"
EVENT = {"user_id": MIRA, "timestamp": NOW, "phase_before": "INTAKE", "phase_after": "INTAKE", "agent": "tutor"}
TRIED = {
    "users": Tried(f"id=eq.{MIRA}", {"id": NEWCOMER}, {"name": "Anew"}),
    "study_sessions": Tried("id=eq.s1", {"id": "s2", "user_id": MIRA}, {"exam_type": "Anew"}),
    "topics": Tried(
        "session_id=eq.s1",
        S1 | {"name": "Roots", "position": 1, "planned_on": "2026-03-03", "difficulty": "easy", "hours": 1},
        {"status": "done"},
    ),
    "misconceptions": Tried(
        "session_id=eq.s1",
        S1
        | {"id": "m2", "topic": "Leaves", "concept": "gas", "confusion": "in", "counter_example": "out"}
        | {"question_id": "q1", "noticed_at": NOW},
        {"confusion": "Anew"},
    ),
    "agent_events": Tried("session_id=eq.s1", S1 | EVENT | {"action": "note"}, {"reasoning": "Anew"}),
    "plan_cache": Tried("cache_key=eq.key", {"cache_key": "key2", "user_id": MIRA, "plan": {}}, {"plan": {"a": 1}}),
    "cohorts": Tried(f"id=eq.{COHORT}", {"name": "Anew", "instructor_id": TEACHER}, {"name": "Anew"}),
    "cohort_members": Tried(
        f"cohort_id=eq.{COHORT}&user_id=eq.{MIRA}",
        {"cohort_id": COHORT, "user_id": PEOPLE["stranger"]},
        {"joined_at": NOW},
    ),
    "study_materials": Tried(
        "session_id=eq.s1",
        S1
        | {"id": "mat2", "position": 1, "name": "b.md", "kind": "markdown", "digest": "e"}
        | {"section_titles": [], "sections": []},
        {"name": "Anew"},
    ),
    "plans": Tried("session_id=eq.s1", S1 | {"version": 2, "body": {}}, {"body": {"a": 1}}),
    "lessons": Tried("session_id=eq.s1", S1 | {"topic": "Roots", "body": {}}, {"body": {"a": 1}}),
    "quizzes": Tried(
        "session_id=eq.s1",
        S1 | {"id": "quiz2", "position": 1, "topic": "Leaves", "body": {}, "seed": 1, "created_at": NOW},
        {"seed": 8},
    ),
    "quiz_answers": Tried(
        "session_id=eq.s1",
        S1 | {"quiz_id": "quiz1", "question_id": "q2", "body": {}, "given_at": NOW},
        {"body": {"a": 1}},
    ),
    "tutor_chats": Tried(
        "session_id=eq.s1", S1 | {"topic": "Leaves", "speaker": "tutor", "body": "So."}, {"body": "Anew"}
    ),
    "commits": Tried("session_id=eq.s1", S1 | {"commit_id": "second", "version": 2}, {"version": 3}),
    "session_list": Tried("id=eq.s1", {"id": "s2", "user_id": MIRA}, {"exam_type": "Anew"}),
    "due_topics": Tried("session_id=eq.s1", {"name": "Roots"}, {"name": "Anew"}),
}


def gets_through(rest: Rest, db: psycopg.Connection, who: str, relation: str, verb: str) -> bool:
    """Whether this asker gets through; fails where the answer is neither a clear yes nor a clear no."""
    tried = TRIED[relation]
    before = contents(db)
    if verb == "select":
        answer = rest.ask(who, "GET", f"{relation}?{tried.where}")
        done = answer.is_success and answer.json() != []
    else:
        if verb == "insert":
            answer = rest.ask(who, "POST", relation, tried.new)
        elif verb == "update":
            answer = rest.ask(who, "PATCH", f"{relation}?{tried.where}", tried.change)
        else:
            answer = rest.ask(who, "DELETE", f"{relation}?{tried.where}")
        done = contents(db) != before
        if done:
            assert answer.is_success, (who, answer.text)
            db.execute(SEED)
        # The row was found, and only what refers to it was in the way.
        done = done or answer.status_code == 409
    # A view of two tables cannot be written by anybody; Postgres sees that before it looks who asks.
    refused = answer.status_code in (401, 403) or (relation == "due_topics" and "55000" in answer.text)
    assert done or answer.is_success or refused, (who, answer.status_code, answer.text)
    return done


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("relation", MAY)
def test_nobody_does_more_than_is_listed(rest: Rest, db: psycopg.Connection, relation: str, verb: str) -> None:
    askers = [*PEOPLE, "anonymous", "forged", "expired"]
    through = {who for who in askers if gets_through(rest, db, who, relation, verb)}
    assert through == set(MAY[relation][VERBS.index(verb)].split())
    if relation not in VIEWS:
        assert gets_through(rest, db, "service", relation, verb) != ((relation, verb) in NOT_EVEN_THE_SERVICE)


def test_every_table_and_view_is_in_the_list(db: psycopg.Connection) -> None:
    found = db.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r','p','v','m','f')"
    )
    assert {name for (name,) in found} == MAY.keys() == TRIED.keys()
