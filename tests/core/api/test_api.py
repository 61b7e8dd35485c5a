"""The HTTP API: what each route does, what it refuses and how, and who may call."""

from __future__ import annotations

import logging
import re
import sqlite3
from html import unescape
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.api.dependencies import HealthCheck
from core.api.docs import page_of
from core.api.schemas import Health
from core.bootstrap import Settings, api_context, load_settings
from core.domain.phases import TRANSITIONS, get_valid_actions
from core.errors import (
    AccountError,
    ActionNotAllowed,
    Conflict,
    ExamMentorError,
    InputError,
    NotSignedIn,
    PlanError,
    SessionNotFound,
    SettingsError,
    StoreAway,
    StoreBusy,
    StoreUnavailable,
)
from core.stores.memory.store import MemoryStudyStore
from tests.calls import Calls, context_over, in_pieces
from tests.doubles import MIRA, NOOR, service

JSON = {"content-type": "application/json"}
STEPS = ("generate_plan", "start_topic", "take_quiz", "submit_answers", "next_topic")


@pytest.fixture
def api() -> Calls:
    return Calls()


def where(api: Calls, session: str) -> dict[str, Any]:
    state: dict[str, Any] = api.get(f"/session/{session}/state").json()
    return state


def everything(api: Calls, session: str) -> tuple[object, object]:
    return api.store.load(session), api.get(f"/session/{session}/history?limit=500").json()


# --- the routes


def test_a_session_from_start_to_completed(api: Calls) -> None:
    session = api.begin()
    assert where(api, session) == {
        "phase": "INTAKE",
        "version": 1,
        "context": api.store.load(session).context.model_dump(mode="json"),
        "title": "",
        "archived": False,
        "binned_at": None,
    }
    version = 1
    for action in (*STEPS, *STEPS[1:-1], "complete"):
        done = api.post(f"/session/{session}/action", {"action": action, "version": version})
        assert done.status_code == 200, done.text
        stored = api.store.load(session)
        version += 1
        assert done.json() == {
            "phase": stored.phase,
            "valid_actions": get_valid_actions(stored.phase),
            "version": version,
        }
        assert stored.version == version
    assert stored.phase == "COMPLETED"
    assert service(api.store).replay(session).is_same


def test_every_action_of_the_table_has_a_step_and_no_other(api: Calls) -> None:
    for action in sorted({action for _, action in TRANSITIONS}):
        session = api.begin()
        answer = api.post(f"/session/{session}/action", {"action": action})
        assert answer.status_code == (200 if action == "generate_plan" else 409), action
    before = everything(api, session)
    for action in ("edit_intake", "save_state", "GENERATE_PLAN", "__class__", "open"):
        answer = api.post(f"/session/{session}/action", {"action": action})
        assert answer.status_code == 422
        assert "generate_plan" in answer.json()["reason"]
    assert everything(api, session) == before


def test_an_action_out_of_its_phase_says_where_the_session_is(api: Calls) -> None:
    session = api.begin()
    before = everything(api, session)
    answer = api.post(f"/session/{session}/action", {"action": "take_quiz", "version": 1})
    assert answer.status_code == 409
    assert answer.json() == {
        "reason": "That step (take_quiz) is not possible now: the session is at Set up.",
        "phase": "INTAKE",
        "valid_actions": ["generate_plan"],
        "version": 1,
    }
    assert everything(api, session) == before


def test_a_plan_that_cannot_be_made_is_said_and_changes_nothing(api: Calls) -> None:
    session = api.begin("An exam that no course is for")
    before = everything(api, session)
    answer = api.post(f"/session/{session}/action", {"action": "generate_plan"})
    assert (answer.status_code, "nothing to plan from" in answer.json()["reason"]) == (422, True)
    assert everything(api, session) == before


def test_a_repeated_action_answers_as_the_first_did(api: Calls) -> None:
    session, firsts = api.begin(), []
    for version, action in enumerate((*STEPS, *STEPS[1:-1], "complete"), 1):
        body = {"action": action, "version": version}
        firsts.append((body, api.post(f"/session/{session}/action", body)))
        assert api.post(f"/session/{session}/action", body).json() == firsts[-1][1].json()
    before = everything(api, session)
    # Late too, when the session has long moved on; and what was not done then is refused.
    for body, first in firsts:
        assert api.post(f"/session/{session}/action", body).json() == first.json()
    wrong = api.post(f"/session/{session}/action", {"action": "complete", "version": 2})
    assert (wrong.status_code, wrong.json()["version"]) == (409, 10)
    assert everything(api, session) == before


