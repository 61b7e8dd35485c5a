"""The one place where an error of the core becomes an HTTP answer."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from math import ceil

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from core.api.schemas import Problem, Refusal, Standing
from core.errors import (
    AccountError,
    ActionNotAllowed,
    Conflict,
    ExamMentorError,
    InputError,
    NotSignedIn,
    SessionNotFound,
    StoreBusy,
    StudyError,
    new_error_id,
)

AWAY = "The place where study is kept does not answer just now. Nothing was changed. Try again."
RETRY_AFTER_S = "2"
UNEXPECTED = "Something went wrong on the server. It was logged; nothing of it is shown here. Try again."
ERROR_ID = "If you ask for help, name error {id}."
LONGEST_REASON = 300
PLAIN = {404: "There is nothing under this address.", 405: "This address cannot be called in this way."}
# The first that fits, the narrower before the wider; what is none of these is the store's or the server's own fault.
STATUS: Mapping[type[ExamMentorError], int] = {
    NotSignedIn: 401,
    AccountError: 403,
    SessionNotFound: 404,
    ActionNotAllowed: 409,
    Conflict: 409,
    StudyError: 409,
    InputError: 422,
}
_log = logging.getLogger(__name__)


class Refused(Exception):
    """A step that was not taken, with where the session stands. The caller's own fault, not an error of the core."""

    def __init__(self, why: StudyError, standing: Standing) -> None:
        super().__init__(str(why))
        self.answer = Refusal(reason=str(why), **standing.model_dump())


def with_id(reason: str, error_id: str) -> str:
    """The reason, with the id under which the log has more."""
    return f"{reason} {ERROR_ID.format(id=error_id)}"


def answer_problems(app: FastAPI) -> None:
    """Make every error that a route may raise an answer with a reason."""
    app.exception_handler(ExamMentorError)(_of_the_core)
    app.exception_handler(Refused)(_refused)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(HTTPException)(_plain)
    app.exception_handler(Exception)(_unexpected)


def _of_the_core(_: Request, error: ExamMentorError) -> JSONResponse:
    if isinstance(error, StoreBusy):
        # The database's words to the account, and how long it asks for.
        return _say(429, str(error), {"retry-after": str(ceil(error.seconds))})
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 503)
    if status == 503:
        # Its words name files and hosts, which are the operator's to know and not the caller's.
        error_id = new_error_id()
        _log.warning("Error %s: %s: %s", error_id, type(error).__name__, error)
        return _say(503, with_id(AWAY, error_id), {"retry-after": RETRY_AFTER_S})
    return _say(status, str(error), {"www-authenticate": "Bearer"} if status == 401 else None)


def _refused(_: Request, error: Refused) -> JSONResponse:
    return JSONResponse(error.answer.model_dump(mode="json"), 409)


def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
    faults = []
    for fault in error.errors():
        place = ".".join(str(part) for part in fault["loc"][1:]) or str(fault["loc"][0])
        faults.append(f"{place[:60]}: {fault['msg']}")
    return _say(422, f"This cannot be used. {'; '.join(faults)}."[:LONGEST_REASON])


def _plain(_: Request, error: HTTPException) -> JSONResponse:
    reason = PLAIN.get(error.status_code, error.detail)
    return _say(error.status_code, reason[:LONGEST_REASON], error.headers)


def _unexpected(request: Request, _: Exception) -> JSONResponse:
    # It is raised again behind this answer, and the guard logs it under this id.
    request.state.error_id = new_error_id()
    return _say(500, with_id(UNEXPECTED, request.state.error_id))


def _say(status: int, reason: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(Problem(reason=reason).model_dump(), status, headers)
