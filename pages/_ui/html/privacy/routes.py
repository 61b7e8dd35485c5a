"""The page on what is kept: the paper of the same name, drawn as it stands."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from core import ROOT
from pages._ui import ASSETS
from pages._ui import messages as say
from pages._ui.html.sign_in.forms import HEADERS
from pages._ui.messages.erasing import PRIVACY

PAPER = ROOT / "docs" / "privacy.md"


def routes() -> list[BaseRoute]:
    """The page and its style, for `st.App`."""
    return [Route("/privacy", privacy, methods=["GET"]), Route("/privacy/style.css", style, methods=["GET"])]


def privacy(_: Request) -> Response:
    """The page. No coroutine: Starlette runs it in a thread."""
    return HTMLResponse(_page(), headers=HEADERS)


def style(_: Request) -> Response:
    """The style of the pages that stand before Streamlit, which on a desk without accounts are not served."""
    return FileResponse(ASSETS / "sign_in.css", media_type="text/css")


@cache
def _page() -> str:
    # The server starts without them.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markdown_it import MarkdownIt

    pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined)
    text = MarkdownIt("commonmark").enable("table").render(PAPER.read_text("utf-8"))
    return pages.get_template("page.html").render(title=PRIVACY, app=say.APP, text=text, way_back=say.GO_HOME)
