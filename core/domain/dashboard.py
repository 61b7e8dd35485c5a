"""What the home page says: what to do today, how long to the exam, what is mixed up, and how long was studied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from core.domain.extra_data import read_intake
from core.errors import InputError
from core.models import Desk, StudentContext, StudyPhase, Topic
from core.models.dashboard import Countdown, Dashboard, Goal, Work


def dashboard(desks: Sequence[Desk], now: datetime) -> Dashboard:
    """The figures of these sessions at `now`; what is finished asks for nothing, but its time counts."""
    today = now.date()
    open_desks = [desk for desk in desks if desk.phase is not StudyPhase.COMPLETED]
    found = [_countdown(desk, today) for desk in open_desks]
    ahead = [one for one in found if one and one.days >= 0]
    return Dashboard(
        work=tuple(sorted(_work(open_desks, today), key=lambda one: (one.due_on, one.session_id, one.topic))),
        # An exam comes before the end of a plan that names none.
        next=min(ahead, key=lambda one: (not one.is_exam, one.days, one.session_id), default=None),
        open_mixups=tuple(
            dict.fromkeys(one.confusion for desk in open_desks for one in desk.misconceptions if one.is_open(now))
        ),
        minutes_today=round(sum(desk.studied_today for desk in desks) / 60),
        minutes_week=round(sum(desk.studied_week for desk in desks) / 60),
    )


def _work(desks: Iterable[Desk], today: date) -> Iterable[Work]:
    for desk in desks:
        for topic in desk.topics:
            due_on = topic.review_on if topic.status == "done" else topic.planned_on
            if topic.status == "left_out" or due_on is None or due_on > today:
                continue
            yield Work(
                session_id=desk.id,
                exam=desk.exam_type,
                phase=desk.phase,
                topic=topic.name,
                due_on=due_on,
                is_review=topic.status == "done",
            )


def goal_day(context: StudentContext, topics: Iterable[Topic]) -> Goal | None:
    """The day that a session works towards; None where there is neither an exam day nor a plan."""
    try:
        exam_on = read_intake(context).dated
    except InputError:
        # A script wrote the intake; its session is shown all the same.
        exam_on = None
    if exam_on:
        return Goal(on=exam_on, is_exam=True)
    last = max((topic.planned_on for topic in topics if topic.status != "left_out"), default=None)
    return Goal(on=last, is_exam=False) if last else None


def _countdown(desk: Desk, today: date) -> Countdown | None:
    goal = goal_day(desk.context, desk.topics)
    if goal is None:
        return None
    days = (goal.on - today).days
    return Countdown(session_id=desk.id, exam=desk.exam_type, on=goal.on, days=days, is_exam=goal.is_exam)


def by_need(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """The topics that were quizzed, the lowest expected score first; of equal ones the plan's order."""
    tested = [topic for topic in topics if topic.status != "left_out" and topic.mastery_score is not None]
    return tuple(sorted(tested, key=lambda topic: (topic.mastery_score or 0, topic.position)))
