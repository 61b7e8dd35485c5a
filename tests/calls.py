"""The HTTP API called without a server: each call is a caller's own, with the address it comes from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from core.api.app import build_api
from core.api.dependencies import ApiContext, HealthCheck
from core.api.schemas import Health
from core.client import ExamMentorClient
from core.stores.memory.store import MemoryStudyStore
from core.study.ports import StudyStore
from tests.doubles import service

HERE = "http://127.0.0.1:8501"


def context_over(store: StudyStore, **fields: Any) -> ApiContext:
    """The API over `store` for the local profile "mira"."""
    study = service(store)
    values = {"open": lambda _: study, "check": lambda: HealthCheck(Health(store="memory"), answers=True)}
    return ApiContext(**(values | fields))


class Calls:
    """Calls to the API of `context`, as a caller at `peer` makes them."""

    def __init__(self, context: ApiContext | None = None, *, peer: str = "127.0.0.1", base: str = HERE) -> None:
        self.store = MemoryStudyStore()
        self.app = Starlette(routes=[Mount("/api", app=build_api(context or context_over(self.store)))])
        self.peer, self.base = peer, base

    def __call__(self, method: str, path: str, body: Any = None, **options: Any) -> httpx.Response:
        """One call; `body` is sent as JSON, `content` in `options` as it is."""

        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(self.peer, 4711))
            async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
                sent = {} if body is None else {"json": body}
                return await client.request(method, f"/api{path}", **sent, **options)

        # In a thread of its own: where a browser is open, Playwright's loop runs in this one.
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(asyncio.run, call()).result()

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self("GET", path, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> httpx.Response:
        return self("POST", path, body, **options)

    def delete(self, path: str, **options: Any) -> httpx.Response:
        return self("DELETE", path, **options)

    def client(self, base: str = HERE) -> ExamMentorClient:
        """The client of `core.client`, calling this API."""

        def pass_on(request: httpx.Request) -> httpx.Response:
            path = request.url.raw_path.decode().removeprefix("/api")
            answer = self(request.method, path, content=request.content, headers=request.headers)
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

        return ExamMentorClient(base, transport=httpx.MockTransport(pass_on))

    def begin(self, exam: str = "Cell biology", **options: Any) -> str:
        """The id of a new session."""
        started = self.post("/session/start", {"exam_type": exam}, **options)
        assert started.status_code == 200, started.text
        return str(started.json()["session_id"])

    def act(self, session: str, *actions: str) -> None:
        """Take steps that must go well."""
        for action in actions:
            done = self.post(f"/session/{session}/action", {"action": action})
            assert done.status_code == 200, done.text


async def in_pieces(pieces: Sequence[bytes]) -> AsyncIterator[bytes]:
    """A body without a Content-Length."""
    for piece in pieces:
        yield piece
