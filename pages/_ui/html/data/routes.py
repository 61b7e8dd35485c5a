"""Taking one's study along, and bringing it in: a stream out, and a form in, neither ever whole in memory."""

from __future__ import annotations

from dataclasses import replace

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from core.bootstrap import is_multi_user, load_settings
from core.errors import ExamMentorError, NotSignedIn, StoreBusy, StoreError
from pages._ui import messages as common
from pages._ui.html.caller import service_of
from pages._ui.html.data.upload import received
from pages._ui.html.sign_in.forms import HEADERS, Field, Form, NotTaken, draw, is_from_here
from pages._ui.messages import data as say
from pages._ui.messages import sign_in

LARGEST_ACCOUNT_MB = 2560
"""As large as what an account may keep, and nginx's limit: `docs/nginx.conf`."""
TRIES = RateLimitItemPerMinute(12)
_tries = MovingWindowRateLimiter(MemoryStorage())
_TO_DATA = ("/data", say.BACK)
BRING_IN = Form(
    title=say.IN_HEAD,
    lead=say.IN_LEAD,
    action="/import",
    button=say.IN_SEND,
    fields=(Field("file", say.IN_FILE, "file", "off", say.IN_FILE_HELP),),
    links=(_TO_DATA,),
    ways=say.WAYS,
)
DONE = Form(title=say.IN_DONE, lead="", action="", button="", links=(("/", common.GO_HOME), _TO_DATA), ways=say.WAYS)
STOPPED = replace(DONE, title=say.ALL_HEAD, links=(_TO_DATA,))


def routes() -> list[BaseRoute]:
    """What is taken along and brought in, for `st.App`."""
    return [
        Route("/export/account.zip", take_along, methods=["GET"]),
        Route("/import", bring_in, methods=["GET", "POST"]),
    ]


def take_along(request: Request) -> Response:
    """Everything of the caller's as an archive, made while it is sent. No coroutine: Starlette runs it in a thread.

    Where something goes wrong half-way the answer breaks off, so that no browser takes a half for the whole.
    """
    try:
        service = service_of(request)
        pieces = service.backup.archive()
    except NotSignedIn:
        return RedirectResponse("/signin?next=/data", 303)
    except ExamMentorError as error:
        return _refuse(STOPPED, error)
    name = f"{say.FILE}-{service.clock.now():%Y-%m-%d}.zip"
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)


async def bring_in(request: Request) -> Response:
    """The form, and what came of a file that was sent with it."""
    if request.method != "POST":
        return draw(BRING_IN)
    settings = load_settings()
    most_mb = LARGEST_ACCOUNT_MB if is_multi_user(settings) else None
    try:
        _check(request)
        service = await run_in_threadpool(service_of, request)
        async with received(request, "file", settings.data_dir, most_mb) as file:
            brought = await run_in_threadpool(service.backup.bring_in, file)
    except NotTaken as refusal:
        return draw(replace(BRING_IN, error=str(refusal)), refusal.status)
    except ExamMentorError as error:
        return _refuse(BRING_IN, error)
    words = say.brought(len(brought.written), len(brought.known), len(brought.other))
    if brought.stopped:
        return draw(replace(BRING_IN, error=say.IN_PARTLY.format(why=common.told(brought.stopped), brought=words)), 503)
    return draw(replace(DONE, notice=words))


def _check(request: Request) -> None:
    """Raise `NotTaken` where another site sent the form, and for too many tries from one address."""
    if not is_from_here(request):
        raise NotTaken(sign_in.FROM_ELSEWHERE, 403)
    if not _tries.hit(TRIES, request.client.host if request.client else ""):
        raise NotTaken(sign_in.TOO_OFTEN, 429)


def _refuse(form: Form, error: ExamMentorError) -> Response:
    if isinstance(error, NotSignedIn):
        return draw(replace(form, button="", error=common.told(error.said), links=(("/signin", sign_in.SIGN_IN),)), 401)
    status = 429 if isinstance(error, StoreBusy) else 503 if isinstance(error, StoreError) else 400
    response = draw(replace(form, error=common.told(error.said)), status)
    if isinstance(error, StoreBusy):
        response.headers["retry-after"] = str(round(error.seconds))
    return response
