"""What leaves the app as files."""

from core.study.export.calendar import plan_ics
from core.study.export.days import PlanDay, by_week, exam_on, plan_days
from core.study.export.tables import (
    ANSWER_COLUMNS,
    EVENT_COLUMNS,
    PLAN_COLUMNS,
    answers_csv,
    changes_json,
    events_csv,
    plan_csv,
    plan_markdown,
)

__all__ = [
    "ANSWER_COLUMNS",
    "EVENT_COLUMNS",
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
