"""A remote store that can be away, and a learner's desk before it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import NotSignedIn, StoreAway
from core.models import (
    Changes,
    HistoryQuery,
    PlannedStudy,
    Snapshot,
)
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.sender import LAST_PAUSE_S
from core.stores.journal.store import JournaledStudyStore
from core.stores.memory.store import MemoryStudyStore
from core.stores.sqlite.store import SqliteStudyStore
from core.study.lookups import all_parts
from tests.doubles import MIRA, changes, context


class Remote(MemoryStudyStore):
    """A database that can be away, take a commit and lose the answer, or be in trouble with one session's commits."""

    def __init__(self) -> None:
        super().__init__()
        self.is_away = self.loses_answers = self.is_signed_out = False
        self.troubles: dict[str, Exception] = {}
        self.asked = 0

    def _answer(self) -> None:
        self.asked += 1
        if self.is_away:
            raise StoreAway("away")
        if self.is_signed_out:
            raise NotSignedIn("over")

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        self._answer()
        if session_id in self.troubles:
            raise self.troubles[session_id]
        version = super().commit(session_id, base_version, commit_id, changes)
        if self.loses_answers:
            raise StoreAway("lost")
        return version

    def load(self, session_id: str) -> Any:
        self._answer()
        return super().load(session_id)

    def erase_session(self, session_id: str, at: datetime) -> None:
        self._answer()
        super().erase_session(session_id, at)

    def erase_account(self, user_id: str, at: datetime) -> None:
        self._answer()
        super().erase_account(user_id, at)

    def erase_file(self, *commit: Any) -> int:
        self._answer()
        return super().erase_file(*commit)

    def material_file(self, session_id: str, material_id: str) -> bytes | None:
        self._answer()
        return super().material_file(session_id, material_id)

    def cached_plan(self, user_id: str, key: str, now: datetime) -> Any:
        self._answer()
        return super().cached_plan(user_id, key, now)

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        self._answer()
        super().cache_plan(user_id, key, study, now, until)

    def check(self) -> str:
        self._answer()
        return "here"

    def history(self, query: HistoryQuery) -> Any:
        self._answer()
        return super().history(query)

    def snapshot(self, session_id: str) -> Snapshot:
        self._answer()
        return Snapshot(
            session=super().load(session_id),
            files=tuple(known.id for known in self.materials(session_id) if known.has_file),
            **dict(all_parts(self, session_id)),
        )


class FileRemote(SqliteStudyStore):
    """A database in a file, that several processes can reach."""

    def snapshot(self, session_id: str) -> Snapshot:
        return Snapshot(session=self.load(session_id), **dict(all_parts(self, session_id)))


class Desk:
    """A learner's store over `remote`, with a clock that is set by hand; it can be closed and opened again."""

    def __init__(self, remote: Remote, path: Path) -> None:
        self.remote, self.path, self.at = remote, path, 0.0
        self.open()

    def open(self) -> None:
        self.copy = LocalCopy(self.path)
        self.store = JournaledStudyStore(self.remote, self.copy, MIRA, lambda: self.at, lambda: self.at)

    def restart(self) -> None:
        self.copy.close()
        self.open()

    def away(self) -> None:
        self.remote.is_away = True

    def back(self) -> None:
        self.remote.is_away = self.remote.loses_answers = False
        self.at += LAST_PAUSE_S

    def note(self, text: str, base: int | None = None, session: str = "s1") -> int:
        """A commit that leaves `text` in the context, on the version that `base` says or that is there."""
        base = self.store.load(session).version if base is None else base
        after = context(session, extra_data={"note": text})
        return self.store.commit(session, base, f"{session}-{text}", changes(session, context=after))
