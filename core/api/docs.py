"""The docs page, drawn on the server from the API's own OpenAPI document: no script, and nothing from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from pydantic import JsonValue, TypeAdapter

POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_HERE = Path(__file__).parent
_pages = Environment(
    loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
Json = dict[str, JsonValue]
_object: TypeAdapter[Json] = TypeAdapter(Json)


class Route(NamedTuple):
    """A method of a path, the JSON it takes and gives by status, and a call of it; no schema where it is not JSON."""

    method: str
    path: str
    operation: Json
    body: Json
    answers: dict[str, Json]
    call: str


def docs_routes(openapi: Callable[[], Mapping[str, object]]) -> APIRouter:
    """`/docs` and its style sheet."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    def docs(request: Request) -> HTMLResponse:
        """Every route in words, with its shapes and a call to copy."""
        # The paths as a caller writes them, below whatever the API is mounted under.
        root = str(request.scope.get("root_path", ""))
        page = page_of(_object.validate_python(openapi()), root, f"{request.url.scheme}://{request.url.netloc}")
        return HTMLResponse(page, headers={"content-security-policy": POLICY})

    @router.get("/docs.css")
    def style() -> Response:
        """The page's style."""
        return Response((_HERE / "docs.css").read_text("utf-8"), media_type="text/css")

    return router


def page_of(spec: Json, root: str, server: str) -> str:
    """The whole page for an OpenAPI document whose paths stand under `root` on `server`."""
    schemas = _part(spec, "components", "schemas")
    routes = [
        _route(method, root + path, _part(spec, "paths", path, method), server, schemas)
        for path in _part(spec, "paths")
        for method in _part(spec, "paths", path)
    ]
    page = _pages.get_template("docs.html")
    return page.render(info=spec["info"], root=root, routes=routes, schemas=schemas, marked=_marked)


def _route(method: str, path: str, operation: Json, server: str, schemas: Json) -> Route:
    body = _schema(_part(operation, "requestBody"))
    answers = _part(operation, "responses")
    return Route(
        method=method.upper(),
        path=path,
        operation=operation,
        body=body,
        answers={status: _schema(_part(answers, status)) for status in sorted(answers)},
        call=f"curl '{server}{path}'" + (f" --json '{_example(body, schemas)}'" if body else ""),
    )


def _example(schema: Json, schemas: Json) -> str:
    shape = _part(schemas, str(schema["$ref"]).rpartition("/")[2]) if "$ref" in schema else schema
    required = shape.get("required")
    names = required if isinstance(required, list) else []
    return json.dumps({str(name): "…" for name in names}, ensure_ascii=False)


def _schema(holder: Json) -> Json:
    return _part(holder, "content", "application/json", "schema")


def _part(holder: Json, *keys: str) -> Json:
    for key in keys:
        inner = holder.get(key)
        holder = inner if isinstance(inner, dict) else {}
    return holder


def _marked(text: str) -> Markup:
    """A text with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))
