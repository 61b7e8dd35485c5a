"""What an instructor may correct in a learner's session, and what nobody may; and what the answer log tells to whom."""

from __future__ import annotations

from typing import Any

import httpx
import psycopg
import pytest

from tests.doubles import MIRA, attempt, changes, event, topic
from tests.sql.classroom import Rest, contents

VOID = event("s1", agent="instructor", action="void_question", reasoning="Two are right.")
BASE: dict[str, Any] = changes(
    "s1",
    events=(VOID,),
    topics=(topic("Leaves", difficulty="easy", hours=1, answered=3, right=2, mastery_score=61.5),),
    attempts=(attempt("q1", "quiz1", is_void=True),),
).model_dump(mode="json") | {"corrected": [{"id": "quiz1", "analysis": {"overall_score": 100}}]}
BASE |= {"misconceptions": [{"id": "m1", "evidence": [{"at": "2026-03-02T12:00:00Z", "is_void": True}]}]}
# As the seed has it, and what a score is in.
BASE["context"] = {"user_id": MIRA, "session_id": "s1", "last_quiz_score": 100, "misconceptions": ["x"]}
(EVENT,), (ATTEMPT,), (TOPIC,) = BASE["events"], BASE["attempts"], BASE["topics"]

REFUSED: dict[str, dict[str, Any]] = {
    "another phase": {"phase": "COMPLETED"},
    "more of the context": {"context": BASE["context"] | {"current_topic": "Roots"}},
    "a key of the context": {"context": BASE["context"] | {"extra_data": {"quiz_id": "other"}}},
    "a context of nothing": {"context": {}},
    "an event of another agent": {"events": [EVENT | {"agent": "planner"}]},
    "an event of another action": {"events": [EVENT | {"action": "submit_answers"}]},
    "a lesson": {"lesson": {"topic": "Leaves"}},
    "a plan": {"plans": [{"version": 9}]},
    "a chat": {"chat": [{"role": "tutor", "text": "x", "topic": "Leaves", "sources": [], "at": BASE["at"]}]},
    "a material": {"material": {"id": "m", "name": "n", "kind": "pdf", "digest": "d", "sections": []}},
    "a material removed": {"removed_material": "mat1"},
    "an answer": {"answer": {"quiz_id": "quiz1", "answer": {"question_id": "q1"}}},
    "another exam": {"exam_type": "Zoology"},
    "an attempt that is not there": {"attempts": [ATTEMPT | {"question_id": "q9"}]},
    "an attempt of another quiz": {"attempts": [ATTEMPT | {"quiz_id": "quiz9"}]},
    "attempts of text": {"attempts": "x"},
    "corrected of text": {"corrected": "x"},
    "events of text": {"events": "x"},
    "a score over all": {"topics": [TOPIC | {"mastery_score": 101}]},
    "a count over all": {"topics": [TOPIC | {"answered": 2**40}]},
    "no time": {"at": None},
}


def send(rest: Rest, who: str = "instructor", **arguments: Any) -> httpx.Response:
    sent = {"p_session_id": "s1", "p_base_version": 1, "p_commit_id": "fix", "p_changes": BASE} | arguments
    return rest.call(who, "correct_session", **sent)


def test_an_instructor_changes_scores_evidence_and_marks_and_nothing_else(rest: Rest, db: psycopg.Connection) -> None:
    before = contents(db)
    answer = send(rest)
    assert (answer.status_code, answer.json()) == (200, 2)
    after = contents(db)
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {
        "study_sessions", "topics", "misconceptions", "agent_events", "quizzes", "attempts", "commits",
        # The instructor's address as the token has it.
        "users",
    } - ({"users"} if before["users"] == after["users"] else set())  # fmt: skip
    topics = db.execute("select name, position, planned_on, status, answered, correct, mastery_score from topics")
    assert [(n, p, d.isoformat(), s, a, c, m) for n, p, d, s, a, c, m in topics] == [
        ("Leaves", 0, "2026-03-02", "planned", 3, 2, 61.5)
    ]
    assert db.execute("select is_right, is_void from attempts").fetchall() == [(True, True)]
    assert db.execute("select user_id::text, agent from agent_events order by id").fetchall()[-1] == (
        MIRA,
        "instructor",
    )
    # Once more under the same id: the same answer, nothing written.
    assert send(rest).json() == 2
    assert contents(db) == after
    assert send(rest, p_commit_id="late").status_code == 409


@pytest.mark.parametrize("who", ["owner", "learner", "stranger", "anonymous", "forged", "expired"])
def test_nobody_else_corrects(rest: Rest, db: psycopg.Connection, who: str) -> None:
    before = contents(db)
    assert send(rest, who).status_code in (401, 403, 404)
    assert contents(db) == before


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_correction_changes_nothing(rest: Rest, db: psycopg.Connection, case: str) -> None:
    before = contents(db)
    answer = send(rest, p_changes=BASE | REFUSED[case])
    assert 400 <= answer.status_code < 500, answer.text
    assert contents(db) == before


def test_a_topic_or_a_misconception_that_is_not_there_is_not_made(rest: Rest, db: psycopg.Connection) -> None:
    extra = BASE | {"topics": [TOPIC | {"name": "Bark"}], "corrected": [{"id": "none", "analysis": {}}]}
    extra |= {"misconceptions": [{"id": "other", "evidence": []}]}
    assert send(rest, p_changes=extra).status_code == 200
    for table in ("topics", "misconceptions", "quizzes"):
        assert len(contents(db, table)[table]) == 1


def test_item_evidence_is_sums_and_void_counts_in_ones_own_class(rest: Rest) -> None:
    def told(who: str) -> Any:
        return rest.call(who, "item_evidence", p_ids=["q1", "q9"])

    (found,) = told("learner").json()
    assert set(found) == {"question_id", "answered", "information", "weight", "is_void"}
    assert (found["answered"], found["is_void"]) == (1, False)
    assert send(rest).status_code == 200
    assert [told(who).json()[0]["is_void"] for who in ("owner", "instructor", "learner", "stranger")] == [
        True,
        True,
        False,
        False,
    ]
    assert told("learner").json()[0]["answered"] == 0
    assert told("anonymous").status_code in (401, 403)


def test_the_dashboard_is_ones_own(rest: Rest) -> None:
    asked = {"p_today": "2020-01-01T00:00:00Z", "p_week": "2020-01-01T00:00:00Z", "p_pause": 1800, "p_limit": 20}
    assert [row["id"] for row in rest.call("owner", "dashboard", **asked).json()] == ["s1"]
    for who in ("learner", "instructor", "stranger"):
        assert rest.call(who, "dashboard", **asked).json() == []
    assert rest.call("anonymous", "dashboard", **asked).status_code in (401, 403)
