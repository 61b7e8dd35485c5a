"""What a form of ours is drawn with: its style sheet, the mark and the fonts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from pages._ui import ASSETS
from pages._ui.html.fonts import font_files


def routes() -> list[BaseRoute]:
    """Where they are, for `st.App`."""
    return [
        Mount("/auth/assets", StaticFiles(directory=ASSETS)),
        *(Route(f"/auth/fonts/{name}", _font(file)) for name, file in font_files().items()),
    ]


def _font(file: Path | None) -> Callable[[Request], Awaitable[Response]]:

    async def answer(_: Request) -> Response:
        headers = {"Cache-Control": "public, max-age=86400"}
        return FileResponse(file, media_type="font/woff2", headers=headers) if file else Response(status_code=404)

    return answer
