"""What an instructor may correct in a learner's session, and what nobody may; and what the answer log tells to whom."""

from __future__ import annotations

import json
from typing import Any, get_args

import httpx
import psycopg
import pytest
from pydantic import ValidationError

from core.agents.builtin.evaluation import analyse
from core.content.courses import load_course
from core.domain.assessment.grading import Mark
from core.models import Answer, Question, QuestionType, Quiz
from tests.doubles import MIRA, attempt, changes, event, question, topic
from tests.people import TEACHER
from tests.sql.classroom import CODE, COHORT, Rest, contents

VOID = event(
    "s1",
    agent="instructor",
    action="void_question",
    reasoning="Two are right.",
    context_patch={"set": {"last_quiz_score": 100, "misconceptions": ["x"]}},
)
ANALYSIS: dict[str, Any] = analyse(
    Quiz(
        topic="Leaves",
        questions=(question(1), question(2)),
        time_estimate_minutes=1,
    ),
    [
        Mark(question_id="q1", answer=Answer(question_id="q1", chosen=(1,)), is_right=False),
        Mark(question_id="q2", answer=Answer(question_id="q2", chosen=(0,)), is_right=True),
    ],
).model_dump(mode="json")
(WRONG,) = ANALYSIS["misconceptions"]
BASE: dict[str, Any] = changes(
    "s1",
    events=(VOID,),
    topics=(topic("Leaves", difficulty="easy", hours=1, answered=3, right=2, mastery_score=61.5),),
).model_dump(mode="json") | {"corrected": [{"id": "quiz1", "analysis": ANALYSIS}]}
# As the seed has it, and what a score is in.
BASE["context"] = {"user_id": MIRA, "session_id": "s1", "last_quiz_score": 100, "misconceptions": ["x"]}
(EVENT,), (TOPIC,) = BASE["events"], BASE["topics"]
SCORE = {"last_quiz_score": 100}


def analysed(**fields: Any) -> dict[str, Any]:
    return {"corrected": [{"id": "quiz1", "analysis": ANALYSIS | fields}]}


def patched(**fields: Any) -> dict[str, Any]:
    return {"events": [EVENT | {"context_patch": fields}]}


def asked_again(**fields: Any) -> dict[str, Any]:
    asked = question(5).model_dump(mode="json") | fields
    return analysed(misconceptions=[WRONG | {"redemption_question": asked}])