@pytest.mark.parametrize("version", [0, 7, 2**53 - 1])
@pytest.mark.parametrize("route", ["save", "action"])
def test_a_version_that_is_not_the_sessions_changes_nothing(api: Calls, route: str, version: int) -> None:
    session = api.begin()
    before = everything(api, session)
    bodies = {"save": {"phase": "PLANNING", "context_data": {}}, "action": {"action": "generate_plan"}}
    answer = api.post(f"/session/{session}/{route}", bodies[route] | {"version": version})
    assert answer.status_code == 409
    assert answer.json().keys() == {"reason", "phase", "valid_actions", "version"}
    assert answer.json()["version"] == 1
    assert everything(api, session) == before


def test_a_save_makes_the_context_what_was_given(api: Calls) -> None:
    session = api.begin()
    given_context = {
        "user_id": "eve",
        "session_id": ["another"],
        "current_topic": "Leaves",
        "last_quiz_score": 62.5,
        "misconceptions": ["Plants eat soil."],
        "extra_data": {"theme": "dark", "deep": {"a": [1, None, True]}},
        "streak": {"days": 3},
        "is_new": True,
    }
    saved = api.post(f"/session/{session}/save", {"phase": "PLANNING", "context_data": given_context, "version": 1})
    assert (saved.status_code, saved.json()) == (200, {"ok": True, "version": 2})
    now = where(api, session)
    own = {"user_id": MIRA, "session_id": session, "plan_cache_key": None}
    filed = {"title": "", "archived": False, "binned_at": None}
    assert now == {"phase": "PLANNING", "context": given_context | own, "version": 2} | filed
    assert service(api.store).replay(session).is_same
    newest = api.get(f"/session/{session}/history?after=1").json()["events"]
    assert [(event["action"], event["phase_before"], event["phase_after"]) for event in newest] == [
        ("save_state", "INTAKE", "PLANNING")
    ]
    # What is read can be saved as it is, and then nothing has changed.
    for version in ({}, {"version": 2}):
        again = api.post(f"/session/{session}/save", {"phase": "PLANNING", "context_data": now["context"], **version})
        assert again.json() == {"ok": True, "version": 2}
    assert where(api, session) == now


def test_a_repeated_save_answers_as_the_first_did(api: Calls) -> None:
    session = api.begin()
    first, second = ({"phase": "INTAKE", "context_data": {"n": n}, "version": n} for n in (1, 2))
    for body in (first, first, second, first, second):
        assert api.post(f"/session/{session}/save", body).json() == {"ok": True, "version": body["version"] + 1}
    assert where(api, session)["context"]["n"] == 2
    other = api.post(f"/session/{session}/save", first | {"context_data": {"n": 3}})
    assert (other.status_code, other.json()["version"]) == (409, 3)
    assert api.store.load(session).version == 3


def test_a_stale_save_of_what_is_there_anyway_is_told(api: Calls) -> None:
    session = api.begin()
    for n in (1, 2, 1):
        api.post(f"/session/{session}/save", {"phase": "INTAKE", "context_data": {"n": n, "m": n * n}})
    same = {"phase": "INTAKE", "context_data": {"n": 1, "m": 1}}
    assert api.post(f"/session/{session}/save", same | {"version": 4}).json() == {"ok": True, "version": 4}
    assert api.post(f"/session/{session}/save", same | {"version": 2}).status_code == 409
    assert api.store.load(session).version == 4


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(-1e18, 1e18) | st.text("ab\n“é𝄞"),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text("abé", max_size=3), below, max_size=3),
    max_leaves=8,
)
contexts = st.fixed_dictionaries(
    {},
    optional={
        "current_topic": st.none() | st.text(max_size=5),
        "last_quiz_score": st.none() | st.floats(0, 100),
        "misconceptions": st.lists(st.text(max_size=3), max_size=2),
        "extra_data": st.dictionaries(st.sampled_from(["a", "b", "quiz_id"]), json_values, max_size=3),
        "x": json_values,
        "model_dump": json_values,
    },
)


@given(saves=st.lists(contexts, min_size=1, max_size=4))
def test_whatever_is_saved_is_kept_and_replays(saves: list[dict[str, Any]]) -> None:
    api = Calls()
    session = api.begin()
    for number, saved in enumerate(saves):
        phase = ("INTAKE", "LEARNING", "QUIZZING")[number % 3]
        assert api.post(f"/session/{session}/save", {"phase": phase, "context_data": saved}).status_code == 200
        context = where(api, session)["context"]
        assert repr({name: context[name] for name in saved}) == repr(saved)
        assert service(api.store).replay(session).is_same
    # Whatever a front end wrote, no step of the service breaks on it.
    for action in {action for _, action in TRANSITIONS}:
        assert api.post(f"/session/{session}/action", {"action": action}).status_code in (200, 409, 422)


