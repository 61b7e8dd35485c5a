"""What a JSON body must be before a route reads it."""

from __future__ import annotations

from email.message import Message

from pydantic import JsonValue
from pydantic_core import from_json
from starlette.exceptions import HTTPException

from core.errors import InputError

DEEPEST = 64
LARGEST_NUMBER = 2**63


def check_body(content_type: str, body: bytes) -> None:
    """Refuse what is no JSON that can be kept.

    Raises `HTTPException`, 415 for another content type and 400 for what is malformed (NaN and broken escapes too),
    and `InputError` for an empty body, text with a NUL, numbers beyond 64 bits, and nesting deeper than 64 levels.
    """
    if not body:
        raise InputError("api.empty")
    kind = Message()
    kind["content-type"] = content_type
    if kind.get_content_type() != "application/json" or not content_type:
        raise HTTPException(415, "The body must be JSON. Send it as Content-Type: application/json.")
    if (kind.get_content_charset() or "utf-8") not in ("utf-8", "us-ascii"):
        raise HTTPException(415, "The body must be JSON in UTF-8.")
    try:
        value: JsonValue = from_json(body, allow_inf_nan=False)
    except ValueError as exc:
        raise HTTPException(400, f"The body is no JSON that can be read: {exc}.") from exc
    _check(value)


def _check(value: JsonValue) -> None:
    level, depth = [value], 0
    while level:
        if (depth := depth + 1) > DEEPEST:
            raise InputError("api.deep", most=DEEPEST)
        below: list[JsonValue] = []
        for inner in level:
            if isinstance(inner, dict):
                below += [*inner.keys(), *inner.values()]
            elif isinstance(inner, list):
                below += inner
            elif isinstance(inner, str) and "\0" in inner:
                raise InputError("api.nul")
            elif isinstance(inner, int | float) and not -LARGEST_NUMBER < inner < LARGEST_NUMBER:
                raise InputError("api.large_number")
        level = below
