"""A learner's local copy that is damaged: the file is kept beside, and what waits is taken out of it."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from core.errors import StoreUnavailable

_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# How the driver begins to say that a text is no UTF-8. It has no code for that.
_NO_TEXT = "Could not decode to UTF-8"
# What no database has as well; each after what it refers to.
_TABLES = ("waiting", "waiting_files", "lines", "taken", "taken_as")
# Tabs of one learner find the damage at the same time.
_one_by_one = threading.Lock()


class Saved(NamedTuple):
    """Rows of one table of the queue, as far as they can be read."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[Sequence[object], ...]


def is_damage(error: BaseException | None) -> bool:
    """Whether an error of SQLite's says that the file itself is damaged, or that a text in it is none."""
    is_no_text = isinstance(error, sqlite3.OperationalError) and str(error).startswith(_NO_TEXT)
    is_broken = isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _CODES
    return is_broken or is_no_text or isinstance(error, UnicodeDecodeError)


def put_beside(path: Path) -> Path | None:
    """Rename a damaged file and its logs; None where it is whole, since somebody else has begun a new one.

    Raises `StoreUnavailable` where it cannot be renamed.
    """
    with _one_by_one:
        if not path.exists():
            return None
        found = path.stat().st_ino
        # Another replica may share the folder, and may have been first while this one looked.
        if _is_whole(path) or not path.exists() or path.stat().st_ino != found:
            return None
        beside = path.with_name(f"{path.name}.damaged-{time.time_ns()}")
        try:
            # A log that stays would be taken for one of the file that comes.
            for end in ("-wal", "-shm", ""):
                file = path.with_name(f"{path.name}{end}")
                if file.exists():
                    file.rename(beside.with_name(f"{beside.name}{end}"))
        except OSError as exc:
            raise StoreUnavailable("store.copy_damaged", path=path, why=exc) from exc
        return beside


def saved(beside: Path) -> tuple[Saved, ...]:
    """What can be read of the queue in a file that was put beside."""
    with closing(sqlite3.connect(f"{beside.absolute().as_uri()}?mode=ro", uri=True)) as db:
        db.text_factory = _read_anyhow
        return tuple(table for name in _TABLES for table in _read(db, name))


def _read_anyhow(text: bytes) -> str:
    """A text; one that is no UTF-8 with a mark before it, so that no commit in it is taken for whole and sent."""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return "\N{REPLACEMENT CHARACTER}" + text.decode(errors="replace")


def _read(db: sqlite3.Connection, table: str) -> Iterator[Saved]:
    columns: tuple[str, ...] = ()
    rows: dict[object, Sequence[object]] = {}
    # A page that cannot be read ends it: what is behind that is reached from the other side.
    for order in ("asc", "desc"):
        try:
            cursor = db.execute(f"select * from {table} not indexed order by 1 {order}")
            columns = tuple(column[0] for column in cursor.description)
            for row in cursor:
                rows[row if table.startswith("taken") else row[0]] = row
        except (sqlite3.Error, UnicodeError):
            continue
    if rows:
        yield Saved(table, columns, tuple(rows.values()))


def _is_whole(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=1)) as db:
            if db.execute("pragma integrity_check(1)").fetchone() != ("ok",):
                return False
            # Whether its texts are any is not looked at there.
            for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
                for _ in db.execute(f'select * from "{table}"'):
                    pass
            return True
    except (sqlite3.Error, UnicodeError) as error:
        # One that is in use is not damaged for it.
        return not is_damage(error)
