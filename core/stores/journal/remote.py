"""A store that can be away, as the journal stands before it."""

from __future__ import annotations

from typing import Protocol

from core.models import Snapshot
from core.study.ports import StudyStore


class RemoteStore(StudyStore, Protocol):
    """A store that can be away."""

    def snapshot(self, session_id: str) -> Snapshot:
        """Everything of a session but its history. Raises `SessionNotFound`, `StoreAway`."""
