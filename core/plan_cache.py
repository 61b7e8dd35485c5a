"""A plan from the cache, or made and kept there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from core.models import PlanVersion
from core.ports import Decision, PlannedStudy, PlanRequest, StudyAgents, StudyStore

CACHE_FOR = timedelta(hours=24)


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
        kept = decision.value.model_copy(update={"inputs": decision.inputs})
        store.cache_plan(user_id, key, kept, now, now + CACHE_FOR)
        return decision
    if watch:
        for version in cached.outcome.versions:
            watch(version)
    hours = CACHE_FOR // timedelta(hours=1)
    reasoning = f"From the plan cache: the same was asked for less than {hours} hours ago."
    # Its own inputs: the same but for case and spacing, and those of its topics' names.
    study = cached.model_copy(update={"inputs": {}})
    said = cached.outcome.verification.critique
    return Decision("planner", study, f"{reasoning} {said}", cached.inputs or request.inputs)
