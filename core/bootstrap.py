"""Settings and who is asking, made into a `StudyService`. The only place that knows the adapters."""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from core.agents.builtin import BuiltinAgents
from core.api.door import ApiDoor, HealthCheck
from core.courses import course_ids, load_course
from core.documents import Material
from core.errors import ExamMentorError, MaterialError, SettingsError, StoreError, StoreUnavailable
from core.material import decode, make_material, read_document
from core.ports import StudyAgents, StudyStore
from core.settings import Settings, load_settings
from core.stores.memory import MemoryStudyStore
from core.stores.sqlite import SqliteStudyStore
from core.study import StudyService
from core.wire import Health

_log = logging.getLogger(__name__)
_stand_ins: dict[Path, MemoryStudyStore] = {}


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


def open_store(settings: Settings | None = None, *, must_last: bool = False) -> StudyStore:
    """The store that the settings name, opened once per process and file.

    Where it cannot be opened: a store in memory (`is_lasting` False), with a warning in the log that says what was
    tried; with `must_last` it raises `StoreUnavailable` instead. A file whose schema this code cannot use raises
    `MigrationError` in any case.
    """
    database = (settings or load_settings()).database.absolute()
    try:
        return _open(database)
    except StoreUnavailable as exc:
        if must_last:
            raise
        if database not in _stand_ins:
            _log.warning("Tried %s: %s Study is kept in memory only and is lost when the app stops.", database, exc)
            _stand_ins[database] = MemoryStudyStore()
        return _stand_ins[database]


def build_service(settings: Settings | None = None) -> StudyService:
    """The service for the local profile. Cheap: make one per run of a page."""
    settings = settings or load_settings()
    return StudyService(
        store=open_store(settings),
        agents=build_agents(),
        clock=SystemClock(),
        new_id=new_id,
        user_id=settings.user,
        max_upload_bytes=settings.max_upload_mb * 2**20,
    )


def api_door(settings: Settings | None = None) -> ApiDoor:
    """The API's way in, for the local profile."""
    settings = settings or load_settings()
    return ApiDoor(
        open=lambda _: build_service(settings),
        check=lambda: check_store(settings),
        allow_remote=settings.allow_remote,
    )


def check_store(settings: Settings) -> HealthCheck:
    """How the store does, in words that any caller may read; what is wrong in full is in the log."""
    try:
        store = open_store(settings)
        store.check()
    except StoreError as error:
        _log.warning("The store does not answer: %s", error)
        reason = "The study file cannot be used just now. The server's log says why."
        return HealthCheck(Health(status="degraded", store="embedded", reason=reason), answers=False)
    if not store.is_lasting:
        reason = "The study file cannot be opened, so study is lost when the app stops. The server's log says why."
        return HealthCheck(Health(status="degraded", store="memory", reason=reason), answers=True)
    return HealthCheck(Health(store="embedded"), answers=True)


def build_agents() -> StudyAgents:
    """The agents that the settings name."""
    return BuiltinAgents()


def read_material(path: Path) -> Material:
    """A file on this machine as material. Raises `MaterialError` where it cannot be read or used."""
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise MaterialError(f"{path} cannot be read: {exc.strerror}. Check the name and try again.") from exc
    digest = hashlib.sha256(data).hexdigest()
    document = read_document(path.name, data, max_bytes=load_settings().max_upload_mb * 2**20)
    return make_material(document, material_id=digest[:16], digest=digest)


def read_text(path: Path) -> str:
    """A text file on this machine, whatever its encoding. Raises `MaterialError` where it is no text."""
    text = decode(path.read_bytes())
    if text is None:
        raise MaterialError(f"“{path.name}” is not text. Save it as plain text and try again.")
    return text


class Check(NamedTuple):
    """One thing that the doctor looked at."""

    name: str
    is_ok: bool
    finding: str


def check_everything() -> tuple[Check, ...]:
    """What is configured, reachable, migrated and writable, and the courses that are bundled."""
    checks = []
    try:
        settings = load_settings()
        checks.append(Check("settings", True, f"data in {settings.data_dir.absolute()}, profile {settings.user!r}"))
        store = SqliteStudyStore(settings.database)
        with closing(store):
            checks.append(Check("store", True, store.check()))
    except ExamMentorError as error:
        name = "settings" if isinstance(error, SettingsError) else "store"
        checks.append(Check(name, False, str(error)))
    courses = ", ".join(load_course(course).title for course in course_ids())
    checks.append(Check("courses", bool(courses), courses or "none found"))
    checks.append(Check("agents", True, "built-in: deterministic, no model key needed"))
    return tuple(checks)


@cache
def _open(database: Path) -> StudyStore:
    return SqliteStudyStore(database)
