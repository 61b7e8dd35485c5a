"""What a learner said at the start, and what the router read out of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from core.models.base import Fraction, Value
from core.models.limits import LONGEST_TOPIC
from core.words import Said


class Intake(Value):
    """What the learner said at intake; kept as it is typed.

    `said` is the learner's own sentence, each answer to what was asked about it on a line of its own. `scope` names the
    subjects or parts of a registered exam, none for all of it. The time is `days` (1 to 365), or up to `exam_date`
    where that is given and `by_days` does not say that the days count, with `hours` a day. `weekdays_off` counts from
    0, a Monday. `known` are topics that the learner knows already. Of the topics that were found some are `left_out`,
    and some `renamed`: the learner's name for each by that which it was found under.
    """

    said: str = ""
    exam: str = ""
    scope: tuple[str, ...] = ()
    goal: str = ""
    days: int = 7
    exam_date: date | None = None
    by_days: bool | None = None
    hours: float = 2.0
    weekdays_off: tuple[int, ...] = ()
    dates_off: tuple[date, ...] = ()
    known: tuple[str, ...] = ()
    syllabus: str = ""
    left_out: tuple[str, ...] = ()
    renamed: dict[str, Annotated[str, Field(max_length=LONGEST_TOPIC)]] = Field(default_factory=dict)

    @property
    def dated(self) -> date | None:
        """The day of the exam where it is that which counts, not the number of days."""
        return None if self.by_days else self.exam_date


class Scope(Value):
    """What a request is about, within an exam; where that is of several subjects, they stand among the topics."""

    subject: str = ""
    sub_subject: str = ""
    topics: tuple[str, ...] = ()


class RouteDecision(Value):
    """What a free text asks for. With `needs_clarification`, `clarifying_question` is the one thing to ask.

    `refusal` says why a subject was kept out: the exam does not have it. `days` (until the exam) and `hours` (a day)
    are None, and `weak_in` is empty, where the text does not say. With `scope_is_weak` the scope is only what the
    learner is weak in, and the rest of the exam is asked for too.

    `not_taken` are sentences that say what of the text was not taken, and why. `left_out` names what the learner wants
    left out of the exam, and `scope` then holds the rest; `knows` names what the learner knows. `weekdays_off` counts
    from 0, a Monday. `exams` are those that have the topic, where a lesson or a quiz is asked for and no exam is named.
    """

    intent: Literal["plan", "explain", "quiz", "autopilot", "unknown"]
    exam: str = ""
    scope: Scope = Scope()
    confidence: Fraction
    needs_clarification: bool = False
    clarifying_question: str = ""
    refusal: str = ""
    days: int | None = None
    exam_date: date | None = None
    hours: float | None = None
    weak_in: tuple[str, ...] = ()
    scope_is_weak: bool = False
    weekdays_off: tuple[int, ...] = ()
    knows: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    exams: tuple[str, ...] = ()
    not_taken: tuple[str, ...] = ()
    question: Said | None = None
    """What to ask, by its code."""
    refused: Said | None = None
    """Why a subject was kept out, by its code."""
    not_understood: tuple[Said, ...] = ()
    """What was not taken, by its codes."""

    @property
    def is_open(self) -> bool:
        """Whether the learner still has to say something, so that the next sentence answers this one."""
        return self.needs_clarification or bool(self.exams)
