"""The embedded store's rows, both ways. Times are ISO 8601 in UTC with microseconds: text order is time order."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json

from core.models import AgentEvent, ChatMessage, Filing, Material, MaterialFile, Topic
from core.models.context import QUOTING

# The values of one statement, in the order of its marks.
Row = Sequence[Any]

EVENT_COLUMNS = (
    "session_id, timestamp, phase_before, phase_after, action, agent, reasoning, metadata, context_patch, seed, "
    "duration_ms"
)
TOPIC_COLUMNS = (
    "session_id, name, position, planned_on, difficulty, hours, prerequisites, material_id, section, status, "
    "answered, correct, mastery_score, review_on, own_word"
)
JSON_COLUMNS = frozenset(
    (
        "analysis",
        "answers",
        "changes",
        "context",
        "context_patch",
        "evidence",
        "metadata",
        "misconceptions",
        "prerequisites",
        "quiz",
        "section_titles",
        "sections",
        "sources",
        "studied",
        "study_window",
        "topics",
    )
)
"""The columns that hold JSON, as the statements name them."""


def fields(row: sqlite3.Row) -> dict[str, Any]:
    """A value's fields out of the columns of a statement that names them alike."""
    return {
        name: _from_json(value) if name in JSON_COLUMNS and value is not None else value
        for name, value in zip(row.keys(), row, strict=True)
    }


def document(body: str) -> dict[str, Any]:
    """A value's fields out of a JSON document; none where it is no such document."""
    found = _from_json(body)
    return found if isinstance(found, dict) else {}


def _from_json(value: str) -> Any:
    try:
        return from_json(value, allow_inf_nan=False)
    except TypeError:
        return value
    except ValueError:
        pass
    try:
        # Earlier copies wrote numbers that are none into an event; a context has such as text.
        return json.loads(value, parse_constant=str)
    except (ValueError, RecursionError):
        # What is no JSON stays text, which none of these fields takes: the row is refused where it becomes a value.
        return value


def moment(value: datetime) -> str:
    """A time as the database keeps it: ISO 8601 in UTC with microseconds, so that text order is time order."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def metadata_of(zone: str | None, filing: Filing | None) -> str:
    """What a session's metadata gets of zone and filing, as a patch: what is null goes, what else it has stays."""
    of_filing: dict[str, object] = {}
    if filing:
        binned_at = filing.binned_at and moment(filing.binned_at)
        of_filing = {"title": filing.title or None, "archived": filing.archived or None, "binned_at": binned_at}
    return json.dumps(({"zone": zone} if zone else {}) | of_filing, ensure_ascii=False)


def extra_without_words(context_patch: str) -> str:
    """What an event's patch sets in `extra_data`, as JSON, without the keys that hold words; numbers as they are."""
    extra = json.loads(context_patch).get("set_extra", {})
    return json.dumps({key: value for key, value in extra.items() if not key.startswith(QUOTING)}, ensure_ascii=False)


def event_row(event: AgentEvent) -> Row:
    """An event as `EVENT_COLUMNS`."""
    return (
        event.session_id,
        moment(event.timestamp),
        event.phase_before.value,
        event.phase_after.value,
        event.action,
        event.agent,
        event.reasoning,
        json.dumps(event.metadata, ensure_ascii=False),
        event.context_patch.model_dump_json(exclude_defaults=True),
        event.seed,
        event.duration_ms,
    )


def topic_row(session_id: str, topic: Topic) -> Row:
    """A topic as `TOPIC_COLUMNS`."""
    return (
        session_id,
        topic.name,
        topic.position,
        topic.planned_on.isoformat(),
        topic.difficulty,
        topic.hours,
        json.dumps(topic.prerequisites, ensure_ascii=False),
        topic.material_id,
        topic.section,
        topic.status,
        topic.answered,
        topic.right,
        topic.mastery_score,
        topic.review_on and topic.review_on.isoformat(),
        topic.own_word,
    )


def chat_row(session_id: str, message: ChatMessage) -> Row:
    """A message: session, topic, speaker, body, sources, time."""
    sources = json.dumps([source.model_dump(mode="json") for source in message.sources], ensure_ascii=False)
    return session_id, message.topic, message.role, message.text, sources, moment(message.at)


def material_row(session_id: str, material: Material) -> Row:
    """A material: session, id, name, kind, pages, digest, titles, sections, and the session again for its place."""
    return (
        session_id,
        material.id,
        material.name,
        material.kind,
        material.page_count,
        material.digest,
        json.dumps([section.title for section in material.sections], ensure_ascii=False),
        json.dumps([section.model_dump(mode="json") for section in material.sections], ensure_ascii=False),
        session_id,
    )


def file_row(session_id: str, file: MaterialFile) -> Row:
    """A file: session, material, digest, bytes."""
    return session_id, file.material_id, hashlib.sha256(file.data).hexdigest(), file.data
