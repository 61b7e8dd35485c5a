"""Taking everything along while the database is away: what was opened here is not everything."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import StoreAway
from core.study.backup.archive import ACCOUNT
from core.study.backup.backup import Backup
from tests.along import entries, taken
from tests.doubles import MIRA, SetClock, begin
from tests.journaled import Desk, Remote


def test_no_archive_begins_while_the_database_is_away(tmp_path: Path) -> None:
    desk = Desk(Remote(), tmp_path / "copy.sqlite3")
    begin(desk.remote, "elsewhere")
    backup = Backup(desk.store, SetClock(), MIRA)
    desk.away()
    with pytest.raises(StoreAway, match="Everything can be downloaded once"):
        backup.archive()
    desk.back()
    assert b"elsewhere" in entries(taken(backup))[ACCOUNT]
    desk.copy.close()
