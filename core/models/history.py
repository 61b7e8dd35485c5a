"""What a text asks for, and what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field, JsonValue

from core.models.base import Fraction, StudyPhase, Value


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

    @property
    def is_open(self) -> bool:
        """Whether the learner still has to say something, so that the next sentence answers this one."""
        return self.needs_clarification or bool(self.exams)


class ContextPatch(Value):
    """What an event changed in a session's context: keys set (one level into `extra_data`), and keys removed."""

    set: dict[str, JsonValue] = Field(default_factory=dict)
    set_extra: dict[str, JsonValue] = Field(default_factory=dict)
    unset: tuple[str, ...] = ()
    unset_extra: tuple[str, ...] = ()


class AgentEvent(Value):
    """One line of a session's history. `id` is the store's, rising; 0 until it is stored."""

    id: int = 0
    session_id: str
    timestamp: datetime
    phase_before: StudyPhase
    phase_after: StudyPhase
    action: str
    agent: str
    reasoning: str = ""
    metadata: dict[str, JsonValue] = Field(default_factory=dict)
    context_patch: ContextPatch = ContextPatch()
    seed: int = Field(default=0, ge=0, lt=2**63)
    duration_ms: float = Field(default=0, ge=0)
