"""The routes: each finds the caller's service, makes one call of it, and says how the session stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID, uuid5

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.routing import APIRoute

from core.api.bodies import check_body
from core.api.dependencies import ApiContext
from core.api.problems import RETRY_AFTER_S, Refused
from core.api.schemas import (
    LARGEST_VERSION,
    ActionRequest,
    Asked,
    AskRequest,
    Erased,
    Health,
    HistoryAnswer,
    Problem,
    Refusal,
    SaveRequest,
    SaveResult,
    SessionState,
    Standing,
    Started,
    StartRequest,
)
from core.domain.phases import TRANSITIONS, get_valid_actions
from core.domain.zones import checked_zone
from core.errors import AccountError, ActionNotAllowed, Conflict, InputError, NotSignedIn, SessionErased
from core.models import Action, Conversation, HistoryQuery, Session, StudentContext, StudyPhase
from core.study.service import StudyService

TARGETS = {action: phase for (_, action), phase in TRANSITIONS.items()}
SESSIONS_OF_KEYS = UUID("7f2c1f0e-6d0b-5c0a-9a63-5a1d3c1e8b44")
KEY = r"^[\x21-\x7e]{1,200}$"
SessionId = Annotated[str, Path(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f/]+$")]
Responses = dict[int | str, dict[str, Any]]
WHY = {
    400: "The body is no JSON.",
    401: "The sign-in is missing or over.",
    403: "The caller may not do this.",
    404: "No such session, or not the caller's.",
    409: "Not possible in this phase, or the session moved on; nothing was changed.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    422: "What was sent cannot be used; nothing was changed.",
    429: "The account has reached a limit. Retry-After says when to ask again; nothing was changed.",
    500: "Something went wrong on the server.",
    503: "The store does not answer just now.",
}
ALWAYS = (401, 403, 413, 422, 429, 500, 503)
BODY = (400, 415)


class CheckedRoute(APIRoute):
    """A route that looks at the body as a whole before it is read into a request's shape."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """See `APIRoute`."""
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            if request.method == "POST":
                check_body(request.headers.get("content-type", ""), await request.body())
            return await handle(request)

        return checked


def problems(*statuses: int, standing: bool = False) -> Responses:
    """The OpenAPI part for the ways in which a route may refuse."""
    responses: Responses = {status: {"model": Problem, "description": WHY[status]} for status in (*statuses, *ALWAYS)}
    if standing:
        responses[409] = {"model": Refusal, "description": WHY[409]}
    return responses


sessions = APIRouter(prefix="/session", route_class=CheckedRoute, tags=["session"])
account = APIRouter(prefix="/account", route_class=CheckedRoute, tags=["account"])
server = APIRouter(tags=["server"])


def api_of(request: Request) -> ApiContext:
    """What this API was built for."""
    api: ApiContext = request.app.state.api
    return api


Api = Annotated[ApiContext, Depends(api_of)]


def caller(api: Api, authorization: Annotated[str | None, Header(include_in_schema=False)] = None) -> StudyService:
    """The service of whoever calls."""
    if not api.needs_token:
        return api.open(None)
    token = re.fullmatch(r"(?i:bearer) ([\x21-\x7e]{1,8192})", authorization or "")
    if token is None:
        raise NotSignedIn("api.token_missing")
    return api.open(token[1])


Caller = Annotated[StudyService, Depends(caller)]


@sessions.post("/start", responses=problems(*BODY))
def start(
    wanted: StartRequest,
    study: Caller,
    api: Api,
    idempotency_key: Annotated[
        str | None, Header(pattern=KEY, description="The same key begins the same session, once.")
    ] = None,
) -> Started:
    """Begin a session."""
    user_id = wanted.user_id or study.user_id
    if api.needs_token and user_id != study.user_id:
        raise AccountError("api.for_oneself")
    zone = checked_zone(wanted.zone or "")
    session_id = str(uuid5(SESSIONS_OF_KEYS, f"{user_id}\n{idempotency_key}")) if idempotency_key else ""
    try:
        begun = study.start(wanted.exam_type, session_id=session_id, user_id=user_id, zone=zone)
    except Conflict as error:
        raise InputError("api.key_taken") from error
    except SessionErased as error:
        raise InputError("api.key_of_erased") from error
    return Started(session_id=begun.id)


@sessions.get("/{session_id}/state", responses=problems(404))
def state(session_id: SessionId, study: Caller) -> SessionState:
    """Where a session is: its phase, its context, and the version that a save or an action can name."""
    session = study.open(session_id)
    filing = dict(session.filing)
    return SessionState(phase=session.phase, context=session.context, version=session.version, **filing)


