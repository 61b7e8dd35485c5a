"""What stands in while a study file cannot be opened, and moves into it once it can."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar, cast

from core.errors import StudyError
from core.models import Changes, MadeFromFile
from core.stores.memory.store import MemoryStudyStore
from core.study.ports import StudyStore

_log = logging.getLogger(__name__)
T = TypeVar("T")


class StandIn(MemoryStudyStore):
    """A store in memory that remembers what was written, so that it can be written to a store that lasts."""

    def __init__(self) -> None:
        super().__init__()
        # What is written goes to the store that this one is, past what notes it here.
        self._memory = cast(StudyStore, super())
        self._written: list[Callable[[StudyStore], object]] = []
        self._followed_by: StudyStore | None = None

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        return self._write(lambda store: store.commit(session_id, base_version, commit_id, changes))

    def correct(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        return self._write(lambda store: store.correct(session_id, base_version, commit_id, changes))

    def mark_question(self, question_id: str, *, is_void: bool) -> tuple[str, ...]:
        return self._write(lambda store: store.mark_question(question_id, is_void=is_void))

    def bring_in(self, session_id: str, import_id: str, commits: Iterable[Changes]) -> bool:
        # They are written twice, and may be a stream.
        whole = tuple(commits)
        return self._write(lambda store: store.bring_in(session_id, import_id, whole))

    def erase_session(self, session_id: str, at: datetime) -> None:
        self._write(lambda store: store.erase_session(session_id, at))

    def erase_file(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, gone: MadeFromFile
    ) -> int:
        return self._write(lambda store: store.erase_file(session_id, base_version, commit_id, changes, gone))

    def erase_account(self, user_id: str, at: datetime) -> None:
        self._write(lambda store: store.erase_account(user_id, at))

    def _write(self, write: Callable[[StudyStore], T]) -> T:
        with self._lock:
            if self._followed_by:
                return write(self._followed_by)
            answer = write(self._memory)
            self._written.append(write)
            return answer

    def move_into(self, store: StudyStore) -> None:
        """Write all that was written here into `store`, in order; whoever still holds this one writes there from then.

        Raises as `store` does, and goes on at the next call where it was. What `store` refuses, since it has a session
        of that name already, is left out, and said in the log.
        """
        with self._lock:
            while self._written:
                try:
                    self._written[0](store)
                except StudyError as error:
                    _log.warning("What was kept in memory could not be added to the study file: %s", error)
                self._written.pop(0)
            self._followed_by = store
