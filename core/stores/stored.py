"""What was stored, as a value of this copy of the app, also where a newer copy stored it with more fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import StoreUnavailable
from core.models import StudentContext

T = TypeVar("T", bound=BaseModel)
UNREADABLE = "Something that is stored cannot be read by this version. Nothing was changed."


def stored(kind: type[T], row: Mapping[str, Any]) -> T:
    """The value that a row holds, without the fields that this copy does not know.

    A context keeps those: it is written back whole, and would lose them.
    """
    try:
        if "context" in row:
            row = {**row, "context": StudentContext.model_validate(row["context"])}
        return kind.model_validate(row, extra="ignore")
    except ValidationError as exc:
        raise StoreUnavailable(UNREADABLE) from exc


def each_stored(kind: type[T], rows: Iterable[Mapping[str, Any]]) -> tuple[T, ...]:
    """The values that rows hold."""
    return tuple(stored(kind, row) for row in rows)


def stored_json(kind: type[T], document: str) -> T:
    """The value that a JSON document without a context holds."""
    try:
        return kind.model_validate_json(document, extra="ignore")
    except ValidationError as exc:
        raise StoreUnavailable(UNREADABLE) from exc
