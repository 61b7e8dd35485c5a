"""What leaves the app as files."""

from core.export.answers import ANSWER_COLUMNS, answers_csv
from core.export.calendar import plan_ics
from core.export.days import PlanDay, by_week, exam_on, plan_days
from core.export.history import COLUMNS, changes_json, events_csv
from core.export.tables import PLAN_COLUMNS, plan_csv, plan_markdown

__all__ = [
    "ANSWER_COLUMNS",
    "COLUMNS",
    "PLAN_COLUMNS",
    "PlanDay",
    "answers_csv",
    "by_week",
    "changes_json",
    "events_csv",
    "exam_on",
    "plan_csv",
    "plan_days",
    "plan_ics",
    "plan_markdown",
]
