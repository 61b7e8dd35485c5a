"""What was said at intake as a request for a plan, and the key under which the plan is cached."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

from core.domain.rules import RULES
from core.models import Intake, Material, PlannedStudy, PlanRequest, PlanVersion
from core.study.ports import Decision, StudyAgents, StudyStore
from core.words import Said, in_turn

CACHE_FOR = timedelta(hours=24)


def plan_key(request: PlanRequest) -> str:
    """The cache's key: a hash over everything that the plan rests on, the rules that it is made by among them; case and
    spacing are left out of the texts."""
    inputs = request.model_dump(mode="json", exclude={"materials"})
    for name in ("exam", "goal", "syllabus"):
        lines = (" ".join(line.casefold().split()) for line in str(inputs[name]).splitlines())
        inputs[name] = "\n".join(line for line in lines if line)
    for name in ("scope", "known", "weekdays_off", "dates_off", "left_out"):
        inputs[name] = sorted(inputs[name])
    inputs["materials"] = [[material.digest, material.name] for material in request.materials]
    # What was kept before the rules changed is not what they give now.
    inputs["rules"] = RULES
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()


def request_for(intake: Intake, materials: tuple[Material, ...], today: date) -> PlanRequest:
    """The request that an intake makes on `today`."""
    return PlanRequest(
        exam=intake.exam,
        scope=intake.scope,
        goal=intake.goal,
        start=today,
        days=intake.days if intake.dated is None else (intake.dated - today).days,
        hours=intake.hours,
        weekdays_off=intake.weekdays_off,
        dates_off=intake.dates_off,
        known=intake.known,
        syllabus=intake.syllabus,
        left_out=intake.left_out,
        renamed=intake.renamed,
        materials=materials,
    )


def cached_or_made(
    store: StudyStore,
    agents: StudyAgents,
    user_id: str,
    key: str,
    request: PlanRequest,
    seed: int,
    now: datetime,
    watch: Callable[[PlanVersion], None] | None,
) -> Decision[PlannedStudy]:
    """The plan that the user has under `key`, with the inputs that it was made from; else a new one, kept for a day.

    The reasoning says which it is. `watch` is told of each draft in both cases.
    """
    cached = store.cached_plan(user_id, key, now)
    if cached is None:
        decision = agents.plan(request, seed=seed, watch=watch)
        study = decision.value.model_copy(update={"inputs": request.inputs})
        store.cache_plan(user_id, key, study, now, now + CACHE_FOR)
        return decision
    if watch:
        for version in cached.outcome.versions:
            watch(version)
    hours = CACHE_FOR // timedelta(hours=1)
    reasoning = Said("decision.from_cache", hours=hours)
    # Its own inputs: the same but for case and spacing, and those of its topics' names.
    study = cached.model_copy(update={"inputs": None})
    return Decision(
        "planner", study, in_turn(reasoning, cached.outcome.verification.verdict), cached.inputs or request.inputs
    )
