"""A plan in a calendar at a time of day: right also where clocks change between two days of study."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from core.models import DailyPlan, PlannedTopic, StudyPlan
from core.models.plan_overview import CalendarTimes
from core.stores.memory.store import MemoryStudyStore
from core.study.export.calendar import plan_ics
from tests.doubles import service
from tests.plan_life import FIVE

MADE = datetime(2026, 3, 1, tzinfo=UTC)


def plan_over(first: date, days: int, *, hours: float = 1.5) -> StudyPlan:
    schedule = tuple(
        DailyPlan(
            day=number + 1,
            date=first + timedelta(days=number),
            theme="Revise" if number == days - 1 else "",
            topics=(PlannedTopic(name="Leaves", hours=hours), PlannedTopic(name="Roots", hours=0.75)),
            estimated_hours=hours + 0.75,
            is_revision=number == days - 1,
        )
        for number in range(days)
    )
    return StudyPlan(exam_name="Botany", total_days=days, overview="", schedule=schedule)


def events(times: CalendarTimes, zone: str, first: date, days: int = 3, version: int = 1) -> list[Event]:
    data = plan_ics(plan_over(first, days), session_id="s", version=version, made_at=MADE, times=times, zone=zone)
    return [entry for entry in Calendar.from_ical(data).walk("VEVENT") if isinstance(entry, Event)]


@pytest.mark.parametrize(
    ("zone", "first"),
    [
        ("Europe/Berlin", date(2026, 3, 28)),
        ("Europe/Berlin", date(2026, 10, 24)),
        ("America/New_York", date(2026, 3, 7)),
        ("America/New_York", date(2026, 10, 31)),
        ("Asia/Kolkata", date(2026, 3, 28)),
    ],
)
def test_each_day_begins_at_the_hour_that_the_learners_clock_shows(zone: str, first: date) -> None:
    timed = [event for event in events(CalendarTimes(at=time(17)), zone, first) if "Exam" not in event["SUMMARY"]]
    moments = [event["DTSTART"].dt for event in timed]
    assert all(moment.utcoffset() == timedelta(0) for moment in moments), "written in UTC"
    shown = [(str(event["SUMMARY"]), event["DTSTART"].dt.astimezone(ZoneInfo(zone))) for event in timed]
    days = [first + timedelta(days=number) for number in range(3)]
    assert [(name, at.date(), at.time()) for name, at in shown] == [
        ("Leaves", days[0], time(17)),
        ("Roots", days[0], time(18, 30)),
        ("Leaves", days[1], time(17)),
        ("Roots", days[1], time(18, 30)),
        ("Revise", days[2], time(17)),
    ]
    offsets = {at.utcoffset() for _, at in shown}
    assert len(offsets) == (1 if zone == "Asia/Kolkata" else 2), "the clocks change between two of the days"
    assert {event["TRANSP"] for event in timed} == {"OPAQUE"}


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/Berlin", date(2026, 10, 25)), ("America/New_York", date(2026, 11, 1))]
)
def test_what_is_studied_while_clocks_go_back_takes_as_long_as_ever(zone: str, day: date) -> None:
    timed = events(CalendarTimes(at=time(0, 30)), zone, day, days=2)[:2]
    lengths = [event["DTEND"].dt - event["DTSTART"].dt for event in timed]
    assert lengths == [timedelta(hours=1.5), timedelta(hours=0.75)]
    assert timed[1]["DTSTART"].dt == timed[0]["DTEND"].dt
    (_, second) = (event["DTSTART"].dt.astimezone(ZoneInfo(zone)) for event in timed)
    assert second.time() == (time(2) if zone == "Europe/Berlin" else time(1))


def test_a_time_that_clocks_skip_is_when_they_are_past_it() -> None:
    first = events(CalendarTimes(at=time(2, 30)), "Europe/Berlin", date(2026, 3, 29))[0]
    assert first["DTSTART"].dt == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert first["DTSTART"].dt.astimezone(ZoneInfo("Europe/Berlin")).time() == time(3, 30)


@pytest.mark.parametrize(("alarm", "trigger"), [(0, timedelta(0)), (15, timedelta(minutes=-15))])
def test_an_alarm_goes_off_before_each_event_that_has_a_time(alarm: int, trigger: timedelta) -> None:
    made = events(CalendarTimes(at=time(17), alarm=alarm), "Europe/Berlin", date(2026, 3, 28))
    exam = [event for event in made if "Exam" in event["SUMMARY"]]
    assert [event.walk("VALARM") for event in exam] == [[]]
    for event in made[:-1]:
        (bell,) = event.walk("VALARM")
        assert (bell["TRIGGER"].dt, bell["ACTION"]) == (trigger, "DISPLAY")
        assert bell["DESCRIPTION"] == event["SUMMARY"]


def test_without_a_time_of_day_events_are_of_whole_days_without_an_alarm() -> None:
    made = events(CalendarTimes(alarm=15), "Europe/Berlin", date(2026, 3, 28))
    assert all(not isinstance(event["DTSTART"].dt, datetime) for event in made)
    assert not [bell for event in made for bell in event.walk("VALARM")]


def test_an_import_with_a_time_moves_the_events_of_one_without() -> None:
    day = date(2026, 3, 28)
    whole = {str(event["UID"]) for event in events(CalendarTimes(), "Europe/Berlin", day)}
    assert whole == {str(event["UID"]) for event in events(CalendarTimes(at=time(7, 15)), "Europe/Berlin", day)}


def test_the_zone_is_the_sessions() -> None:
    study = service(MemoryStudyStore())
    session = study.generate_plan(study.start(zone="Asia/Kolkata"), FIVE)
    data = study.exports.plan_calendar(session, CalendarTimes(at=time(6, 30)))
    first = next(entry for entry in Calendar.from_ical(data).walk("VEVENT"))
    assert first["DTSTART"].dt.time() == time(1)
