"""What the home page says: what to do today, how long to the exam, what is mixed up, and how long was studied."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from core.domain.planning import exam_day
from core.domain.study_time import studied_by_day
from core.models import SessionOverview, Topic
from core.models.dashboard import Countdown, Dashboard, Work
from core.models.days import NO_ZONE, day_of, midnight

WEEK = 7
"""So many days, with today, are a week of study."""
MINUTE = timedelta(minutes=1)


def week_begins(now: datetime, zone: str) -> datetime:
    """The midnight from which on the time studied counts for the week."""
    return midnight(day_of(now, zone) - timedelta(days=WEEK - 1), zone)


def dashboard(overviews: Sequence[SessionOverview], now: datetime, zone: str = NO_ZONE) -> Dashboard:
    """The figures of these sessions at `now`, for a learner whose days begin at midnight in `zone`; what is finished
    or put away asks for nothing, but its time counts."""
    today = day_of(now, zone)
    studied = studied_by_day((stretch for overview in overviews for stretch in overview.studied), zone)
    week = [studied.get(today - timedelta(days=ago), timedelta()) for ago in range(WEEK)]
    going_on = [overview for overview in overviews if overview.is_open]
    countdowns = [_countdown(overview, today) for overview in going_on]
    ahead = [countdown for countdown in countdowns if countdown and countdown.days >= 0]
    return Dashboard(
        work=tuple(sorted(_work(going_on, today), key=lambda work: (work.due_on, work.session_id, work.topic))),
        next=min(ahead, key=lambda countdown: (countdown.days, countdown.session_id), default=None),
        open_misconceptions=tuple(
            dict.fromkeys(
                misconception.confusion
                for overview in going_on
                for misconception in overview.misconceptions
                if misconception.is_open(now, zone)
            )
        ),
        minutes_today=round(week[0] / MINUTE),
        minutes_week=round(sum(week, timedelta()) / MINUTE),
    )


def _work(overviews: Iterable[SessionOverview], today: date) -> Iterable[Work]:
    for overview in overviews:
        for topic in overview.topics:
            if topic.status == "left_out" or topic.due_on is None or topic.due_on > today:
                continue
            yield Work(
                session_id=overview.id,
                exam=overview.called,
                phase=overview.phase,
                topic=topic.name,
                due_on=topic.due_on,
                is_review=topic.is_studied,
            )


def _countdown(overview: SessionOverview, today: date) -> Countdown | None:
    exam_on = exam_day(overview.context, overview.study_window)
    if exam_on is None:
        return None
    return Countdown(session_id=overview.id, exam=overview.called, on=exam_on, days=(exam_on - today).days)


def by_need(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """The topics that were quizzed, the lowest expected score first; of equal ones the plan's order."""
    tested = [topic for topic in topics if topic.status != "left_out" and topic.mastery_score is not None]
    return tuple(sorted(tested, key=lambda topic: (topic.mastery_score or 0, topic.position)))
