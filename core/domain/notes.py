"""A learner's notes on lessons: in the session's context, each under a key of its own, so that an event holds only what
was written."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from pydantic import JsonValue, ValidationError

from core.domain.extra_data import with_extra
from core.models import StudentContext
from core.models.note import LessonNote

_PREFIX = "note_"


def read_notes(context: StudentContext) -> tuple[LessonNote, ...]:
    """The notes by topic and step. What a script wrote there that is no note is none."""
    notes = [note for key, value in context.extra_data.items() if key.startswith(_PREFIX) and (note := _read(value))]
    return tuple(sorted(notes, key=lambda note: (note.topic, note.step)))


def with_note(context: StudentContext, note: LessonNote) -> StudentContext:
    """The context with a note in place of what was noted there before; an empty one takes that out."""
    key = _key(note.topic, note.step)
    if note.is_empty:
        return _without(context, {key})
    return with_extra(context, {key: note.model_dump(mode="json")})


def without_notes(context: StudentContext, topics: Collection[str]) -> StudentContext:
    """The context without the notes on these topics."""
    return _without(context, {_key(note.topic, note.step) for note in read_notes(context) if note.topic in topics})


def _without(context: StudentContext, keys: Collection[str]) -> StudentContext:
    kept: Mapping[str, JsonValue] = {key: value for key, value in context.extra_data.items() if key not in keys}
    return context.model_copy(update={"extra_data": kept})


def _key(topic: str, step: int) -> str:
    return f"{_PREFIX}{hashlib.sha256(topic.encode()).hexdigest()[:16]}_{step}"


def _read(value: JsonValue) -> LessonNote | None:
    try:
        return LessonNote.model_validate(value)
    except ValidationError:
        return None