def test_an_intake_that_is_none_is_refused(api: Calls) -> None:
    session = api.begin()
    before = everything(api, session)
    body = {"phase": "INTAKE", "context_data": {"extra_data": {"intake_days": "soon"}}}
    answer = api.post(f"/session/{session}/save", body)
    assert (answer.status_code, "intake_days" in answer.json()["reason"]) == (422, True)
    assert everything(api, session) == before
    body = {"phase": "INTAKE", "context_data": {"extra_data": {"intake_days": 10**9, "intake_exam": "Cell biology"}}}
    assert api.post(f"/session/{session}/save", body).status_code == 200
    assert api.post(f"/session/{session}/action", {"action": "generate_plan"}).status_code == 422


def test_one_and_true_are_not_the_same(api: Calls) -> None:
    session = api.begin()
    for value in (1, True, 1.0, 0, False):
        api.post(f"/session/{session}/save", {"phase": "INTAKE", "context_data": {"n": [value]}})
        assert repr(where(api, session)["context"]["n"]) == repr([value])


def test_a_question_is_answered_in_the_materials_words_and_kept(api: Calls) -> None:
    session = api.begin()
    api.act(session, "generate_plan", "start_topic")
    asked = {"question": "What is osmosis?", "version": 3}
    first = api.post(f"/session/{session}/ask", asked)
    assert first.status_code == 200, first.text
    told = first.json()
    assert told.keys() == {"found", "text", "passages", "said", "version"}
    assert (told["found"], told["version"]) == (True, 4)
    assert "water" in told["passages"][0]["quote"]
    # The same call again asks once, late too; another one is added to what has changed meanwhile.
    assert api.post(f"/session/{session}/ask", asked).json() == told
    other = api.post(f"/session/{session}/ask", {"question": "Who was Gregor Mendel?", "version": 3}).json()
    assert (other["found"], other["passages"], other["version"]) == (False, [], 5)
    assert other["text"].startswith("This material does not say.")
    assert api.post(f"/session/{session}/ask", asked).json() == told
    topic = api.store.load(session).context.current_topic
    messages = api.get(f"/session/{session}/chat").json()["messages"]
    assert [(message["role"], message["text"], message["topic"]) for message in messages] == [
        ("learner", "What is osmosis?", topic),
        ("tutor", told["text"], topic),
        ("learner", "Who was Gregor Mendel?", topic),
        ("tutor", other["text"], topic),
    ]
    assert messages[1]["sources"] == told["passages"]
    assert api.get(f"/session/{session}/chat", params={"topic": topic}).json()["messages"] == messages
    assert api.get(f"/session/{session}/chat", params={"topic": "Astronomy"}).json() == {"messages": []}
    assert service(api.store).replay(session).is_same


def test_a_question_out_of_turn_ahead_of_the_session_or_about_no_topic_changes_nothing(api: Calls) -> None:
    session = api.begin()
    assert api.get(f"/session/{session}/chat").json() == {"messages": []}
    answer = api.post(f"/session/{session}/ask", {"question": "What is osmosis?"})
    assert (answer.status_code, answer.json()["phase"]) == (409, "INTAKE")
    api.act(session, "generate_plan", "start_topic")
    before = everything(api, session)
    bad = [
        ({"question": "What is osmosis?", "version": 9}, 409),
        ({"question": "What is osmosis?", "topic": "Astronomy"}, 422),
        ({"question": " "}, 422),
        ({"question": "w" * 501}, 422),
        ({}, 422),
    ]
    for body, status in bad:
        assert api.post(f"/session/{session}/ask", body).status_code == status, body
    assert everything(api, session) == before
    assert api.get("/session/nobody/chat").status_code == 404
    assert api.post("/session/nobody/ask", {"question": "Why?"}).status_code == 404


