"""What the API of a Supabase project says of a call that it does not carry out, in our own words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import httpx
from postgrest.exceptions import APIError

from core.errors import (
    AccountError,
    Conflict,
    ExamMentorError,
    NotSignedIn,
    SessionErased,
    SessionNotFound,
    StoreAway,
    StoreBehind,
    StoreBusy,
    StoreFault,
    StoreUnavailable,
    seconds_asked,
)

# Postgres's classes of errors that are of what was sent: a row twice, a value that has no place in a column or breaks a
# rule of the table, more than there is room for, and what a function refuses by name.
_OF_THE_DATA = ("21", "22", "23", "54", "P0")
# What PostgREST and Postgres say of a function, a table or a column that is not there.
_NOT_THERE = ("PGRST2", "42883", "42P01", "42703")
# PostgREST does not reach its database.
_UNREACHED = "PGRST0"
_OF_POSTGRES = re.compile(r"[0-9A-Z]{5}|PGRST\d{3}")
_FULL_S, _LONGEST_S = 60.0, 86400.0


class TooLarge(StoreUnavailable):
    """A server on the way takes no request of this size."""


def away() -> StoreAway:
    """Nobody answers."""
    return StoreAway("store.away")


def may_pass_at_once(error: BaseException) -> bool:
    """Whether the same call may be answered when it is made again at once."""
    return isinstance(error, StoreAway) and not isinstance(error, (StoreBusy, StoreBehind))


def check_status(response: httpx.Response) -> None:
    """Tell by the status what is over or away; a gateway's answer has no code that supabase-py would keep."""
    status = response.status_code
    # A network that wants a sign-in of its own answers in place of the database: with a page, or a way to one.
    is_page = status == httpx.codes.OK and "json" not in response.headers.get("content-type", "")
    if response.is_redirect or is_page or (response.is_server_error and not _said(response).get("code")):
        raise StoreAway("store.away")
    if status in (httpx.codes.PAYMENT_REQUIRED, httpx.codes.TOO_MANY_REQUESTS):
        said = _said(response)
        # The words of others name what a learner cannot know.
        raise StoreBusy(said["message"] if said.get("code") == "PT429" else "store.busy", _seconds(response))
    if status == httpx.codes.UNAUTHORIZED:
        raise NotSignedIn("account.sign_in_over")
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        raise TooLarge("store.too_large")


def _said(response: httpx.Response) -> dict[str, str]:
    """What the database says of an error, with its code; nothing where it is not the database that answers."""
    try:
        said = json.loads(response.read())
    except ValueError:
        return {}
    is_said = isinstance(said, dict) and isinstance(said.get("code"), str) and isinstance(said.get("message"), str)
    return said if is_said and _OF_POSTGRES.fullmatch(said["code"]) else {}


def _seconds(response: httpx.Response) -> float:
    """How long to wait, as the answer asks, within bounds."""
    seconds = seconds_asked(response.headers.get("retry-after", ""), datetime.now(UTC))
    return _FULL_S if seconds is None else min(max(seconds, 1), _LONGEST_S)


def refused(error: APIError, session_id: str) -> ExamMentorError:
    """What an error of the database's says, in our own words."""
    code = error.code or ""
    named: Mapping[str, ExamMentorError] = {
        "PT404": not_found(session_id),
        "PT410": SessionErased("session.erased"),
        "PT409": Conflict("session.changed_elsewhere"),
        "PT403": AccountError("account.not_allowed"),
        "42501": AccountError("account.not_allowed"),
        "PT422": StoreUnavailable(error.message or ""),
    }
    if code in named:
        return named[code]
    if code.startswith(_OF_THE_DATA):
        # Its words would quote a value, which may be a learner's.
        return StoreUnavailable("store.refused", sqlstate=code)
    if code.startswith(_NOT_THERE):
        return StoreBehind("store.behind")
    # Only what is certain is a refusal for good: whatever else a server says may be otherwise tomorrow.
    is_fault = _OF_POSTGRES.fullmatch(code) and not code.startswith(_UNREACHED)
    return StoreFault("store.fault") if is_fault else StoreAway("store.away")


def not_found(session_id: str) -> SessionNotFound:
    """There is no such session, or it is not the caller's: the database does not tell which."""
    return SessionNotFound("session.not_found", session_id=session_id)


def unwritable(error: Exception) -> StoreUnavailable:
    """What was given has no form in JSON or in the database."""
    return StoreUnavailable("store.unwritable", why=error)
