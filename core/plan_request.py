"""What was said at intake as a request for a plan, and the key under which the plan is cached."""

from __future__ import annotations

import hashlib
import json
from datetime import date

from core.documents import Material
from core.ports import PlanRequest
from core.records import Intake


def plan_key(request: PlanRequest) -> str:
    """The cache's key: a hash over everything that the plan rests on, case and spacing left out of the texts."""
    inputs = request.model_dump(mode="json", exclude={"materials"})
    for name in ("exam", "goal", "syllabus"):
        lines = (" ".join(line.casefold().split()) for line in str(inputs[name]).splitlines())
        inputs[name] = "\n".join(line for line in lines if line)
    for name in ("scope", "known", "weekdays_off", "dates_off"):
        inputs[name] = sorted(inputs[name])
    inputs["materials"] = [[material.digest, material.name] for material in request.materials]
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
        materials=materials,
    )
