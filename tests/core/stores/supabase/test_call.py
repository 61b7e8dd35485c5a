"""What a call to Supabase does when the network or the server is not as it should be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from core.errors import (
    AccountError,
    Conflict,
    ExamMentorError,
    NotSignedIn,
    SessionErased,
    SessionNotFound,
    StoreAway,
    StoreBusy,
    StoreFault,
    StoreUnavailable,
)
from core.stores.supabase.call import TRIES, new_http_client, owner_of
from tests.doubles import MIRA, changes
from tests.scripted import PASSING, Answer, Script, refusal, store_on


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
        (refusal(409, "PT409"), Conflict),
        (refusal(410, "PT410"), SessionErased),
        (refusal(422, "PT422", "There is no quiz q to answer."), StoreUnavailable),
        (refusal(403, "42501"), AccountError),
        (refusal(403, "PT403"), AccountError),
        (refusal(401, "PGRST301"), NotSignedIn),
        (httpx.Response(401, json={"message": "Invalid API key"}), NotSignedIn),
        (refusal(400, "22P05"), StoreUnavailable),
        (refusal(400, "23514"), StoreUnavailable),
    ],
)
def test_what_is_refused_is_said_once_in_our_words(answer: httpx.Response, error: type[ExamMentorError]) -> None:
    script = Script(answer)
    with store_on(script) as store, pytest.raises(error) as raised:
        store.commit("s1", 1, "c2", changes("s1", MIRA))
    assert type(raised.value) is error
    assert len(script.seen) == 1


@pytest.mark.parametrize("code", ["PGRST202", "PGRST204", "PGRST205", "42883", "42P01", "42703", "PGRST200"])
def test_what_an_older_database_does_not_have_is_said_with_what_to_run(code: str) -> None:
    with store_on(Script(refusal(404, code))) as store, pytest.raises(StoreAway, match="python -m core migrate"):
        store.commit("s1", 1, "c2", changes("s1", MIRA))


@pytest.mark.parametrize("code", ["21000", "22P05", "23505", "54000", "54001", "P0001", "P0002"])
@pytest.mark.parametrize("status", [400, 409, 500])
def test_what_is_certain_is_a_refusal_under_whatever_status_it_comes(code: str, status: int) -> None:
    """PostgREST gives 21000, a row twice in one statement, the status 500."""
    script = Script(refusal(status, code, 'invalid input: "a learner\'s words"'))
    with store_on(script) as store, pytest.raises(StoreUnavailable, match=rf"refused this \({code}\)") as raised:
        store.commit("s1", 1, "c2", changes("s1", MIRA))
    assert not isinstance(raised.value, StoreAway)
    assert "words" not in str(raised.value)
    assert len(script.seen) == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refusal(500, "XX000"), StoreFault),
        (refusal(500, "57014"), StoreFault),
        (refusal(400, "PGRST102"), StoreFault),
        (refusal(503, "PGRST001"), StoreAway),
        (refusal(504, "PGRST003"), StoreAway),
        (httpx.Response(500, text="Internal Server Error"), StoreAway),
        (httpx.Response(500, json={"code": 500, "message": "a gateway's"}), StoreAway),
        (httpx.Response(500, json={"code": "a gateway's", "message": "own"}), StoreAway),
    ],
)
def test_a_database_that_answers_and_fails_is_told_from_one_that_is_away(
    answer: httpx.Response, kind: type[StoreAway]
) -> None:
    with store_on(Script(answer)) as store, pytest.raises(StoreAway) as raised:
        store.commit("s1", 1, "c2", changes("s1", MIRA))
    assert type(raised.value) is kind


@pytest.mark.parametrize("status", [402, 429])
@pytest.mark.parametrize(
    ("retry_after", "least", "most"),
    [
        ("7", 7, 7),
        ("", 60, 60),
        ("soon", 60, 60),
        ("-5", 60, 60),
        ("0", 1, 1),
        ("9" * 400, 86400, 86400),
        (timedelta(minutes=5), 200, 300),
        (timedelta(minutes=-5), 1, 1),
        ("Thu, 01 Jan 2026 00:00:00 -0000", 60, 60),
    ],
)
def test_a_database_that_takes_no_more_says_when_to_ask_again(
    status: int, retry_after: str | timedelta, least: float, most: float
) -> None:
    if isinstance(retry_after, timedelta):
        retry_after = format_datetime(datetime.now(UTC) + retry_after, usegmt=True)
    script = Script(httpx.Response(status, headers={"retry-after": retry_after}, json={"message": "hidden"}))
    with store_on(script) as store, pytest.raises(StoreBusy, match="takes no more just now") as raised:
        store.commit("s1", 1, "c2", changes("s1", MIRA))
    assert least <= raised.value.seconds <= most
    assert len(script.seen) == 1


def test_what_the_database_says_of_an_accounts_limit_is_told() -> None:
    answer = refusal(429, "PT429", "Your account holds as many sessions as it can.")
    with store_on(Script(answer)) as store, pytest.raises(StoreBusy, match="as many sessions"):
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


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (httpx.Response(200, json=True), SessionErased),
        (httpx.Response(200, json=False), SessionNotFound),
        # A database that is older knows of no erasing, and answers as it did.
        (refusal(404, "PGRST202"), SessionNotFound),
        (httpx.ConnectError("refused"), StoreAway),
    ],
)
def test_a_commit_to_no_session_says_whether_it_was_erased(said: Answer, error: type[ExamMentorError]) -> None:
    with store_on(Script(refusal(404, "PT404"), said)) as store, pytest.raises(error) as raised:
        store.commit("s1", 1, "c2", changes("s1", MIRA))
    assert type(raised.value) is error
