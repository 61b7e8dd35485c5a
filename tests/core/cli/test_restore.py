"""A copy of the study file before each migration, and the command that takes one back."""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.cli import main
from core.errors import MigrationError
from core.stores.journal.local_copy import LocalCopy
from core.stores.sqlite.copies import copies_of, copy_before, newest_copy
from core.stores.sqlite.store import SqliteStudyStore
from tests.doubles import begin, changes

HOLD = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("select count(*) from users").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


def age(path: Path) -> None:
    """Make the file one that lacks a migration which can be made again."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("delete from schema_migrations where name like '008%'")


def sessions(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [name for (name,) in db.execute("select id from study_sessions order by id")]


@pytest.fixture
def study(data_dir: Path) -> Path:
    """A study file of an older version with one session."""
    data_dir.mkdir(exist_ok=True)
    path = data_dir / "exammentor.sqlite3"
    with closing(SqliteStudyStore(path)) as store:
        begin(store, "old")
    age(path)
    path.chmod(0o640)
    return path


def test_a_new_file_and_one_that_is_up_to_date_are_not_copied(data_dir: Path) -> None:
    for _ in range(2):
        SqliteStudyStore(data_dir / "exammentor.sqlite3").close()
    assert copies_of(data_dir / "exammentor.sqlite3") == ()


def test_a_copy_is_made_before_a_migration_and_named_in_the_log(study: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), closing(SqliteStudyStore(study)) as store:
        begin(store, "new")
    (copy,) = study.parent.glob("*before*")
    assert re.fullmatch(r"exammentor-before-008-\d{8}T\d{6}Z\.sqlite3", copy.name)
    assert str(copy) in caplog.text
    assert sessions(copy) == ["old"]
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("select 1 from schema_migrations where name like '008%'").fetchone() is None
        assert db.execute("pragma journal_mode").fetchone() == ("delete",)
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_second_copy_of_one_moment_overwrites_nothing(study: Path) -> None:
    with closing(sqlite3.connect(study)) as db:
        # Five in a row: some are of one second.
        copies = [copy_before(db, study, "008") for _ in range(5)]
    assert [copy.path for copy in copies_of(study)] == copies[::-1]
    assert all(sessions(copy) == ["old"] for copy in copies)


def test_what_the_names_say_ranks_copies_and_not_the_files_times(study: Path) -> None:
    names = (
        "exammentor-before-008-20260102T000000Z.sqlite3",
        "exammentor-before-013-20260101T000001Z-2.sqlite3",
        "exammentor-before-013-20260101T000001Z.sqlite3",
        "exammentor-before-restore-20260101T000000Z.sqlite3",
        # These two were made before names had a time.
        "exammentor-before-010.sqlite3",
        "exammentor-before-008-2.sqlite3",
    )
    for age, name in enumerate((*names, "exammentor-before-020 (copied).sqlite3")):
        study.with_name(name).write_bytes(study.read_bytes())
        os.utime(study.with_name(name), (age, age))
    assert [copy.path.name for copy in copies_of(study)] == [*names]
    assert newest_copy(study).name == names[0]


def test_a_learners_cache_is_not_copied(study: Path) -> None:
    LocalCopy(study).close()
    assert copies_of(study) == ()


def test_where_no_copy_can_be_made_nothing_is_migrated(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("core.stores.sqlite.connections.copy_before", full)
    with pytest.raises(MigrationError, match=r"No space left on device.*left as it was"):
        SqliteStudyStore(study)
    with closing(sqlite3.connect(study)) as db:
        assert db.execute("select 1 from schema_migrations where name like '008%'").fetchone() is None


def test_restore_lists_the_copies_and_takes_back_the_newest(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(SqliteStudyStore(study)) as store:
        begin(store, "new")
    assert main(["restore"]) == 1
    told = capsys.readouterr()
    assert re.match(r"exammentor-before-008-\d{8}T\d{6}Z\.sqlite3  ", told.out)
    assert "Nothing was changed. With --yes" in told.err
    assert sessions(study) == ["new", "old"]

    assert main(["restore", "--yes"]) == 0
    (before,) = study.parent.glob("*before-restore*")
    assert f"what it was is {before.name}" in capsys.readouterr().out
    assert sessions(study) == ["old"]
    assert sessions(before) == ["new", "old"]
    # What was there is not what the next one takes back by itself, but it can be named.
    assert main(["restore", "--yes"]) == 0
    assert sessions(study) == ["old"]
    assert main(["restore", before.name, "--yes"]) == 0
    assert sessions(study) == ["new", "old"]
    with closing(SqliteStudyStore(study)) as store:
        store.commit("new", 1, "c2", changes("new"))


def test_a_file_that_is_gone_comes_back(study: Path) -> None:
    SqliteStudyStore(study).close()
    study.unlink()
    assert main(["restore", "--yes"]) == 0
    assert sessions(study) == ["old"]
    assert study.stat().st_mode & 0o777 == 0o600
    assert not [*study.parent.glob("*damaged*")]


def unreadable(whole: bytes) -> bytes:
    return b"no database any more" + whole[20:]


def torn_inside(whole: bytes) -> bytes:
    return whole[:4096] + bytes(8192) + whole[12288:]


def cut_off(whole: bytes) -> bytes:
    return whole[:20000]


@pytest.mark.parametrize("damage", [unreadable, torn_inside, cut_off])
def test_a_damaged_file_is_set_aside_and_the_copy_takes_its_place(
    study: Path, damage: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(SqliteStudyStore(study)) as store:
        begin(store, "new")
    study.write_bytes(damaged := damage(study.read_bytes()))
    assert main(["restore", "--yes"]) == 0
    (aside,) = study.parent.glob("*damaged*")
    assert re.fullmatch(r"exammentor-damaged-\d{8}T\d{6}Z\.sqlite3", aside.name)
    told = capsys.readouterr().out
    assert "was damaged" in told
    assert aside.name in told
    # The header says since then that no log of it stands beside it.
    assert aside.read_bytes()[100:] == damaged[100:]
    assert sessions(study) == ["old"]
    assert study.stat().st_mode & 0o777 == 0o600
    with closing(SqliteStudyStore(study)) as store:
        begin(store, "newer")


@pytest.mark.parametrize("is_gone", [True, False])
def test_the_logs_of_a_damaged_file_go_with_it_or_they_would_change_the_copy(study: Path, is_gone: bool) -> None:
    SqliteStudyStore(study).close()
    study.write_bytes(unreadable(study.read_bytes()))
    if is_gone:
        study.unlink()
    for log in ("-wal", "-shm", "-journal"):
        study.with_name(study.name + log).write_bytes(b"of the damaged one")
    assert main(["restore", "--yes"]) == 0
    aside = {file.name.partition(".sqlite3")[2] for file in study.parent.glob("*damaged*")}
    assert aside == {"", "-wal", "-shm", "-journal"}
    assert not [*study.parent.glob("exammentor.sqlite3-*")]
    assert sessions(study) == ["old"]


KILLED = """
import os, sys
from pathlib import Path
from core.stores.sqlite.copies import newest_copy, restore
path = Path(sys.argv[1])
copy = newest_copy(path)
def die(event, args):
    if event == "os.chmod" and str(args[0]).endswith(".part"):
        os._exit(9)
