"""Commits that no copy of the app would send: each is refused whole, as the caller's mistake and not the server's."""

from __future__ import annotations

from typing import Any

import httpx
import psycopg
import pytest

from core.models import Answer, GivenAnswer
from tests.doubles import EVE, MIRA, asked, attempt, changes, question, quiz_record, topic
from tests.sql.classroom import Rest, contents

MISSING = "this key is left out"
NUL, HALF = "a\u0000b", "\ud800"
LONG = "".join(chr(0x4E00 + number * 37 % 20000) for number in range(5000))
WHOLE: dict[str, Any] = changes(
    "s1",
    topics=(topic("Roots"),),
    quiz=quiz_record("quiz2", question(1), answers=(Answer(question_id="q1", chosen=(1,)),)),
    answer=GivenAnswer(quiz_id="quiz1", answer=Answer(question_id="q1", chosen=(1,))),
    chat=asked("Why green?"),
).model_dump(mode="json", exclude={"created", "file"})
(EVENT,), (TOPIC,), QUIZ, ANSWER, CONTEXT = (WHOLE[part] for part in ("events", "topics", "quiz", "answer", "context"))
SAID = WHOLE["chat"][0]
NOTED = {"id": "m", "topic": "Leaves", "concept": "c", "confusion": "x", "counter_example": "y", "question_id": "q"}
NOTED |= {"noticed_at": "2026-03-02T12:00:00Z"}
DEEP: dict[str, Any] = {}
for _ in range(80):
    DEEP = {"in": DEEP}
ATTEMPT = attempt(quiz_id="quiz1").model_dump(mode="json")
CREATED = {"user_id": MIRA, "exam_type": "Botany"}
MATERIAL = {"id": "m", "name": "n", "kind": "pdf", "page_count": 1, "digest": "d", "sections": []}

