"""What a learner can choose where a plan gives its topics less than half of their time."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from math import ceil

from core.domain.planning.days import spread_revision
from core.domain.planning.limits import quarters
from core.domain.planning.shorten import fitted
from core.domain.planning.syllabus import Syllabus
from core.models import StudyWindow
from core.models.limits import DAYS
from core.models.plan_overview import WaysOut

HALF = 0.5
"""Below this share of their time, topics are skimmed rather than studied: whether to is the first thing to choose."""
MOST_HOURS = 12.0
"""More than this on every day is no way out."""


def ways_out(syllabus: Syllabus, window: StudyWindow) -> WaysOut:
    """So many days, or hours a day, that every topic gets half of its time, or the topics to leave out for it."""
    needed = sum(_half(quarters(topic.hours)) for topic in syllabus.to_place)
    room = int(window.hours * 4)
    more = range(window.days, DAYS.stop)
    days = bisect_left(more, needed, key=lambda count: _learn_days(window, count) * room)
    hours = ceil(needed / max(1, _learn_days(window, window.days))) / 4
    out = lightened(syllabus, window).left_out[len(syllabus.left_out) :]
    return WaysOut(
        exam_on=window.model_copy(update={"days": more[days]}).exam_on if 0 < days < len(more) else None,
        hours=hours if window.hours < hours <= MOST_HOURS else None,
        leave_out=tuple(topic.name for topic in out),
    )


def lightened(syllabus: Syllabus, window: StudyWindow) -> Syllabus:
    """The syllabus without so many topics that the others get half of their time; one in the middle is among the last
    to go."""
    _, cut = fitted(
        syllabus.to_place,
        _learn_days(window, window.days),
        int(window.hours * 4),
        known=syllabus.known,
        weak=syllabus.weak | syllabus.begun,
        least=_half,
    )
    return replace(syllabus, left_out=(*syllabus.left_out, *cut))


def _half(wanted: int) -> int:
    return ceil(wanted * HALF)


def _learn_days(window: StudyWindow, days: int) -> int:
    """How many days of a window that long are not for revision."""
    longer = window.model_copy(update={"days": days})
    return len(longer.study_dates) - len(spread_revision(longer))
