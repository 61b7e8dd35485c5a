"""What was typed at intake, kept in the session's context: one key of `extra_data` for each field. Pure."""

from __future__ import annotations

from pydantic import JsonValue, ValidationError

from core.context import StudentContext
from core.errors import InputError
from core.records import Intake

_PREFIX = "intake_"


def read_intake(context: StudentContext) -> Intake:
    """The intake that a context holds. Raises `InputError` where a field of it is of the wrong kind."""
    extra = context.extra_data
    try:
        return Intake.model_validate({n: extra[_PREFIX + n] for n in Intake.model_fields if _PREFIX + n in extra})
    except ValidationError as exc:
        wrong = ", ".join(sorted({f"{_PREFIX}{error['loc'][0]}" for error in exc.errors()}))
        raise InputError(f"What this session keeps from its intake cannot be read: {wrong}. Fill it in again.") from exc


def with_intake(context: StudentContext, intake: Intake) -> StudentContext:
    """The context with `intake`, each field under a key of its own, so that an event holds only what was edited."""
    return with_extra(context, {_PREFIX + name: value for name, value in intake.model_dump(mode="json").items()})


def with_extra(context: StudentContext, values: dict[str, JsonValue]) -> StudentContext:
    """The context with `values` set in its `extra_data`."""
    return context.model_copy(update={"extra_data": context.extra_data | values})
