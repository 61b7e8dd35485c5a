"""The words of the last seven days and the daily goal."""

from __future__ import annotations

from datetime import date

from core.models.dashboard import Dashboard
from pages._ui.messages import count, month, short_weekday
from pages._ui.messages import weekday as day_of_week

LABEL = "Minutes studied on each of the last seven days"
REACHED = "goal reached"
CHANGE = "Change the daily goal"
MINUTES = "Minutes a day for this exam"
SAVE = "Keep this goal"
SAVED = "Your daily goal is changed"


def today(minutes: int, goal: int) -> str:
    """Today against the goal."""
    if not goal:
        return f"{minutes} min today."
    if minutes >= goal:
        return f"{minutes} min today: your goal of {goal} is reached."
    return f"{minutes} of {goal} min today."


def week(dashboard: Dashboard) -> str:
    """The week in a sentence."""
    studied = sum(day.minutes > 0 for day in dashboard.days)
    if not studied:
        return "No study in the last seven days. A few minutes are a start."
    hours, minutes = divmod(sum(day.minutes for day in dashboard.days), 60)
    total = f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"{total} on {count(studied, 'day')} of the last seven."


def weekday(when: date) -> str:
    """A day in full, for who points at it."""
    return f"{day_of_week(when)} {when.day} {month(when)}"


def short(when: date) -> str:
    """The shortest name of a day of the week."""
    return f"{short_weekday(when)}"
