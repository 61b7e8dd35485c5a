"""Which store the settings name, opened once for the process."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.bootstrap.settings import Settings, load_settings
from core.errors import ExamMentorError, NotSignedIn, SettingsError, StoreAway, StoreError, StoreUnavailable
from core.stores.memory.stand_in import StandIn
from core.stores.migration_files import ahead, behind
from core.stores.sqlite.store import SqliteStudyStore
from core.study.ports import StudyStore
from core.words import Said

if TYPE_CHECKING:
    import httpx

    from core.stores.supabase.store import SupabaseStudyStore

_log = logging.getLogger(__name__)
_stand_ins: dict[Path, StandIn] = {}
_one_stands_in = threading.Lock()


def supabase_problem(settings: Settings) -> Said | None:
    """Why Supabase cannot be used, if it cannot: by the settings themselves, or by the project's own answer.

    The project is asked once per process. One that cannot be reached is no problem: it may come back.
    """
    url, key = settings.supabase_url, settings.supabase_key.get_secret_value()
    return settings.supabase_problem or (answer_of(url, key) if url else None)


def schema_note(settings: Settings) -> Said | None:
    """What every page says of a Supabase database that is older than this app; None where it is not.

    A database is asked once per process, and one that is older again each minute: it may be up to date by then.
    """
    if not is_multi_user(settings):
        return None
    project = settings.supabase_url, settings.supabase_key.get_secret_value()
    return behind(newest_migration(*project, 0)) and behind(newest_migration(*project, 1 + int(time.monotonic() // 60)))


def embedded_because(problem: Said) -> str:
    """The log's one line where Supabase is set and cannot be used."""
    return f"{problem} Study is kept in the embedded study file."


def is_multi_user(settings: Settings) -> bool:
    """Whether study is kept in Supabase, with sign-in."""
    return bool(settings.supabase_url and not supabase_problem(settings))


def open_store(settings: Settings | None = None, *, must_last: bool = False) -> StudyStore:
    """The store that the settings name: Supabase with `EXAMMENTOR_TOKEN`, else the study file, opened once per process.

    Where the settings of Supabase are wrong the study file serves, and where that can never be opened a store in
    memory (`is_lasting` False), with a warning in the log that says what was tried; with `must_last` it raises
    `StoreUnavailable` instead. What memory holds moves into the file once that can be opened. In any case it raises
    `SettingsError` where the token is missing, `StoreAway` where Supabase is away or the file is busy or its disk full,
    and `MigrationError` where the file cannot be brought up to date: study must not go where nothing finds it again.
    """
    settings = settings or load_settings()
    if problem := supabase_problem(settings):
        if must_last:
            raise StoreUnavailable(problem)
        warn_once(embedded_because(problem))
    elif settings.supabase_url:
        token = settings.token.get_secret_value()
        if not token:
            raise SettingsError("settings.no_token")
        remote = open_remote(settings, lambda: token)
        remote.check()
        return remote
    database = settings.database.absolute()
    try:
        store = open_embedded(database)
    except StoreAway:
        raise
    except StoreUnavailable as exc:
        if must_last:
            raise
        with _one_stands_in:
            if database not in _stand_ins:
                _log.warning("Tried %s: %s Study is kept in memory only and is lost when the app stops.", database, exc)
                _stand_ins[database] = StandIn()
            return _stand_ins[database]
    with _one_stands_in:
        if database in _stand_ins:
            _stand_ins[database].move_into(store)
            del _stand_ins[database]
    return store


def open_remote(
    settings: Settings, token: Callable[[], str | None], http: httpx.Client | None = None
) -> SupabaseStudyStore:
    """The store in Supabase, as whoever `token` belongs to; with connections of its own, or over `http`."""
    # supabase-py takes most of a second to import, and only where it is used.
    from core.stores.supabase.store import SupabaseStudyStore

    return SupabaseStudyStore(settings.supabase_url, settings.supabase_key.get_secret_value(), token, http=http)


def check_embedded(settings: Settings) -> str:
    """How the study file is doing, opened anew. Raises `StoreUnavailable` and `MigrationError`."""
    with closing(SqliteStudyStore(settings.database)) as store:
        return store.check()


@cache
def open_embedded(database: Path) -> StudyStore:
    """The store in this study file, opened once per process. Raises `StoreUnavailable` and `MigrationError`."""
    return SqliteStudyStore(database)


@cache
def connections() -> httpx.Client:
    """What all single calls share: connections, which carry nobody's token until a call puts it on itself."""
    from core.stores.supabase.call import new_http_client

    return new_http_client()


@cache
def answer_of(url: str, key: str) -> Said | None:
    """What is wrong by what the project says to the key alone."""
    from core.stores.supabase.store import SupabaseStudyStore

    with closing(SupabaseStudyStore(url, key, lambda: None)) as store:
        try:
            applied = store.applied()
            if note := behind(applied) or ahead(applied):
                warn_once(str(note))
        except StoreAway as exc:
            _log.warning("Tried Supabase at %s: %s", url, exc)
        except NotSignedIn:
            return Said("settings.key_refused", url=url)
        except ExamMentorError as exc:
            return Said("settings.not_ready", url=url, why=exc.said)
    return None


@lru_cache(maxsize=2)
def newest_migration(url: str, key: str, _minute: int) -> str:
    """The newest migration of the project's database; nothing where it does not answer."""
    from core.stores.supabase.store import SupabaseStudyStore

    with closing(SupabaseStudyStore(url, key, lambda: None)) as store:
        try:
            return store.applied()
        except (StoreError, NotSignedIn):
            return ""


@cache
def warn_once(warning: str) -> None:
    """Say it in the log, the first time that it is said in this process."""
    _log.warning(warning)
