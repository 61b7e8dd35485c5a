"""What a plan is made for, and what planning gave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pydantic import Field, ValidationError

from core.models.base import Value
from core.models.document import Material
from core.models.parts import Topic
from core.models.plan import PlanOutcome, StudyWindow


class PlanTerms(Value):
    """What a plan is to be: `days` from 1 to 365 beginning on `start`, `hours` a day, days off, and what to study.

    `scope` names subjects or parts of a registered exam, `known` topics that the learner knows already.
    Of the topics that are found some are `left_out`, and some `renamed`, as in `Intake`.
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
    left_out: tuple[str, ...] = ()
    renamed: dict[str, str] = Field(default_factory=dict)

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


class PlanRequest(PlanTerms):
    """What a plan is made for, and from which materials."""

    materials: tuple[Material, ...] = ()

    @property
    def inputs(self) -> RecordedRequest:
        """The request as an event records it."""
        return RecordedRequest(
            **{name: getattr(self, name) for name in PlanTerms.model_fields},
            materials=tuple(material.id for material in self.materials),
        )


class RecordedRequest(PlanTerms):
    """A request with its materials by id."""

    materials: tuple[str, ...] = ()

    def request(self, materials: Iterable[Material]) -> PlanRequest:
        """The request again, with those of the materials that it names."""
        return PlanRequest(
            **{name: getattr(self, name) for name in PlanTerms.model_fields},
            materials=tuple(material for material in materials if material.id in self.materials),
        )


class PlannedStudy(Value):
    """A plan's outcome with the topics it places (and where their text is), and those that the learner is weak in.

    While it is kept for the next who asks for the same, `inputs` are those that it was made from.
    """

    exam_name: str
    outcome: PlanOutcome
    topics: tuple[Topic, ...]
    weak: tuple[str, ...] = ()
    inputs: RecordedRequest | None = None


def kept_plan(body: str) -> PlannedStudy | None:
    """The plan that was kept; None where it was written by another version, or by hand."""
    try:
        return PlannedStudy.model_validate_json(body)
    except ValidationError:
        return None