@sessions.post("/{session_id}/save", responses=problems(*BODY, 404, standing=True))
def save(session_id: SessionId, wanted: SaveRequest, study: Caller) -> SaveResult:
    """Make `context_data` the session's context, and `phase` its phase, on the version that was seen."""
    session = study.open(session_id)
    context = StudentContext.model_validate(
        wanted.context_data.model_dump() | {"user_id": session.user_id, "session_id": session.id}
    )
    try:
        saved = study.save_state(session, wanted.phase, context, wanted.version)
    except Conflict as error:
        raise Refused(error, _standing(study.open(session_id))) from error
    return SaveResult(version=saved.version)


@sessions.post("/{session_id}/action", responses=problems(*BODY, 404, standing=True))
def act(session_id: SessionId, wanted: ActionRequest, study: Caller) -> Standing:
    """Take a step. A repeated call with the same version answers as the first did."""
    session = study.open(session_id)
    if wanted.zone is not None:
        session = session.model_copy(update={"zone": checked_zone(wanted.zone)})
    try:
        return _act(study, session, wanted)
    except (Conflict, ActionNotAllowed) as error:
        raise Refused(error, _standing(study.open(session_id))) from error


@sessions.post("/{session_id}/ask", responses=problems(*BODY, 404, standing=True))
def ask(session_id: SessionId, wanted: AskRequest, study: Caller) -> Asked:
    """Ask what the material says, while a lesson is open: the passages that answer, word for word with their page,
    or none where it does not say. What else has changed meanwhile is no conflict; a repeated call with the same
    version asks once."""
    session = study.open(session_id)
    seen = session if wanted.version is None else session.model_copy(update={"version": wanted.version})
    try:
        if seen.version > session.version:
            raise Conflict("session.changed_elsewhere")
        after, answer = study.tutoring.told(seen, wanted.question, wanted.topic or "")
    except (Conflict, ActionNotAllowed) as error:
        raise Refused(error, _standing(study.open(session_id))) from error
    return Asked(**dict(answer), version=after.version)


@sessions.get("/{session_id}/chat", responses=problems(404))
def chat(
    session_id: SessionId,
    study: Caller,
    topic: Annotated[str | None, Query(max_length=300, description="The current one by default.")] = None,
) -> Conversation:
    """What was asked about a topic and answered, oldest first: the last 200 messages."""
    session = study.open(session_id)
    about = session.context.current_topic or "" if topic is None else topic
    return Conversation(messages=study.read.chat(session.id, about))


@sessions.get("/{session_id}/history", responses=problems(404))
def history(
    session_id: SessionId,
    study: Caller,
    after: Annotated[int, Query(ge=0, le=LARGEST_VERSION, description="The last id seen.")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> HistoryAnswer:
    """A session's events, oldest first, a page at a time."""
    study.open(session_id)
    page = study.read.history(HistoryQuery(session_id=session_id, after=after, limit=limit))
    return HistoryAnswer(events=page.events, next_after=page.next_after)


@sessions.delete("/{session_id}", responses=problems(404))
def erase(session_id: SessionId, study: Caller) -> Erased:
    """Erase a session for good: plan, lessons, quizzes, answers, history, files and all. A repeated call changes
    nothing."""
    study.erasing.session(session_id)
    return Erased()


@account.delete("", responses=problems())
def erase_account(study: Caller) -> Erased:
    """Erase everything of the caller's for good, and the account with it: every sign-in of it ends."""
    study.erasing.everything()
    return Erased()


@server.get("/health", responses={503: {"model": Health, "description": WHY[503]}})
def health(api: Api, response: Response) -> Health:
    """Whether the store answers. 503 with the reason where it does not."""
    check = api.check()
    if not check.answers:
        response.status_code = 503
        response.headers["retry-after"] = RETRY_AFTER_S
    return check.health


def _act(study: StudyService, session: Session, wanted: ActionRequest) -> Standing:
    if wanted.action not in TARGETS:
        raise InputError("api.no_action", actions=TARGETS)
    action = Action(wanted.action)
    if wanted.version is not None and wanted.version != session.version:
        return _where(TARGETS[action], study.made(session, wanted.version, action))
    steps: dict[Action, Callable[[Session], Session]] = {
        Action.GENERATE_PLAN: lambda now: study.generate_plan(now, study.intake(now)),
        Action.START_TOPIC: study.start_topic,
        Action.TAKE_QUIZ: study.take_quiz,
        Action.SUBMIT_ANSWERS: study.submit_answers,
        Action.NEXT_TOPIC: study.next_topic,
        Action.COMPLETE: study.complete,
    }
    return _standing(steps[action](session))


def _standing(session: Session) -> Standing:
    return _where(session.phase, session.version)


def _where(phase: StudyPhase, version: int) -> Standing:
    return Standing(phase=phase, valid_actions=tuple(get_valid_actions(phase)), version=version)
