"""A session out of a file, brought into Supabase: put down commit by commit, and made in one call."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from core.models import Changes
from core.stores.supabase.call import Answered, Caller
from core.stores.supabase.refusals import TooLarge, unwritable


def bring_in(caller: Caller, session_id: str, import_id: str, commits: Iterable[Changes]) -> bool:
    """See `StudyStore`. A file that a server on the way finds too large is left out, as from every commit."""
    about: Answered = {"p_session_id": session_id, "p_import_id": import_id}
    number = -1
    for number, changes in enumerate(commits):
        if not _stage(caller, session_id, about | {"p_number": number}, changes):
            return False
    with caller.patient() as patient:
        asked = about | {"p_commits": number + 1}
        return bool(patient.ask(lambda to: to.rpc("bring_in_session", asked), session_id))


def _stage(caller: Caller, session_id: str, about: Answered, changes: Changes) -> bool:
    try:
        asked = about | {"p_changes": changes.model_dump(mode="json", exclude={"file"})}
        file = changes.file.model_dump(mode="json") if changes.file else None
    except ValueError as exc:
        raise unwritable(exc) from exc
    if file:
        with suppress(TooLarge):
            asked_with = asked | {"p_material_id": file["material_id"], "p_file": file["data"]}
            return bool(caller.ask(lambda to: to.rpc("stage_commit", asked_with), session_id))
    return bool(caller.ask(lambda to: to.rpc("stage_commit", asked), session_id))
