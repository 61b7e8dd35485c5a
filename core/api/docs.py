"""The docs page, drawn on the server from the API's own OpenAPI document: no script, and nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import JsonValue, TypeAdapter

STYLE = Path(__file__).with_name("docs.css")
POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
Json = dict[str, JsonValue]
_object: TypeAdapter[Json] = TypeAdapter(Json)


def docs_routes(openapi: Callable[[], Mapping[str, object]]) -> APIRouter:
    """`/docs` and its style sheet."""
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    def docs(request: Request) -> HTMLResponse:
        """Every route in words, with its shapes and a call to copy."""
        # The paths as a caller writes them, below whatever the API is mounted under.
        base = str(request.scope.get("root_path", ""))
        page = page_of(_object.validate_python(openapi()), base)
        return HTMLResponse(page, headers={"content-security-policy": POLICY})

    @router.get("/docs.css")
    def style() -> Response:
        """The page's style."""
        return Response(STYLE.read_text("utf-8"), media_type="text/css")

    return router


def page_of(spec: Json, base: str) -> str:
    """The whole page for an OpenAPI document whose paths stand under `base`."""
    info = _part(spec, "info")
    title = escape(f"{info['title']} API")
    sections = "".join(
        _section(f"{base}{path}", method.upper(), _part(methods, method), spec)
        for path, methods in ((path, _part(spec, "paths", path)) for path in _part(spec, "paths"))
        for method in methods
    )
    about = "".join(f"<p>{escape(part)}</p>" for part in str(info.get("description", "")).split("\n\n"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="stylesheet" href="{escape(base)}/docs.css"></head><body><main>'
        f'<h1>{title}</h1>{about}<p><a href="{escape(base)}/openapi.json">The same as OpenAPI JSON</a></p>'
        f"{sections}</main></body></html>"
    )


def _section(path: str, method: str, operation: Json, spec: Json) -> str:
    title = f'<h2><span class="method">{method}</span><code>{escape(path)}</code></h2>'
    return f"<section>{title}{''.join(_details(path, method, operation, spec))}</section>"


def _details(path: str, method: str, operation: Json, spec: Json) -> Iterator[str]:
    yield f"<p>{escape(str(operation.get('description', '')))}</p>"
    body = _schema(_part(operation, "requestBody"), spec)
    call = f"curl {path}" if method == "GET" else f"curl {path} --json '{json.dumps(_example(body))}'"
    yield f"<pre>{escape(call)}</pre>"
    rows = [
        (str(one["name"]), str(one["in"]), str(one.get("description", _part(one, "schema").get("description", ""))))
        for one in _objects(operation.get("parameters"))
    ]
    if rows:
        yield _table(("parameter", "where", "what"), rows)
    if body:
        yield f"<details><summary>Body</summary>{_shape(body)}</details>"
    answers = _part(operation, "responses")
    for status in answers:
        answer = _part(answers, status)
        summary = escape(f"{status} {answer.get('description', '')}")
        yield f"<details><summary>{summary}</summary>{_shape(_schema(answer, spec))}</details>"


def _shape(schema: Json) -> str:
    return f"<pre>{escape(json.dumps(schema, indent=2))}</pre>"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{escape(name)}</th>' for name in head)}</tr>{cells}</table>"


def _schema(holder: Json, spec: Json) -> Json:
    """The JSON schema of a request or an answer, looked up where it is named."""
    schema = _part(holder, "content", "application/json", "schema")
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return _part(spec, "components", "schemas", name) if name else schema


def _example(schema: Json) -> Json:
    """The fields that must be given, with dots for what goes in."""
    required = schema.get("required")
    return {str(name): "…" for name in required} if isinstance(required, list) else {}


def _part(holder: Json, *keys: str) -> Json:
    for key in keys:
        found = holder.get(key)
        holder = found if isinstance(found, dict) else {}
    return holder


def _objects(value: JsonValue) -> Iterator[Json]:
    yield from (one for one in (value if isinstance(value, list) else []) if isinstance(one, dict))
