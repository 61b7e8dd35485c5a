"""Settings and who is asking, made into a `StudyService`. The only place that knows the adapters."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.agents.builtin import BuiltinAgents
from core.api.door import ApiDoor, HealthCheck
from core.errors import ExamMentorError, NotSignedIn, StoreAway, StoreError, StoreUnavailable
from core.ports import StudyAgents, StudyStore
from core.settings import Settings, load_settings
from core.stores.memory import MemoryStudyStore
from core.stores.migration_files import ahead, behind
from core.stores.sqlite import SqliteStudyStore
from core.study import StudyService
from core.wire import Health

if TYPE_CHECKING:
    import httpx

    from core.accounts import Tokens
    from core.stores.journal import JournaledStudyStore
    from core.stores.local_copy import LocalCopy
    from core.stores.sign_ins import SignIns
    from core.stores.supabase import SupabaseStudyStore
    from core.stores.supabase_accounts import Accounts
    from core.stores.supabase_people import SupabasePeople

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


def supabase_problem(settings: Settings) -> str:
    """Why Supabase cannot be used, in a sentence: by the settings themselves, or by the project's own answer.

    The project is asked once per process. One that cannot be reached is no problem: it may come back.
    """
    url, key = settings.supabase_url, settings.supabase_key.get_secret_value()
    return settings.supabase_problem or (_asked(url, key) if url else "")


def schema_note(settings: Settings) -> str:
    """What every page says of a Supabase database that is older than this app; empty where it is not.

    A database is asked once per process, and one that is older again each minute: it may be up to date by then.
    """
    if not is_multi_user(settings):
        return ""
    project = settings.supabase_url, settings.supabase_key.get_secret_value()
    return behind(_applied(*project, 0)) and behind(_applied(*project, 1 + int(time.monotonic() // 60)))


def embedded_because(problem: str) -> str:
    """The log's one line where Supabase is set and cannot be used."""
    return f"{problem} Study is kept in the embedded study file."


def is_multi_user(settings: Settings) -> bool:
    """Whether study is kept in Supabase, with sign-in."""
    return bool(settings.supabase_url and not supabase_problem(settings))


def open_store(settings: Settings | None = None, *, must_last: bool = False) -> StudyStore:
    """The store that the settings name: Supabase with `EXAMMENTOR_TOKEN`, else the study file, opened once per process.

    Where one cannot be opened the next stands in, at last a store in memory (`is_lasting` False), with a warning in
    the log that says what was tried; with `must_last` it raises `StoreUnavailable` instead. A file that cannot be
    brought up to date raises `MigrationError` in any case.
    """
    settings = settings or load_settings()
    if problem := supabase_problem(settings):
        if must_last:
            raise StoreUnavailable(problem)
        warn_once(embedded_because(problem))
    elif settings.supabase_url:
        remote = open_remote(settings, lambda: settings.token.get_secret_value() or None)
        try:
            remote.check()
        except StoreUnavailable as exc:
            if must_last:
                raise
            warn_once(f"Tried Supabase at {settings.supabase_url}: {exc} Study is kept in the embedded study file.")
        else:
            return remote
    database = settings.database.absolute()
    try:
        return _open(database)
    except StoreUnavailable as exc:
        if must_last:
            raise
        if database not in _stand_ins:
            _log.warning("Tried %s: %s Study is kept in memory only and is lost when the app stops.", database, exc)
            _stand_ins[database] = MemoryStudyStore()
        return _stand_ins[database]


def open_remote(
    settings: Settings, token: Callable[[], str | None], http: httpx.Client | None = None
) -> SupabaseStudyStore:
    """The store in Supabase, as whoever `token` belongs to; with connections of its own, or over `http`."""
    # supabase-py takes most of a second to import, and only where it is used.
    from core.stores.supabase import SupabaseStudyStore

    return SupabaseStudyStore(settings.supabase_url, settings.supabase_key.get_secret_value(), token, http=http)


def open_accounts(settings: Settings) -> Accounts:
    """The accounts of the Supabase project."""
    from core.stores.supabase_accounts import Accounts

    return Accounts(settings.supabase_url, settings.supabase_key.get_secret_value())


def open_sign_ins(settings: Settings) -> SignIns:
    """The sign-ins that this server keeps."""
    from core.stores.sign_ins import SignIns

    return SignIns(settings.data_dir / "sign_ins.sqlite3", open_accounts(settings).renew, time.time)


@dataclass(frozen=True)
class Seat:
    """A signed-in learner's place: one for each browser tab, never shared. `secret` is what the cookie holds."""

    secret: str
    user_id: str
    email: str
    service: StudyService
    store: JournaledStudyStore
    people: SupabasePeople


def sign_in(settings: Settings, tokens: Tokens) -> str:
    """Keep a sign-in and return the secret for its cookie; the database gets to know the account."""
    from core.stores.supabase_people import SupabasePeople

    secret = open_sign_ins(settings).begin(tokens)
    with closing(open_remote(settings, lambda: tokens.access_token)) as remote:
        try:
            SupabasePeople(remote.caller).profile()
        except StoreUnavailable as exc:
            # The first commit does it too.
            _log.warning("A new sign-in is not known to the database yet: %s", exc)
    return secret


