"""A plan's life in tests: what is planned, how it stands, and what a learner does to it."""

from __future__ import annotations

from datetime import date, timedelta

from core.models import (
    AgentEvent,
    HistoryQuery,
    Intake,
    PlanEdit,
    Session,
    StudyPlan,
)
from core.study.audit import all_events
from core.study.service import StudyService
from tests.doubles import SetClock

ORGANIC = Intake(exam="NEET", scope=("Organic chemistry",), days=28, hours=3)


FIVE = Intake(exam="Gardening", syllabus="Roots\nStems\nLeaves\nFlowers\nSeeds", days=12, hours=1)


TIGHT = FIVE.model_copy(update={"days": 1, "hours": 0.5})


def accepted(study: StudyService, session: Session) -> StudyPlan:
    version = study.plans.state(study.open(session.id)).accepted
    assert version
    assert version.was_accepted
    assert version.verification.is_valid
    return version.plan


def proposed(study: StudyService, session: Session) -> StudyPlan:
    version = study.plans.state(study.open(session.id)).proposal
    assert version
    assert not version.was_accepted
    return version.plan


def days_of(plan: StudyPlan) -> dict[str, list[date]]:
    days: dict[str, list[date]] = {}
    for day in plan.schedule:
        for topic in () if day.is_revision else day.topics:
            days.setdefault(topic.name, []).append(day.date)
    return days


def hours_of(plan: StudyPlan, name: str) -> float:
    return sum(t.hours for day in plan.schedule if not day.is_revision for t in day.topics if t.name == name)


def events_of(study: StudyService, session: Session) -> list[AgentEvent]:
    """The events, newest first."""
    return [*all_events(study.read, HistoryQuery(session_id=session.id))]


def rows_follow(study: StudyService, session: Session) -> bool:
    """Whether the topics' days, order and status are those of the plan that holds."""
    plan = accepted(study, session)
    days, out = days_of(plan), {topic.name for topic in plan.left_out}
    rows = study.read.topics(session.id)
    to_do = [row for row in rows if row.status in ("planned", "learning")]
    return (
        [row.name for row in to_do] == list(days)
        and all(row.planned_on == days[row.name][0] for row in to_do)
        and {row.name for row in rows if row.status == "left_out"} == out
    )


def days_later(clock: SetClock, days: int) -> date:
    clock.at += timedelta(days=days)
    return clock.at.date()


def edit(kind: str, topic: str, **more: object) -> PlanEdit:
    return PlanEdit.model_validate({"kind": kind, "topic": topic, **more})


def free_day(plan: StudyPlan) -> date:
    return next(day.date for day in plan.schedule if not day.topics)
