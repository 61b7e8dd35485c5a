"""The days of a session are those of its learner, wherever they are, and the exam is on one of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.models import Intake, Session, Topic
from core.stores.memory.store import MemoryStudyStore
from core.study.backup.backup import Backup
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.along import brought, in_the_shape_of_before, taken
from tests.doubles import MIRA, SetClock, service
from tests.journey import COURSE, EVERY, hand_in, once_more
from tests.plan_life import accepted

STORES = ["memory", "sqlite"]


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def quizzed(study: StudyService, zone: str, *, wrong: int = EVERY) -> tuple[Session, Topic]:
    """A session in a zone whose first topic was quizzed, with nothing right by default: it is due as soon as can be."""
    session = study.generate_plan(study.start(zone=zone), COURSE)
    session = hand_in(study, study.take_quiz(study.start_topic(session)), wrong=wrong)
    return session, study.topic(session, session.context.current_topic or "")


def reviews(study: StudyService, zone: str) -> list[str]:
    return [work.topic for work in study.overview.home(9, zone).dashboard.work if work.is_review or work.due_on]


@pytest.mark.parametrize(
    ("zone", "quiz", "due"),
    [
        # Still yesterday in UTC: a day on from there was the same day, and the review was due at once.
        ("Asia/Kolkata", "2026-03-03 00:30", date(2026, 3, 4)),
        ("Asia/Kolkata", "2026-03-03 05:29", date(2026, 3, 4)),
        ("Asia/Kolkata", "2026-03-03 05:31", date(2026, 3, 4)),
        # Tomorrow already in UTC: the review was due a day late.
        ("America/Los_Angeles", "2026-03-02 20:00", date(2026, 3, 3)),
        ("America/Los_Angeles", "2026-12-31 17:00", date(2027, 1, 1)),
        # The days when clocks change: 24 hours on from half past midnight it is the same day of 25 hours.
        ("Europe/Berlin", "2026-10-25 00:15", date(2026, 10, 26)),
        ("Europe/Berlin", "2026-03-28 23:45", date(2026, 3, 29)),
        ("Australia/Lord_Howe", "2026-04-05 00:10", date(2026, 4, 6)),
        ("Pacific/Apia", "2026-03-02 23:30", date(2026, 3, 3)),
        ("Pacific/Kiritimati", "2026-12-31 23:30", date(2027, 1, 1)),
    ],
)
def test_a_review_is_due_on_the_learners_next_day(
    study: StudyService, clock: SetClock, zone: str, quiz: str, due: date
) -> None:
    clock.at = at(quiz, zone)
    _, topic = quizzed(study, zone)
    assert topic.review_on == due
    clock.at = at(f"{due - timedelta(days=1)} 23:58", zone)
    assert topic.name not in reviews(study, zone)
    clock.at = at(f"{due} 00:01", zone)
    assert topic.name in reviews(study, zone)


def test_what_is_right_again_after_midnight_is_no_later_day_but_the_next_morning_is(
    study: StudyService, clock: SetClock
) -> None:
    zone = "Asia/Kolkata"
    clock.at = at("2026-03-02 23:40", zone)
    session, topic = quizzed(study, zone, wrong=0)
    assert topic.status == "studied"
    clock.at = at("2026-03-03 00:20", zone)
    session = hand_in(study, once_more(study, session))
    assert study.topic(session, topic.name).status == "studied"
    clock.at = at("2026-03-03 09:00", zone)
    session = hand_in(study, once_more(study, session))
    assert study.topic(session, topic.name).status == "done"


def test_the_file_of_answers_has_the_learners_times(study: StudyService, clock: SetClock) -> None:
    clock.at = at("2026-03-03 00:30", "Asia/Kolkata")
    session, _ = quizzed(study, "Asia/Kolkata")
    _, first, *_ = study.exports.answers(session).decode("utf-8-sig").splitlines()
    assert first.startswith("2026-03-03T00:30:")
    assert first.split(",")[0].endswith("+05:30")


def test_an_evening_that_is_tomorrow_in_utc_is_no_later_day(study: StudyService, clock: SetClock) -> None:
    zone = "America/Los_Angeles"
    clock.at = at("2026-03-02 09:00", zone)
    session, topic = quizzed(study, zone, wrong=0)
    clock.at = at("2026-03-02 21:00", zone)
    session = hand_in(study, once_more(study, session))
    assert study.topic(session, topic.name).status == "studied"
    feedback = study.feedback.latest(session)
    assert feedback
    assert feedback.standing
    assert not feedback.standing.proof.is_lasting


def test_a_correction_goes_by_the_learners_days_too_and_undone_leaves_no_trace(
    study: StudyService, clock: SetClock
) -> None:
    zone = "Asia/Kolkata"
    clock.at = at("2026-03-03 00:30", zone)
    session, topic = quizzed(study, zone)
    log = study.read.attempts(session.id)
    study.corrections.void(log[0].question_id, "The key is wrong.")
    corrected = study.topic(study.open(session.id), topic.name)
    assert (corrected.answered, corrected.review_on) == (topic.answered - 1, date(2026, 3, 4))
    study.corrections.unvoid(log[0].question_id, "It was right.")
    assert study.topic(study.open(session.id), topic.name) == topic
    assert study.open(session.id).zone == zone


def test_a_mix_up_is_cleared_on_the_learners_later_day(study: StudyService, clock: SetClock) -> None:
    zone = "America/Los_Angeles"
    clock.at = at("2026-03-02 09:00", zone)
    session, _ = quizzed(study, zone)
    suspected = session.context.misconceptions
    assert suspected
    # It is the next day in UTC.
    clock.at = at("2026-03-02 20:00", zone)
    session = hand_in(study, once_more(study, session))
    assert session.context.misconceptions == suspected
    for morning in ("2026-03-03 08:00", "2026-03-04 08:00"):
        clock.at = at(morning, zone)
        session = hand_in(study, once_more(study, session))
    still = session.context.misconceptions
    assert set(still) < set(suspected)
    assert {noted.confusion for noted in study.overview.report(session).misconceptions} == set(still)


def test_a_plan_begins_on_the_learners_day(study: StudyService, clock: SetClock) -> None:
    clock.at = at("2026-12-31 21:00", "America/Los_Angeles")
    plans = {}
    for zone in ("America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo"):
        plan = study.overview.plan(study.generate_plan(study.start(zone=zone), COURSE))
        assert plan
        assert plan.entry
        assert plan.shown.made_on == plan.today == plan.window.start == plan.entry.date
        plans[zone] = plan.today
    assert plans["America/Los_Angeles"] == date(2026, 12, 31)
    assert plans["Europe/Berlin"] == plans["Asia/Tokyo"] == date(2027, 1, 1)


def test_an_exam_tomorrow_is_tomorrow_where_the_learner_is(study: StudyService, clock: SetClock) -> None:
    clock.at = at("2026-03-02 21:00", "America/Los_Angeles")
    exam = Intake(exam="Cell biology", exam_date=date(2026, 3, 3))
    assert "exam_date" in study.catalogue.gaps(None, exam, "Asia/Tokyo")
    assert "exam_date" not in study.catalogue.gaps(None, exam, "America/Los_Angeles")
    assert study.catalogue.days("America/Los_Angeles")[0] == date(2026, 3, 2)


def test_who_travels_takes_their_days_along_and_looking_writes_nothing(study: StudyService, clock: SetClock) -> None:
    clock.at = at("2026-03-03 08:00", "Asia/Tokyo")
    session, topic = quizzed(study, "Asia/Tokyo")
    assert topic.review_on == date(2026, 3, 4)
    # Two hours later, and a day earlier.
    landed = session.model_copy(update={"zone": "Pacific/Honolulu"})
    clock.at = at("2026-03-02 13:00", "Pacific/Honolulu")
    plan = study.overview.plan(landed)
    assert plan
    assert plan.today == date(2026, 3, 2)
    stored = study.open(session.id)
    assert (stored.zone, stored.version) == ("Asia/Tokyo", session.version)
    landed = study.next_topic(landed, topic.name)
    assert (study.open(session.id).zone, landed.zone) == ("Pacific/Honolulu", "Pacific/Honolulu")
    clock.at = at("2026-03-03 23:00", "Pacific/Honolulu")
    assert topic.name not in reviews(study, "Pacific/Honolulu")
    clock.at = at("2026-03-04 00:10", "Pacific/Honolulu")
    assert topic.name in reviews(study, "Pacific/Honolulu")


def test_time_studied_over_midnight_is_cut_there_and_two_sessions_by_turns_count_once(
    study: StudyService, clock: SetClock
) -> None:
    zone = "Asia/Kolkata"
    clock.at = at("2026-03-02 23:40", zone)
    one, other = (study.generate_plan(study.start(zone=zone), COURSE) for _ in range(2))
    clock.at = at("2026-03-03 00:05", zone)
    one, other = study.start_topic(one), study.start_topic(other)
    home = study.overview.home(9, zone).dashboard
    assert (home.minutes_today, home.minutes_week) == (5, 25)
    # The same moment is the evening before in UTC.
    assert study.overview.home(9, "UTC").dashboard.minutes_today == 25


def test_due_work_is_that_of_every_session(study: StudyService, clock: SetClock) -> None:
    begun = [study.generate_plan(study.start(), COURSE) for _ in range(22)]
    assert {work.session_id for work in study.overview.home(5).dashboard.work} == {session.id for session in begun}


@pytest.mark.parametrize("intake", [COURSE, COURSE.model_copy(update={"exam_date": date(2026, 3, 12)})])
def test_every_page_and_file_names_one_exam_day_also_after_it_moved(study: StudyService, intake: Intake) -> None:
    session = hand_in(study, study.take_quiz(study.start_topic(study.generate_plan(study.start(), intake))))
    session = study.next_topic(session)
    assert named(study, session) == {date(2026, 3, 12) if intake.exam_date else date(2026, 3, 9)}
    plan = accepted(study, session)
    moved = plan.filled().until(date(2026, 3, 20), hours=3, weekdays_off=(), dates_off=())
    session = study.plans.accept(study.plans.replan(session, moved))
    assert named(study, session) == {date(2026, 3, 20)}


@pytest.mark.parametrize(("moved_to", "status"), [(None, "done"), (date(2026, 3, 20), "studied")])
def test_the_last_days_are_those_before_the_day_that_the_exam_has_moved_to(
    study: StudyService, moved_to: date | None, status: str
) -> None:
    session = study.generate_plan(study.start(), COURSE.model_copy(update={"exam_date": date(2026, 3, 5), "hours": 9}))
    if moved_to:
        moved = accepted(study, session).filled().until(moved_to, hours=9, weekdays_off=(), dates_off=())
        session = study.plans.accept(study.plans.replan(session, moved))
    session = hand_in(study, study.take_quiz(study.start_topic(session)))
    assert study.topic(session, session.context.current_topic or "").status == status
    feedback = study.feedback.latest(session)
    assert feedback
    assert feedback.standing
    assert feedback.standing.proof.is_lasting is (status == "done")


def named(study: StudyService, session: Session) -> set[date | None]:
    """The exam day by each page and file that names one."""
    plan, progress = study.overview.plan(session), study.overview.progress(session)
    home, sheet = study.overview.home(9).dashboard.next, study.exports.plan_sheet(session)
    assert plan
    assert progress
    assert home
    assert sheet
    assert home.days == (home.on - plan.today).days
    calendar = study.exports.plan_calendar(session).decode().split("SUMMARY:Exam")[0]
    told = study.exports.plan_notes(session).decode().split("\nExam: ")[1].splitlines()[0]
    return {
        plan.window.exam_on,
        progress.exam_on,
        home.on,
        sheet.exam_on,
        study.overview.report(session).exam_on,
        study.overview.exam_on(session),
        datetime.strptime(calendar.rsplit("DTSTART;VALUE=DATE:")[-1][:8], "%Y%m%d").replace(tzinfo=UTC).date(),
        datetime.strptime(told, "%A, %d %B %Y").replace(tzinfo=UTC).date(),
    }


def test_readiness_is_that_of_the_end_of_the_exam_day_where_the_learner_is(study: StudyService) -> None:
    session, _ = quizzed(study, "UTC", wrong=0)
    scores = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        progress = study.overview.progress(session.model_copy(update={"zone": zone}))
        assert progress
        scores.append(max(topic.score for topic in progress.topics if topic.is_tested))
    # The day ends 25 hours later in the west, and more is forgotten.
    assert scores[0] > scores[1]


def test_what_is_taken_along_says_where_the_learner_was_and_a_file_of_before_is_in_utc(
    study: StudyService, store: StudyStore, clock: SetClock
) -> None:
    session = study.generate_plan(study.start(zone="Asia/Kolkata"), COURSE)
    before_today = in_the_shape_of_before(taken(Backup(store, clock, MIRA)))
    elsewhere = MemoryStudyStore()
    brought(Backup(elsewhere, clock, MIRA), before_today)
    assert elsewhere.load(session.id).zone == "Asia/Kolkata"
    before = MemoryStudyStore()
    brought(
        Backup(before, clock, MIRA), before_today.replace(b'"zone": "Asia/Kolkata"', b'"exam_type": "Cell biology"')
    )
    assert before.load(session.id).zone == "UTC"
    assert service(before, clock).replay(session.id).is_same