def sign_out(settings: Settings, secret: str) -> None:
    """End a sign-in in every tab of its browser, and drop the copies for which nothing waits."""
    sign_ins = open_sign_ins(settings)
    tokens = sign_ins.find(secret)
    sign_ins.end(secret)
    if tokens is None:
        return
    try:
        open_accounts(settings).sign_out(tokens.access_token)
    except ExamMentorError as exc:
        # While it is away the copies are all that another device of the learner's has.
        _log.warning("A sign-in ended here, but not at the auth server: %s", exc)
        return
    with closing(_copy_of(settings, tokens.user_id)) as copy:
        copy.forget_all()


def take_seat(settings: Settings, secret: str, *, for_one_call: bool = False) -> Seat:
    """The place of the learner who signed in under `secret`. Raises `NotSignedIn` where nobody did.

    One `for_one_call` uses the connections that such calls share, so that nothing is left open after it.
    """
    from core.stores.journal import JournaledStudyStore
    from core.stores.supabase_people import SupabasePeople

    sign_ins = open_sign_ins(settings)
    tokens = sign_ins.find(secret)
    if tokens is None:
        raise NotSignedIn("You are signed out. Sign in to go on.")
    http = _connections() if for_one_call else None
    remote = open_remote(settings, lambda: sign_ins.access_token(secret), http)
    store = JournaledStudyStore(remote, _copy_of(settings, tokens.user_id), tokens.user_id, time.monotonic)
    service = build_service(settings, store=store, user_id=tokens.user_id)
    return Seat(secret, tokens.user_id, tokens.email, service, store, SupabasePeople(remote.caller))


def build_service(
    settings: Settings | None = None, *, store: StudyStore | None = None, user_id: str = ""
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
    )


def api_door(settings: Settings | None = None) -> ApiDoor:
    """The API's way in: for the local profile, or on Supabase for whoever a token belongs to."""
    settings = settings or load_settings()
    if is_multi_user(settings):
        return ApiDoor(open=partial(_caller, settings), check=partial(check_store, settings), needs_token=True)
    return ApiDoor(
        open=lambda _: build_service(settings),
        check=partial(check_store, settings),
        allow_remote=settings.allow_remote,
    )


def check_store(settings: Settings) -> HealthCheck:
    """How the store does, in words that any caller may read; what is wrong in full is in the log."""
    kind: Literal["supabase", "embedded"] = "supabase" if is_multi_user(settings) else "embedded"
    store: StudyStore | None = None
    try:
        if kind == "supabase":
            note = behind(open_remote(settings, lambda: None, _connections()).applied())
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
        return HealthCheck(Health(status="degraded", store=kind, reason=note), answers=True)
    if store and not store.is_lasting:
        reason = "The study file cannot be opened, so study is lost when the app stops. The server's log says why."
        return HealthCheck(Health(status="degraded", store="memory", reason=reason), answers=True)
    return HealthCheck(Health(store=kind), answers=True)


def build_agents() -> StudyAgents:
    """The agents that the settings name."""
    return BuiltinAgents()


@cache
def _open(database: Path) -> StudyStore:
    return SqliteStudyStore(database)


def _caller(settings: Settings, token: str | None) -> StudyService:
    """The service of an API call. Whether the token is good, and what it opens, the database says."""
    from core.stores.supabase_call import owner_of

    user_id = owner_of(token or "")
    return build_service(settings, store=open_remote(settings, lambda: token, _connections()), user_id=user_id)


@cache
def _connections() -> httpx.Client:
    """What all single calls share: connections, which carry nobody's token until a call puts it on itself."""
    from core.stores.supabase_call import new_http_client

    return new_http_client()


def _copy_of(settings: Settings, user_id: str) -> LocalCopy:
    """A file of the learner's own. The id is the auth server's, and is made a plain name all the same."""
    from core.stores.local_copy import LocalCopy

    folder = settings.data_dir / "learners"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalCopy(folder / f"{uuid.UUID(user_id)}.sqlite3")


@cache
def _asked(url: str, key: str) -> str:
    """What the project says to the key alone."""
    from core.stores.supabase import SupabaseStudyStore

    with closing(SupabaseStudyStore(url, key, lambda: None)) as store:
        try:
            applied = store.applied()
            if note := behind(applied) or ahead(applied):
                warn_once(note)
        except StoreAway as exc:
            _log.warning("Tried Supabase at %s: %s", url, exc)
        except NotSignedIn:
            return f"SUPABASE_KEY is refused by {url}."
        except ExamMentorError as exc:
            return f"The database at {url} is not ready ({exc}) Run `python -m core migrate`."
    return ""


@lru_cache(maxsize=2)
def _applied(url: str, key: str, _minute: int) -> str:
    """The newest migration of the project's database; nothing where it does not answer."""
    from core.stores.supabase import SupabaseStudyStore

    with closing(SupabaseStudyStore(url, key, lambda: None)) as store:
        try:
            return store.applied()
        except (StoreError, NotSignedIn):
            return ""


@cache
def warn_once(warning: str) -> None:
    """Say it in the log, the first time that it is said in this process."""
    _log.warning(warning)
