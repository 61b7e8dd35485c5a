"""Plans that are kept for a while in Supabase, as whoever is signed in."""

from __future__ import annotations

from datetime import datetime

from postgrest.types import ReturnMethod

from core.models import PlannedStudy
from core.models.plan_request import kept_plan
from core.stores.supabase.call import Caller, quoted
from core.stores.supabase.refusals import unwritable


def find(caller: Caller, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
    """The user's own plan, or else one for everybody. Raises as `Caller.ask` does."""
    plans = caller.ask(
        lambda to: (
            to.table("plan_cache")
            # As text: a learner's own program may have written anything, also what no parser here gets through.
            .select("plan::text")
            .eq("cache_key", key)
            .or_(f"user_id.eq.{quoted(user_id)},user_id.is.null")
            .gt("expires_at", now.isoformat())
            .order("user_id", nullsfirst=False)
        )
    )
    return next((plan for row in plans if (plan := kept_plan(row["plan"]))), None)


def keep(caller: Caller, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
    """Put the plan in place of the one under `key` and of those that are over. Raises as `Caller.ask` does."""
    try:
        plan = study.model_dump(mode="json")
    except ValueError as exc:
        raise unwritable(exc) from exc
    row = {"cache_key": key, "user_id": user_id, "plan": plan, "expires_at": until.isoformat()}
    caller.ask(
        lambda to: (
            to.table("plan_cache")
            .delete(returning=ReturnMethod.minimal)
            .eq("user_id", user_id)
            .or_(f"cache_key.eq.{quoted(key)},expires_at.lte.{quoted(now.isoformat())}")
        )
    )
    # Nobody may change whose plan a row is, which an upsert in one step would ask for. Of two tabs one is enough.
    caller.ask(
        lambda to: to.table("plan_cache").upsert(
            row, on_conflict="cache_key,user_id", ignore_duplicates=True, returning=ReturnMethod.minimal
        )
    )
