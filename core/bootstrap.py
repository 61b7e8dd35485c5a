"""Settings and who is asking, made into a `StudyService`. The only place that knows the adapters."""

from __future__ import annotations

import atexit
import logging
import time
import uuid
from datetime import datetime
from functools import cache
from pathlib import Path

from core.agents.builtin import BuiltinAgents
from core.errors import StoreError
from core.ports import StudyStore
from core.settings import Settings, load_settings
from core.stores.memory import MemoryStudyStore
from core.stores.sqlite import SqliteStudyStore
from core.study import StudyService

_log = logging.getLogger(__name__)


class SystemClock:
    """The machine's time, in its own zone: a study day ends at the learner's midnight."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now().astimezone()

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()


def new_id() -> str:
    """A random id."""
    return str(uuid.uuid4())


def open_store(settings: Settings | None = None) -> StudyStore:
    """The store that the settings name, opened once per process and file.

    Where it cannot be opened: a store in memory, with a warning in the log that says what was tried.
    """
    return _open((settings or load_settings()).database.absolute())


def build_service(settings: Settings | None = None) -> StudyService:
    """The service for the local profile. Cheap: make one per run of a page."""
    settings = settings or load_settings()
    return StudyService(
        store=open_store(settings),
        agents=BuiltinAgents(),
        clock=SystemClock(),
        new_id=new_id,
        user_id=settings.user,
        max_upload_bytes=settings.max_upload_mb * 2**20,
    )


@cache
def _open(database: Path) -> StudyStore:
    try:
        store = SqliteStudyStore(database)
    except StoreError as exc:
        _log.warning("Tried %s: %s Study is kept in memory only and is lost when the app stops.", database, exc)
        return MemoryStudyStore()
    atexit.register(store.close)
    return store
