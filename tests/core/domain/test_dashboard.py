"""What the home page says, and how ready somebody is for the day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from core.domain.dashboard import by_need, dashboard
from core.domain.extra_data import with_extra, with_intake
from core.domain.mastery import forecast_record, overall, rate, readiness
from core.domain.planning import exam_day
from core.models import Evidence, Intake, Misconception, SessionOverview, Stretch, StudyPhase, StudyWindow
from core.models.readiness import QuizForecast
from tests.doubles import NOON, attempt, context, topic

TODAY = NOON.date()


def desk(session_id: str = "s1", **fields: object) -> SessionOverview:
    values = {"id": session_id, "exam_type": "Botany", "phase": StudyPhase.PLANNING, "context": context(session_id)}
    return SessionOverview.model_validate(values | fields)


def studied(day: int, minutes: float, hour: int = 8) -> Stretch:
    since = NOON.replace(hour=hour) + timedelta(days=day)
    return Stretch(since=since, until=since + timedelta(minutes=minutes))


def noted(name: str, confusion: str, *, shown: bool = True) -> Misconception:
    evidence = (Evidence(at=NOON, question_id="q", shows_it=True), *(() if shown else (_right(),)))
    return Misconception(
        id=name,
        topic="Leaves",
        concept="gas",
        confusion=confusion,
        counter_example="",
        question_id="q",
        noticed_at=NOON,
        evidence=evidence,
    )


def _right() -> Evidence:
    return Evidence(at=NOON + timedelta(hours=20), question_id="other", quiz_id="later", shows_it=False)


def test_todays_work_is_what_the_plan_or_a_review_puts_up_to_today() -> None:
    topics = (
        topic("today", planned_on=TODAY),
        topic("late", 1, planned_on=TODAY - timedelta(days=2)),
        topic("later", 2, planned_on=TODAY + timedelta(days=1)),
        topic("faded", 3, status="done", review_on=TODAY - timedelta(days=1)),
        topic("fresh", 4, status="done", review_on=TODAY + timedelta(days=1)),
        topic("out", 5, status="left_out", planned_on=TODAY, review_on=TODAY),
    )
    finished = desk("s2", topics=topics, phase=StudyPhase.COMPLETED, studied=(studied(0, 10), studied(-1, 15)))
    today = dashboard([desk(topics=topics, studied=(studied(0, 2, hour=9), studied(-6, 60))), finished], NOON)
    assert [(item.topic, item.is_review) for item in today.work] == [("late", False), ("faded", True), ("today", False)]
    assert (today.reviews, {item.session_id for item in today.work}) == (1, {"s1"})
    assert (today.minutes_today, today.minutes_week) == (12, 87)
    assert [(day.day, day.minutes) for day in today.days if day.minutes] == [
        (TODAY - timedelta(days=6), 60),
        (TODAY - timedelta(days=1), 15),
        (TODAY, 12),
    ]
    assert (len(today.days), today.days[-1].day) == (7, TODAY)


def test_the_countdown_goes_to_the_nearest_exam_which_is_the_day_after_the_plans_time() -> None:
    def named(days: int, session_id: str, **fields: object) -> SessionOverview:
        intake = Intake(exam_date=TODAY + timedelta(days=days))
        return desk(session_id, context=with_intake(context(session_id), intake), **fields)

    def planned(days: int) -> StudyWindow:
        return StudyWindow(start=TODAY - timedelta(days=2), days=days + 2, hours=2)

    # What was named at intake has moved with the plan.
    moved = named(30, "s1", study_window=planned(4))
    countdown = dashboard([moved, named(9, "s2"), named(-3, "s3"), desk("s4", study_window=planned(-1))], NOON).next
    assert countdown
    assert (countdown.session_id, countdown.days, countdown.on) == ("s1", 4, TODAY + timedelta(days=4))
    countdown = dashboard([named(30, "s1"), named(9, "s2")], NOON).next
    assert countdown
    assert (countdown.session_id, countdown.days) == ("s2", 9)
    assert dashboard([desk()], NOON).next is None
    written = context("s1", extra_data={"intake_days": "soon"})
    assert exam_day(written, None) is None
    assert exam_day(written, planned(4)) == TODAY + timedelta(days=4)


@pytest.mark.parametrize(
    ("extra", "minutes"),
    [({}, 90), ({"daily_minutes": 25}, 25), ({"daily_minutes": True}, 90), ({"intake_hours": "many"}, 0)],
)
def test_a_day_is_meant_to_have_what_was_set_or_else_given_at_intake(extra: dict[str, JsonValue], minutes: int) -> None:
    held = with_extra(with_intake(context("s1"), Intake(days=3, hours=1.5, by_days=True)), extra)
    window = StudyWindow(start=TODAY, days=3, hours=1.5)
    ahead = desk(context=held, study_window=window)
    over = desk("s2", context=held, study_window=StudyWindow(start=TODAY - timedelta(days=9), days=3, hours=1.5))
    finished = desk("s3", context=held, study_window=window, phase=StudyPhase.COMPLETED)
    assert dashboard([ahead, over, finished], NOON).goal == minutes


def test_only_open_misconceptions_of_open_sessions_are_named_and_each_once() -> None:
    both = (noted("m1", "One."), noted("m2", "One."), noted("m3", "Two."), noted("m4", "Gone.", shown=False))
    over = desk("s2", misconceptions=(noted("m5", "Over."),), phase=StudyPhase.COMPLETED)
    overview = dashboard([desk(misconceptions=both), over], NOON + timedelta(days=1))
    assert overview.open_misconceptions == ("One.", "Two.")


def test_the_lowest_scores_come_first_and_untested_topics_are_left_to_the_table() -> None:
    topics = [topic("A", 0, mastery_score=80.0), topic("B", 1), topic("C", 2, mastery_score=20.0)]
    assert [ranked.name for ranked in by_need(topics)] == ["C", "A"]


@given(st.lists(st.booleans(), min_size=1, max_size=12), st.integers(0, 300), st.integers(1, 60))
def test_readiness_lies_in_its_interval_and_never_grows_with_time(right: list[bool], days: int, more: int) -> None:
    ability = rate([attempt(f"q{number}", is_right=is_right) for number, is_right in enumerate(right)])
    topics = [topic("Leaves", hours=2), topic("Roots", 1, hours=1), topic("out", 2, status="left_out")]
    soon, late = (readiness(ability, topics, NOON + timedelta(days=n)) for n in (days, days + more))
    assert [(ready.topic, ready.is_tested) for ready in soon] == [("Leaves", True), ("Roots", False)]
    for sooner, later in zip(soon, late, strict=True):
        assert 0 <= sooner.low <= sooner.score <= sooner.high <= 100
        assert later.score <= sooner.score
    together = overall(soon)
    assert together
    assert min(ready.score for ready in soon) - 0.1 <= together.score <= max(ready.score for ready in soon) + 0.1
    assert together.score == pytest.approx((2 * soon[0].score + soon[1].score) / 3, abs=0.06)


def test_readiness_without_topics_is_none() -> None:
    assert overall(()) is None


def test_how_good_forecasts_were_by_hand() -> None:
    def quiz(expected: float, came: float) -> QuizForecast:
        return QuizForecast("Leaves", NOON, expected, expected - 0.2, expected + 0.2, came, 10)

    record = forecast_record([quiz(0.6, 0.5), quiz(0.6, 0.9), quiz(0.5, 0.5)])
    assert (record.results, record.inside, record.is_early) == (3, 2, True)
    assert record.off_by == pytest.approx((0.1 + 0.3 + 0) / 3)
    assert record.off_by_average == pytest.approx((0 + 0.4 + 0.2) / 3)
    assert forecast_record([]).results == 0
