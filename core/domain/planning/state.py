"""Which version of a session's plan holds, which is proposed, and the day of the exam that follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.domain.extra_data import PROPOSAL, REFUSED, VERSION, is_living, number, read_intake
from core.errors import InputError
from core.models import PlanVersion, StudentContext, StudyWindow
from core.models.plan_overview import PlanState


def plan_state(context: StudentContext, versions: Iterable[PlanVersion]) -> PlanState:
    """The plan that holds and the one that is proposed, out of the session's versions."""
    by_number = {version.version: version for version in versions}
    if not is_living(context):
        # Made before plans were living, so without a day: the last one was accepted.
        old = [version for version in by_number.values() if version.made_on is None]
        return PlanState(accepted=max(old, key=lambda version: version.version, default=None))
    return PlanState(
        accepted=by_number.get(number(context, VERSION)),
        proposal=by_number.get(number(context, PROPOSAL)),
        refused=by_number.get(number(context, REFUSED)),
    )


def exam_day(context: StudentContext, window: StudyWindow | None) -> date | None:
    """The day of the exam: the first one after the time that the plan fills; before there is a plan, the one that was
    named at intake. None where neither says it."""
    return window.exam_on if window else _named(context)


def named_exam_day(context: StudentContext, window: StudyWindow | None) -> date | None:
    """The same day, where the learner has named it; None where they only said how many days they study."""
    return exam_day(context, window) if _named(context) else None


def _named(context: StudentContext) -> date | None:
    try:
        return read_intake(context).dated
    except InputError:
        # A script wrote the intake; its session is shown all the same.
        return None
