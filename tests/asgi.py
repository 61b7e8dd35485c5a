"""An ASGI app called without a server, by a client that keeps cookies; peer and scheme are the caller's choice."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from starlette.types import ASGIApp


class InProcess(httpx.BaseTransport):
    """Requests of a plain `httpx.Client`, answered by the app itself."""

    def __init__(self, app: ASGIApp, peer: str = "127.0.0.1") -> None:
        self._inner = httpx.ASGITransport(app, client=(peer, 4711))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One call, in a thread of its own: where a browser is open, Playwright's loop runs in this one."""

        async def call() -> tuple[httpx.Response, bytes]:
            content = request.read()
            sent = httpx.Request(request.method, request.url, headers=request.headers, content=content)
            answer = await self._inner.handle_async_request(sent)
            return answer, b"".join([chunk async for chunk in answer.aiter_raw()])

        with ThreadPoolExecutor(1) as pool:
            answer, body = pool.submit(asyncio.run, call()).result()
        return httpx.Response(answer.status_code, headers=answer.headers, content=body)


def open_socket(app: ASGIApp, path: str, headers: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """What the app answers when a websocket is opened at `path`."""
    answers: list[dict[str, Any]] = []
    sent = {"host": "127.0.0.1:8501"} | (headers or {})
    scope = {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "scheme": "ws",
        "server": ("127.0.0.1", 8501),
        "client": ("127.0.0.1", 4711),
        "subprotocols": [],
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        answers.append(message)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, app(scope, receive, send)).result()  # type: ignore[arg-type]
    return answers
