"""How study is taken out of a file so that no word of it remains, also when the process is killed meanwhile.

What a statement deletes can stay in the file: in pages that are free, in gaps of pages that were split, in the log, in
the copies beside it. So the file is made anew without it, and a mark in its header (`user_version`, which counts the
erasings that are not through) has the next who opens it finish.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import closing, suppress
from pathlib import Path

from core.errors import StoreUnavailable
from core.stores.sqlite.copies import copies_of, cut_off_of, damaged_of

_FOR_NOW = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR,
)
# What belongs to a session stands in tables that name it; answers of earlier versions name only their quiz.
_NAMING = (
    "select t.name from sqlite_master t join pragma_table_info(t.name) c on c.name = 'session_id'"
    " where t.type = 'table' order by t.name"
)
_HISTORY_RULES = "select name, sql from sqlite_master where type = 'trigger' and tbl_name = 'agent_events'"


def mark(db: sqlite3.Connection) -> None:
    """Note in the file, within a transaction, that an erasing is not through."""
    db.execute(f"pragma user_version = {_marked(db) + 1}")


def forget_session(db: sqlite3.Connection, session_id: str, *, but: Collection[str] = ()) -> None:
    """Delete what a session has, within a transaction, but for these tables."""
    # One part may refer to another; in the end none is left.
    db.execute("pragma defer_foreign_keys = on")
    tables = [table for (table,) in map(tuple, db.execute(_NAMING).fetchall()) if table not in but]
    if "quiz_answers" not in tables:
        answers = "delete from quiz_answers where quiz_id in (select id from quizzes where session_id = ?)"
        if _has(db, "quiz_answers"):
            db.execute(answers, (session_id,))
    for table in tables:
        db.execute(f"delete from {table} where session_id = ?", (session_id,))
    db.execute("delete from study_sessions where id = ?", (session_id,))


def forget_user(db: sqlite3.Connection, user_id: str) -> None:
    """Delete what there is of a user beside the sessions, within a transaction."""
    if _has(db, "plan_cache"):
        db.execute("delete from plan_cache where user_id = ?", (user_id,))
    db.execute("delete from users where id = ?", (user_id,))


def sessions_in_copies(path: Path, user_id: str) -> set[str]:
    """The sessions of a user in the copies of a study file: one that was restored since has others."""
    found: set[str] = set()
    for copy in copies_of(path):
        # One that cannot be read goes with the erasing.
        with closing(sqlite3.connect(copy.path)) as db, suppress(sqlite3.DatabaseError):
            rows = db.execute("select id from study_sessions where user_id = ?", (user_id,))
            found |= {str(name) for (name,) in rows}
    return found


def forget_in_copies(path: Path, session_ids: Collection[str], user_id: str = "") -> None:
    """Take sessions out of the copies of a study file. One that cannot be read goes, and so does a damaged file that
    was set aside, or a copy that was cut off: what is in them cannot be told.

    Raises `StoreUnavailable` where a copy is only held by somebody, or finds no room: it has other sessions too.
    """
    for file in (*damaged_of(path), *cut_off_of(path)):
        file.unlink(missing_ok=True)
    for copy in copies_of(path):
        try:
            with closing(sqlite3.connect(copy.path, isolation_level=None)) as db:
                _forget_in_copy(db, session_ids, user_id)
                _make_anew(db)
        except sqlite3.DatabaseError as exc:
            if exc.sqlite_errorcode & 0xFF in _FOR_NOW:
                raise StoreUnavailable("store.copy_held", path=copy.path, why=exc) from exc
            copy.path.unlink(missing_ok=True)


def finish(db: sqlite3.Connection, path: Path) -> None:
    """Make the file anew without what was deleted, and its log empty, where an erasing is not through.

    Raises `StoreUnavailable` where somebody else keeps the file from it; then it stays marked.
    """
    marked = _marked(db)
    if not marked:
        return
    for copy in copies_of(path):
        with closing(sqlite3.connect(copy.path, isolation_level=None)) as beside, suppress(sqlite3.DatabaseError):
            _make_anew(beside)
    try:
        db.execute("vacuum")
        _empty_log(db)
        db.execute("begin immediate")
        # Another erasing may have begun meanwhile.
        if _marked(db) == marked:
            db.execute("pragma user_version = 0")
        db.execute("commit")
        _empty_log(db)
    except sqlite3.OperationalError as exc:
        if db.in_transaction:
            db.execute("rollback")
        raise StoreUnavailable("store.traces", path=path, why=exc) from exc


def _make_anew(copy: sqlite3.Connection) -> None:
    """Make a copy anew without what was deleted; it is alone in its file."""
    if _marked(copy):
        copy.execute("vacuum")
        copy.execute("pragma user_version = 0")


def _empty_log(db: sqlite3.Connection) -> None:
    if db.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
        raise sqlite3.OperationalError("its log is being read")


def _marked(db: sqlite3.Connection) -> int:
    return int(db.execute("pragma user_version").fetchone()[0])


def _has(db: sqlite3.Connection, table: str) -> bool:
    return bool(db.execute("select 1 from sqlite_master where type = 'table' and name = ?", (table,)).fetchone())


def _forget_in_copy(db: sqlite3.Connection, session_ids: Collection[str], user_id: str) -> None:
    """A copy is of any earlier version, whose rule that history only grows knows no way past it."""
    db.execute("pragma secure_delete = on")
    db.execute("begin immediate")
    mark(db)
    rules = db.execute(_HISTORY_RULES).fetchall()
    for name, _ in rules:
        db.execute(f"drop trigger {name}")
    for session_id in session_ids:
        forget_session(db, session_id)
    if _has(db, "plan_cache"):
        db.execute("delete from plan_cache")
    if user_id:
        forget_user(db, user_id)
    for _, rule in rules:
        db.execute(rule)
    db.execute("commit")
