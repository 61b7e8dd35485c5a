"""Random walks through a plan's life: whatever is done in whatever order, what must hold holds after every step."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from core.errors import PlanError
from core.models import Intake, PlanEdit, PlannedTopic, Session
from core.stores.memory.store import MemoryStudyStore
from core.study.service import StudyService
from tests.doubles import SetClock, service
from tests.plan_life import events_of
from tests.plans import broken_rules

STEPS = 12


def random_intake(lot: random.Random) -> Intake:
    if lot.random() < 0.3:
        return Intake(exam="NEET", scope=("Organic chemistry",), days=lot.randint(5, 60), hours=lot.randint(1, 20) / 4)
    names = "\n".join(f"Topic {chr(65 + number)}" for number in range(lot.randint(1, 12)))
    off = tuple(lot.sample(range(7), lot.randint(0, 2)))
    return Intake(exam="Own", syllabus=names, days=lot.randint(4, 20), hours=lot.randint(1, 12) / 4, weekdays_off=off)


def random_edit(lot: random.Random, study: StudyService, session: Session, step: int) -> PlanEdit:
    shown = study.plans.state(session).shown
    assert shown
    kind = lot.choice(["move", "split", "leave_out", "take_back", "add"])
    name = f"New {step}" if kind == "add" else lot.choice([row.name for row in study.read.topics(session.id)])
    days = [day.date for day in shown.plan.schedule if name in {t.name for t in day.topics}]
    return PlanEdit.model_validate(
        {
            "kind": kind,
            "topic": name,
            "from_day": lot.choice(days) if days and lot.random() < 0.7 else None,
            "to_day": lot.choice(shown.plan.schedule).date if lot.random() < 0.7 else None,
            "hours": lot.choice([0.25, 1, 3, 24]),
        }
    )


def one_step(lot: random.Random, study: StudyService, session: Session, step: int) -> Session:
    shown = study.plans.state(session).shown
    assert shown
    act = lot.choice(["edit", "edit", "edit", "replan", "change", "accept", "accept", "decline", "restore"])
    if act == "edit":
        return study.plans.edit(session, random_edit(lot, study, session, step))
    if act == "change":
        window = study.plans.window(session, shown.plan)
        other = {"days": window.days + lot.randint(-5, 10), "hours": max(0.25, window.hours + lot.randint(-4, 4) / 4)}
        return study.plans.replan(session, window.model_copy(update=other))
    if act == "replan":
        return study.plans.replan(session, lighter=lot.random() < 0.3)
    if act == "restore":
        return study.plan_versions.restore(session, lot.choice(study.read.plans(session.id)).version)
    return study.plans.accept(session) if act == "accept" else study.plans.decline(session)


def check(study: StudyService, session: Session) -> None:
    assert study.open(session.id) == session, "what is returned is what is stored"
    versions = study.read.plans(session.id)
    assert [version.version for version in versions] == [*range(1, len(versions) + 1)]
    holds = study.plans.state(session).accepted
    if holds is None:
        return
    assert holds.was_accepted
    assert holds.verification.is_valid
    assert holds.plan.window
    rows = study.read.topics(session.id)
    topics = [
        PlannedTopic(name=row.name, hours=row.hours, difficulty=row.difficulty, prerequisites=row.prerequisites)
        for row in rows
    ]
    out = {topic.name for topic in holds.plan.left_out}
    assert out == {row.name for row in rows if row.status == "left_out"}
    assert broken_rules(holds.plan, topics, holds.plan.window, left_out=out) == []


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_done_to_a_plan_it_holds_and_replays(seed: int) -> None:
    lot, clock = random.Random(seed), SetClock()
    study = service(MemoryStudyStore(), clock)
    session = study.generate_plan(study.start(), random_intake(lot))
    for step in range(STEPS):
        if lot.random() < 0.1:
            clock.at += timedelta(days=lot.randint(1, 3))
        problem = ""
        try:
            session = one_step(lot, study, session, step)
        except PlanError as refused:
            problem = str(refused)
        assert "does not hold" not in problem, "what is proposed can be taken"
        check(study, session)
    assert study.replay(session.id).is_same
    again = [study.run_again(event) for event in events_of(study, session) if study.can_run_again(event)]
    assert again
    assert all(again)
