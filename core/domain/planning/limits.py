"""What a plan may be made for, and the numbers of its rules."""

from __future__ import annotations

from core.errors import PlanError
from core.models import StudyWindow
from core.models.limits import DAYS, HOURS

MOST_TOPICS = 400
REVISION_FROM_DAYS = 4
"""A plan of so many study days ends with a revision day."""
REVISION_EVERY = 7
"""At most so many study days pass without one for revision."""
LEAST_SHARE = 0.25
"""A topic gets at least this share of the time that it is expected to take, and a quarter of an hour; else it is
left out."""


def check_window(window: StudyWindow) -> None:
    """Raise `PlanError` where the days, the hours or the days off are out of range."""
    if window.days not in DAYS:
        raise PlanError("plan.limit_days")
    if not HOURS[0] <= window.hours <= HOURS[1]:
        raise PlanError("plan.limit_hours")
    if not all(0 <= weekday <= 6 for weekday in window.weekdays_off):
        raise PlanError("plan.limit_weekday")
    if not window.study_dates:
        raise PlanError("plan.limit_days_off")


def quarters(hours: float) -> int:
    """Hours as whole quarters of an hour, rounded, at least one."""
    return max(1, round(hours * 4))


def least_quarters(wanted: int) -> int:
    """The least that a topic gets of the quarters that it is expected to take."""
    return max(1, round(wanted * LEAST_SHARE))
