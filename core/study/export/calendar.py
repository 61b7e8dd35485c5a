"""A plan as events of a calendar. A later version of the plan moves the events that an earlier one made."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.models import PlannedTopic, StudyPlan
from core.models.days import NO_ZONE
from core.models.plan_overview import CalendarTimes
from core.study.export.days import CalendarEvent, plan_days

WHOLE_DAYS = CalendarTimes()


def plan_ics(
    plan: StudyPlan,
    *,
    session_id: str,
    version: int,
    made_at: datetime,
    earlier: Iterable[StudyPlan] = (),
    times: CalendarTimes = WHOLE_DAYS,
    zone: str = NO_ZONE,
) -> bytes:
    """The plan as an iCalendar file (RFC 5545): an event for each topic and day, each revision day, the exam.

    They are of the whole day, or from the time of day on that `times` name in `zone`, written as moments in UTC: so no
    calendar needs to know the zone, and a change of clocks moves nothing. The exam is of the whole day always.

    An import of a newer `version` moves the events of an older one. What is left out is cancelled, and so is what the
    `earlier` plans had on days of this one and this one does not have; what lies before it stays as it was.
    `made_at` has a time zone. Raises `ValueError` where it has none, and for a plan without a day.
    """
    # Only who asks for a calendar pays for the library.
    from core.study.export.ics import write_ics

    events = {event.key: event for event in plan_events(plan, times.at, zone)}
    begins = min(day.date for day in plan_days(plan))
    for old in (event for before in earlier for event in plan_events(before)):
        if old.on >= begins and old.key not in events:
            # Some calendars go on showing what is cancelled.
            cancelled = {"is_cancelled": True, "summary": f"No longer planned: {old.summary}"}
            events[old.key] = old if old.is_cancelled else old.model_copy(update=cancelled)
    uids = {key: _uid(session_id, key) for key in events}
    name = f"{plan.exam_name} · ExamMentor"
    entries = ((uids[event.key], event) for event in events.values())
    return write_ics(name, entries, version=version, made_at=made_at, alarm=times.alarm)


def plan_events(plan: StudyPlan, at: time | None = None, zone: str = NO_ZONE) -> Iterator[CalendarEvent]:
    """The plan's events: sittings of a topic counted in date order, revision days too, so that each keeps its key."""
    sittings = Counter[str]()
    revisions = 0
    for day in plan_days(plan):
        if day.kind == "revise":
            revisions += 1
            hours = "\n".join(f"{_hours(topic.hours)}: {topic.name}" for topic in day.topics)
            yield CalendarEvent(
                key=("revision", str(revisions)),
                on=day.date,
                summary=day.theme or "Revision",
                description=hours,
                at=_moment(day.date, at, zone),
                hours=day.hours,
            )
            continue
        begins = _moment(day.date, at, zone)
        for topic in day.topics:
            sittings[topic.name] += 1
            key = ("topic", topic.name, str(sittings[topic.name]))
            yield CalendarEvent(
                key=key,
                on=day.date,
                summary=topic.name,
                description=_about(topic),
                at=begins,
                hours=topic.hours,
            )
            begins = begins + timedelta(hours=topic.hours) if begins else None
    exam = plan.filled().exam_on
    yield CalendarEvent(key=("exam",), on=exam, summary=f"Exam: {plan.exam_name}")
    for left_out in plan.left_out:
        if not sittings[left_out.name]:
            key = ("topic", left_out.name, "1")
            yield CalendarEvent(
                key=key, on=exam, summary=f"Left out: {left_out.name}", description=left_out.why, is_cancelled=True
            )


def _moment(day: date, at: time | None, zone: str) -> datetime | None:
    """A time of a day, in UTC. One that clocks skip counts on from before they did."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC) if at else None


def _uid(session_id: str, key: tuple[str, ...]) -> str:
    """An id that says nothing of the session or the topic to whom the calendar is shared with."""
    return hashlib.sha256("\0".join((session_id, *key)).encode()).hexdigest()[:32] + "@exammentor"


def _about(topic: PlannedTopic) -> str:
    return "\n".join(part for part in (_hours(topic.hours), topic.rationale) if part)


def _hours(hours: float) -> str:
    return f"{hours:g} h"
