"""What was done, as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable

from core.export.cells import safe_cell
from core.models import AgentEvent
from core.records import Changes

COLUMNS = (
    "id",
    "timestamp",
    "session_id",
    "agent",
    "action",
    "phase_before",
    "phase_after",
    "reasoning",
    "seed",
    "duration_ms",
    "metadata",
    "context_patch",
)


def events_csv(events: Iterable[AgentEvent]) -> str:
    """The events as CSV with a header. A text that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for event in events:
        values = event.model_dump(mode="json")
        nested = ("metadata", "context_patch")
        texts = [json.dumps(values[name], ensure_ascii=False) if name in nested else values[name] for name in COLUMNS]
        writer.writerow([safe_cell(value) if isinstance(value, str) else value for value in texts])
    return out.getvalue()


def changes_json(changes: Iterable[Changes]) -> str:
    """Commits as they were made, as a JSON array."""
    return json.dumps([one.model_dump(mode="json") for one in changes], ensure_ascii=False, indent=2)
