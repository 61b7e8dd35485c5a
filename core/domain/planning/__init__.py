"""A day plan and the checks it must pass: draft, verify, revise, and mend when life happens."""

from core.domain.planning.difference import plan_changes
from core.domain.planning.draft import make_plan
from core.domain.planning.edit import LEFT_OUT_BY_LEARNER, edited, is_as_asked, restored, widened, without_lacking
from core.domain.planning.fit import fitting_window
from core.domain.planning.limits import check_window
from core.domain.planning.order import in_order
from core.domain.planning.progress import ahead, behind, placed_topics, time_given
from core.domain.planning.replan import Replanned, replan
from core.domain.planning.state import exam_day
from core.domain.planning.syllabus import Syllabus
from core.domain.planning.verify import ENOUGH_TIME, verify
from core.domain.planning.ways_out import HALF, ways_out

__all__ = [
    "ENOUGH_TIME",
    "HALF",
    "LEFT_OUT_BY_LEARNER",
    "Replanned",
    "Syllabus",
    "ahead",
    "behind",
    "check_window",
    "edited",
    "exam_day",
    "fitting_window",
    "in_order",
    "is_as_asked",
    "make_plan",
    "placed_topics",
    "plan_changes",
    "replan",
    "restored",
    "time_given",
    "verify",
    "ways_out",
    "widened",
    "without_lacking",
]
