"""What the home page says: what to do today, how long to the exam, what is mixed up, and how long was studied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from core.domain.extra_data import daily_goal
from core.domain.planning import exam_day
from core.domain.resume import OPEN, holds, minutes_of, resume
from core.domain.study_time import studied_by_day
from core.models import SessionOverview, Topic
from core.models.dashboard import Countdown, Dashboard, MixUp, StudyDay, Work
from core.models.days import NO_ZONE, beginning, day_of

WEEK = 7
"""So many days, with today, are a week of study."""
MINUTE = timedelta(minutes=1)
FAR = 10**6
"""So many days off is an exam that has no day."""


def week_begins(now: datetime, zone: str) -> datetime:
    """The midnight from which on the time studied counts for the week."""
    return beginning(day_of(now, zone) - timedelta(days=WEEK - 1), zone)


def dashboard(overviews: Sequence[SessionOverview], now: datetime, zone: str = NO_ZONE) -> Dashboard:
    """The figures of these sessions, the newest change first, at `now`, for a learner whose days begin at midnight in
    `zone`; what is finished or put away asks for nothing, but its time counts."""
    today = day_of(now, zone)
    studied = studied_by_day((stretch for overview in overviews for stretch in overview.studied), zone)
    week = {day: _minutes(studied.get(day)) for day in (today - timedelta(days=ago) for ago in range(WEEK))}
    going_on = [overview for overview in overviews if overview.is_open]
    countdowns = [_countdown(overview, today) for overview in going_on]
    ahead = [countdown for countdown in countdowns if countdown and countdown.days >= 0]
    days = {countdown.session_id: countdown.days for countdown in ahead}
    by_exam = sorted(going_on, key=lambda overview: (days.get(overview.id, FAR), overview.id))
    work = tuple(due for overview in by_exam for due in _work(overview, today))
    return Dashboard(
        work=work,
        resume=resume(going_on, countdowns, work, today),
        next=min(ahead, key=lambda countdown: (countdown.days, countdown.session_id), default=None),
        mix_ups=_mix_ups(going_on, now, zone),
        minutes_today=week[today],
        minutes_week=sum(week.values()),
        days=tuple(StudyDay(day=day, minutes=week[day]) for day in sorted(week)),
        goal=sum(
            daily_goal(overview.context)
            for overview, countdown in zip(going_on, countdowns, strict=True)
            if countdown and countdown.days >= 0
        ),
    )


def _minutes(studied: timedelta | None) -> int:
    """The whole minutes of a day, at least one where it was studied on: a sum of such figures fits each of them."""
    return max(1, round(studied / MINUTE)) if studied else 0


def _work(overview: SessionOverview, today: date) -> Iterable[Work]:
    """What is due in one session, what has waited longest first, and of one day in the plan's order; nothing where no
    plan holds yet."""
    if not holds(overview):
        return
    due = [(topic.due_on, topic) for topic in overview.topics if topic.status != "left_out" and topic.due_on]
    for due_on, topic in sorted(due, key=lambda entry: (entry[0], entry[1].position)):
        if due_on > today:
            continue
        current = (overview.context.current_topic or "") if overview.phase in OPEN else ""
        yield Work(
            session_id=overview.id,
            exam=overview.called,
            phase=overview.phase,
            topic=topic.name,
            due_on=due_on,
            is_review=topic.is_studied,
            minutes=minutes_of(overview, topic),
            is_own=topic.is_by_own_word,
            after=current if current != topic.name else "",
        )


def _mix_ups(overviews: Iterable[SessionOverview], now: datetime, zone: str) -> tuple[MixUp, ...]:
    named: dict[str, MixUp] = {}
    for overview in overviews:
        for noted in overview.misconceptions:
            if noted.is_open(now, zone):
                mix_up = MixUp(session_id=overview.id, misconception_id=noted.id, idea=noted.idea)
                named.setdefault(noted.idea, mix_up)
    return tuple(named.values())


def _countdown(overview: SessionOverview, today: date) -> Countdown | None:
    exam_on = exam_day(overview.context, overview.study_window)
    if exam_on is None:
        return None
    return Countdown(session_id=overview.id, exam=overview.called, on=exam_on, days=(exam_on - today).days)


def by_need(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """The topics that were quizzed, the lowest expected score first; of equal ones the plan's order."""
    tested = [topic for topic in topics if topic.status != "left_out" and topic.mastery_score is not None]
    return tuple(sorted(tested, key=lambda topic: (topic.mastery_score or 0, topic.position)))
