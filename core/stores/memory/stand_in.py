"""What stands in while a study file cannot be opened, and moves into it once it can."""

from __future__ import annotations

import logging
from collections.abc import Callable

from core.errors import StudyError
from core.models import Changes
from core.stores.memory.store import MemoryStudyStore
from core.study.ports import StudyStore

_log = logging.getLogger(__name__)
Write = Callable[[StudyStore], object]


class StandIn(MemoryStudyStore):
    """A store in memory that remembers what was written, so that it can be written to a store that lasts."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[Write] = []
        self._followed_by: StudyStore | None = None

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        with self._lock:
            if self._followed_by:
                return self._followed_by.commit(session_id, base_version, commit_id, changes)
            version = super().commit(session_id, base_version, commit_id, changes)
            self._written.append(lambda store: store.commit(session_id, base_version, commit_id, changes))
            return version

    def correct(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        with self._lock:
            if self._followed_by:
                return self._followed_by.correct(session_id, base_version, commit_id, changes)
            version = super().correct(session_id, base_version, commit_id, changes)
            self._written.append(lambda store: store.correct(session_id, base_version, commit_id, changes))
            return version

    def mark_question(self, question_id: str, *, is_void: bool) -> tuple[str, ...]:
        with self._lock:
            if self._followed_by:
                return self._followed_by.mark_question(question_id, is_void=is_void)
            asking = super().mark_question(question_id, is_void=is_void)
            self._written.append(lambda store: store.mark_question(question_id, is_void=is_void))
            return asking

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
