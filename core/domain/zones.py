"""The door for a time zone that a caller names."""

from __future__ import annotations

from core.errors import InputError
from core.models.days import NO_ZONE, is_zone


def checked_zone(name: str) -> str:
    """The zone of that name; UTC where none is named. Raises `InputError` for a name that is not known."""
    if not name:
        return NO_ZONE
    if not is_zone(name):
        raise InputError("settings.no_zone")
    return name