NOTE = {"option_index": 1, "misconception": "x", "counter_example": "y"}
UNREADABLE: dict[str, dict[str, Any]] = {
    "another kind": {"question_type": "nonsense"},
    "another difficulty": {"difficulty": "mad"},
    "no options": {"options": []},
    "options of numbers": {"options": [1, 2]},
    "a key that is no option": {"correct_option_index": 77},
    "half a key": {"correct_option_index": 0.5},
    "no key": {"correct_option_index": None},
    "several keys of text": {"question_type": "multi_select", "correct_indexes": ["x"]},
    "nothing to type": {"question_type": "fill_blank", "options": [], "accepted_answers": []},
    "rivals of numbers": {"rivals": [5]},
    "sources of a number": {"sources": 5},
    "a source of no document": {"sources": [{"page": 1}]},
    "half a page": {"sources": [{"document": "d", "page": 1.5, "quote": "q"}]},
    "a hint of a number": {"hint": 5},
    "mathematics of text": {"has_math": "x"},
    "a note on the key": {"option_notes": [NOTE | {"option_index": 0}]},
    "a note on no option": {"option_notes": [NOTE | {"option_index": 9}]},
    "a note of a number": {"option_notes": [NOTE | {"misconception": 5}]},
    "a picture of no SVG": {"figure": {"svg": "<script>", "alt": "x"}},
    "a picture without words": {"figure": {"svg": "<svg />"}},
}


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
    "an attempt": {"attempts": [attempt("q1", "quiz1").model_dump(mode="json")]},
    "evidence": {"misconceptions": [{"id": "m1", "evidence": []}]},
    "a quiz": {"quiz": {"id": "quiz1"}},
    "a score of text": {"context": BASE["context"] | {"last_quiz_score": "abc"}},
    "a score above all": {"context": BASE["context"] | {"last_quiz_score": 101}},
    "a score below nothing": {"context": BASE["context"] | {"last_quiz_score": -1}},
    "a score of a list": {"context": BASE["context"] | {"last_quiz_score": [1]}},
    "mix-ups of text": {"context": BASE["context"] | {"misconceptions": "x"}},
    "mix-ups of nothing": {"context": BASE["context"] | {"misconceptions": None}},
    "mix-ups of numbers": {"context": BASE["context"] | {"misconceptions": ["x", 5]}},
    "mix-ups without end": {"context": BASE["context"] | {"misconceptions": ["x" * 300_000]}},
    "no event": {"events": []},
    "two events": {"events": [EVENT, EVENT]},
    "no reason": {"events": [EVENT | {"reasoning": " "}]},
    "a reason without end": {"events": [EVENT | {"reasoning": "x" * 501}]},
    "metadata without end": {"events": [EVENT | {"metadata": {"x": "x" * 1_000_001}}]},
    "a patch of nothing, so that the events would not give the context back": patched(),
    "a patch of half of it": patched(set=SCORE),
    "a patch of more of the context": patched(set={"current_topic": "Roots"}),
    "a patch of another score": patched(set={"last_quiz_score": 5}),
    "a patch that takes something out": patched(unset=["current_topic"]),
    "a patch of the rest": patched(set_extra={"quiz_id": "other"}),
    "a patch that takes the rest out": patched(unset_extra=["quiz_id"]),
    "a count below nothing": {"topics": [TOPIC | {"right": -1}]},
    "a review at no time": {"topics": [TOPIC | {"review_on": "infinity"}]},
    "an analysis of nothing": {"corrected": [{"id": "quiz1", "analysis": {}}]},
    "an analysis of text": {"corrected": [{"id": "quiz1", "analysis": "x"}]},
    "an analysis with a score of text": analysed(overall_score="abc"),
    "an analysis with a score above all": analysed(overall_score=101),
    "an analysis without words": analysed(summary=None),
    "an analysis of a topic's text": analysed(topic_mastery={"Leaves": "good"}),
    "an analysis with advice of numbers": analysed(recommendations=[5]),
    "an analysis of a concept never asked": analysed(concepts=[{"concept": "x", "right": 0, "asked": 0}]),
    "an analysis with a mix-up of text": analysed(misconceptions=["x"]),
    "an analysis with a mix-up of numbers": analysed(misconceptions=[WRONG | {"explanation": 5}]),
    "an analysis that asks text again": analysed(misconceptions=[WRONG | {"redemption_question": "x"}]),
    "an analysis that asks nothing again": analysed(misconceptions=[WRONG | {"redemption_question": {}}]),
    "an analysis of half an answer": analysed(concepts=[{"concept": "x", "right": 1.5, "asked": 2.5}]),
    "an analysis with more right than asked": analysed(concepts=[{"concept": "x", "right": 9, "asked": 1}]),
    **{f"an analysis that asks again with {case}": asked_again(**fields) for case, fields in UNREADABLE.items()},
    "an analysis without end": analysed(summary="x" * 1_000_001),
    "attempts of text": {"attempts": "x"},
    "corrected of text": {"corrected": "x"},
    "events of text": {"events": "x"},
    "a score over all": {"topics": [TOPIC | {"mastery_score": 101}]},
    "a count over all": {"topics": [TOPIC | {"answered": 2**40}]},
    "no time": {"at": None},
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_the_questions_that_are_refused_are_those_that_no_page_reads(case: str) -> None:
    with pytest.raises(ValidationError):
        Question.model_validate(question(5).model_dump(mode="json") | UNREADABLE[case])


def test_every_question_of_a_course_can_be_asked_again(db: psycopg.Connection) -> None:
    questions = [asked for topic in load_course("cell_biology").topics for asked in topic.questions]
    assert {asked.question_type for asked in questions} == set(get_args(QuestionType))
    for asked in questions:
        for body in (asked.model_dump_json(), asked.model_dump_json(exclude_defaults=True)):
            assert db.execute("select private.is_question(%s)", (body,)).fetchone() == (True,), body


def send(rest: Rest, who: str = "instructor", **arguments: Any) -> httpx.Response:
    sent = {"p_session_id": "s1", "p_base_version": 1, "p_commit_id": "fix", "p_changes": BASE} | arguments
    return rest.call(who, "correct_session", **sent)


def test_an_instructor_changes_scores_and_nothing_else(rest: Rest, db: psycopg.Connection) -> None:
    before = contents(db)
    answer = send(rest)
    assert (answer.status_code, answer.json()) == (200, 2)
    after = contents(db)
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {
        "study_sessions", "topics", "agent_events", "quizzes", "commits",
        # The instructor's address as the token has it.
        "users",
    } - ({"users"} if before["users"] == after["users"] else set())  # fmt: skip
    topics = db.execute("select name, position, planned_on, status, answered, correct, mastery_score from topics")
    assert [(n, p, d.isoformat(), s, a, c, m) for n, p, d, s, a, c, m in topics] == [
        ("Leaves", 0, "2026-03-02", "planned", 3, 2, 61.5)
    ]
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


def test_a_topic_or_a_quiz_that_is_not_there_is_not_made(rest: Rest, db: psycopg.Connection) -> None:
    extra = BASE | {"topics": [TOPIC | {"name": "Bark"}]}
    extra["corrected"] = [{"id": "none", "analysis": ANALYSIS}]
    assert send(rest, p_changes=extra).status_code == 200
    for table in ("topics", "misconceptions", "quizzes"):
        assert len(contents(db, table)[table]) == 1


