"""A client of the HTTP API, for a front end of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
from pydantic import JsonValue, ValidationError
from tenacity import RetryCallState, Retrying, retry_if_exception_type, retry_if_result, stop_after_attempt
from tenacity.wait import wait_random_exponential

from core.api.schemas import Erased, Problem, SaveResult, SessionState, Started
from core.errors import (
    AccountError,
    Conflict,
    ExamMentorError,
    InputError,
    NotSignedIn,
    SessionNotFound,
    StoreAway,
    StoreBusy,
    StoreUnavailable,
    seconds_asked,
)
from core.models import StudyPhase, Value

TRIES = 5
TIMEOUT = httpx.Timeout(10.0, connect=3.0)
LONGEST_WAIT_S = 30.0
AGAIN_LATER = frozenset((429, 502, 503, 504))
NO_ANSWER = (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError)
ERRORS: dict[int, type[ExamMentorError]] = {
    400: InputError,
    401: NotSignedIn,
    403: AccountError,
    404: SessionNotFound,
    409: Conflict,
    413: InputError,
    415: InputError,
    422: InputError,
}
V = TypeVar("V", bound=Value)


class ExamMentorClient:
    """Sessions over HTTP. Close it, or use it in a `with` block.

    `base_url` is the server's address, with or without `/api`. A call that got no answer, or one that asks to come
    again later, is tried again up to four times, after waits that grow (or as the server asks, up to half a minute);
    no call does anything twice for it. What goes wrong is an error of `core.errors` with the server's own reason.
    `transport` and `sleep` are for tests.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        transport: httpx.BaseTransport | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        address = base_url.rstrip("/").removesuffix("/api") + "/api/"
        headers = {"accept": "application/json"} | ({"authorization": f"Bearer {token}"} if token else {})
        self._http = httpx.Client(base_url=address, headers=headers, transport=transport, timeout=TIMEOUT)
        self._sleep = sleep

    def __enter__(self) -> ExamMentorClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._http.close()

    def start_session(self, exam_type: str, user_id: str | None = None, *, zone: str | None = None) -> str:
        """Begin a session and return its id; it is begun once, however often the call has to be tried. `zone` is the
        learner's time zone, UTC where it is not said."""
        body: dict[str, JsonValue] = {"exam_type": exam_type}
        body |= {"user_id": user_id} if user_id else {}
        body |= {"zone": zone} if zone else {}
        return self._call(Started, "POST", "session/start", body, {"idempotency-key": str(uuid4())}).session_id

    def get_session_state(self, session_id: str) -> SessionState:
        """Phase, context and version. Raises `SessionNotFound`."""
        return self._call(SessionState, "GET", f"session/{_name(session_id)}/state")

    def save_session_state(
        self, session_id: str, phase: StudyPhase | str, context_data: dict[str, JsonValue], version: int | None = None
    ) -> SaveResult:
        """Make phase and context what is given. Raises `Conflict` where the session is no longer at `version`."""
        body: dict[str, JsonValue] = {"phase": str(phase), "context_data": context_data}
        body |= {} if version is None else {"version": version}
        return self._call(SaveResult, "POST", f"session/{_name(session_id)}/save", body)

    def erase_session(self, session_id: str) -> None:
        """Erase a session for good, with all that belongs to it. Raises `SessionNotFound`."""
        self._call(Erased, "DELETE", f"session/{_name(session_id)}")

    def erase_account(self) -> None:
        """Erase everything of one's own for good, and the account with it."""
        self._call(Erased, "DELETE", "account")

    def _call(
        self,
        kind: type[V],
        method: str,
        path: str,
        body: dict[str, JsonValue] | None = None,
        headers: dict[str, str] | None = None,
    ) -> V:
        try:
            request = self._http.build_request(method, path, json=body, headers=headers)
        except ValueError as exc:
            raise InputError("api.not_json", why=exc) from exc
        tries = Retrying(
            retry=retry_if_exception_type(NO_ANSWER) | retry_if_result(_is_for_later),
            wait=_wait,
            stop=stop_after_attempt(TRIES),
            sleep=self._sleep,
            retry_error_callback=_last,
        )
        try:
            response = tries(self._http.send, request)
        except NO_ANSWER as exc:
            raise StoreAway("api.away") from exc
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise StoreUnavailable("api.unknown") from exc
        return _read(kind, response)


def _read(kind: type[V], response: httpx.Response) -> V:
    try:
        if response.is_success:
            return kind.model_validate_json(response.content)
        reason = Problem.model_validate_json(response.content, extra="ignore").reason
    except ValidationError as exc:
        if response.status_code in AGAIN_LATER:
            raise StoreAway("api.away") from exc
        raise StoreUnavailable("api.unknown") from exc
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
        raise StoreBusy(reason, _seconds(response.headers.get("retry-after", "")))
    if response.status_code in AGAIN_LATER:
        raise StoreAway(reason)
    raise ERRORS.get(response.status_code, StoreUnavailable)(reason)


def _is_for_later(response: httpx.Response) -> bool:
    return response.status_code in AGAIN_LATER


def _last(state: RetryCallState) -> httpx.Response:
    assert state.outcome
    response: httpx.Response = state.outcome.result()
    return response


_backoff = wait_random_exponential(multiplier=0.25, max=8)


def _wait(state: RetryCallState) -> float:
    """Any time up to a bound that doubles with each try, and no less than the server asks for."""
    asked = 0.0
    if state.outcome and not state.outcome.failed:
        asked = _seconds(state.outcome.result().headers.get("retry-after", ""))
    return min(LONGEST_WAIT_S, max(asked, _backoff(state)))


def _seconds(retry_after: str) -> float:
    return seconds_asked(retry_after, datetime.now(UTC)) or 0.0


def _name(session_id: str) -> str:
    """A session id as a part of an address."""
    if session_id in ("", ".", ".."):
        raise SessionNotFound("session.not_found", session_id=session_id)
    return quote(session_id, safe="")
