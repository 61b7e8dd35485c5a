"""Accounts made over the way in, without a browser."""

from __future__ import annotations

from uuid import uuid4

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from pages._ui.html.privacy.routes import routes as privacy_routes
from pages._ui.html.sign_in import routes as way_in
from pages._ui.html.sign_in.gate import Gate
from tests.asgi import InProcess

HERE = "http://127.0.0.1:8501"


PASSWORD = "a quiet green desk"


async def page(_: Request) -> PlainTextResponse:
    return PlainTextResponse("the study desk")


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("the study desk")
    await socket.close()


def app(*, with_way_in: bool = True) -> Starlette:
    """The gate before something that stands for Streamlit."""
    inside = [WebSocketRoute("/_stcore/stream", stream), Route("/{path:path}", page, methods=["GET", "PUT", "POST"])]
    return Starlette(
        routes=[*privacy_routes(), *(way_in.routes() if with_way_in else []), *inside], middleware=[Middleware(Gate)]
    )


def browser(base: str = HERE) -> httpx.Client:
    return httpx.Client(transport=InProcess(app()), base_url=base, headers={"origin": base})


def address() -> str:
    return f"mira-{uuid4().hex[:10]}@example.org"


def account(client: httpx.Client) -> str:
    """A new account, signed in."""
    email = address()
    assert client.post("/signup", data={"email": email, "password": PASSWORD, "consent": "yes"}).status_code == 303
    return email
