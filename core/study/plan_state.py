"""Which version of a session's plan holds, which is proposed, and the time that is left for it."""

from __future__ import annotations

from datetime import date

from core.domain.extra_data import PROPOSAL, REFUSED, VERSION, is_living, number, read_intake
from core.domain.planning.inputs import window_left
from core.models import Session, StudyPlan, StudyWindow
from core.models.plan_overview import PlanState
from core.study.ports import StudyReads


def plan_state(read: StudyReads, session: Session) -> PlanState:
    """The plan that holds and the one that is proposed."""
    accepted, proposed = number(session.context, VERSION), number(session.context, PROPOSAL)
    versions = {version.version: version for version in read.plans(session.id, since=accepted or proposed or 1)}
    if not is_living(session.context):
        # Made before plans were living, so without a day: the last one was accepted.
        old = [version for version in versions.values() if version.made_on is None]
        return PlanState(accepted=max(old, key=lambda version: version.version, default=None))
    refused = versions.get(number(session.context, REFUSED))
    return PlanState(accepted=versions.get(accepted), proposal=versions.get(proposed), refused=refused)


def time_left(session: Session, plan: StudyPlan, today: date) -> StudyWindow:
    """The time that is left for a plan, from `today` on."""
    return window_left(plan, today, read_intake(session.context).hours)