def test_history_pages_to_its_end(api: Calls) -> None:
    session, other = api.begin(), api.begin()
    api.act(session, *STEPS)
    api.act(other, *STEPS)
    whole = api.get(f"/session/{session}/history", params={"limit": 500}).json()
    assert whole["next_after"] is None
    assert {event["session_id"] for event in whole["events"]} == {session}
    seen, after, pages = [], 0, 0
    while after is not None:
        page = api.get(f"/session/{session}/history", params={"after": after, "limit": 2}).json()
        seen += page["events"]
        after, pages = page["next_after"], pages + 1
    assert seen == whole["events"]
    assert pages == -(-len(seen) // 2)
    ids = [event["id"] for event in seen]
    assert ids == sorted(ids)
    assert api.get(f"/session/{session}/history", params={"after": ids[-1]}).json() == {
        "events": [],
        "next_after": None,
    }
    for wrong in ({"limit": 0}, {"limit": 501}, {"after": -1}, {"after": 10**30}, {"after": "x"}, {"limit": "NaN"}):
        assert api.get(f"/session/{session}/history", params=wrong).status_code == 422


def test_start_is_for_the_local_profile_or_whom_it_names(api: Calls) -> None:
    assert api.store.load(api.begin()).user_id == MIRA
    named = api.post("/session/start", {"exam_type": "Botany", "user_id": NOOR}).json()["session_id"]
    assert (api.store.load(named).user_id, api.store.load(named).exam_type) == (NOOR, "Botany")
    assert where(api, named)["context"]["user_id"] == NOOR


def test_a_caller_says_in_which_zone_the_learner_is_and_when_that_changes(api: Calls) -> None:
    body = {"exam_type": "Cell biology", "zone": "Asia/Kolkata"}
    session = api.post("/session/start", body).json()["session_id"]
    assert api.store.load(session).zone == "Asia/Kolkata"
    assert api.store.load(api.begin()).zone == "UTC"
    act = f"/session/{session}/action"
    assert api.post(act, {"action": "generate_plan"}).status_code == 200
    assert api.store.load(session).zone == "Asia/Kolkata"
    assert api.post(act, {"action": "start_topic", "zone": "Pacific/Honolulu"}).status_code == 200
    assert api.store.load(session).zone == "Pacific/Honolulu"
    for name in ("Mars/Olympus", "../../etc/passwd", "x" * 65, "", 5):
        refused = api.post("/session/start", body | {"zone": name})
        assert (refused.status_code, bool(refused.json()["reason"])) == (422, True)
        assert api.post(act, {"action": "take_quiz", "zone": name}).status_code == 422
    assert api.store.load(session).version == 3


def test_the_same_key_begins_one_session(api: Calls) -> None:
    key = {"idempotency-key": "k-1"}
    first = api.begin(headers=key)
    api.act(first, "generate_plan")
    assert api.begin(headers=key) == first
    assert len(api.store.sessions()) == 1
    assert api.store.load(first).version == 2
    assert api.begin(headers={"idempotency-key": "k-2"}) != first
    other = api.post("/session/start", {"exam_type": "Botany", "user_id": NOOR}, headers=key).json()["session_id"]
    assert other != first
    assert len(api.store.sessions()) == 3
    assert api.begin() != api.begin()


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 201, "é".encode(), b"\x00"])
def test_a_key_that_is_none_is_refused(api: Calls, key: str | bytes) -> None:
    answer = api.post("/session/start", {"exam_type": "Botany"}, headers={"idempotency-key": key})
    assert answer.status_code == 422
    assert api.store.sessions() == ()


# --- what is sent

BAD_BODIES = [
    (b"", 422),
    (b"{", 400),
    (b"exam_type=Botany", 400),
    (b"\xff\xfe", 400),
    (b'{"exam_type": NaN}', 400),
    (b'{"exam_type": "x", "n": Infinity}', 400),
    (b'{"exam_type": "\\ud800"}', 400),
    (b'{"exam_type": "\xed\xa0\x80"}', 400),
    (b'{"exam_type": "a\\u0000b"}', 422),
    (b'{"exam_type": ""}', 422),
    (b'{"exam_type": "' + b"x" * 301 + b'"}', 422),
    (b'{"exam_type": 5}', 422),
    (b'{"exam_type": null}', 422),
    (b'{"exam_type": "x", "user_id": ""}', 422),
    (b'{"exam_type": "x", "user_id": "' + b"u" * 201 + b'"}', 422),
    (b'{"exam_type": "x", "extra": 1}', 422),
    (b'{"exam_type": ' + b"9" * 5000 + b"}", 400),
    (b'{"exam_type": 1e999}', 422),
    (b"[]", 422),
    (b"null", 422),
    (b'"text"', 422),
    (b"[" * 100_000, 400),
    (b'{"a":' * 5_000, 400),
    (b'{"exam_type": ' + b"[" * 100 + b"]" * 100 + b"}", 422),
]


