"""What was stored, as a value of this copy of the app, also where a newer copy stored it with more fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from core.errors import Unreadable
from core.models import StudentContext
from core.words import Said

T = TypeVar("T", bound=BaseModel)
_KEYS = ("id", "name", "question_id", "version", "topic")


class LeftOut:
    """What the lists of a store left out, since it cannot be read. A list that is read again says it anew."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], tuple[Said, ...]] = {}

    def note(self, kind: type[BaseModel], of: str, rows: tuple[Said, ...]) -> None:
        """Note what a list of this kind, `of` a session, a user or everybody, left out just now."""
        if rows:
            self._rows[kind.__name__, of] = rows
        else:
            self._rows.pop((kind.__name__, of), None)

    def forget(self, of: str) -> None:
        """What `of` has is new: nothing is left out of its lists."""
        self._rows = {key: rows for key, rows in self._rows.items() if key[1] != of}

    def names(self, of: str) -> tuple[Said, ...]:
        """What was left out of the lists of `of` (of all, where it is empty), each row once."""
        lists = self._rows.copy().items()
        return tuple(sorted({name for (_, owner), rows in lists if of in ("", owner) for name in rows}, key=str))


def stored(kind: type[T], row: Mapping[str, Any]) -> T:
    """The value that a row holds, without the fields that this copy does not know.

    A context keeps those: it is written back whole, and would lose them. Raises `Unreadable`, which names the row.
    """
    try:
        # A document that is none may have the word in it.
        if isinstance(row, Mapping) and "context" in row:
            row = {**row, "context": StudentContext.model_validate(row["context"])}
        return kind.model_validate(row, extra="ignore")
    except ValidationError as exc:
        raise Unreadable(_name(kind, row)) from exc


def each_stored(
    kind: type[T], rows: Iterable[Mapping[str, Any]], left_out: LeftOut | None = None, of: str = ""
) -> tuple[T, ...]:
    """The values that rows hold. With `left_out` what cannot be read is noted there, and the rest is given all the
    same; without, it raises `Unreadable`."""
    if left_out is None:
        return tuple(stored(kind, row) for row in rows)
    values, unreadable = list[T](), list[Said]()
    for row in rows:
        try:
            values.append(stored(kind, row))
        except Unreadable as error:
            unreadable.append(error.what)
    left_out.note(kind, of, tuple(unreadable))
    return tuple(values)


def stored_json(kind: type[T], document: str) -> T:
    """The value that a JSON document without a context holds. Raises `Unreadable`."""
    try:
        return kind.model_validate_json(document, extra="ignore")
    except ValidationError as exc:
        raise Unreadable(_name(kind, {})) from exc


def _name(kind: type[BaseModel], row: object) -> Said:
    noun = Said(f"stored.{kind.__name__}")
    key = next((row[key] for key in _KEYS if row.get(key)), "") if isinstance(row, Mapping) else ""
    return Said("stored.named", noun=noun, key=key) if key else noun
