"""What is printed: who asks, for what, and the answer where there is nothing to print."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from core.bootstrap import StudyService, is_multi_user, load_settings
from core.errors import NotSignedIn, SessionNotFound, StoreError, StoreUnavailable
from core.models import Session
from pages._ui import messages as say
from pages._ui.html.caller import service_of
from pages._ui.messages.printing import FILE_AWAY


def routes() -> list[BaseRoute]:
    """The pages to print, for `st.App`."""
    return [
        Route("/print/plan", print_plan, methods=["GET"]),
        Route("/print/report", print_report, methods=["GET"]),
    ]


def print_plan(request: Request) -> Response:
    """The plan of the session that the address names. No coroutine: Starlette runs it in a thread."""
    # The server starts without the templates.
    from pages._ui.html.printing import view

    try:
        service, session = _open(request)
        sheet = service.exports.plan_sheet(session)
    except NotSignedIn as error:
        # No redirect: a browser that the sign-in lets through and the database does not would go round in circles.
        return view.refuse_stranger(say.told(error.said), f"{request.url.path}?{request.url.query}")
    except SessionNotFound:
        return view.refuse_unknown()
    except StoreError as error:
        return view.refuse_away(say.told(error.said))
    if sheet is None:
        return view.refuse_unplanned(session.id)
    return view.draw_plan(session.id, sheet, printed_on=session.day_of(service.clock.now()))


def print_report(request: Request) -> Response:
    """How the session that the address names stands. No coroutine: Starlette runs it in a thread."""
    from pages._ui.html.printing import view

    try:
        service, session = _open(request)
        return view.draw_report(session.id, service.overview.report(session))
    except NotSignedIn as error:
        return view.refuse_stranger(say.told(error.said), f"{request.url.path}?{request.url.query}")
    except SessionNotFound:
        return view.refuse_unknown()
    except StoreError as error:
        return view.refuse_away(say.told(error.said))


def _open(request: Request) -> tuple[StudyService, Session]:
    """The caller's service and session. One that is another learner's is as unknown as one that is nobody's."""
    service = service_of(request)
    try:
        session = service.open(request.query_params.get("session", ""))
    except SessionNotFound:
        if service.is_lasting:
            raise
        # The study file, where the session may well be, could not be opened.
        raise StoreUnavailable(FILE_AWAY) from None
    if is_multi_user(load_settings()) and session.user_id != service.user_id:
        raise SessionNotFound(say.UNKNOWN_SESSION)
    return service, session