HOSTILE: dict[str, dict[str, Any]] = {
    **{f"no {key}": {key: MISSING} for key in ("at", "phase", "context", "events")},
    **{f"{key} null": {key: None} for key in ("at", "phase", "context", "events")},
    **{f"{key} a number": {key: 5} for key in WHOLE if key not in ("exam_type", "removed_material", "zone")},
    **{f"{key} a string": {key: "x"} for key in WHOLE if key not in ("exam_type", "removed_material", "zone")},
    **{f"{key} empty": {key: {}} for key in ("quiz", "answer", "lesson", "material")},
    "created a string": {"created": "x"},
    "context a list": {"context": [CONTEXT]},
    "context with NUL": {"context": CONTEXT | {"current_topic": NUL}},
    "context with NUL in a key": {"context": CONTEXT | {"extra_data": {NUL: 1}}},
    "context with half a character": {"context": CONTEXT | {"current_topic": HALF}},
    "an unknown phase": {"phase": "GRADUATED"},
    "a time that is over all": {"at": "infinity"},
    "a time before all": {"at": "-infinity"},
    "a year that no calendar has": {"at": "20000-01-01T00:00:00Z"},
    "events an object": {"events": {"0": EVENT}},
    "events of strings": {"events": ["x"]},
    "events of lists": {"events": [[EVENT]]},
    "ten thousand events": {"events": [EVENT] * 10_000},
    "an event of nothing": {"events": [EVENT, {}]},
    "an event of null": {"events": [EVENT, None]},
    "an event with an unknown phase": {"events": [EVENT | {"phase_after": "GRADUATED"}]},
    "an event with NUL": {"events": [EVENT | {"reasoning": NUL}]},
    "an event with NUL in its metadata": {"events": [EVENT | {"metadata": {"a": NUL}}]},
    "an event with metadata of text": {"events": [EVENT | {"metadata": "x"}]},
    "an event with a patch of a list": {"events": [EVENT | {"context_patch": []}]},
    "an event with a patch of numbers": {"events": [EVENT | {"context_patch": {"set": 5}}]},
    "an event with a patch of its own making": {"events": [EVENT | {"context_patch": {"unset": [], "drop": 1}}]},
    "an event that unsets a number": {"events": [EVENT | {"context_patch": {"unset": [5]}}]},
    "an event at no time": {"events": [EVENT | {"timestamp": "infinity"}]},
    "an event with a huge seed": {"events": [EVENT | {"seed": 2**64}]},
    "an event with a seed below nothing": {"events": [EVENT | {"seed": -1}]},
    "an event that took no number": {"events": [EVENT | {"duration_ms": "NaN"}]},
    "a topic twice": {"topics": [TOPIC, TOPIC]},
    "a topic with a long name": {"topics": [TOPIC | {"name": LONG}]},
    "a topic with an unknown status": {"topics": [TOPIC | {"status": "forgotten"}]},
    "a topic with a mastery over 100": {"topics": [TOPIC | {"mastery_score": 101}]},
    "a topic on no day": {"topics": [TOPIC | {"planned_on": "someday"}]},
    "a topic of null": {"topics": [None]},
    "a plan without a version": {"plans": [{}]},
    "a plan twice": {"plans": [{"version": 1}, {"version": 1}]},
    "a misconception on another's topic": {"misconceptions": [NOTED | {"topic": "Bark"}]},
    "a filing of null and text": {"filing": [None, "x"]},
    "a filing at no time": {"filing": {"binned_at": "someday"}},
    "a filing with NUL": {"filing": {"title": NUL}},
    "an event of an instructor's": {"events": [EVENT | {"agent": "instructor", "action": "void_question"}]},
    "an event of an Instructor's": {"events": [EVENT | {"agent": "Instructor"}]},
    "an event of an instructor's with a space": {"events": [EVENT | {"agent": " instructor\n"}]},
    "an event with a long agent": {"events": [EVENT | {"agent": "x" * 201}]},
    "an event with a long action": {"events": [EVENT | {"action": "x" * 201}]},
    "an event with a long reasoning": {"events": [EVENT | {"reasoning": "x" * 20_001}]},
    "an event with deep metadata": {"events": [EVENT | {"metadata": DEEP}]},
    "an event with a deep patch": {"events": [EVENT | {"context_patch": {"set": DEEP}}]},
    "a context that is nested deep": {"context": CONTEXT | {"extra_data": DEEP}},
    "a context of another learner's": {"context": CONTEXT | {"user_id": EVE}},
    "an answer in endless words": {"attempts": [ATTEMPT | {"chosen": "x" * 20_001}]},
    "an answer on an endless concept": {"attempts": [ATTEMPT | {"concept": "x" * 20_001}]},
    "a misconception twice": {"misconceptions": [NOTED, NOTED]},
    "a quiz without questions": {"quiz": QUIZ | {"quiz": None}},
    "a quiz that is text": {"quiz": QUIZ | {"quiz": "x"}},
    "a quiz with a long id": {"quiz": QUIZ | {"id": LONG}},
    "a quiz with NUL": {"quiz": QUIZ | {"id": NUL}},
    "a quiz with an answer twice": {"quiz": QUIZ | {"answers": QUIZ["answers"] * 2}},
    "a quiz with answers of text": {"quiz": QUIZ | {"answers": "x"}},
    "a hundred and one messages": {"chat": [SAID] * 101},
    "a message of null": {"chat": [SAID, None]},
    "a message of nothing": {"chat": [SAID, {}]},
    "a message of an unknown speaker": {"chat": [SAID | {"role": "instructor"}]},
    "a message without words": {"chat": [SAID | {"text": None}]},
    "a message without a topic": {"chat": [SAID | {"topic": None}]},
    "a message with NUL": {"chat": [SAID | {"text": NUL}]},
    "a message with sources of text": {"chat": [SAID | {"sources": "x"}]},
    "a message without sources": {"chat": [SAID | {"sources": None}]},
    "a message at no time": {"chat": [SAID | {"at": "infinity"}]},
    "a message in no year": {"chat": [SAID | {"at": None}]},
    "an answer to no quiz": {"answer": ANSWER | {"quiz_id": "none"}},
    "an answer to a list": {"answer": ANSWER | {"quiz_id": ["quiz1"]}},
    "an answer of nothing": {"answer": {"quiz_id": "quiz1"}},
    "a material of text": {"material": MATERIAL | {"sections": "x"}},
    "a material without sections": {"material": MATERIAL | {"sections": None}},
}


