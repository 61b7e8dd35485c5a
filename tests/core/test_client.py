"""The client against a server that fails in every way, and against the API itself. No real waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from core.api.schemas import SaveResult
from core.client import LONGEST_WAIT_S, TRIES, ExamMentorClient
from core.errors import (
    AccountError,
    Conflict,
    ExamMentorError,
    InputError,
    NotSignedIn,
    SessionNotFound,
    StoreAway,
    StoreUnavailable,
)
from core.models import StudyPhase
from tests.calls import Calls

STATE = {"phase": "INTAKE", "context": {"user_id": "mira", "session_id": "s1", "mood": "good"}, "version": 3}
Answer = httpx.Response | Exception


class Script:
    """Gives its answers one after the other, the last one for ever, and remembers what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = [*answers]
        self.seen: list[httpx.Request] = []
        self.waits: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def client(self, token: str | None = None, base_url: str = "http://desk.example") -> ExamMentorClient:
        return ExamMentorClient(base_url, token, httpx.MockTransport(self), sleep=self.waits.append)


def no(status: int, reason: str = "Because.", **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"reason": reason}, headers={k.replace("_", "-"): v for k, v in headers.items()})


GOOD = httpx.Response(200, json=STATE)


def test_a_state_comes_back_typed() -> None:
    script = Script(GOOD)
    with script.client(token="t-1") as client:
        state = client.get_session_state("s1")
    assert (state.phase, state.version) == (StudyPhase.INTAKE, 3)
    assert state.context.model_extra == {"mood": "good"}
    (request,) = script.seen
    assert str(request.url) == "http://desk.example/api/session/s1/state"
    assert request.headers["authorization"] == "Bearer t-1"
    assert script.waits == []


@pytest.mark.parametrize("base", ["http://d", "http://d/", "http://d/api", "http://d/api/", "http://d/x"])
def test_the_address_may_end_in_api_or_not(base: str) -> None:
    script = Script(GOOD)
    script.client(base_url=base).get_session_state("s1")
    assert script.seen[0].url.path == ("/x" if base.endswith("x") else "") + "/api/session/s1/state"
    assert "authorization" not in script.seen[0].headers


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("cut"),
        no(429),
        no(502),
        no(503),
        no(504),
        httpx.Response(502, text="<html>Bad gateway</html>"),
    ],
    ids=repr,
)
def test_what_may_pass_is_tried_again_and_no_longer_than_that(failure: Answer) -> None:
    script = Script(failure, failure, GOOD)
    assert script.client().get_session_state("s1").version == 3
    assert len(script.seen) == 3
    assert all(0 <= wait <= bound for wait, bound in zip(script.waits, (0.25, 0.5), strict=True))
    for_ever = Script(failure)
    with pytest.raises(StoreAway) as raised:
        for_ever.client().get_session_state("s1")
    assert len(for_ever.seen) == TRIES
    assert len(for_ever.waits) == TRIES - 1
    assert str(raised.value) in ("Because.", "ExamMentor cannot be reached just now. Try again.")


def test_the_waits_grow_and_differ() -> None:
    waits: list[list[float]] = []
    for _ in range(40):
        script = Script(httpx.ConnectError("refused"))
        with pytest.raises(StoreAway):
            script.client().get_session_state("s1")
        waits.append(script.waits)
    for number, of_one_try in enumerate(zip(*waits, strict=True)):
        bound = 0.25 * 2**number
        assert max(of_one_try) <= bound
        assert max(of_one_try) > bound / 2
        assert min(of_one_try) < bound / 2
        assert len(set(of_one_try)) > 20


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("7", 7, 7),
        ("0", 0, 0.25),
        ("86400", LONGEST_WAIT_S, LONGEST_WAIT_S),
        ("9" * 400, LONGEST_WAIT_S, LONGEST_WAIT_S),
        ("soon", 0, 0.25),
        ("-5", 0, 0.25),
        ("", 0, 0.25),
        ("Fri, 01 Jan 2100 12:00:00 GMT", LONGEST_WAIT_S, LONGEST_WAIT_S),
        ("Wed, 01 Jan 2020 12:00:00 GMT", 0, 0.25),
        ("Mon, 02 Mar 2026 12:00:00 -0000", 0, LONGEST_WAIT_S),
    ],
)
def test_retry_after_is_kept_within_bounds(header: str, least: float, most: float) -> None:
    script = Script(no(503, retry_after=header), GOOD)
    script.client().get_session_state("s1")
    (wait,) = script.waits
    assert least <= wait <= most


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InputError),
        (401, NotSignedIn),
        (403, AccountError),
        (404, SessionNotFound),
        (405, StoreUnavailable),
        (409, Conflict),
        (413, InputError),
        (415, InputError),
        (422, InputError),
        (500, StoreUnavailable),
    ],
)
def test_what_will_not_pass_is_raised_at_once_with_the_servers_reason(status: int, kind: type[ExamMentorError]) -> None:
    for call in every_call():
        script = Script(no(status, "The very reason."))
        with pytest.raises(kind, match=r"^The very reason\.$") as raised:
            call(script.client())
        assert type(raised.value) is kind
        assert (len(script.seen), script.waits) == (1, [])