@pytest.mark.parametrize(("body", "status"), BAD_BODIES, ids=[repr(body[:30]) for body, _ in BAD_BODIES])
def test_a_body_that_cannot_be_used_is_refused(api: Calls, body: bytes, status: int) -> None:
    answer = api.post("/session/start", content=body, headers=JSON)
    assert answer.status_code == status, answer.text
    assert answer.json().keys() == {"reason"}
    assert api.store.sessions() == ()


@pytest.mark.parametrize(
    "context_data",
    [
        b'{"last_quiz_score": 101}',
        b'{"last_quiz_score": 1e999}',
        b'{"n": 9223372036854775808}',
        b'{"n": "\\u0000"}',
        b'{"a\\u0000": 1}',
        b'{"extra_data": {"deep": ' + b'{"d":' * 70 + b"1" + b"}" * 72,
        b'{"misconceptions": "x"}',
        b'{"current_topic": {}}',
        b'{"extra_data": []}',
        b"[]",
        b"null",
        b"5",
    ],
)
def test_a_context_that_cannot_be_kept_is_refused(api: Calls, context_data: bytes) -> None:
    session = api.begin()
    before = everything(api, session)
    body = b'{"phase": "INTAKE", "context_data": ' + context_data + b"}"
    answer = api.post(f"/session/{session}/save", content=body, headers=JSON)
    assert answer.status_code in (400, 422)
    assert len(answer.json()["reason"]) <= 300
    assert everything(api, session) == before


@pytest.mark.parametrize("phase", ["planning", "", "DONE", 3, None])
def test_a_phase_that_is_none_is_refused(api: Calls, phase: object) -> None:
    session = api.begin()
    assert api.post(f"/session/{session}/save", {"phase": phase, "context_data": {}}).status_code == 422
    assert api.store.load(session).version == 1


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", "json", ""]
)
def test_another_content_type_is_refused(api: Calls, kind: str) -> None:
    answer = api.post("/session/start", content=b'{"exam_type": "x"}', headers={"content-type": kind})
    assert (answer.status_code, answer.json().keys()) == (415, {"reason"})
    assert api.post("/session/start", content=b'{"exam_type": "x"}').status_code == 415
    assert api.store.sessions() == ()


def test_a_body_over_a_mebibyte_is_refused_however_it_comes(api: Calls) -> None:
    session = api.begin()
    largest = b'{"phase": "INTAKE", "context_data": {"x": "' + b"y" * (2**20 - 46) + b'"}}'
    assert len(largest) == 2**20
    assert api.post(f"/session/{session}/save", content=in_pieces([largest]), headers=JSON).status_code == 200
    pieces = [largest[:600_000], largest[600_000:], b" "]
    for content in (largest + b" ", in_pieces(pieces)):
        answer = api.post(f"/session/{session}/save", content=content, headers=JSON)
        assert (answer.status_code, answer.json().keys()) == (413, {"reason"})
    headers = JSON | {"content-length": "9" * 30}
    assert api.post(f"/session/{session}/save", content=in_pieces([b"{}"]), headers=headers).status_code == 413
    assert api.store.load(session).version == 2


def test_an_idempotency_key_is_of_one_body(api: Calls) -> None:
    key = {"idempotency-key": "k1"}
    first = api.post("/session/start", {"exam_type": "Botany"}, headers=key)
    before = everything(api, first.json()["session_id"])
    elsewhere = api.post("/session/start", {"exam_type": "Botany", "zone": "Asia/Tokyo"}, headers=key)
    assert elsewhere.status_code == 422
    other = api.post("/session/start", {"exam_type": "Law"}, headers=key)
    assert (other.status_code, other.json().keys()) == (422, {"reason"})
    assert "Idempotency-Key" in other.json()["reason"]
    again = api.post("/session/start", {"exam_type": "Botany"}, headers=key)
    assert (again.status_code, again.json()) == (200, first.json())
    assert everything(api, first.json()["session_id"]) == before


def test_nothing_is_found_under_an_unknown_session_or_address(api: Calls) -> None:
    bodies = {"save": {"phase": "INTAKE", "context_data": {}}, "action": {"action": "complete"}}
    for route in ("state", "history"):
        assert api.get(f"/session/nobody/{route}").status_code == 404
    for route, body in bodies.items():
        assert api.post(f"/session/nobody/{route}", body).status_code == 404
    for path in ("/", "/nope", "/session", "/health/", "/session/a/b/state", "/docs/x"):
        answer = api.get(path)
        assert (answer.status_code, answer.json().keys()) == (404, {"reason"}), path
    for method, path in (
        ("DELETE", "/health"),
        ("GET", "/session/start"),
        ("GET", "/session/x"),
        ("PUT", "/session/x/save"),
    ):
        answer = api(method, path)
        assert (answer.status_code, answer.json().keys()) == (405, {"reason"})
        assert answer.headers["allow"]
    for name in ("x" * 201, "%00", "a%0Ab"):
        assert api.get(f"/session/{name}/state").status_code in (404, 422)
    assert api.get("/session/%ff/state").status_code == 404


