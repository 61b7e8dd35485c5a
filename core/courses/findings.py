"""What the course linter says: a finding, and the report on a course."""

from __future__ import annotations

from pydantic import Field, NonNegativeInt

from core.models import Fraction, Value


class Finding(Value):
    """One thing to mend (or, as a warning, to look at): in which file, of which item, what, and what to do."""

    file: str
    item: str = ""
    what: str
    advice: str
    is_warning: bool = False


class CourseReport(Value):
    """What was found in a course, and what it holds. `key_positions` counts the keys of its choices by letter."""

    title: str
    findings: tuple[Finding, ...]
    topics: NonNegativeInt = 0
    items: NonNegativeInt = 0
    by_difficulty: dict[str, int] = Field(default_factory=dict)
    by_type: dict[str, int] = Field(default_factory=dict)
    key_positions: dict[str, int] = Field(default_factory=dict)
    pass_rate: Fraction = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing has to be mended."""
        return all(finding.is_warning for finding in self.findings)
