"""A plan as a cache keeps it."""

from __future__ import annotations

from pydantic import ValidationError

from core.ports import PlannedStudy


def kept_plan(body: str) -> PlannedStudy | None:
    """The plan that was kept; None where it was written by another version, or by hand."""
    try:
        return PlannedStudy.model_validate_json(body)
    except ValidationError:
        return None