# --- who may call


@pytest.mark.parametrize(
    ("base", "headers", "status"),
    [
        ("http://127.0.0.1:8501", {}, 200),
        ("http://localhost:8501", {}, 200),
        ("http://[::1]:8501", {}, 200),
        ("http://127.0.0.1:8501", {"host": "127.0.0.1"}, 200),
        ("http://127.0.0.1:8501", {"host": "127.0.0.2:8501"}, 200),
        ("http://127.0.0.1:8501", {"host": "LOCALHOST:8501", "origin": "http://localhost:8501"}, 200),
        ("http://127.0.0.1:8501", {"origin": "http://127.0.0.1:8501"}, 200),
        ("http://127.0.0.1:8501", {"sec-fetch-site": "same-origin"}, 200),
        ("http://127.0.0.1:8501", {"sec-fetch-site": "none"}, 200),
        ("http://127.0.0.1:8501", {"host": "127.0.0.1:8502"}, 403),
        ("http://127.0.0.1:8501", {"host": "evil.example"}, 403),
        ("http://127.0.0.1:8501", {"host": "evil.example:8501"}, 403),
        ("http://127.0.0.1:8501", {"host": "127.0.0.1.evil.example"}, 403),
        ("http://127.0.0.1:8501", {"host": "127.0.0.1@evil.example"}, 403),
        ("http://127.0.0.1:8501", {"host": "evil.example@127.0.0.1"}, 403),
        ("http://127.0.0.1:8501", {"host": "192.168.0.2:8501"}, 403),
        ("http://127.0.0.1:8501", {"host": "127.0.0.1:x"}, 403),
        ("http://127.0.0.1:8501", {"host": "127.0.0.1:"}, 403),
        ("http://127.0.0.1:8501", {"host": "[::1"}, 403),
        ("http://127.0.0.1:8501", {"host": "127.0.0.1/x"}, 403),
        ("http://127.0.0.1:8501", {"host": ""}, 403),
        ("http://127.0.0.1:8501", {"origin": "https://evil.example"}, 403),
        ("http://127.0.0.1:8501", {"origin": "http://127.0.0.1:3000"}, 403),
        ("http://127.0.0.1:8501", {"origin": "http://localhost:8501"}, 403),
        ("http://127.0.0.1:8501", {"origin": "null"}, 403),
        ("http://127.0.0.1:8501", {"origin": ""}, 403),
        ("http://127.0.0.1:8501", {"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_the_embedded_store_is_for_this_computer(base: str, headers: dict[str, str], status: int) -> None:
    api = Calls(base=base)
    answer = api.post("/session/start", {"exam_type": "x"}, headers=headers)
    assert answer.status_code == status, answer.text
    assert len(api.store.sessions()) == (status == 200)
    assert api.get("/health", headers=headers).status_code == status


@pytest.mark.parametrize("peer", ["192.168.0.7", "10.0.0.1", "2001:db8::1", "::ffff:10.0.0.1", "", "testclient"])
def test_another_computer_is_let_in_only_where_the_settings_say_so(peer: str) -> None:
    api = Calls(peer=peer)
    for path in ("/health", "/docs", "/openapi.json", "/session/x/state", "/nope"):
        assert api.get(path).status_code == 403
    store = MemoryStudyStore()
    remote = Calls(context_over(store, allow_remote=True), peer=peer, base="http://desk.example:8501")
    assert remote.get("/health").status_code == 200
    assert remote.begin()
    assert remote.begin(headers={"origin": "http://desk.example:8501"})
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert remote.post("/session/start", {"exam_type": "x"}, headers=headers).status_code == 403
    assert len(store.sessions()) == 2


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_every_loopback_address_is_this_computer(peer: str) -> None:
    assert Calls(peer=peer).get("/health").status_code == 200


def signed_in() -> Calls:
    store = MemoryStudyStore()
    of_token = {token: service(store, user_id=token) for token in (MIRA, NOOR)}

    def open_with(token: str | None):
        try:
            return of_token[str(token)]
        except KeyError:
            raise NotSignedIn("Your sign-in is over. Sign in again.") from None

    api = Calls(context_over(store, open=open_with, needs_token=True), peer="203.0.113.9", base="https://study.example")
    api.store = store
    return api


def test_with_a_token_it_is_the_tokens_own_user() -> None:
    api, mira = signed_in(), {"authorization": f"Bearer {MIRA}"}
    session = api.begin(headers=mira)
    assert api.store.load(session).user_id == MIRA
    own = api.post("/session/start", {"exam_type": "x", "user_id": MIRA}, headers=mira)
    assert own.status_code == 200
    another = api.post("/session/start", {"exam_type": "x", "user_id": NOOR}, headers=mira)
    assert (another.status_code, another.json().keys()) == (403, {"reason"})
    key = mira | {"idempotency-key": "k"}
    assert api.begin(headers=key) == api.begin(headers=key)
    assert api.begin(headers={"authorization": f"bearer {NOOR}", "idempotency-key": "k"}) != api.begin(headers=key)


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic mira", "mira", "Bearer eve", "Bearer a b"])
def test_without_a_good_token_nobody_is_let_in(header: str | None) -> None:
    api = signed_in()
    session = api.begin(headers={"authorization": f"Bearer {MIRA}"})
    headers = {} if header is None else {"authorization": header}
    answers = [api.get(f"/session/{session}/{route}", headers=headers) for route in ("state", "history")]
    answers.append(api.post("/session/start", {"exam_type": "x"}, headers=headers))
    answers.append(api.post(f"/session/{session}/action", {"action": "generate_plan"}, headers=headers))
    answers.append(api.post(f"/session/{session}/save", {"phase": "INTAKE", "context_data": {}}, headers=headers))
    for answer in answers:
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.json().keys() == {"reason"}
    assert api.get("/health").status_code == 200
    assert len(api.store.sessions()) == 1


# --- answers


def test_every_answer_carries_the_security_headers(api: Calls) -> None:
    refused = Calls(peer="10.0.0.1")
    answers = [
        api.get("/health"),
        api.get("/nope"),
        api("DELETE", "/health"),
        api.get("/docs"),
        api.get("/docs.css"),
        api.get("/openapi.json"),
        api.post("/session/start", {"exam_type": "x"}),
        api.post("/session/start", {}),
        api.post("/session/start", content=b"x" * (2**20 + 1), headers=JSON),
        refused.get("/health"),
    ]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert "access-control-allow-origin" not in answer.headers


def named_id(answer: httpx.Response) -> str:
    """The id under which an answer says that the log has more."""
    (error_id,) = re.findall(r"name error ([0-9a-f]{8})\.", answer.json()["reason"])
    return str(error_id)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotSignedIn("Sign in."), 401),
        (AccountError("Not yours."), 403),
        (SessionNotFound("None."), 404),
        (Conflict("Moved on."), 409),
        (ActionNotAllowed("Not now."), 409),
        (InputError("No."), 422),
        (PlanError("No plan."), 422),
        (StoreAway("/secret/path is away"), 503),
        (StoreBusy("Your account holds as many sessions as it can.", 29.2), 429),
        (StoreUnavailable("/secret/path is broken"), 503),
        (SettingsError("EXAMMENTOR_SECRET is wrong"), 503),
    ],
)
def test_an_error_of_the_core_is_an_answer(
    error: ExamMentorError, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    def open_with(_: str | None):
        raise error

    answer = Calls(context_over(MemoryStudyStore(), open=open_with)).get("/session/x/state")
    assert (answer.status_code, answer.json().keys()) == (status, {"reason"})
    if status == 429:
        assert (answer.json()["reason"], answer.headers["retry-after"]) == (str(error), "30")
    if status == 503:
        assert int(answer.headers["retry-after"]) > 0
        assert "secret" not in answer.text.lower()
        assert f"Error {named_id(answer)}: {type(error).__name__}: {error}" in caplog.messages
    else:
        assert answer.json()["reason"] == str(error)


def test_what_nobody_foresaw_is_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    secret = "".join(("hun", "ter", "2"))

    def open_with(_: str | None):
        raise ZeroDivisionError(f"the password is {secret}")

    api = Calls(context_over(MemoryStudyStore(), open=open_with))
    with caplog.at_level(logging.DEBUG):
        answer = api.get("/session/x/state")
    assert (answer.status_code, answer.json().keys()) == (500, {"reason"})
    assert "Traceback" not in answer.text
    assert secret not in answer.text + caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "open_with" in caplog.text
    assert f"Error {named_id(answer)}: ZeroDivisionError" in caplog.text


def test_health_of_the_embedded_store(data_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    api = Calls(api_context())
    assert api.get("/health").json() == {"status": "ok", "store": "embedded", "reason": ""}
    # Another process holds the file, or broke it.
    with sqlite3.connect(data_dir / "exammentor.sqlite3") as db:
        db.execute("alter table users rename to gone")
    db.close()
    answer = api.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "degraded")
    assert answer.json()["reason"]
    assert str(data_dir) not in answer.text
    assert str(data_dir) in caplog.text


def test_health_where_only_memory_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", str(blocked))
    answer = Calls(api_context()).get("/health")
    assert (answer.status_code, answer.json()["status"], answer.json()["store"]) == (200, "degraded", "memory")
    assert str(tmp_path) not in answer.text


def test_health_needs_no_sign_in_and_says_why_not() -> None:
    away = HealthCheck(Health(status="degraded", store="supabase", reason="It is away."), answers=False)
    api = Calls(context_over(MemoryStudyStore(), needs_token=True, check=lambda: away), peer="203.0.113.9")
    answer = api.get("/health")
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "degraded", "store": "supabase", "reason": "It is away."},
    )


