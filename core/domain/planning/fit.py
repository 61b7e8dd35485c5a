"""The time that topics need: for who has not said how much there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from core.domain.planning.draft import make_plan
from core.errors import PlanError
from core.models import PlannedTopic, StudyWindow
from core.models.limits import DAYS


def fitting_window(topics: Sequence[PlannedTopic], start: date) -> StudyWindow:
    """The fewest days from `start` on in which the first draft holds: each topic whole, on one day, with all its hours.

    Raises `PlanError` where no plan gives them that.
    """
    hours = ceil(2 * max(topic.hours for topic in topics)) / 2
    for days in DAYS:
        window = StudyWindow(start=start, days=days, hours=hours)
        outcome = make_plan("", topics, window)
        if outcome.final_plan and len(outcome.versions) == 1:
            return window
    raise PlanError("plan.too_large")
