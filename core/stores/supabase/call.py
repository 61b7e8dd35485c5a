"""One call to the API of a Supabase project: who asks, again where that helps, and what went wrong in our own words."""

from __future__ import annotations

import ssl
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from uuid import UUID

import httpx
import jwt
from postgrest.exceptions import APIError
from supabase import Client, ClientOptions
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from core.errors import NotSignedIn
from core.stores.supabase.refusals import away, check_status, may_pass_at_once, refused, unwritable

TRIES = 3
# Supabase's API answers with at most so many rows.
MOST_ROWS = 1000
TIMEOUT = httpx.Timeout(10, connect=3, write=30)
PATIENT = httpx.Timeout(300, connect=3)
LIMITS = httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=60)
# What comes back is untyped JSON; it becomes a value in the method that asked and goes no further.
Answered = Any
Request = Callable[[Client], Any]


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
        self._url, self._key, self._token = url, key, token
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
            retry=retry_if_exception(may_pass_at_once),
            stop=stop_after_attempt(TRIES),
            wait=wait or wait_random_exponential(multiplier=0.1, max=1),
            reraise=True,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    @contextmanager
    def patient(self) -> Iterator[Caller]:
        """The same caller over connections that wait longer: for what takes long by its size, and once."""
        with httpx.Client(verify=tls(), timeout=PATIENT, event_hooks={"response": [check_status]}) as http:
            yield Caller(self._url, self._key, self._token, http=http)

    def ask(self, request: Request, about: str = "") -> Answered:
        """What the request is answered with, tried again where it may pass. `about` is the session that it is about.

        Raises `StoreAway`, `NotSignedIn`, `SessionNotFound`, `Conflict`, `AccountError` and `StoreUnavailable`.
        """
        return self._retrying(self.ask_once, request, about)

    def every(self, request: Request, limit: int | None = None) -> list[Answered]:
        """The rows of an ordered request (the first `limit` of them, or all), however many the API gives at a time."""
        rows: list[Answered] = []

        def rows_from(to: Client) -> Any:
            most = MOST_ROWS if limit is None else min(MOST_ROWS, limit - len(rows))
            return request(to).range(len(rows), len(rows) + most - 1)

        while limit is None or len(rows) < limit:
            page = self.ask(rows_from)
            rows += page
            if len(page) < MOST_ROWS:
                break
        return rows

    def ask_once(self, request: Request, about: str = "") -> Answered:
        """The same without a second try."""
        if token := self._token():
            self._client.postgrest.headers["Authorization"] = f"Bearer {token}"
        try:
            return request(self._client).execute().data
        except httpx.HTTPError as exc:
            raise away() from exc
        except APIError as exc:
            raise refused(exc, about) from exc
        except (ValueError, RecursionError) as exc:
            raise unwritable(exc) from exc


def owner_of(token: str) -> str:
    """The account that an access token names; unchecked, since the database checks it at every call.

    Raises `NotSignedIn` where it is no such token.
    """
    try:
        return str(UUID(jwt.decode(token, options={"verify_signature": False})["sub"]))
    except (jwt.InvalidTokenError, KeyError, ValueError) as exc:
        raise NotSignedIn("account.no_token") from exc


def new_http_client() -> httpx.Client:
    """Keep-alive connections over HTTP/1.1 with time-outs; whoever makes one closes it."""
    hooks = {"response": [check_status]}
    return httpx.Client(verify=tls(), timeout=TIMEOUT, limits=LIMITS, event_hooks=hooks)


@cache
def tls() -> ssl.SSLContext:
    """The certificates to trust, read once: each reading takes longer than a commit."""
    return httpx.create_ssl_context()


def quoted(text: str) -> str:
    """A value inside a PostgREST filter, where commas and brackets would end it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
