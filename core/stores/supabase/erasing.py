"""What a learner has erased, in Supabase."""

from __future__ import annotations

from datetime import datetime

from core.errors import SessionErased, SessionNotFound, StoreBehind
from core.stores.supabase.call import Caller


def erase_session(caller: Caller, session_id: str, at: datetime) -> None:
    """Raises as `Caller.ask` does."""
    asked = {"p_session_id": session_id, "p_at": at.isoformat()}
    caller.ask(lambda to: to.rpc("erase_session", asked), session_id)


def erase_account(caller: Caller, at: datetime) -> None:
    """Raises as `Caller.ask` does."""
    caller.ask(lambda to: to.rpc("erase_account", {"p_at": at.isoformat()}))


def was_erased(caller: Caller, session_id: str) -> bool:
    """Raises as `Caller.ask` does."""
    return bool(caller.ask(lambda to: to.rpc("was_erased", {"p_session_id": session_id})))


def refused(caller: Caller, session_id: str, error: SessionNotFound) -> SessionNotFound:
    """Why a commit found no session: it was erased, or it is as the database says. One that is older erases nothing."""
    try:
        is_erased = isinstance(error, SessionErased) or was_erased(caller, session_id)
    except StoreBehind:
        is_erased = False
    return SessionErased("session.erased") if is_erased else error
