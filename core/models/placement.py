"""A placement quiz: where it stands, and what it shows."""

from __future__ import annotations

from core.models.base import Value
from core.models.parts import QuizRecord
from core.models.quiz import Question


class Findings(Value):
    """What a placement shows, in the syllabus' order: `known` topics were answered right, or what needs them was, and
    these last are `implied`; `open` ones were answered wrong, or lean on one that was. What is in neither was not
    reached, or not shown well enough.

    `asked` counts the questions answered, `right` those of them that were right.
    """

    known: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    asked: int = 0
    right: int = 0


class PlacementState(Value):
    """A session's placement: its pool with the answers so far, what they show, and the question that is next (None at
    the end).

    While it is open it can be answered, stopped and discarded; it is no longer once it was stopped or the plan was
    made.
    """

    record: QuizRecord
    next: Question | None
    findings: Findings
    is_open: bool
