"""A class on the local Supabase: its learners' stores and its teacher's, used as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from typing import Any

from core.errors import SessionNotFound
from core.models import Changes, MadeFromFile, PlannedStudy, SessionOverview
from core.stores.supabase.store import SupabaseStudyStore
from tests.doubles import EVE, MIRA, NOOR
from tests.people import TEACHER, make_cohort, store_of
from tests.stack import Stack


class Classroom:
    """The suite's learners on Supabase: each commits as who they are, and their instructor looks on."""

    is_lasting = True

    def __init__(
        self,
        learners: dict[str, SupabaseStudyStore],
        instructor: SupabaseStudyStore,
        opened: Callable[[str], SupabaseStudyStore],
    ) -> None:
        self._learners, self._instructor, self._opened = learners, instructor, opened

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        return self._store(changes.context.user_id).commit(session_id, base_version, commit_id, changes)

    def bring_in(self, session_id: str, import_id: str, commits: Iterable[Changes]) -> bool:
        whole = [*commits]
        return self._store(whole[0].context.user_id).bring_in(session_id, import_id, whole)

    def _store(self, user_id: str) -> SupabaseStudyStore:
        """A learner's store; of somebody new it is opened, in no class."""
        if user_id not in self._learners:
            self._learners[user_id] = self._opened(user_id)
        return self._learners[user_id]

    def cached_plan(self, user_id: str, key: str, now: datetime) -> PlannedStudy | None:
        return self._learners[user_id].cached_plan(user_id, key, now)

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        self._learners[user_id].cache_plan(user_id, key, study, now, until)

    def dashboard(self, user_id: str, since: datetime) -> tuple[SessionOverview, ...]:
        return self._learners[user_id].dashboard(user_id, since)

    def erase_session(self, session_id: str, at: datetime) -> None:
        """As whoever's it is: the database alone knows."""
        for store in self._learners.values():
            with suppress(SessionNotFound):
                return store.erase_session(session_id, at)
        raise SessionNotFound(session_id)

    def erase_file(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, gone: MadeFromFile
    ) -> int:
        return self._store(changes.context.user_id).erase_file(session_id, base_version, commit_id, changes, gone)

    def erase_account(self, user_id: str, at: datetime) -> None:
        self._store(user_id).erase_account(user_id, at)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._instructor, name)


@contextmanager
def classroom(stack: Stack) -> Iterator[Classroom]:
    make_cohort(stack, TEACHER, MIRA, NOOR, EVE)
    with ExitStack() as closed:

        def opened(who: str) -> SupabaseStudyStore:
            return closed.enter_context(closing(store_of(stack, who)))

        stores = {who: opened(who) for who in (MIRA, NOOR, EVE, TEACHER)}
        yield Classroom(stores, stores[TEACHER], opened)
