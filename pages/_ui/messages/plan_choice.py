"""The words of the choice that a plan with too little time asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pages._ui.messages import count, day
from pages._ui.messages.plan import few

PROPOSED = "Above stands what your plan would be. Take it, or keep the plan as it is."
CHOOSE = "Choose now, and each topic gets at least half of its time:"


def more_hours(hours: float) -> str:
    """A way out: more hours on each day."""
    return f"Study {hours:g} h a day"


def more_days(exam_on: date) -> str:
    """A way out: a later exam."""
    return f"Study until {day(exam_on)}"


def fewer_topics(number: int) -> str:
    """A way out: so many topics less."""
    return f"Leave {count(number, 'topic')} out"


def would_go(names: Sequence[str]) -> str:
    """Which topics these would be."""
    return f"To leave out: {few(names)}."
