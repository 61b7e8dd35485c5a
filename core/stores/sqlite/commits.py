"""What a commit to the study file asks first: whether it is there already, and why it is refused."""

from __future__ import annotations

import sqlite3

from core.errors import Conflict, SessionErased, SessionNotFound, StoreUnavailable
from core.models import Changes
from core.models.session import BROUGHT_IN


def create(db: sqlite3.Connection, session_id: str, at: str, commit_id: str, changes: Changes) -> None:
    """Begin the session that `changes` create, where there is none of its id. Raises `SessionErased`."""
    if changes.created is None:
        return
    if commit_id.startswith(BROUGHT_IN):
        db.execute("delete from erased_sessions where id = ?", (session_id,))
    elif _is_erased(db, session_id):
        raise SessionErased("session.erased")
    user_id, exam_type = changes.created.user_id, changes.created.exam_type
    see_user(db, user_id, at)
    db.execute(
        "insert or ignore into study_sessions (id, user_id, exam_type, current_state, created_at, updated_at)"
        " values (?, ?, ?, ?, ?, ?)",
        (session_id, user_id, exam_type, changes.phase.value, at, at),
    )


def see_user(db: sqlite3.Connection, user_id: str, at: str) -> None:
    """Make the row of a user on first sight."""
    db.execute("insert or ignore into users (id, created_at) values (?, ?)", (user_id, at))


def unwritable(error: ValueError) -> StoreUnavailable:
    """What has no form in JSON or in the file."""
    return StoreUnavailable("store.unwritable", why=error)


def committed(db: sqlite3.Connection, session_id: str, commit_id: str) -> int | None:
    """The version that a commit made before under the same id; None where there is none."""
    sql = "select version from commits where session_id = ? and commit_id = ?"
    row = db.execute(sql, (session_id, commit_id)).fetchone()
    return None if row is None else int(row["version"])


def refusal(db: sqlite3.Connection, session_id: str, base_version: int) -> Conflict | SessionNotFound:
    """Why a commit on `base_version` was not taken."""
    row = db.execute("select version from study_sessions where id = ?", (session_id,)).fetchone()
    if row is None:
        return (
            SessionErased("session.erased")
            if _is_erased(db, session_id)
            else SessionNotFound("session.not_found", session_id=session_id)
        )
    return Conflict("session.changed_elsewhere")


def _is_erased(db: sqlite3.Connection, session_id: str) -> bool:
    return bool(db.execute("select 1 from erased_sessions where id = ?", (session_id,)).fetchone())
