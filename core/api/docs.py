"""The docs page, drawn on the server from the API's own OpenAPI document: no script, and nothing from elsewhere."""

from __future__ import annotations

import json
import re
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
        root = str(request.scope.get("root_path", ""))
        page = page_of(_object.validate_python(openapi()), root, f"{request.url.scheme}://{request.url.netloc}")
        return HTMLResponse(page, headers={"content-security-policy": POLICY})

    @router.get("/docs.css")
    def style() -> Response:
        """The page's style."""
        return Response(STYLE.read_text("utf-8"), media_type="text/css")

    return router


def page_of(spec: Json, root: str, server: str) -> str:
    """The whole page for an OpenAPI document whose paths stand under `root` on `server`."""
    info, shapes = _part(spec, "info"), _part(spec, "components", "schemas")
    title = escape(f"{info['title']} API")
    routes = "".join(
        f'<section><h2><span class="method">{method.upper()}</span><code>{escape(root + path)}</code></h2>'
        f"{''.join(_route(server + root + path, _part(spec, 'paths', path, method), shapes))}</section>"
        for path in _part(spec, "paths")
        for method in _part(spec, "paths", path)
    )
    fields = "".join(
        f'<section id="{escape(name)}"><h2>{escape(name)}</h2>{_text(shape)}{_fields(shape, shapes)}</section>'
        for name, shape in ((name, _part(shapes, name)) for name in shapes)
        if "properties" in shape
    )
    about = "".join(f"<p>{_marked(part)}</p>" for part in str(info.get("description", "")).split("\n\n"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="stylesheet" href="{escape(root)}/docs.css"></head><body><main>'
        f'<h1>{title}</h1>{about}<p><a href="{escape(root)}/openapi.json">The same as OpenAPI JSON</a></p>'
        f"{routes}{fields}</main></body></html>"
    )


def _route(url: str, operation: Json, shapes: Json) -> Iterator[str]:
    yield _text(operation)
    body = _content(_part(operation, "requestBody"))
    call = f"curl '{url}'" + (f" --json '{_example(_shape(body, shapes))}'" if body else "")
    yield f"<pre>{escape(call)}</pre>"
    rows = [
        (f"<code>{escape(str(one['name']))}</code>", f"{one['in']}", _marked(str(one.get("description", ""))))
        for one in _objects(operation.get("parameters"))
    ]
    if body:
        rows.append(("body", "JSON", _kind(body, shapes)))
    if rows:
        yield _table(("takes", "where", "what"), rows)
    answers = _part(operation, "responses")
    yield _table(
        ("answers", "when", "with"),
        [
            (status, escape(str(answer.get("description", ""))), _kind(_content(answer), shapes))
            for status, answer in ((status, _part(answers, status)) for status in sorted(answers))
        ],
    )


def _fields(shape: Json, shapes: Json) -> str:
    required = shape.get("required")
    must = required if isinstance(required, list) else []
    rows = [
        (
            f"<code>{escape(name)}</code>{'' if name in must else ' (optional)'}",
            _kind(one, shapes),
            _marked(str(one.get("description", ""))),
        )
        for name, one in ((name, _part(shape, "properties", name)) for name in _part(shape, "properties"))
    ]
    return _table(("field", "kind", "what"), rows)


def _kind(schema: Json, shapes: Json) -> str:
    """What a value is, in words, with a link where it is a shape of its own."""
    if "$ref" in schema:
        name, shape = str(schema["$ref"]).rpartition("/")[2], _shape(schema, shapes)
        return f'<a href="#{escape(name)}">{escape(name)}</a>' if "properties" in shape else _kind(shape, shapes)
    if "anyOf" in schema:
        return " or ".join(_kind(one, shapes) for one in _objects(schema["anyOf"]))
    if isinstance(values := schema.get("enum"), list):
        return ", ".join(f"<code>{escape(str(value))}</code>" for value in values)
    if schema.get("type") == "array":
        return f"list of {_kind(_part(schema, 'items'), shapes)}"
    return escape(str(schema.get("type", "any JSON")))


def _example(shape: Json) -> str:
    required = shape.get("required")
    names = required if isinstance(required, list) else []
    return json.dumps({str(name): "…" for name in names}, ensure_ascii=False)


def _text(described: Json) -> str:
    return f"<p>{_marked(str(described.get('description', '')))}</p>"


def _marked(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tr>{''.join(f'<th>{name}</th>' for name in head)}</tr>{cells}</table>"


def _content(holder: Json) -> Json:
    return _part(holder, "content", "application/json", "schema")


def _shape(schema: Json, shapes: Json) -> Json:
    return _part(shapes, str(schema["$ref"]).rpartition("/")[2]) if "$ref" in schema else schema


def _part(holder: Json, *keys: str) -> Json:
    for key in keys:
        found = holder.get(key)
        holder = found if isinstance(found, dict) else {}
    return holder


def _objects(value: JsonValue) -> Iterator[Json]:
    yield from (one for one in (value if isinstance(value, list) else []) if isinstance(one, dict))
