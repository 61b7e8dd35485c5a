"""The answer log and what is worked out of it, in Supabase."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from supabase import Client

from core.domain.study_time import PAUSE
from core.models import ItemEvidence
from core.models.attempt import TURNED, item_of
from core.stores.stored import each_stored
from core.stores.supabase.call import Answered, Caller
from core.stores.supabase.columns import ATTEMPT


def attempts(caller: Caller, session_id: str) -> list[Answered]:
    """The rows of a session's answer log in order."""

    def log(to: Client) -> Any:
        asked = to.table("attempts").select(ATTEMPT).eq("session_id", session_id)
        return asked.order("at").order("quiz_id").order("question_id")

    return caller.every(log)


def item_evidence(caller: Caller, question_ids: Collection[str]) -> tuple[ItemEvidence, ...]:
    """What others' answers say about these questions, and which are out for the caller."""
    if not question_ids:
        return ()
    asked = {"p_ids": sorted(question_ids)}
    evidence = caller.ask(lambda to: to.rpc("item_evidence", asked).order("question_id"))
    return each_stored(ItemEvidence, evidence)


def sessions_asking(caller: Caller, question_id: str) -> tuple[str, ...]:
    """The ids of the sessions that the question was answered in, of those that the caller may see."""

    def asking(to: Client) -> Any:
        item = item_of(question_id)
        asked = to.table("attempts").select("session_id").in_("question_id", [item, item + TURNED])
        return asked.order("session_id").order("quiz_id")

    return tuple(sorted({str(row["session_id"]) for row in caller.every(asking)}))


def mark_question(caller: Caller, question_id: str, is_void: bool) -> tuple[str, ...]:
    """Take a question out for the caller's classes, or in again; the sessions that it was answered in."""
    asked = {"p_question_id": question_id, "p_is_void": is_void}
    return tuple(map(str, caller.ask(lambda to: to.rpc("mark_question", asked))))


def dashboard(caller: Caller, since: datetime) -> list[Answered]:
    """The rows of the caller's sessions as the home page shows them."""
    asked = {"p_since": since.isoformat(), "p_pause": PAUSE.total_seconds()}
    return caller.every(lambda to: to.rpc("dashboard", asked))
