"""What a plan is made for, and what planning gave."""

from __future__ import annotations

from datetime import date

from pydantic import Field, JsonValue, ValidationError

from core.models.base import Value
from core.models.document import Material
from core.models.plan import PlanOutcome, StudyWindow
from core.models.session import Topic


class PlannedStudy(Value):
    """A plan's outcome with the topics it places (and where their text is), and those that the learner is weak in.

    While it is kept for the next who asks for the same, `inputs` are those that it was made from.
    """

    exam_name: str
    outcome: PlanOutcome
    topics: tuple[Topic, ...]
    weak: tuple[str, ...] = ()
    inputs: dict[str, JsonValue] = Field(default_factory=dict)


class PlanRequest(Value):
    """What a plan is made for: `days` from 1 to 365 beginning on `start`, `hours` a day, days off, and what to study.

    `scope` names subjects or parts of a registered exam, `known` topics that the learner knows already.
    """

    exam: str
    scope: tuple[str, ...] = ()
    goal: str = ""
    start: date
    days: int
    hours: float
    weekdays_off: tuple[int, ...] = ()
    dates_off: tuple[date, ...] = ()
    known: tuple[str, ...] = ()
    syllabus: str = ""
    materials: tuple[Material, ...] = ()

    @property
    def window(self) -> StudyWindow:
        """The time that the plan fills."""
        return StudyWindow(
            start=self.start,
            days=self.days,
            hours=self.hours,
            weekdays_off=self.weekdays_off,
            dates_off=self.dates_off,
        )

    @property
    def inputs(self) -> dict[str, JsonValue]:
        """The request as an event records it: materials by id."""
        said: dict[str, JsonValue] = self.model_dump(mode="json", exclude={"materials"})
        return said | {"materials": [material.id for material in self.materials]}


def kept_plan(body: str) -> PlannedStudy | None:
    """The plan that was kept; None where it was written by another version, or by hand."""
    try:
        return PlannedStudy.model_validate_json(body)
    except ValidationError:
        return None
