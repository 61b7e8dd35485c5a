"""Something to be said, before it is put into words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias, Union

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from core.words.telling import told

Field: TypeAlias = Union[str, int, float, date, "Said", tuple["Field", ...]]


class Said:
    """A code and its fields. `str` is the English of it; `told` gives any language that has words for the codes.

    A field is a text of somebody else's, a number, a day, or itself `Said`, which is how words of ours stand in others;
    or several of them. Anything else, such as a path or a driver's error, is taken as its text. A sentence that was
    kept before there were codes stands in the place of the code.
    """

    __slots__ = ("_code", "_fields")

    def __init__(self, code: str, /, **fields: object) -> None:
        self._code = code
        self._fields: Mapping[str, Field] = {name: _field(value) for name, value in fields.items()}

    @property
    def code(self) -> str:
        """What is said; or a sentence from before there were codes."""
        return self._code

    @property
    def fields(self) -> Mapping[str, Field]:
        """What it is about."""
        return self._fields

    def __str__(self) -> str:
        return told(self)

    def __repr__(self) -> str:
        return f"Said({self.to_json()})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Said) and (self.code, self.fields) == (other.code, other.fields)

    def __hash__(self) -> int:
        return hash(self.code)

    @classmethod
    def of(cls, value: object) -> Said:
        """What `to_json` gave. Raises `ValueError` for anything else."""
        return _said(value)

    @classmethod
    def read(cls, text: str) -> Said:
        """What `written` wrote, or a sentence."""
        try:
            return _said(json.loads(text))
        except ValueError:
            return cls(text)

    def written(self) -> str:
        """As a text that `read` reads."""
        return json.dumps(self.to_json(), ensure_ascii=False)

    def to_json(self) -> dict[str, Any]:
        """As a value of JSON keeps it: its fields beside its code."""
        return {"code": self.code, **{name: _json(value) for name, value in self.fields.items()}}

    @classmethod
    def __get_pydantic_core_schema__(cls, _: Any, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _said,
            serialization=core_schema.plain_serializer_function_ser_schema(cls.to_json, when_used="json"),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, _: Any, __: Any) -> dict[str, Any]:
        return {"type": "object", "properties": {"code": {"type": "string"}}, "required": ["code"]}


def in_turn(*parts: Said | str | None) -> Said:
    """One thing after the other, without what is nothing."""
    return Said("in_turn", parts=[part for part in parts if part])


def _said(value: object) -> Said:
    """What JSON keeps, or a sentence. Raises `ValueError` where it is neither.

    An object without a code is a newer copy's, and nothing that this one could say.
    """
    if isinstance(value, Said):
        return value
    if isinstance(value, str):
        return Said(value)
    if not _has_code(value):
        raise ValueError("something said has a code")
    assert isinstance(value, dict)
    return Said(
        value["code"], **{name: _part(part) for name, part in value.items() if name != "code" and _is_ours(part)}
    )


def _has_code(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("code"), str)


def _is_ours(value: object) -> bool:
    return not isinstance(value, dict) or _has_code(value)


def _part(value: object) -> object:
    if isinstance(value, dict):
        return _said(value)
    return [_part(part) for part in value if _is_ours(part)] if isinstance(value, list) else value


def _field(value: object) -> Field:
    if isinstance(value, (str, int, float, date, Said)):
        return value
    if isinstance(value, Iterable):
        return tuple(_field(part) for part in value)
    return str(value)


def _json(value: Field) -> Any:
    if isinstance(value, Said):
        return value.to_json()
    if isinstance(value, date):
        return value.isoformat()
    return [_json(part) for part in value] if isinstance(value, tuple) else value
