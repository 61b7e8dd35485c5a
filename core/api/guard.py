"""What every call passes before a route sees it, and what every answer carries: a plain ASGI ring around the API."""

from __future__ import annotations

import json
import logging
import traceback

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.api.addresses import is_loopback, names_this_server
from core.api.dependencies import ApiContext
from core.api.problems import UNEXPECTED, with_id
from core.errors import new_error_id

LARGEST_BODY = 2**20
TOO_LARGE = "The body is larger than 1 MiB. Send less at a time."
HEADERS = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}
_log = logging.getLogger(__name__)


class _Gone(ConnectionError):
    """The caller went away before the body was whole."""


class Guard:
    """Refuses callers who may not come in and bodies that are too large, and turns what nobody foresaw into a 500."""

    def __init__(self, app: ASGIApp, context: ApiContext) -> None:
        self._app = app
        self._is_local = not context.needs_token and not context.allow_remote
        self._needs_token = context.needs_token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            if why := self._refusal(scope):
                await _say(answer, 403, why)
            elif (body := await _whole_body(scope, receive)) is None:
                await _say(answer, 413, TOO_LARGE)
            else:
                await self._app(scope, _again(body, receive), answer)
        except _Gone:
            return
        except Exception as exc:  # noqa: BLE001 - the outermost ring: no caller ever sees a stack trace
            # Where it happened, but not the error's own words: they may hold what a learner wrote, or a secret.
            where = "".join(traceback.format_tb(exc.__traceback__))
            error_id = scope.get("state", {}).get("error_id") or new_error_id()
            _log.error("Error %s: %s while answering %s:\n%s", error_id, type(exc).__name__, scope["method"], where)
            if not begun:
                await _say(answer, 500, with_id(UNEXPECTED, error_id))

    def _refusal(self, scope: Scope) -> str:
        if self._needs_token:
            # A token is not sent along by a browser on its own, so that another site can ask for nothing.
            return ""
        headers = Headers(scope=scope)
        if self._is_local:
            client = scope.get("client")
            if not client or not is_loopback(client[0]):
                return "Only this computer may call. EXAMMENTOR_ALLOW_REMOTE=1 lets others in."
            server, hosts = scope.get("server"), headers.getlist("host")
            if len(hosts) != 1 or not names_this_server(hosts[0], server[1] if server else None):
                return "This address is not the server's own. Call it as 127.0.0.1 or localhost, with its port."
        if any(not _is_same(origin, headers.get("host", ""), scope) for origin in headers.getlist("origin")):
            return "Another site may not call from a browser."
        if headers.get("sec-fetch-site", "").strip().lower() == "cross-site":
            return "Another site may not call from a browser."
        return ""


def _is_same(origin: str, host: str, scope: Scope) -> bool:
    """Whether an Origin header is the address that was called. Behind a proxy the scheme may be another."""
    schemes = {scope.get("scheme", "http"), "https"}
    return origin.lower() in {f"{scheme}://{host}".lower() for scheme in schemes} and bool(host)


async def _whole_body(scope: Scope, receive: Receive) -> bytes | None:
    """The body, read to its end; None where it is larger than it may be, whatever its Content-Length said."""
    announced = Headers(scope=scope).get("content-length", "")
    if announced.isdecimal() and (len(announced) > 10 or int(announced) > LARGEST_BODY):
        return None
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _again(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body in one piece, and then what comes after it."""
    is_given = False

    async def give() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return give


async def _say(send: Send, status: int, reason: str) -> None:
    body = json.dumps({"reason": reason}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
