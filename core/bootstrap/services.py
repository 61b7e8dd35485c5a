"""Settings and who is asking, made into a `StudyService`, with the time and the ids of this machine."""

from __future__ import annotations

import logging
import time
import uuid
from datetime import UTC, datetime
from functools import partial
from typing import Literal

from starlette.types import ASGIApp

from core.agents.builtin import BuiltinAgents
from core.api.dependencies import ApiContext, HealthCheck
from core.api.schemas import Health
from core.bootstrap.settings import Settings, load_settings
from core.bootstrap.stores import connections, is_multi_user, open_remote, open_store
from core.bootstrap.traces import LocalTraces
from core.errors import NotSignedIn, StoreError
from core.stores.migration_files import behind
from core.study.classes import People
from core.study.erasing import Traces
from core.study.outbox import Queue
from core.study.ports import StudyAgents, StudyStore
from core.study.service import StudyService

_log = logging.getLogger(__name__)


class SystemClock:
    """The machine's time, in UTC: which day it is, only the learner's zone says."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()


def new_id() -> str:
    """A random id."""
    return str(uuid.uuid4())


def build_service(
    settings: Settings | None = None,
    *,
    store: StudyStore | None = None,
    user_id: str = "",
    queue: Queue | None = None,
    people: People | None = None,
    traces: Traces | None = None,
) -> StudyService:
    """The service for the local profile, or over the store of who has signed in. Cheap: make one per run of a page."""
    settings = settings or load_settings()
    return StudyService(
        store=store or open_store(settings),
        agents=build_agents(),
        clock=SystemClock(),
        new_id=new_id,
        user_id=user_id or settings.user,
        max_upload_bytes=settings.max_upload_mb * 2**20,
        queue=queue,
        people=people,
        traces=traces,
    )


def api_context(settings: Settings | None = None) -> ApiContext:
    """The API's way in: for the local profile, or on Supabase for whoever a token belongs to."""
    settings = settings or load_settings()
    if is_multi_user(settings):
        return ApiContext(open=partial(_caller, settings), check=partial(check_store, settings), needs_token=True)
    return ApiContext(
        open=lambda _: build_service(settings),
        check=partial(check_store, settings),
        allow_remote=settings.allow_remote,
    )


def open_api(settings: Settings | None = None) -> ASGIApp:
    """The HTTP API of this app."""
    # It takes most of a second to import, and the pages do without it.
    from core.api.app import build_api

    return build_api(api_context(settings))


def check_store(settings: Settings) -> HealthCheck:
    """How the store is doing, in words that any caller may read; what is wrong in full is in the log."""
    kind: Literal["supabase", "embedded"] = "supabase" if is_multi_user(settings) else "embedded"
    store: StudyStore | None = None
    try:
        if kind == "supabase":
            note = behind(open_remote(settings, lambda: None, connections()).applied())
        else:
            store = open_store(settings)
            note = store.read_only
            if not note:
                store.check()
    except (StoreError, NotSignedIn) as error:
        _log.warning("The store does not answer: %s", error)
        reason = "The store cannot be used just now. The server's log says why."
        return HealthCheck(Health(status="degraded", store=kind, reason=reason), answers=False)
    if note:
        return HealthCheck(Health(status="degraded", store=kind, reason=str(note)), answers=True)
    if store and not store.is_lasting:
        reason = "The study file cannot be opened, so study is lost when the app stops. The server's log says why."
        return HealthCheck(Health(status="degraded", store="memory", reason=reason), answers=True)
    return HealthCheck(Health(store=kind), answers=True)


def build_agents() -> StudyAgents:
    """The agents that the settings name."""
    return BuiltinAgents()


def migrate_database(database_url: str) -> tuple[str, ...]:
    """Bring a Supabase database's schema up to date. Returns the names of the migrations that were applied.

    Raises `MigrationError` and `StoreAway`.
    """
    # psycopg takes its time to import, and only administrators need it.
    from core.stores.supabase.admin import migrate

    return migrate(database_url)


def give_role(database_url: str, email: str, role: str) -> None:
    """Make an account a learner or an instructor. Raises `AccountError`, `MigrationError` and `StoreAway`."""
    from core.stores.supabase.admin import set_role

    set_role(database_url, email, role)


def erase_user(database_url: str, email: str) -> int:
    """Erase the account of that address with all that it has; returns how many sessions it had.

    Raises `AccountError`, `MigrationError` and `StoreAway`.
    """
    from core.stores.supabase.admin import erase_user as erase

    return erase(database_url, email)


def open_own_service(settings: Settings | None = None) -> StudyService:
    """The service for a script of one's own: on Supabase of whoever `EXAMMENTOR_TOKEN` belongs to, else of the local
    profile. Raises `StoreUnavailable` where what is kept for good cannot be opened, and `NotSignedIn`."""
    settings = settings or load_settings()
    store = open_store(settings, must_last=True)
    if not is_multi_user(settings):
        return build_service(settings, store=store)
    from core.stores.supabase.call import owner_of

    user_id = owner_of(settings.token.get_secret_value())
    return build_service(settings, store=store, user_id=user_id, traces=LocalTraces(settings))


def _caller(settings: Settings, token: str | None) -> StudyService:
    """The service of an API call. Whether the token is good, and what it opens, the database says."""
    from core.stores.supabase.call import owner_of

    user_id = owner_of(token or "")
    remote = open_remote(settings, lambda: token, connections())
    return build_service(settings, store=remote, user_id=user_id, traces=LocalTraces(settings))
