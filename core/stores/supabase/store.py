"""The store in Supabase: PostgREST through supabase-py, as the learner whose token it carries."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from core.errors import SessionNotFound, StoreAway
from core.models import (
    Changes,
    MadeFromFile,
    PlannedStudy,
)
from core.stores.supabase import answer_log, bringing_in, erasing, plan_cache
from core.stores.supabase.reads import SupabaseReads
from core.stores.supabase.refusals import TooLarge, unwritable


class SupabaseStudyStore(SupabaseReads):
    """`StudyStore` in a Supabase project. Row-level security decides what is there for whom.

    `token` gives the learner's access token and is asked at each call (None: nobody has signed in). What passes by
    itself (no connection, a time-out, 429, 502 to 504) is tried again with growing, random waits; a commit is safe
    to send twice. Raises, beside what `StudyStore` names, `StoreAway` where that does not help and `NotSignedIn`
    where the token is missing, forged or over.
    """

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        """A file that a server on the way finds too large is left out."""
        return self._write("commit_changes", session_id, base_version, commit_id, changes)

    def correct(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        return self._write("correct_session", session_id, base_version, commit_id, changes)

    def bring_in(self, session_id: str, import_id: str, commits: Iterable[Changes]) -> bool:
        return bringing_in.bring_in(self.caller, session_id, import_id, commits)

    def mark_question(self, question_id: str, *, is_void: bool) -> tuple[str, ...]:
        return answer_log.mark_question(self.caller, question_id, is_void)

    def erase_session(self, session_id: str, at: datetime) -> None:
        erasing.erase_session(self.caller, session_id, at)

    def erase_file(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, gone: MadeFromFile
    ) -> int:
        return self._write("erase_file", session_id, base_version, commit_id, changes, gone)

    def erase_account(self, user_id: str, at: datetime) -> None:
        """The user is whoever has signed in."""
        erasing.erase_account(self.caller, at)

    def _write(
        self,
        function: str,
        session_id: str,
        base_version: int,
        commit_id: str,
        changes: Changes,
        gone: MadeFromFile | None = None,
    ) -> int:
        try:
            sent = changes.model_dump(mode="json", exclude={"file"})
            file = changes.file.model_dump(mode="json") if changes.file else None
        except ValueError as exc:
            raise unwritable(exc) from exc
        asked = {
            "p_session_id": session_id,
            "p_base_version": base_version,
            "p_commit_id": commit_id,
            "p_changes": sent,
        } | ({"p_gone": gone.model_dump(mode="json")} if gone else {})
        if file:
            with suppress(TooLarge):
                asked_with = asked | {"p_material_id": file["material_id"], "p_file": file["data"]}
                return int(self._ask(lambda to: to.rpc("commit_file", asked_with), about=session_id))
        try:
            return int(self._ask(lambda to: to.rpc(function, asked), about=session_id))
        except SessionNotFound as exc:
            raise erasing.refused(self.caller, session_id, exc) from exc

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        with suppress(StoreAway):
            plan_cache.keep(self.caller, user_id, key, study, now, until)
