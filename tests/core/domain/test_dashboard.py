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


def test_a_day_of_less_than_half_a_minute_counts_as_one_in_each_of_the_figures() -> None:
    """Else a page says "1 min today" beside "0 min on 1 day"."""
    today = dashboard([desk(studied=(studied(0, 0.4), studied(-1, 0.4)))], NOON)
    assert (today.minutes_today, today.minutes_week) == (1, 2)
    assert [day.minutes for day in today.days] == [0, 0, 0, 0, 0, 1, 1]


def window(days: int) -> StudyWindow:
    """The time of a plan whose exam is in so many days."""
    return StudyWindow(start=TODAY - timedelta(days=5), days=days + 5, hours=0)


def test_of_todays_work_the_nearest_exam_comes_first_and_then_the_plans_order() -> None:
    topics = (topic("Zygote", 0), topic("Algae", 1), topic("Moss", 2, planned_on=TODAY - timedelta(days=1)))
    far = desk("s1", topics=topics, study_window=window(30))
    near = desk("s2", topics=(topic("Ferns"),), study_window=window(3))
    undated = desk("s0", topics=(topic("Lichen"),))
    work = dashboard([far, undated, near], NOON).work
    assert [due.topic for due in work] == ["Ferns", "Moss", "Zygote", "Algae", "Lichen"]


def test_a_topic_waits_for_the_lesson_or_the_quiz_that_is_open() -> None:
    topics = (topic("Roots", 0, status="learning"), topic("Stems", 1))
    for phase, after in [(StudyPhase.QUIZZING, "Roots"), (StudyPhase.LEARNING, "Roots"), (StudyPhase.ANALYZING, "")]:
        session = desk(topics=topics, phase=phase, context=context("s1", current_topic="Roots"))
        assert {due.topic: due.after for due in dashboard([session], NOON).work} == {"Roots": "", "Stems": after}


def resumed(*overviews: SessionOverview) -> tuple[str, str]:
    """Where the home page goes on: the session and the topic."""
    resume = dashboard(overviews, NOON).resume
    assert resume
    return resume.session_id, resume.topic


def test_the_session_studied_last_goes_on_where_anything_is_open_or_due_in_it() -> None:
    due = desk("s1", topics=(topic("Roots"),), study_window=window(30))
    near = desk("s2", topics=(topic("Ferns"),), study_window=window(3))
    later = desk("s3", topics=(topic("Moss", planned_on=TODAY + timedelta(days=4)),), study_window=window(9))
    assert resumed(due, near) == ("s1", "Roots")
    assert resumed(later, due, near) == ("s2", "Ferns"), "nothing is due in the last one: the nearest exam's"
    assert resumed(later, desk("s4")) == ("s3", "Moss"), "nothing is due at all: what is next"
    is_open = later.model_copy(update={"phase": StudyPhase.LEARNING, "context": context("s3", current_topic="Moss")})
    assert resumed(is_open, near) == ("s3", "Moss")
    over = desk("s5", topics=(topic("Bark"),), study_window=window(-1))
    assert resumed(over, near) == ("s2", "Ferns"), "an exam that was comes after the others"
    assert resumed(over) == ("s5", "Bark")


def test_what_goes_on_is_not_named_again_in_the_rest_of_today() -> None:
    board = dashboard([desk(topics=(topic("Roots"), topic("Stems", 1)), study_window=window(3))], NOON)
    assert board.resume
    assert (board.resume.topic, board.resume.exam_in) == ("Roots", 3)
    assert [due.topic for due in board.rest] == ["Stems"]
    assert [due.topic for due in board.work] == ["Roots", "Stems"]


def test_a_sitting_is_no_longer_than_a_day_and_a_review_is_short() -> None:
    topics = (topic("Roots", hours=3), topic("Stems", 1, hours=0.5), topic("Bark", 2, hours=3, status="done"))
    topics = (*topics[:2], topics[2].model_copy(update={"review_on": TODAY}))
    said = with_intake(context("s1"), Intake(hours=1))
    board = dashboard([desk(topics=topics, context=said)], NOON)
    assert [due.minutes for due in board.work] == [60, 30, 15]
    assert board.resume
    assert board.resume.minutes == 60


def test_without_a_plan_that_holds_no_topic_can_be_gone_on_with() -> None:
    undecided = context("s1", extra_data={"plan_version": 0})
    assert resumed(desk(context=undecided, topics=(topic("Roots"),))) == ("s1", "")
    assert dashboard([desk(context=undecided, topics=(topic("Roots"),))], NOON).work == ()
    assert resumed(desk(phase=StudyPhase.INTAKE)) == ("s1", "")
    assert dashboard([desk(phase=StudyPhase.COMPLETED)], NOON).resume is None


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
    assert [(mix_up.misconception_id, mix_up.idea) for mix_up in overview.mix_ups] == [("m1", "One"), ("m3", "Two")]


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
