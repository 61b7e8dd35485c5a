"""The first paint of the app: in the look of the desk, before Streamlit's scripts are there."""

from __future__ import annotations

import gzip
import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages._ui import ASSETS
from pages._ui import messages as say

_HEAD, _END = b"<head>", b"</body>"
_SCRIPT = b'<head><script src="/auth/assets/first.js"></script>'
# After what Streamlit writes into the head, so that of two rules of one weight ours holds; sent once, not at every run
# of a page. Its digest makes a browser take a newer one.
_DIGEST = hashlib.sha256((ASSETS / "style.css").read_bytes()).hexdigest()[:12]
_STYLE = f'<link rel="stylesheet" href="/auth/assets/style.css?{_DIGEST}"></body>'.encode()
_TITLE = b"<title>Streamlit</title>"


class FirstPaint:
    """ASGI middleware that gives Streamlit's one HTML page the look which is chosen on the device, and the app's name.

    A page that is white until its scripts have run blinds whoever studies in the dark.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _wants_page(scope):
            await self._app(scope, receive, send)
            return
        is_squeezed = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        held: list[Message] = []

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                held.append(message)
            elif not held:
                await send(message)
            else:
                held.append(message)
                if not message.get("more_body", False):
                    start, *chunks = held
                    body = _dressed(b"".join(chunk.get("body", b"") for chunk in chunks))
                    headers = MutableHeaders(scope=start)
                    if is_squeezed:
                        body, headers["content-encoding"] = gzip.compress(body), "gzip"
                    headers["content-length"] = str(len(body))
                    await send(start)
                    await send({"type": "http.response.body", "body": body})

        await self._app({**scope, "headers": plain}, receive, watched)


def _wants_page(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


def _is_page(start: Message) -> bool:
    return MutableHeaders(scope=start).get("content-type", "").startswith("text/html")


def _dressed(page: bytes) -> bytes:
    if _TITLE not in page:
        return page
    return (
        page.replace(_TITLE, f"<title>{say.APP}</title>".encode(), 1)
        .replace(_HEAD, _SCRIPT, 1)
        .replace(_END, _STYLE, 1)
    )
