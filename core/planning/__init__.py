"""A day plan and the checks it must pass: draft, verify, revise, and mend when life happens."""

from core.planning.difference import plan_changes
from core.planning.draft import make_plan
from core.planning.edit import LEFT_OUT_BY_LEARNER, edited, is_as_asked, widened
from core.planning.limits import DAYS, HOURS, check_window
from core.planning.order import in_order
from core.planning.replan import Replanned, replan
from core.planning.standing import ahead, behind, placed_topics, time_given
from core.planning.syllabus import Syllabus
from core.planning.verify import ENOUGH_TIME, verify

__all__ = [
    "DAYS",
    "ENOUGH_TIME",
    "HOURS",
    "LEFT_OUT_BY_LEARNER",
    "Replanned",
    "Syllabus",
    "ahead",
    "behind",
    "check_window",
    "edited",
    "in_order",
    "is_as_asked",
    "make_plan",
    "placed_topics",
    "plan_changes",
    "replan",
    "time_given",
    "verify",
    "widened",
]
