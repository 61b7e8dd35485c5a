"""What every value shares."""

from __future__ import annotations

import math
from collections.abc import Collection
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from core.models.limits import MOST_NESTED

Difficulty = Literal["easy", "medium", "hard"]
QuestionType = Literal["multiple_choice", "true_false", "fill_blank", "multi_select"]
Sureness = Literal["sure", "think_so", "guess"]
OwnWord = Literal["shaky", "fair", "firm"]
Fraction = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[float, Field(ge=0, le=100)]
Moment = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(9000, 1, 1, tzinfo=UTC))]
"""A time that can be counted with: it has a zone, and years before and after it."""
_MANY: tuple[type[Collection[object]], ...] = (list, tuple, type({}.values()))


class Value(BaseModel):
    """A frozen value. Unknown fields are refused, so that a misspelt one is found where it is written.

    What is refused is not quoted: errors end in logs, and it may be a learner's words.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, allow_inf_nan=False)


def check_finite(*documents: object) -> None:
    """Raise `ValueError` where JSON holds a number that is none, or is nested deeper than readers read."""
    level = [*documents]
    for _ in range(MOST_NESTED + 1):
        if any(isinstance(value, float) and not math.isfinite(value) for value in level):
            raise ValueError("a number here is not a finite one")
        inner = [value.values() if isinstance(value, dict) else value for value in level]
        level = [value for values in inner if isinstance(values, _MANY) for value in values]
        if not level:
            return
    raise ValueError(f"this is nested more than {MOST_NESTED} deep")


class StudyPhase(StrEnum):
    """Where a session is. The value is what the database keeps in `current_state`."""

    INTAKE = "INTAKE"
    PLANNING = "PLANNING"
    LEARNING = "LEARNING"
    QUIZZING = "QUIZZING"
    ANALYZING = "ANALYZING"
    COMPLETED = "COMPLETED"


class Source(Value):
    """Where a statement stands: document, page from 1 (None where there are no pages), and the words there."""

    document: str
    page: int | None = None
    quote: str = ""
