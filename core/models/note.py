"""What a learner notes beside a lesson, and finds again."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from core.models.base import Value
from core.models.limits import LONGEST_NOTE


class LessonNote(Value):
    """What a learner marked and wrote at one step of a lesson: `step` counts from 1, and 0 is the idea before them.

    `highlights` are sentences of the step, `title` is its heading. Without highlights and text there is no note.
    """

    topic: str
    step: int = Field(ge=0)
    title: str = ""
    highlights: tuple[str, ...] = ()
    text: str = Field(default="", max_length=LONGEST_NOTE)
    at: datetime

    @property
    def is_empty(self) -> bool:
        """Whether nothing is left of it."""
        return not self.highlights and not self.text


HitKind = Literal["term", "lesson", "note", "question"]


class Hit(Value):
    """A place that a search found: in the lesson on `topic` at `step`, or, for a question, in a quiz on it."""

    kind: HitKind
    topic: str
    step: int = 0
    title: str
    excerpt: str
