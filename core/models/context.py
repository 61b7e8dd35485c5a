"""A session's context, what an event changes in it, and how the events give it back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from core.models.base import StudyPhase, check_finite
from core.models.history import AgentEvent, ContextPatch

QUOTING = ("asked_again", "note_")
"""How the keys of `extra_data` begin that hold words about a lesson or a question."""


class StudentContext(BaseModel):
    """What a session remembers between steps. `last_quiz_score` runs from 0 to 100.

    Unlike the values of `core.models` it can be assigned to (scripts fill it in as they go; an assignment
    is validated), and keys it does not know are kept through a load and a save.
    """

    model_config = ConfigDict(
        extra="allow",
        validate_assignment=True,
        ser_json_inf_nan="strings",
        hide_input_in_errors=True,
        allow_inf_nan=False,
    )

    user_id: str
    session_id: str
    current_topic: str | None = None
    last_quiz_score: Annotated[float, Field(ge=0, le=100)] | None = None
    misconceptions: list[str] = Field(default_factory=list)
    plan_cache_key: str | None = None
    extra_data: dict[str, JsonValue] = Field(default_factory=dict)


def checked(context: StudentContext) -> StudentContext:
    """The context as it would be read again: what was changed in place, as in a list, was looked at by nobody yet.

    Raises `ValueError` where that is no context, has a number that is none, or is nested too deep.
    """
    check_finite(context.extra_data, context.model_extra)
    return StudentContext.model_validate(context.model_dump(mode="json", warnings="none"))


def diff(before: StudentContext, after: StudentContext) -> ContextPatch:
    """What turns `before` into `after`: whole keys, and single keys of `extra_data`."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    old_extra, new_extra = old.pop("extra_data"), new.pop("extra_data")
    changed, unset = _changed(old, new)
    extra_changed, extra_gone = _changed(old_extra, new_extra)
    return ContextPatch(set=changed, unset=unset, set_extra=extra_changed, unset_extra=extra_gone)


def apply(context: StudentContext, patch: ContextPatch) -> StudentContext:
    """The context after `patch`; `context` itself stays as it is."""
    data = context.model_dump(mode="json")
    extra = data["extra_data"] | patch.set_extra
    data = {key: value for key, value in (data | patch.set).items() if key not in patch.unset}
    data["extra_data"] = {key: value for key, value in extra.items() if key not in patch.unset_extra}
    return StudentContext.model_validate(data)


def replay(user_id: str, session_id: str, events: Iterable[AgentEvent]) -> tuple[StudyPhase, StudentContext]:
    """Phase and context as a session's events give them, oldest first, from an empty context at INTAKE."""
    phase, context = StudyPhase.INTAKE, StudentContext(user_id=user_id, session_id=session_id)
    for event in events:
        phase, context = event.phase_after, apply(context, event.context_patch)
    return phase, context


def _changed(old: dict[str, JsonValue], new: dict[str, JsonValue]) -> tuple[dict[str, JsonValue], tuple[str, ...]]:
    changed = {key: value for key, value in new.items() if key not in old or not _same(old[key], value)}
    return changed, tuple(sorted(old.keys() - new.keys()))


def _same(old: JsonValue, new: JsonValue) -> bool:
    # In Python 1 == True == 1.0; in JSON they are three values.
    return old == new and json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)
