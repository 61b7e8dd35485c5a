"""What a call to Supabase does when the network or the server is not as it should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from tenacity import wait_random_exponential

from core.errors import (
    AccountError,
    Conflict,
    ExamMentorError,
    NotSignedIn,
    SessionNotFound,
    StoreAway,
    StoreUnavailable,
)
from core.stores import supabase_call
from core.stores.supabase import SupabaseStudyStore
from core.stores.supabase_call import TRIES, new_http_client, owner_of
from tests.doubles import MIRA, changes

NO_WAIT = wait_random_exponential(multiplier=0, max=0)
Answer = httpx.Response | Exception


class Script:
    """A server that answers by the list, its last line again and again."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.seen = list(answers), list[httpx.Request]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


@contextmanager
def store_on(script: Script, token: Callable[[], str | None] = lambda: "a token") -> Iterator[SupabaseStudyStore]:
    hooks = {"response": [supabase_call._check_status]}
    with httpx.Client(transport=httpx.MockTransport(script), event_hooks=hooks) as http:
        yield SupabaseStudyStore("https://x.example", "sb_publishable_x", token, http=http, wait=NO_WAIT)


def said(status: int, code: str = "", message: str = "m") -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": message, "details": None, "hint": None})


PASSING: list[Answer] = [
    httpx.ConnectError("refused"),
    httpx.ReadTimeout("slow"),
    httpx.RemoteProtocolError("cut"),
    said(429),
    said(502),
    said(503, "PGRST001"),
    httpx.Response(504, text="<html>a gateway's page</html>"),
    httpx.Response(520),
    said(500, "57014"),
    said(500, "XX000"),
    said(405, "25006"),
    said(402),
    httpx.Response(540, text="paused"),
    httpx.Response(200, html="<h1>Welcome to the hotel</h1>"),
    httpx.Response(302, headers={"location": "http://hotel.example/"}),
]


@pytest.mark.parametrize("trouble", PASSING, ids=str)
def test_what_passes_is_tried_again_and_a_commit_keeps_its_id(trouble: Answer) -> None:
    script = Script(trouble, trouble, httpx.Response(200, json=2))
    with store_on(script) as store:
        assert store.commit("s1", 1, "c2", changes("s1", MIRA)) == 2
    assert len(script.seen) == 3
    assert len({request.content for request in script.seen}) == 1
    assert b'"p_commit_id":"c2"' in script.seen[0].content.replace(b" ", b"")


@pytest.mark.parametrize("trouble", PASSING, ids=str)
def test_what_does_not_pass_is_said_to_be_away(trouble: Answer) -> None:
    script = Script(trouble)
    with store_on(script) as store, pytest.raises(StoreAway, match="Nothing is lost"):
        store.load("s1")
    assert len(script.seen) == TRIES
    with store_on(script) as store, pytest.raises(StoreAway):
        store.check()
    assert len(script.seen) == TRIES + 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (said(409, "PT409"), Conflict),
        (said(404, "PT404"), SessionNotFound),
        (said(422, "PT422", "There is no quiz q to answer."), StoreUnavailable),
        (said(403, "42501"), AccountError),
        (said(403, "PT403"), AccountError),
        (said(401, "PGRST301"), NotSignedIn),
        (httpx.Response(401, json={"message": "Invalid API key"}), NotSignedIn),
        (said(400, "22P05"), StoreUnavailable),
        (said(400, "23514"), StoreUnavailable),
    ],
)
def test_what_is_refused_is_said_once_in_our_words(answer: httpx.Response, error: type[ExamMentorError]) -> None:
    script = Script(answer)
    with store_on(script) as store, pytest.raises(error) as raised:
        store.commit("s1", 1, "c2", changes("s1", MIRA))
    assert type(raised.value) is error
    assert len(script.seen) == 1


@pytest.mark.parametrize("code", ["PGRST202", "PGRST204", "PGRST205", "42883", "42P01", "42703"])
def test_what_an_older_database_does_not_have_is_said_with_what_to_run(code: str) -> None:
    with store_on(Script(said(404, code))) as store, pytest.raises(StoreAway, match="python -m core migrate"):
        store.commit("s1", 1, "c2", changes("s1", MIRA))


def test_what_cannot_be_written_down_is_never_sent() -> None:
    script = Script(httpx.Response(200, json=2))
    with store_on(script) as store, pytest.raises(StoreUnavailable, match="cannot be written down"):
        store.commit("s1", 1, "lone \ud800", changes("s1", MIRA))
    assert script.seen == []


def test_the_token_is_asked_for_at_each_call() -> None:
    tokens = iter(["first", "second"])
    script = Script(httpx.Response(200, json=[]))
    with store_on(script, lambda: next(tokens)) as store:
        store.sessions(MIRA)
        store.sessions(MIRA)
    assert [request.headers["authorization"] for request in script.seen] == ["Bearer first", "Bearer second"]
    assert all(request.headers["apikey"] == "sb_publishable_x" for request in script.seen)


def test_connections_have_time_outs_and_speak_http_1() -> None:
    with new_http_client() as http:
        assert None not in (http.timeout.connect, http.timeout.read, http.timeout.write, http.timeout.pool)
        assert http._transport._pool._http2 is False  # type: ignore[attr-defined]


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.x", "e30.eyJzdWIiOiJtaXJhIn0.x"])
def test_what_is_no_learners_token_names_nobody(token: str) -> None:
    with pytest.raises(NotSignedIn):
        owner_of(token)