def marked(rest: Rest, who: str, is_void: bool, question_id: str = "q1") -> httpx.Response:
    return rest.call(who, "mark_question", p_question_id=question_id, p_is_void=is_void)


def test_void_counts_in_ones_own_class(rest: Rest, db: psycopg.Connection) -> None:
    def told(who: str) -> Any:
        return rest.call(who, "item_evidence", p_ids=["q1", "q9"])

    everybody = ("owner", "instructor", "learner", "stranger")
    assert [told(who).json() for who in everybody] == [[], [], [], []]
    assert marked(rest, "instructor", True).json() == ["s1"]
    (evidence,) = told("owner").json()
    assert evidence == {"question_id": "q1", "answered": 0, "information": 0, "weight": 0, "is_void": True}
    assert [bool(told(who).json()) for who in everybody] == [True, True, False, False]
    assert db.execute("select is_void from attempts").fetchall() == [(True,)]
    assert told("anonymous").status_code in (401, 403)
    assert [len(rest.rows(who, "void_questions")) for who in everybody] == [2, 2, 0, 0]
    # Another class's instructor has no say in it, and the same said again is the same.
    assert marked(rest, "stranger", False).json() == []
    assert marked(rest, "instructor", True).json() == ["s1"]
    assert [bool(told(who).json()) for who in everybody] == [True, True, False, False]
    assert marked(rest, "instructor", False, "q1-again").json() == ["s1"]
    assert [told(who).json() for who in everybody] == [[], [], [], []]
    assert db.execute("select is_void from attempts").fetchall() == [(False,)]


def test_what_is_out_in_a_class_is_out_for_who_joins_it_and_no_longer_for_who_leaves(
    rest: Rest, db: psycopg.Connection
) -> None:
    evidence = json.dumps([{"question_id": "q1", "is_void": False}, {"question_id": "q2", "is_void": False}])
    db.execute("update misconceptions set evidence = %s", (evidence,))
    marked(rest, "instructor", True)

    def marks() -> list[Any]:
        noted = db.execute("select e ->> 'is_void' from misconceptions, json_array_elements(evidence) as e").fetchall()
        return [*db.execute("select is_void from attempts").fetchall(), *noted]

    assert marks() == [(True,), ("true",), ("false",)]
    assert rest.ask("owner", "DELETE", f"cohort_members?user_id=eq.{MIRA}").status_code in (200, 204)
    assert marks() == [(False,), ("false",), ("false",)]
    assert rest.call("owner", "join_cohort", p_code=CODE).status_code == 200
    assert marks() == [(True,), ("true",), ("false",)]


@pytest.mark.parametrize("who", ["owner", "learner", "anonymous", "forged", "expired"])
def test_nobody_but_an_instructor_says_what_is_void(rest: Rest, db: psycopg.Connection, who: str) -> None:
    marked(rest, "instructor", True)
    before = contents(db)
    for is_void in (True, False):
        assert marked(rest, who, is_void).status_code in (401, 403)
    row = {"cohort_id": COHORT, "question_id": "q9"}
    for method, body in (("POST", row), ("PATCH", {"question_id": "q9"}), ("DELETE", None)):
        assert rest.ask(who, method, "void_questions?question_id=eq.q1", body).status_code in (401, 403)
    assert contents(db) == before


@pytest.mark.parametrize("question_id", ["", "q" * 201, None])
def test_no_question_is_taken_out_that_is_none(rest: Rest, db: psycopg.Connection, question_id: str | None) -> None:
    before = contents(db, "void_questions")
    answer = rest.call("instructor", "mark_question", p_question_id=question_id, p_is_void=True)
    assert 400 <= answer.status_code < 500
    assert contents(db, "void_questions") == before


def test_an_instructor_of_no_class_is_told_so(rest: Rest, db: psycopg.Connection) -> None:
    db.execute("delete from cohorts where instructor_id = %s", (TEACHER,))
    answer = marked(rest, "instructor", True)
    assert (answer.status_code, answer.json()["code"]) == (422, "PT422")


def test_the_dashboard_is_ones_own(rest: Rest) -> None:
    asked = {"p_today": "2020-01-01T00:00:00Z", "p_week": "2020-01-01T00:00:00Z", "p_pause": 1800, "p_limit": 20}
    assert [row["id"] for row in rest.call("owner", "dashboard", **asked).json()] == ["s1"]
    for who in ("learner", "instructor", "stranger"):
        assert rest.call(who, "dashboard", **asked).json() == []
    assert rest.call("anonymous", "dashboard", **asked).status_code in (401, 403)
