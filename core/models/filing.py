"""How a learner files a session: under a title of their own, on the desk, in the archive or in the bin."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from core.models.base import Moment, Value
from core.models.limits import LONGEST_TITLE

KEPT_IN_BIN = timedelta(days=7)
"""How long what is in the bin can be put back."""


class Place(StrEnum):
    """Where a session lies. Only what is on the desk asks for anything."""

    DESK = "desk"
    ARCHIVE = "archive"
    BIN = "bin"


def _moment(value: object) -> datetime | None:
    try:
        return _MOMENT.validate_python(value)
    except ValidationError:
        return None


_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


class Filing(Value):
    """What a session's metadata says beside its zone. What stands there and is none of these counts as not said."""

    title: Annotated[
        str,
        Field(max_length=LONGEST_TITLE),
        BeforeValidator(lambda title: title[:LONGEST_TITLE] if isinstance(title, str) else ""),
    ] = ""
    archived: Annotated[bool, BeforeValidator(lambda archived: archived in (True, 1, "true"))] = False
    binned_at: Annotated[datetime | None, BeforeValidator(_moment)] = None

    @property
    def place(self) -> Place:
        """Where the session lies: from the bin it comes back to where it was."""
        if self.binned_at:
            return Place.BIN
        return Place.ARCHIVE if self.archived else Place.DESK

    @property
    def filing(self) -> Filing:
        """The filing alone, of what has more."""
        return Filing(title=self.title, archived=self.archived, binned_at=self.binned_at)

    @property
    def is_put_away(self) -> bool:
        """Whether it asks for nothing, since it is in the archive or in the bin."""
        return self.place is not Place.DESK

    def is_overdue(self, now: datetime) -> bool:
        """Whether it has been in the bin for so long that it is to be erased."""
        return self.binned_at is not None and now - self.binned_at >= KEPT_IN_BIN


class Filed(Filing):
    """What has a filing, and the name of an exam beside it."""

    exam_type: str = ""

    @property
    def called(self) -> str:
        """Its title, else its exam; empty where it has neither."""
        return self.title or self.exam_type