def every_call() -> list[Callable[[ExamMentorClient], object]]:
    return [
        lambda client: client.get_session_state("s1"),
        lambda client: client.save_session_state("s1", "INTAKE", {}, 1),
        lambda client: client.start_session("Botany"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<!doctype html><title>A page</title>"),
        httpx.Response(200, json={"phase": "LUNCH", "context": {}, "version": "x"}),
        httpx.Response(200),
        httpx.Response(404, text="Not found"),
        httpx.Response(302, headers={"location": "https://elsewhere.example"}),
        httpx.Response(500, text="Traceback"),
    ],
    ids=lambda answer: f"{answer.status_code} {answer.text[:20]}",
)
def test_what_is_no_answer_of_the_api_is_said(answer: httpx.Response) -> None:
    script = Script(answer)
    with pytest.raises(StoreUnavailable, match="does not answer at this address"):
        script.client().get_session_state("s1")
    assert len(script.seen) == 1


def test_an_address_that_is_none_is_said() -> None:
    with ExamMentorClient("ftp://desk.example") as client, pytest.raises(StoreUnavailable):
        client.get_session_state("s1")


def test_one_key_for_every_try_of_a_start_and_another_for_the_next() -> None:
    script = Script(httpx.ReadTimeout("slow"), no(503), httpx.Response(200, json={"session_id": "s9"}))
    client = script.client()
    assert client.start_session("Botany", "mira") == "s9"
    assert client.start_session("Botany") == "s9"
    keys = [request.headers["idempotency-key"] for request in script.seen]
    assert keys[0] == keys[1] == keys[2] != keys[3]
    assert json.loads(script.seen[0].content) == {"exam_type": "Botany", "user_id": "mira"}
    assert json.loads(script.seen[3].content) == {"exam_type": "Botany"}
    assert client.start_session("Botany", zone="Asia/Kolkata") == "s9"
    assert json.loads(script.seen[4].content) == {"exam_type": "Botany", "zone": "Asia/Kolkata"}


def test_a_save_sends_what_was_given() -> None:
    script = Script(httpx.Response(200, json={"ok": True, "version": 4}))
    assert script.client().save_session_state("a b/ü", StudyPhase.LEARNING, {"n": [1]}, 3) == SaveResult(version=4)
    assert script.seen[0].url.raw_path == b"/api/session/a%20b%2F%C3%BC/save"
    assert json.loads(script.seen[0].content) == {"phase": "LEARNING", "context_data": {"n": [1]}, "version": 3}
    script.client().save_session_state("s1", "LEARNING", {})
    assert json.loads(script.seen[1].content) == {"phase": "LEARNING", "context_data": {}}
    with pytest.raises(InputError):
        script.client().save_session_state("s1", "LEARNING", {"n": float("nan")})
    for name in ("", ".", ".."):
        with pytest.raises(SessionNotFound):
            script.client().get_session_state(name)
    assert len(script.seen) == 2


class Lossy(BaseHTTPRequestHandler):
    """Passes each call on to the API, and loses the first answer to every one of them."""

    calls: Calls
    lost: set[tuple[str, bytes]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        sent = {name: self.headers[name] for name in ("content-type", "idempotency-key") if name in self.headers}
        answer = self.calls(self.command, self.path.removeprefix("/api"), content=body, headers=sent)
        if (self.path, body) not in self.lost:
            self.lost.add((self.path, body))
            self.close_connection = True
            return
        self.send_response(answer.status_code)
        self.send_header("content-length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def lossy() -> Iterator[tuple[Calls, str]]:
    calls = Calls()
    handler = type("Handler", (Lossy,), {"calls": calls, "lost": set()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield calls, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_lost_answer_doubles_nothing(lossy: tuple[Calls, str]) -> None:
    calls, url = lossy
    waits: list[float] = []
    with ExamMentorClient(url, sleep=waits.append) as client:
        session = client.start_session("Cell biology")
        assert [summary.id for summary in calls.store.sessions()] == [session]
        state = client.get_session_state(session)
        assert state.version == 1
        saved = client.save_session_state(session, "PLANNING", {"mood": "good"}, state.version)
        assert saved.version == 2
        assert client.save_session_state(session, "LEARNING", {"mood": "bad"}).version == 3
        assert len(waits) == 4
        with pytest.raises(Conflict, match="another tab"):
            client.save_session_state(session, "QUIZZING", {}, 1)
    assert calls.store.load(session).version == 3
    assert len(calls.get(f"/session/{session}/history").json()["events"]) == 3


def test_nobody_listening_is_said() -> None:
    waits: list[float] = []
    with ExamMentorClient("http://127.0.0.1:9", sleep=waits.append) as client, pytest.raises(StoreAway):
        client.get_session_state("s1")
    assert len(waits) == TRIES - 1


def test_the_client_erases_a_session_and_the_account() -> None:
    with Calls().client() as client:
        session, other = (client.start_session("Botany") for _ in range(2))
        client.erase_session(session)
        with pytest.raises(SessionNotFound):
            client.get_session_state(session)
        # A call that got no answer is made again.
        client.erase_session(session)
        with pytest.raises(SessionNotFound):
            client.erase_session("no-such")
        client.erase_account()
        with pytest.raises(SessionNotFound):
            client.get_session_state(other)
