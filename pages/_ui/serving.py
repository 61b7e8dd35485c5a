"""What the server does beside drawing pages: warm up, and answer at once."""

from __future__ import annotations

import gc
import logging
import socket
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession

from core.bootstrap import embedded_because, is_multi_user, load_settings, open_api, supabase_problem, warn_once
from core.errors import SettingsError
from pages._ui import messages as say
from pages._ui.html.assets import routes as asset_routes
from pages._ui.html.data.routes import routes as data_routes
from pages._ui.html.first_paint import FirstPaint
from pages._ui.html.printing.routes import routes as printing_routes
from pages._ui.html.privacy.routes import routes as privacy_routes
from pages._ui.html.sign_in.gate import Gate

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_log = logging.getLogger(__name__)


class LateApi:
    """The HTTP API, built when the server warms up or at the first call, so that the server starts without it."""

    def __init__(self) -> None:
        self._built: ASGIApp | None = None
        self._lock = threading.Lock()

    def build(self) -> ASGIApp:
        """The API, built once."""
        with self._lock:
            if self._built is None:
                self._built = open_api()
            return self._built

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call."""
        app = self._built if self._built else await to_thread.run_sync(self.build)
        await app(scope, receive, send)


api = LateApi()


class ApiDoor:
    """ASGI middleware that leads to the API before Streamlit looks at a path: it answers some itself, not in JSON."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call."""
        if scope["type"] == "http" and f"{scope['path']}/".startswith("/api/"):
            # A `Mount` takes no address with a line break in it.
            root = scope.get("root_path", "")
            await api({**scope, "root_path": f"{root}/api", "app_root_path": root}, receive, send)
        else:
            await self._app(scope, receive, send)


INTERNET = (socket.AF_INET, socket.AF_INET6)


def check_settings() -> None:
    """Stop before the server starts where a setting is wrong, and name it; or where strangers could reach study.

    Where Supabase is set but cannot be used, the log says so, and study is kept in the embedded store.
    """
    try:
        settings = load_settings()
    except SettingsError as error:
        sys.exit(str(error))
    if is_multi_user(settings):
        return
    if problem := supabase_problem(settings):
        warn_once(embedded_because(problem))
    if st.get_option("server.address") not in LOOPBACK:
        if not settings.allow_remote:
            sys.exit(say.ONLY_THIS_MACHINE)
        _log.warning(say.ANYBODY)


def routes() -> list[BaseRoute]:
    """What is served beside the pages: what is taken along and brought in, what is printed, and on Supabase the way
    in."""
    beside: list[BaseRoute] = [*asset_routes(), *data_routes(), *printing_routes(), *privacy_routes()]
    if is_multi_user(load_settings()):
        from pages._ui.html.sign_in.routes import routes as sign_in_routes

        beside += sign_in_routes()
    return beside


def middleware() -> list[Middleware]:
    """What stands before the pages: the API's own door, the gate, and the look of the first paint."""
    return [Middleware(ApiDoor), Middleware(Gate), Middleware(FirstPaint)]


def warm_up() -> None:
    """Import what pages need, and keep it out of every later garbage collection."""
    import altair  # noqa: F401
    import pandas  # noqa: F401
    import streamlit.elements.vega_charts  # noqa: F401

    import pages._ui.components.analysis.results
    import pages._ui.components.history.events
    import pages._ui.components.home.sessions
    import pages._ui.components.intake.form
    import pages._ui.components.learn.lesson
    import pages._ui.components.plan.overview
    import pages._ui.html.printing.view  # noqa: F401

    api.build()
    gc.collect()
    gc.freeze()


def send_at_once() -> None:
    """Turn Nagle's algorithm off on the server's sockets, so that an answer of several small frames is not held back.

    Streamlit 1.67 binds its sockets with protocol number 0, and asyncio turns it off only for number 6; a page then
    waits 40 ms for the browser's delayed acknowledgement. Connections take the option over from the listening socket.
    """
    for candidate in gc.get_objects():
        if type(candidate) is socket.socket and candidate.type == socket.SOCK_STREAM and candidate.family in INTERNET:
            with suppress(OSError):
                candidate.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def know_presses_of_before() -> None:
    """Let a press in a fragment that the server does not know, as after a restart, draw the page whole.

    Streamlit 1.67 drops it, and a browser that is connected again asks for nothing by itself: that part of the page
    would be dead until it is loaded anew.
    """
    inner = AppSession.request_rerun

    def request_rerun(session: AppSession, client_state: ClientState | None) -> None:
        if client_state and not client_state.is_auto_rerun and not session.has_fragment(client_state.fragment_id):
            client_state.fragment_id = ""
        inner(session, client_state)

    AppSession.request_rerun = request_rerun  # type: ignore[method-assign, assignment]


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Warm up in the background, so that the server answers meanwhile."""
    send_at_once()
    know_presses_of_before()
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    yield
