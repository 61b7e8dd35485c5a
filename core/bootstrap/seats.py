"""Who has signed in, and their place at the study desk."""

from __future__ import annotations

import logging
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.bootstrap.services import build_service
from core.bootstrap.settings import Settings
from core.bootstrap.stores import connections, open_remote
from core.bootstrap.traces import LocalTraces, copy_of, open_accounts, open_sign_ins
from core.errors import ExamMentorError, NotSignedIn, StoreUnavailable
from core.study.service import StudyService

if TYPE_CHECKING:
    from core.models import Tokens


_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seat:
    """A signed-in learner's place: one for each browser tab, never shared. `secret` is what the cookie holds."""

    secret: str
    user_id: str
    email: str
    service: StudyService


def sign_in(settings: Settings, tokens: Tokens) -> str:
    """Keep a sign-in and return the secret for its cookie; the database gets to know the account."""
    from core.stores.supabase.classes import SupabasePeople

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
    with closing(copy_of(settings, tokens.user_id)) as copy:
        copy.forget_all()


def take_seat(settings: Settings, secret: str, *, for_one_call: bool = False) -> Seat:
    """The place of the learner who signed in under `secret`. Raises `NotSignedIn` where nobody did.

    One `for_one_call` uses the connections that such calls share, so that nothing is left open after it.
    """
    from core.stores.journal.store import JournaledStudyStore
    from core.stores.supabase.classes import SupabasePeople

    sign_ins = open_sign_ins(settings)
    tokens = sign_ins.find(secret)
    if tokens is None:
        raise NotSignedIn("account.signed_out")
    http = connections() if for_one_call else None
    remote = open_remote(settings, lambda: sign_ins.access_token(secret), http)
    store = JournaledStudyStore(remote, copy_of(settings, tokens.user_id), tokens.user_id, time.monotonic, time.time)
    people = SupabasePeople(remote.caller)
    service = build_service(
        settings, store=store, user_id=tokens.user_id, queue=store, people=people, traces=LocalTraces(settings)
    )
    return Seat(secret, tokens.user_id, tokens.email, service)
