"""What the router reads of time, and what no plan can run over."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agents.router import route
from tests.routes import TODAY


@pytest.mark.parametrize(
    ("text", "days", "on", "hours"),
    [
        ("neet in 3 weeks, 2.5 hours a day", 21, None, 2.5),
        ("upsc by 3 May", None, date(2026, 5, 3), None),
        ("cat plan till 1st feb", None, date(2027, 2, 1), None),
        ("jee 2026-04-10 4hrs daily", None, date(2026, 4, 10), 4),
        ("do hafte me neet biology, roz teen ghante", 14, None, 3),
        ("jee physics kal test hai", 1, None, None),
        ("neet on 31 february", None, None, None),
        ("neet physics", None, None, None),
        ("plan for JEE, 4 hours a day", None, None, 4),
        ("neet 3 hrs/day for 6 weeks", 42, None, 3),
        ("neet, I have 2.5hrs a day, 5 days a week", None, None, 2.5),
        ("two hours every day till my exam in a week, upsc", 7, None, 2),
    ],
)
def test_the_time_is_read(text: str, days: int | None, on: date | None, hours: float | None) -> None:
    decision = route(text, TODAY)
    assert (decision.days, decision.exam_date, decision.hours) == (days, on, hours)


@pytest.mark.parametrize(
    ("text", "days", "hours"),
    [
        ("NEET in one and a half months", 45, None),
        ("a month and a half for JEE, an hour and a half a day", 45, 1.5),
        ("NEET, half an hour a day", None, 0.5),
        ("NEET, 1,5 hours a day", None, 1.5),
        ("NEET in 2 months, 45 minutes a day", 60, 0.75),
        ("NEET, 1 hour 30 minutes a day for twenty five days", 25, 1.5),
        ("1 month 15 days for UPSC", 45, None),
        ("I have 24 hours to learn calculus for JEE", 1, None),
        ("NEET in 48 hours", 2, None),
        ("NEET 2d motion plan", None, None),
        ("NEET, I took it 2 years ago, 30 days", 30, None),
        ("NEET in 30 days, a 10 minute quiz", 30, None),
    ],
)
def test_halves_minutes_and_hours_in_all_are_read(text: str, days: int | None, hours: float | None) -> None:
    decision = route(text, TODAY)
    assert (decision.days, decision.hours, decision.not_taken) == (days, hours, ())


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("NEET on 15/12/2026", date(2026, 12, 15)),
        ("NEET exam 12/05", date(2026, 5, 12)),
        ("NEET 01.02.27", date(2027, 2, 1)),
        ("NEET on the 3rd of May", date(2026, 5, 3)),
        ("NEET 24/7 please, a plan", None),
        ("20 marks quiz for NEET", None),
        ("NEET plan, 2/3 of it is done", None),
    ],
)
def test_the_day_stands_first_in_a_date(text: str, on: date | None) -> None:
    decision = route(text, TODAY)
    assert (decision.exam_date, decision.not_taken) == (on, ())


@pytest.mark.parametrize(
    ("text", "off"),
    [
        ("NEET in 20 days, 6 days a week", (6,)),
        ("NEET in 20 days, 5 days per week", (5, 6)),
        ("NEET in 20 days, 7 days a week", ()),
        ("NEET in 20 days, weekends off", (5, 6)),
        ("IELTS in 20 days, sundays off", (6,)),
        ("NEET in 20 days, not on mondays and fridays", (0, 4)),
        ("NEET in 20 days, only on weekends", (0, 1, 2, 3, 4)),
    ],
)
def test_days_off_are_read(text: str, off: tuple[int, ...]) -> None:
    decision = route(text, TODAY)
    assert (decision.days, decision.weekdays_off, decision.not_taken) == (20, off, ())
    assert decision.exam or decision.scope.topics == ("ielts",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("400 days for NEET biology", "400 days is more than the 365 that a plan runs over."),
        ("2 years for JEE", "2 years is more than the 365 days that a plan runs over."),
        ("NEET in 0 days", "0 days is less than the one day that a plan needs."),
        ("NEET -5 days", "-5 days is less than the one day that a plan needs."),
        ("NEET, 500 hours a day", "500 hours a day is more than the 24 hours that a day has."),
        ("0.1 hours a day for NEET", "0.1 hours a day is less than a quarter of an hour."),
        ("NEET, 5 minutes a day", "5 minutes a day is less than a quarter of an hour."),
        ("NEET, 10 hours a week", "10 hours a week is not taken: give the hours a day."),
        ("NEET, 4 days a week", "4 days a week leaves open which: pick the days off."),
        ("NEET exam on 3 May 2020", "3 May 2020 is not after today."),
        ("NEET on 3 May 2028", "3 May 2028 is more than 365 days away."),
        ("NEET on 31/02/2026", "31/02/2026 is no date."),
        ("NEET on 31 february", "31 February does not come in the next 365 days."),
        ("NEET, weekdays off and weekends off", "Every day off leaves no day to study on."),
    ],
)
def test_what_no_plan_can_run_over_is_said_and_not_taken(text: str, says: str) -> None:
    decision = route(text, TODAY)
    assert decision.not_taken == (says,)
    assert (decision.intent, decision.days, decision.hours, decision.exam_date, decision.weekdays_off) == (
        "plan",
        None,
        None,
        None,
        (),
    )
    assert not decision.needs_clarification


@given(st.integers(0, 3000), st.integers(0, 5000), st.integers(1990, 2060))
def test_every_time_that_is_taken_can_be_planned(days: int, tenths: int, year: int) -> None:
    decision = route(f"NEET in {days} days, {tenths / 10} hours a day", TODAY)
    assert (
        (decision.days is None) == (days not in range(1, 366)) == bool([s for s in decision.not_taken if "plan" in s])
    )
    assert (decision.hours is None) == (not 0.25 <= tenths / 10 <= 24)
    dated = route(f"NEET on 3 May {year}", TODAY)
    assert bool(dated.exam_date) == (year == 2026) != bool(dated.not_taken)
