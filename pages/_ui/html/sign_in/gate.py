"""Who gets as far as Streamlit: signed-in browsers on Supabase, this machine alone on the embedded store."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.bootstrap import is_loopback, is_multi_user, load_settings, names_this_computer, open_sign_ins
from core.errors import StoreUnavailable
from pages._ui import messages as say
from pages._ui.html.sign_in.cookies import secret_in

# The way in itself, and what the browser needs to draw it.
_OPEN = ("/signin", "/signup", "/forgot", "/auth/", "/privacy", "/static/", "/_stcore/health", "/_stcore/host-config")
_NOT_PAGES = ("/_stcore/", "/media/", "/component/")
_REFUSED_WEBSOCKET = {"type": "websocket.close", "code": 4401}


class Gate:
    """ASGI middleware before everything that Streamlit serves."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._settings = load_settings()
        self._is_multi_user = is_multi_user(self._settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass; answer the rest."""
        if scope["type"] == "lifespan" or self._is_open(scope) or await self._is_known(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            # Before it is accepted, this is answered as HTTP 403.
            await send(_REFUSED_WEBSOCKET)
        elif not self._is_multi_user:
            await PlainTextResponse(say.ONLY_THIS_MACHINE, 403)(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(_NOT_PAGES):
            await RedirectResponse(f"/signin?next={quote(_address(scope))}", 303)(scope, receive, send)
        else:
            await PlainTextResponse(say.SIGN_IN_FIRST, 401)(scope, receive, send)

    def _is_open(self, scope: Scope) -> bool:
        return self._is_multi_user and scope["path"].startswith(_OPEN)

    async def _is_known(self, scope: Scope) -> bool:
        if not self._is_multi_user:
            return self._settings.allow_remote or _is_here(scope)
        connection = HTTPConnection(scope)
        secret = secret_in(connection.cookies, is_https=connection.url.is_secure)
        if not secret:
            return False
        try:
            return await run_in_threadpool(open_sign_ins(self._settings).find, secret) is not None
        except StoreUnavailable:
            return False


def _is_here(scope: Scope) -> bool:
    """Whether the caller is this machine, and asks for it by its own name: another site's name may lead here too."""
    client, hosts = scope.get("client"), Headers(scope=scope).getlist("host")
    return client is not None and is_loopback(client[0]) and len(hosts) == 1 and names_this_computer(hosts[0])


def _address(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return f"{scope['path']}?{query}" if query else str(scope["path"])
