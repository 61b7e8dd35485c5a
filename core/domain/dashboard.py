"""What the home page says: what to do today, how long to the exam, what is mixed up, and how long was studied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from core.domain.extra_data import read_intake
from core.errors import InputError
from core.models import SessionOverview, StudentContext, StudyPhase, Topic
from core.models.dashboard import Countdown, Dashboard, Goal, Work


def dashboard(overviews: Sequence[SessionOverview], now: datetime) -> Dashboard:
    """The figures of these sessions at `now`; what is finished asks for nothing, but its time counts."""
    today = now.date()
    going_on = [overview for overview in overviews if overview.phase is not StudyPhase.COMPLETED]
    countdowns = [_countdown(overview, today) for overview in going_on]
    ahead = [countdown for countdown in countdowns if countdown and countdown.days >= 0]
    return Dashboard(
        work=tuple(sorted(_work(going_on, today), key=lambda work: (work.due_on, work.session_id, work.topic))),
        # An exam comes before the end of a plan that names none.
        next=min(
            ahead, key=lambda countdown: (not countdown.is_exam, countdown.days, countdown.session_id), default=None
        ),
        open_misconceptions=tuple(
            dict.fromkeys(
                misconception.confusion
                for overview in going_on
                for misconception in overview.misconceptions
                if misconception.is_open(now)
            )
        ),
        minutes_today=round(sum(overview.studied_today for overview in overviews) / 60),
        minutes_week=round(sum(overview.studied_week for overview in overviews) / 60),
    )


def _work(overviews: Iterable[SessionOverview], today: date) -> Iterable[Work]:
    for overview in overviews:
        for topic in overview.topics:
            if topic.status == "left_out" or topic.due_on is None or topic.due_on > today:
                continue
            yield Work(
                session_id=overview.id,
                exam=overview.exam_type,
                phase=overview.phase,
                topic=topic.name,
                due_on=topic.due_on,
                is_review=topic.is_studied,
            )


def exam_day(context: StudentContext) -> date | None:
    """The day of the exam, where the learner named it."""
    try:
        return read_intake(context).dated
    except InputError:
        # A script wrote the intake; its session is shown all the same.
        return None


def goal_day(context: StudentContext, topics: Iterable[Topic]) -> Goal | None:
    """The day that a session works towards; None where there is neither an exam day nor a plan."""
    if exam_on := exam_day(context):
        return Goal(on=exam_on, is_exam=True)
    last = max((topic.planned_on for topic in topics if topic.status != "left_out"), default=None)
    return Goal(on=last, is_exam=False) if last else None


def _countdown(overview: SessionOverview, today: date) -> Countdown | None:
    goal = goal_day(overview.context, overview.topics)
    if goal is None:
        return None
    days = (goal.on - today).days
    return Countdown(session_id=overview.id, exam=overview.exam_type, on=goal.on, days=days, is_exam=goal.is_exam)


def by_need(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """The topics that were quizzed, the lowest expected score first; of equal ones the plan's order."""
    tested = [topic for topic in topics if topic.status != "left_out" and topic.mastery_score is not None]
    return tuple(sorted(tested, key=lambda topic: (topic.mastery_score or 0, topic.position)))