def test_the_api_follows_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not api_context().allow_remote
    monkeypatch.setenv("EXAMMENTOR_ALLOW_REMOTE", "1")
    assert api_context(load_settings()).allow_remote
    assert api_context(Settings(user=NOOR)).open(None).user_id == NOOR


# --- docs


def test_the_docs_page_needs_no_other_host_and_no_script(api: Calls) -> None:
    page, style = api.get("/docs"), api.get("/docs.css")
    assert page.status_code == style.status_code == 200
    assert style.headers["content-type"].startswith("text/css")
    for foreign in ("<script", "<img", "style=", "onclick"):
        assert foreign not in page.text
    links = set(re.findall(r"(?:href|src)=\"([^\"]*)\"", page.text))
    assert {link for link in links if not link.startswith("#")} == {"/api/docs.css", "/api/openapi.json"}
    assert {link[1:] for link in links if link.startswith("#")} <= set(re.findall(r"id=\"(\w+)\"", page.text))
    assert "url(" not in style.text
    spec = api.get("/openapi.json").json()
    assert spec["servers"] == [{"url": "/api"}]
    for path, methods in spec["paths"].items():
        assert f"<code>/api{path}</code>" in page.text
        for operation in methods.values():
            assert operation["description"].split("`")[0] in unescape(page.text)
    hostile = Calls(context_over(MemoryStudyStore(), allow_remote=True)).get("/docs", headers={"host": "a'b"})
    assert "a'b" not in hostile.text


