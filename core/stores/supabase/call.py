"""One call to the API of a Supabase project: who asks, again where that helps, and what went wrong in our own words."""

from __future__ import annotations

import ssl
import weakref
from collections.abc import Callable
from functools import cache
from typing import Any
from uuid import UUID

import httpx
import jwt
from postgrest.exceptions import APIError
from supabase import Client, ClientOptions
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from core.errors import (
    ELSEWHERE,
    ERASED,
    AccountError,
    Conflict,
    ExamMentorError,
    NotSignedIn,
    SessionErased,
    SessionNotFound,
    StoreAway,
    StoreUnavailable,
)

TRIES = 3
# Supabase's API answers with at most so many rows.
MOST_ROWS = 1000
TIMEOUT = httpx.Timeout(10, connect=3, write=30)
LIMITS = httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=60)
_PASSING = frozenset({402, 429, *range(500, 600)})
# Postgres's classes of errors for values that have no place in a column, or break a rule of the table.
_OF_THE_DATA = ("22", "23")
# What PostgREST and Postgres say of a function, a table or a column that is not there.
_NOT_THERE = ("PGRST202", "PGRST204", "PGRST205", "42883", "42P01", "42703")
_OLD = (
    "The study database is older than this ExamMentor and cannot do that yet. Nothing is lost. Whoever runs it brings "
    "it up to date with `python -m core migrate`."
)
_SIGN_IN = "Your sign-in is over. Sign in again; what you typed is kept."
_AWAY = "The study database cannot be reached just now. Nothing is lost. Try again in a moment."

# What comes back is untyped JSON; it becomes a value in the method that asked and goes no further.
Answered = Any
Request = Callable[[Client], Any]


class TooLarge(StoreUnavailable):
    """A server on the way takes no request of this size."""


class Caller:
    """Calls as the learner whose token `token` gives; it is asked at each call (None: nobody has signed in)."""

    def __init__(
        self,
        url: str,
        key: str,
        token: Callable[[], str | None],
        *,
        http: httpx.Client | None = None,
        wait: wait_random_exponential | None = None,
    ) -> None:
        self._token = token
        self._http = http or new_http_client()
        if http is None:
            # A browser tab ends without a word; its connections end with it.
            weakref.finalize(self, self._http.close)
        self._client = Client(
            url,
            key,
            ClientOptions(
                httpx_client=self._http,
                auto_refresh_token=False,
                persist_session=False,
                # Its own way waits whole seconds, and leaves out what writes.
                postgrest_client_retry=False,
            ),
        )
        self._retrying = Retrying(
            retry=retry_if_exception_type(StoreAway),
            stop=stop_after_attempt(TRIES),
            wait=wait or wait_random_exponential(multiplier=0.1, max=1),
            reraise=True,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def ask(self, request: Request, about: str = "") -> Answered:
        """What the request is answered with, tried again where it may pass. `about` is the session that it is about.

        Raises `StoreAway`, `NotSignedIn`, `SessionNotFound`, `Conflict`, `AccountError` and `StoreUnavailable`.
        """
        return self._retrying(self.ask_once, request, about)

    def ask_once(self, request: Request, about: str = "") -> Answered:
        """The same without a second try."""
        if token := self._token():
            self._client.postgrest.headers["Authorization"] = f"Bearer {token}"
        try:
            return request(self._client).execute().data
        except httpx.HTTPError as exc:
            raise StoreAway(_AWAY) from exc
        except APIError as exc:
            raise _refused(exc, about) from exc
        except (ValueError, RecursionError) as exc:
            raise unwritable(exc) from exc


def owner_of(token: str) -> str:
    """The account that an access token names; unchecked, since the database checks it at every call.

    Raises `NotSignedIn` where it is no such token.
    """
    try:
        return str(UUID(jwt.decode(token, options={"verify_signature": False})["sub"]))
    except (jwt.InvalidTokenError, KeyError, ValueError) as exc:
        raise NotSignedIn("This is not an access token of a signed-in learner.") from exc


def new_http_client() -> httpx.Client:
    """Keep-alive connections over HTTP/1.1 with time-outs; whoever makes one closes it."""
    hooks = {"response": [_check_status]}
    return httpx.Client(verify=tls(), timeout=TIMEOUT, limits=LIMITS, event_hooks=hooks)


@cache
def tls() -> ssl.SSLContext:
    """The certificates to trust, read once: each reading takes longer than a commit."""
    return httpx.create_ssl_context()


def _check_status(response: httpx.Response) -> None:
    """Tell by the status what is over or away; a gateway's answer has no code that supabase-py would keep."""
    # A network that wants a sign-in of its own answers in place of the database: with a page, or a way to one.
    is_page = response.status_code == httpx.codes.OK and "json" not in response.headers.get("content-type", "")
    if response.status_code in _PASSING or response.is_redirect or is_page:
        raise StoreAway(_AWAY)
    if response.status_code == httpx.codes.UNAUTHORIZED:
        raise NotSignedIn(_SIGN_IN)
    if response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        raise TooLarge("This is too large for the study database. Nothing was changed.")


def _refused(error: APIError, session_id: str) -> ExamMentorError:
    match error.code:
        case "PT404" | "PT410":
            return SessionErased(ERASED) if error.code == "PT410" else not_found(session_id)
        case "PT409":
            return Conflict(ELSEWHERE)
        case "PT403" | "42501":
            return AccountError("This account may not do that.")
        case "PT422":
            return StoreUnavailable(error.message or "")
        case str(code) if code.startswith(_OF_THE_DATA):
            return StoreUnavailable(f"The study database refused this: {error.message}. Nothing was changed.")
        case _:
            # Only what is certain is a refusal for good: whatever else a server says may be otherwise tomorrow.
            return StoreAway(_OLD if error.code in _NOT_THERE else _AWAY)


def not_found(session_id: str) -> SessionNotFound:
    """There is no such session, or it is not the caller's: the database does not tell which."""
    return SessionNotFound(f"There is no session “{session_id}”.")


def quoted(text: str) -> str:
    """A value inside a PostgREST filter, where commas and brackets would end it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unwritable(error: Exception) -> StoreUnavailable:
    """What was given has no form in JSON or in the database."""
    return StoreUnavailable(f"This cannot be written down: {error}. Nothing was changed.")
