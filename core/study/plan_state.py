"""Which version of a session's plan holds, which is proposed, and the time that is left for it."""

from __future__ import annotations

from datetime import date

from core.domain.extra_data import PROPOSAL, VERSION, number, read_intake
from core.domain.planning import state as planning
from core.domain.planning.inputs import window_left
from core.models import Session, StudyPlan, StudyWindow
from core.models.plan_overview import PlanState
from core.study.ports import StudyReads


def plan_state(read: StudyReads, session: Session) -> PlanState:
    """The plan that holds and the one that is proposed."""
    first = number(session.context, VERSION) or number(session.context, PROPOSAL) or 1
    return planning.plan_state(session.context, read.plans(session.id, since=first))


def exam_on(read: StudyReads, session: Session) -> date | None:
    """The day of the session's exam; None where it is not known yet."""
    return planning.exam_day(session.context, _window(read, session))


def named_exam_on(read: StudyReads, session: Session) -> date | None:
    """The same day, where the learner has named it."""
    return planning.named_exam_day(session.context, _window(read, session))


def _window(read: StudyReads, session: Session) -> StudyWindow | None:
    shown = plan_state(read, session).shown
    return shown.plan.filled() if shown else None


def time_left(session: Session, plan: StudyPlan, today: date) -> StudyWindow:
    """The time that is left for a plan, from `today` on."""
    return window_left(plan, today, read_intake(session.context).hours)
