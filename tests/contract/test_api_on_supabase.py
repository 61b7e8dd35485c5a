"""The HTTP API on Supabase: the caller's token is passed through, and row-level security decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from core.api.dependencies import ApiContext
from core.api.dependencies import HealthCheck as StoreCheck
from core.api.schemas import Health
from core.bootstrap import api_context
from core.bootstrap.stores import answer_of
from core.study.service import StudyService
from tests.calls import Calls
from tests.doubles import MIRA, NOOR
from tests.people import widen
from tests.stack import Stack

BEARER = {"authorization": "Bearer any"}


@pytest.fixture
def api(supabase: Stack, monkeypatch: pytest.MonkeyPatch) -> Calls:
    monkeypatch.setenv("SUPABASE_URL", supabase.url)
    monkeypatch.setenv("SUPABASE_KEY", supabase.publishable_key)
    answer_of.cache_clear()
    return Calls(api_context(), peer="203.0.113.9", base="https://study.example")


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_a_session_from_start_to_quiz_with_ones_own_token(api: Calls, supabase: Stack) -> None:
    mine = bearer(supabase.token(MIRA))
    session = api.begin(headers=mine)
    version = api.get(f"/session/{session}/state", headers=mine).json()["version"]
    for action, phase in [("generate_plan", "PLANNING"), ("start_topic", "LEARNING"), ("take_quiz", "QUIZZING")]:
        done = api.post(f"/session/{session}/action", {"action": action, "version": version}, headers=mine)
        assert (done.status_code, done.json()["phase"]) == (200, phase), done.text
        version = done.json()["version"]
    stale = api.post(f"/session/{session}/action", {"action": "submit_answers", "version": 1}, headers=mine)
    assert stale.status_code == 409
    assert api.get(f"/session/{session}/state", headers=mine).json()["version"] == version
    events, after = [], 0
    while after is not None:
        page = api.get(f"/session/{session}/history?after={after}&limit=2", headers=mine).json()
        events += page["events"]
        after = page["next_after"]
    assert [event["action"] for event in events] == ["start_session", "generate_plan", "start_topic", "take_quiz"]


def test_who_may_not_is_told_so(api: Calls, supabase: Stack) -> None:
    session = api.begin(headers=bearer(supabase.token(MIRA)))
    state, save = f"/session/{session}/state", {"phase": "COMPLETED", "context_data": {}}
    strangers = {
        "": 401,
        "forged": 401,
        supabase.token(MIRA)[:-4] + "AAAA": 401,
        supabase.token(MIRA, expires_in=-90): 401,
        supabase.keys.anon_key: 401,
        supabase.token(NOOR): 404,
    }
    for token, status in strangers.items():
        headers = bearer(token) if token else {}
        for answer in (
            api.get(state, headers=headers),
            api.post(f"/session/{session}/save", save, headers=headers),
            api.get(f"/session/{session}/history", headers=headers),
        ):
            assert (answer.status_code, answer.json().keys()) == (status, {"reason"}), (token, answer.text)
    another = api.post("/session/start", {"exam_type": "x", "user_id": NOOR}, headers=bearer(supabase.token(MIRA)))
    assert another.status_code == 403
    assert api.get(state, headers=bearer(supabase.token(MIRA))).json()["phase"] == "INTAKE"


def test_while_supabase_is_away_it_is_a_503_with_a_reason(api: Calls, supabase: Stack) -> None:
    mine = bearer(supabase.token(MIRA))
    session = api.begin(headers=mine)
    assert api.get("/health").json() == {"status": "ok", "store": "supabase", "reason": ""}
    supabase.away()
    try:
        for answer in (api.get(f"/session/{session}/state", headers=mine), api.get("/health")):
            assert answer.status_code == 503
            assert answer.json()["reason"]
            assert "127.0.0.1" not in answer.text
    finally:
        supabase.back()


@cache
def late() -> dict[str, StudyService]:
    """Where a test puts the service that the calls below are answered by."""
    return {}


LATE = ApiContext(
    open=lambda _: late()["service"],
    check=lambda: StoreCheck(Health(store="supabase"), answers=True),
    needs_token=True,
)
API = Calls(LATE)
SCHEMA = schemathesis.openapi.from_asgi("/api/openapi.json", API.app)
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture
def served(supabase: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPABASE_URL", supabase.url)
    monkeypatch.setenv("SUPABASE_KEY", supabase.publishable_key)
    answer_of.cache_clear()
    widen(supabase)
    late()["service"] = api_context().open(supabase.token(MIRA))


def examples(count: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return settings(max_examples=count, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


def check(case: schemathesis.Case) -> None:
    """The call as it was made up, and the same call on a session that is there; and the database still answers."""
    assume("%0A" not in "".join(map(str, (case.path_parameters or {}).values())))
    case.call_and_validate(headers=dict(BEARER), checks=CHECKS)
    if "session_id" in (case.path_parameters or {}):
        session = API.begin(headers=dict(BEARER))
        case.path_parameters["session_id"] = session
        case.call_and_validate(headers=dict(BEARER), checks=CHECKS)
        if case.method != "DELETE":
            assert late()["service"].replay(session).is_same


@SCHEMA.parametrize()
@examples(40)
def test_no_call_brings_it_down(served: None, case: schemathesis.Case) -> None:
    check(case)


@pytest.mark.heavy
@pytest.mark.timeout(1800)
@SCHEMA.parametrize()
@examples(600)
def test_no_call_brings_it_down_at_length(served: None, case: schemathesis.Case) -> None:
    check(case)