def send(rest: Rest, **arguments: Any) -> httpx.Response:
    sent = {"p_session_id": "s1", "p_base_version": 1, "p_commit_id": "c2", "p_changes": WHOLE} | arguments
    return rest.call("owner", "commit_changes", **sent)


def test_the_commit_that_they_are_made_of_is_taken(rest: Rest) -> None:
    assert send(rest).json() == 2
    created = WHOLE | {"created": CREATED, "answer": None}
    assert send(rest, p_session_id="s2", p_base_version=0, p_changes=created).json() == 1
    parts = {"misconceptions": [NOTED], "material": MATERIAL, "plans": [{"version": 2}]}
    assert send(rest, p_base_version=2, p_commit_id="c3", p_changes=WHOLE | parts).json() == 3


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_changes_change_nothing(rest: Rest, db: psycopg.Connection, case: str) -> None:
    sent = {key: value for key, value in (WHOLE | HOSTILE[case]).items() if value != MISSING}
    before = contents(db)
    answer = send(rest, p_changes=sent)
    assert 400 <= answer.status_code < 500, answer.text
    assert contents(db) == before
    sent = {"created": CREATED} | sent | {"answer": HOSTILE[case].get("answer")}
    answer = send(rest, p_session_id="s2", p_base_version=0, p_changes=sent)
    assert 400 <= answer.status_code < 500, answer.text
    assert contents(db) == before
    # The API and the lists of all sessions stand as before.
    assert len(rest.rows("instructor", "session_list")) == 1


def named(arguments: dict[str, Any]) -> str:
    return ascii(arguments)[:40]


HOSTILE_ARGUMENTS: list[dict[str, Any]] = [
    *({"p_changes": sent} for sent in (None, "x", 5, True, [], [WHOLE], {}, NUL)),
    *({"p_commit_id": commit_id} for commit_id in (None, "", LONG, "c" * 201, NUL, HALF)),
    *({"p_session_id": session_id} for session_id in (None, "", LONG, NUL, HALF)),
    {"p_caller": MIRA},
]
WRONG_BASES = (None, -1, 0, 2, 2**31 - 1, 2**31, 2**63, 10**40, 1.5, "one", [1])


@pytest.mark.parametrize(
    "arguments", [*HOSTILE_ARGUMENTS, *({"p_base_version": base} for base in WRONG_BASES)], ids=named
)
def test_hostile_arguments_change_nothing(rest: Rest, db: psycopg.Connection, arguments: dict[str, Any]) -> None:
    before = contents(db)
    answer = send(rest, **arguments)
    assert 400 <= answer.status_code < 500, answer.text
    assert contents(db) == before


@pytest.mark.parametrize("arguments", HOSTILE_ARGUMENTS, ids=named)
def test_hostile_arguments_begin_nothing(rest: Rest, db: psycopg.Connection, arguments: dict[str, Any]) -> None:
    before = contents(db)
    begun = {"p_session_id": "s2", "p_base_version": 0, "p_changes": WHOLE | {"created": CREATED, "answer": None}}
    answer = send(rest, **(begun | arguments))
    assert 400 <= answer.status_code < 500, answer.text
    assert contents(db) == before


def test_nesting_that_postgres_cannot_read_changes_nothing(rest: Rest, db: psycopg.Connection) -> None:
    before = contents(db)
    deep = '{"a":' * 20_000 + "1" + "}" * 20_000
    body = '{"p_session_id":"s1","p_base_version":1,"p_commit_id":"c2","p_changes":' + deep + "}"
    answer = rest.send_text("owner", "rpc/commit_changes", body)
    assert answer.is_error
    assert contents(db) == before
    assert send(rest).json() == 2
