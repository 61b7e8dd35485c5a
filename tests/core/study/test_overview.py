"""What is looked at: all sessions together, a plan as it stands, readiness, and a session to be printed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.planning import plan_changes
from core.errors import StoreUnavailable
from core.models import Intake, PlanEdit, StudyPhase
from core.study.service import StudyService
from tests.doubles import SetClock
from tests.journey import LONG_COURSE, at_phase, hand_in, quiz_of, right_to, to_quiz
from tests.plan_life import FIVE, TIGHT, accepted, days_later, edit


def test_home_lists_the_newest_sessions_and_says_whether_there_are_older_ones(study: StudyService) -> None:
    assert study.overview.home(2).sessions == ()
    begun = [study.start(f"Exam {number}") for number in range(3)]
    home = study.overview.home(2)
    assert [session.id for session in home.sessions] == [begun[2].id, begun[1].id]
    assert home.has_older
    assert not study.overview.home(3).has_older
    assert home.mastery == ()


def test_home_counts_the_time_of_today_and_of_seven_days(study: StudyService, clock: SetClock) -> None:
    session = at_phase(study, StudyPhase.PLANNING)
    clock.at += timedelta(minutes=20)
    session = study.start_topic(session)
    home = study.overview.home(1)
    assert (home.dashboard.minutes_today, home.dashboard.minutes_week) == (20, 20)
    clock.at += timedelta(days=6)
    assert (study.overview.home(1).dashboard.minutes_today, study.overview.home(1).dashboard.minutes_week) == (0, 20)
    clock.at += timedelta(days=1)
    assert study.overview.home(1).dashboard.minutes_week == 0


def test_an_open_quiz_goes_on_at_its_place(study: StudyService, monkeypatch: pytest.MonkeyPatch) -> None:
    session = to_quiz(study, LONG_COURSE)
    before = study.overview.home(1).dashboard.resume
    record = quiz_of(study, session)
    session = study.answer(session, record.id, right_to(record.quiz.questions[0]))
    resume = study.overview.home(1).dashboard.resume
    assert before
    assert resume
    assert (resume.topic, resume.answered, resume.questions) == (record.quiz.topic, 1, len(record.quiz.questions))
    assert 0 < resume.minutes < before.minutes == record.quiz.time_estimate_minutes

    def unreadable(*_: object, **__: object) -> None:
        raise StoreUnavailable("This quiz cannot be read.")

    monkeypatch.setattr(study.read, "quizzes", unreadable)
    resume = study.overview.home(1).dashboard.resume
    assert resume
    assert (resume.session_id, resume.questions, resume.minutes) == (session.id, 0, 0), "home is there all the same"


def test_a_session_that_is_over_or_has_no_topics_says_nothing_of_mastery(study: StudyService) -> None:
    study.start()
    over = at_phase(study, StudyPhase.COMPLETED)
    going = hand_in(study, to_quiz(study, LONG_COURSE), wrong=2)
    (mastery,) = study.overview.home(9).mastery
    assert mastery.session_id == going.id != over.id
    assert [topic.name for topic in mastery.tested] == [going.context.current_topic]
    assert len(mastery.topics) == 8


def test_progress_needs_a_quiz_and_an_exam_day(study: StudyService) -> None:
    session = to_quiz(study)
    assert study.overview.progress(session) is None
    session = hand_in(study, session, wrong=2)
    progress = study.overview.progress(session)
    assert progress
    assert progress.overall
    assert progress.overall.low <= progress.overall.score <= progress.overall.high
    assert [topic.is_tested for topic in progress.topics].count(True) == 1
    assert (progress.record.results, len(progress.forecasts)) == (1, 1)
    plan = study.overview.plan(session)
    assert plan
    assert progress.exam_on == plan.window.exam_on == study.overview.exam_on(session)


def test_before_a_plan_there_is_none_and_then_it_stands_as_today_finds_it(study: StudyService, clock: SetClock) -> None:
    assert study.overview.plan(study.start()) is None
    assert study.overview.plan_steps(study.start()) == ()
    session = study.generate_plan(study.start(), FIVE)
    plan = study.overview.plan(session)
    assert plan
    assert (plan.accepted, plan.proposal, plan.refused) == (plan.shown, None, None)
    assert (plan.behind, plan.ahead, plan.is_over) == ((), (), False)
    assert plan.entry
    assert plan.entry.date == clock.at.date()
    assert plan.suggestion
    assert plan.suggestion.topic.name == plan.entry.topics[0].name
    assert plan.days() == {topic.name: topic.planned_on for topic in plan.topics}
    days_later(clock, 3)
    later = study.overview.plan(session)
    assert later
    assert later.behind[0] == plan.entry.topics[0].name
    assert later.sittings(later.behind[0]) == ()
    assert later.window.days == plan.window.days - 3
    days_later(clock, 30)
    over = study.overview.plan(session)
    assert over
    assert over.is_over
    assert over.entry is None


def test_a_proposal_says_what_it_leaves_out_and_a_refusal_why(study: StudyService, clock: SetClock) -> None:
    tight = study.overview.plan(study.generate_plan(study.start(), TIGHT))
    assert tight
    assert tight.accepted is None
    assert tight.proposal
    assert tight.proposal.fewer == len(tight.proposal.left_out) > 0
    assert tight.proposal.changes == ()
    assert set(tight.days()).isdisjoint(topic.name for topic in tight.proposal.left_out)
    session = study.plans.edit(study.generate_plan(study.start(), FIVE), PlanEdit(kind="add", topic="Fruit", hours=9))
    asked = study.overview.plan(session)
    assert asked
    assert asked.refused
    assert not asked.was_missed
    missed = study.generate_plan(study.start(), FIVE)
    days_later(clock, 4)
    session = study.plans.edit(missed, edit("leave_out", "Seeds"))
    plan = study.overview.plan(session)
    assert plan
    assert plan.refused
    assert plan.was_missed, "it fails for nothing but the topics that had lost their day"
    assert plan.proposal
    assert plan.proposal.is_mended


def test_each_step_is_told_against_the_plan_that_held_before_it(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    session = study.plans.edit(session, edit("leave_out", "Seeds"))
    session = study.plans.edit(session, PlanEdit(kind="add", topic="Fruit", hours=9))
    steps = study.overview.plan_steps(session)
    assert steps[0].changes is None
    assert steps[1].changes
    assert [(change.topic, change.kind) for change in steps[1].changes if change.topic == "Seeds"] == [
        ("Seeds", "left_out")
    ]
    assert all(change.topic != "Seeds" for step in steps[2:] for change in step.changes or ())
    proposal = study.plans.state(session).proposal
    assert [step.version.version for step in steps if step.is_proposed] == ([proposal.version] if proposal else [])


def test_what_was_turned_down_is_not_what_the_next_step_changed(study: StudyService) -> None:
    session = study.generate_plan(study.start(), FIVE)
    held = accepted(study, session)
    shorter = study.plans.window(session, held).model_copy(update={"days": 7})
    session = study.plans.decline(study.plans.replan(session, shorter))
    session = study.plans.edit(session, edit("leave_out", "Seeds"))
    first, turned_down, last = study.overview.plan_steps(session)
    assert {change.topic for change in turned_down.changes or ()} - {"Seeds"}
    taken = accepted(study, session)
    assert last.changes == plan_changes(held, taken, since=taken.schedule[0].date)
    assert last.changes != plan_changes(turned_down.version.plan, taken, since=taken.schedule[0].date)
    assert first.changes is None


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_report_holds_what_was_handed_in_and_nothing_that_was_left_out(study: StudyService, goes_on: bool) -> None:
    session = study.generate_plan(study.start(), LONG_COURSE)
    session = study.plans.edit(session, edit("leave_out", study.topics(session)[7].name))
    session = study.take_quiz(study.start_topic(session))
    assert study.overview.report(session).quizzes == ()
    session = hand_in(study, session, wrong=1)
    record = quiz_of(study, session)
    if goes_on:
        session = study.take_quiz(study.start_topic(study.next_topic(session)))
    report = study.overview.report(session)
    assert report.quizzes == (record,)
    assert record.analysis
    assert tuple(map(str, report.advice)) == record.analysis.recommendations
    assert len(report.topics) == 7
    assert [misconception.is_open(study.clock.now()) for misconception in report.misconceptions] == [True]
    assert report.exam_on == study.overview.exam_on(session)


def test_nothing_is_suggested_without_topics(study: StudyService) -> None:
    assert study.overview.suggestion(study.start("Botany")) is None
    session = study.generate_plan(study.start(), Intake(exam="X", syllabus="Roots\nStems", days=9, hours=1))
    suggestion = study.overview.suggestion(session)
    assert suggestion
    assert suggestion.topic.name == session.context.current_topic
    assert suggestion.why