def test_the_docs_page_runs_nothing_of_what_the_document_says() -> None:
    evil = "<script>alert(1)</script> {{ 7 * 7 }} `<i>code</i>`"
    operation = {
        "description": evil,
        "parameters": [{"name": evil, "in": "query", "description": evil}],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Body"}}}},
        "responses": {"200": {"description": evil}},
    }
    fields = {"items": {"type": "array", "items": {"enum": [evil, None]}}, evil: {"description": evil}}
    page = page_of(
        {
            "info": {"title": evil, "description": evil},
            "paths": {f"/{evil}": {"post": operation}},
            "components": {"schemas": {"Body": {"properties": fields, "required": [evil]}}},
        },
        "/api",
        "http://<script>",
    )
    assert "<script" not in page
    assert "<i>" not in page
    assert "{{ 7 * 7 }} <code>&lt;i&gt;code&lt;/i&gt;</code>" in page
    assert "<code>items</code> (optional)</td><td>list of <code>&lt;script" in page
    assert '<td>body</td><td>JSON</td><td><a href="#Body">Body</a></td>' in page


# --- to be forgotten


def test_a_session_is_erased_once_and_its_key_begins_no_other(api: Calls) -> None:
    key = {"idempotency-key": "once"}
    session = api.post("/session/start", {"exam_type": "Botany"}, headers=key).json()["session_id"]
    other = api.begin()
    for _ in range(2):
        assert (api.delete(f"/session/{session}").status_code, api.delete(f"/session/{session}").json()) == (
            200,
            {"erased": True},
        )
    assert api.get(f"/session/{session}/state").status_code == 404
    assert api.get(f"/session/{other}/state").status_code == 200
    again = api.post("/session/start", {"exam_type": "Botany"}, headers=key)
    assert (again.status_code, "erased" in again.json()["reason"]) == (422, True)
    assert api.delete("/session/no-such").status_code == 404


def test_an_account_is_erased_whole(api: Calls) -> None:
    session = api.begin()
    assert api.delete("/account").json() == {"erased": True}
    assert api.get(f"/session/{session}/state").status_code == 404
    assert api.store.sessions() == ()
