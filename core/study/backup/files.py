"""What a learner's file holds, in the shape of today and in that of before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails, SchemaValidator

from core.errors import InputError
from core.models import AgentEvent, AllParts, MaterialFile, Session, Value

V = TypeVar("V", bound=Value)

MOST_SESSIONS = 1000
_LISTS = ("list", "tuple", "set", "frozenset")
_MOST_FAULTS = 1000
_MORE = {"extra_forbidden", "literal_error", "enum"}
_LATER_FORMAT = re.compile(r"exammentor-\d+")


class SessionFile(AllParts):
    """A session with everything that belongs to it. Events have no ids: a store gives them its own, in this order."""

    session: Session
    events: tuple[AgentEvent, ...]
    files: tuple[MaterialFile, ...] = ()
    """Only in the shape of before; in an archive they stand beside it."""


class LearnerFile(Value):
    """All sessions of a learner in one JSON, oldest first: the shape of before, which still comes in."""

    format: Literal["exammentor-1"] = "exammentor-1"
    made_at: datetime
    sessions: Annotated[tuple[SessionFile, ...], Field(max_length=MOST_SESSIONS)]


class KeptFile(Value):
    """Where in the archive the file of a material is, and the SHA-256 of its bytes."""

    material_id: str
    path: Annotated[str, Field(pattern=r"^files/\d{1,6}/\d{1,6}(\.pdf)?$")]
    digest: str


class KeptSession(Value):
    """Where in the archive a session is, the SHA-256 of what stands there, and its files."""

    id: str
    exam_type: str
    path: Annotated[str, Field(pattern=r"^sessions/\d{1,6}\.json$")]
    digest: str
    files: tuple[KeptFile, ...] = ()


class Account(Value):
    """What an archive holds: its `account.json`. Each session is a JSON of its own, so that one at a time is read."""

    format: Literal["exammentor-2"] = "exammentor-2"
    made_at: datetime
    sessions: Annotated[tuple[KeptSession, ...], Field(max_length=MOST_SESSIONS)]


@dataclass(frozen=True)
class Arriving:
    """A session of a file, read when it is asked for. `digest` is of all that belongs to it, `digests` of its files."""

    id: str
    digest: str
    digests: dict[str, str]
    read: Callable[[], SessionFile]
    file: Callable[[str], bytes]
    """The file of a material, by the material's id."""


def validated(kind: type[V], data: bytes) -> V:
    """The value that JSON out of a learner's file gives. Raises `InputError` that says what is wrong, and where."""
    try:
        value: V = _validator(kind).validate_json(data)
    except ValidationError as exc:
        faults = exc.errors() if exc.error_count() <= _MOST_FAULTS else []
        if not faults:
            raise InputError("backup.broken") from None
        where = ".".join(str(part) for part in faults[0]["loc"][:4])
        if _is_newer(faults):
            raise InputError("backup.newer", where=where) from exc
        raise (InputError("backup.broken_at", where=where) if where else InputError("backup.broken")) from exc
    return value


@cache
def _validator(kind: type[Value]) -> SchemaValidator:
    """What validates `kind` up to the first fault of each list: a fault takes a hundred times what it is found in, and
    a file that was made to harm has millions."""
    # Those that the models have made of their own would find every fault.
    return SchemaValidator(_failing_fast(kind.__pydantic_core_schema__), _use_prebuilt=False)


def _failing_fast(schema: Any) -> Any:
    if isinstance(schema, dict):
        fast = {"fail_fast": True} if schema.get("type") in _LISTS else {}
        return {name: _failing_fast(part) for name, part in schema.items()} | fast
    return [_failing_fast(part) for part in schema] if isinstance(schema, list) else schema


def _is_newer(faults: Sequence[ErrorDetails]) -> bool:
    """Whether a later version wrote a file with these faults: it has more fields, or more to choose from."""
    of_format = [str(fault["input"]) for fault in faults if fault["loc"] == ("format",)]
    return {fault["type"] for fault in faults} <= _MORE or any(map(_LATER_FORMAT.fullmatch, of_format))