sys.addaudithook(die)
restore(path, copy)
"""


@pytest.mark.parametrize("damage", [None, unreadable])
def test_what_a_restore_left_that_was_killed_goes_with_the_next(
    study: Path, damage: Callable[[bytes], bytes] | None
) -> None:
    with closing(SqliteStudyStore(study)) as store:
        begin(store, "new")
    if damage:
        study.write_bytes(damage(study.read_bytes()))
    there, bytes_then = {*study.parent.iterdir()}, study.read_bytes()
    assert subprocess.run([sys.executable, "-c", KILLED, str(study)], check=False).returncode == 9
    left = {*study.parent.iterdir()} - there
    assert any(file.suffix == ".part" for file in left)
    if damage:
        assert study.read_bytes() == bytes_then
    else:
        assert sessions(study) == ["new", "old"]
    assert main(["restore", "--yes"]) == 0
    assert sessions(study) == ["old"]
    (before,) = {*study.parent.iterdir()} - there
    assert before.stat().st_size
    assert ("damaged" if damage else "restore") in before.name


def test_restore_refuses_while_another_process_has_the_file_open(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(SqliteStudyStore(study)) as store:
        begin(store, "new")
    command = [sys.executable, "-c", HOLD, str(study)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        assert main(["restore", "--yes"]) == 1
        assert "is in use" in capsys.readouterr().err
        assert other.stdin
        other.stdin.close()
    assert sessions(study) == ["new", "old"]
    assert main(["restore", "--yes"]) == 0


@pytest.mark.parametrize("named", ["nothing.sqlite3", "exammentor-before-008.sqlite3"])
def test_what_is_no_copy_is_refused(study: Path, named: str, capsys: pytest.CaptureFixture[str]) -> None:
    study.with_name("exammentor-before-008.sqlite3").write_text("not a database at all, but long enough to be one" * 90)
    assert main(["restore", named, "--yes"]) == 1
    assert "no copy of a study file" in capsys.readouterr().err
    assert sessions(study) == ["old"]
    assert not study.with_name("nothing.sqlite3").exists()


def test_without_a_copy_there_is_nothing_to_take_back(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", "--yes"]) == 1
    assert "There is no copy of" in capsys.readouterr().err


def test_a_migration_that_fails_leaves_no_copy_however_often_it_is_tried(study: Path) -> None:
    with closing(sqlite3.connect(study)) as db, db:
        db.execute("create trigger t before insert on schema_migrations begin select raise(abort, 'no'); end")
    for _ in range(3):
        with pytest.raises(MigrationError, match="left as it was"):
            SqliteStudyStore(study)
    assert copies_of(study) == ()
    assert sessions(study) == ["old"]


def test_the_study_file_is_no_copy_of_itself(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = study.with_name("link.sqlite3")
    link.hardlink_to(study)
    for name in (study.name, link.name):
        assert main(["restore", name, "--yes"]) == 1
        assert "is the study file itself" in capsys.readouterr().err
    assert copies_of(study) == ()


def test_a_database_of_something_else_is_no_copy(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = study.with_name("other.sqlite3")
    with closing(sqlite3.connect(other)) as db, db:
        db.execute("create table schema_migrations (name)")
        db.execute("insert into schema_migrations values ('001_create_core_schema.sql')")
    assert main(["restore", other.name, "--yes"]) == 1
    assert "is no copy of a study file" in capsys.readouterr().err
    with closing(sqlite3.connect(other)) as db, db:
        db.execute("create table study_sessions (id)")
        db.execute("update schema_migrations set name = 'hello'")
    assert main(["restore", other.name, "--yes"]) == 1
    assert "is no copy of a study file" in capsys.readouterr().err
    assert sessions(study) == ["old"]
