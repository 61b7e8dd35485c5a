"""The page before Streamlit's scripts: in the look that was chosen, and whole."""

from __future__ import annotations

import re

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from pages._ui.html.first_paint import FirstPaint
from tests.asgi import InProcess

PAGE = "<html><head><title>Streamlit</title></head><body>ä</body></html>"


@pytest.fixture(name="client")
def client_fixture() -> httpx.Client:
    async def page(_: Request) -> Response:
        return HTMLResponse(PAGE)

    async def in_parts(_: Request) -> Response:
        return StreamingResponse((part for part in (PAGE[:20], PAGE[20:])), media_type="text/html")

    async def other(_: Request) -> Response:
        return HTMLResponse("<html><head><title>Print</title></head></html>")

    routes = [Route("/", page), Route("/parts", in_parts), Route("/other", other)]
    app = Starlette(routes=routes, middleware=[Middleware(FirstPaint)])
    return httpx.Client(transport=InProcess(app), base_url="http://127.0.0.1", headers={"accept": "text/html"})


@pytest.mark.parametrize("path", ["/", "/parts"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_the_look_comes_first_and_the_page_stays_whole(client: httpx.Client, path: str, encoding: str) -> None:
    answer = client.get(path, headers={"accept-encoding": encoding})
    assert answer.text.startswith('<html><head><script src="/auth/assets/first.js"></script><title>ExamMentor</title>')
    assert "<body>ä<link" in answer.text
    (style,) = re.findall(r'href="(/auth/assets/style\.css\?\w+)"></body></html>$', answer.text)
    assert style
    assert answer.headers.get("content-encoding") == ("gzip" if encoding == "gzip" else None)


def test_another_page_is_left_as_it_is(client: httpx.Client) -> None:
    assert "first.js" not in client.get("/other").text
