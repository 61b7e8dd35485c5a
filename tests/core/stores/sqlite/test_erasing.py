"""No word of what was erased is in any file of the data folder: not in free pages, the log, the copies."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import StoreUnavailable
from core.stores.sqlite.copies import copies_of, restore
from core.stores.sqlite.erasing import mark
from core.stores.sqlite.store import SqliteStudyStore
from core.study.service import StudyService
from tests.contract.test_erasing import MARKER, NOTES, PLAIN, studied
from tests.doubles import MIRA, NOOR, begin, service


def found(folder: Path, word: str = MARKER) -> list[str]:
    """The files below a folder that have the word anywhere in their bytes."""
    needles = (word.encode(), word.capitalize().encode())
    files = [file for file in folder.rglob("*") if file.is_file()]
    return [file.name for file in files if any(needle in file.read_bytes() for needle in needles)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "study.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStudyStore]:
    with closing(SqliteStudyStore(path)) as opened:
        yield opened


def test_no_byte_of_a_session_is_left_in_any_file(store: SqliteStudyStore, path: Path) -> None:
    study = service(store)
    stays, gone = studied(study, PLAIN), studied(study, NOTES)
    assert found(path.parent)
    study.erasing.session(gone.id)
    assert found(path.parent) == []
    assert found(path.parent, "plainstone")
    assert store.load(stays.id) == stays
    assert path.with_name(f"{path.name}-wal").stat().st_size == 0
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert db.execute("pragma foreign_key_check").fetchall() == []
        assert db.execute("pragma freelist_count").fetchone() == (0,)


def test_no_byte_of_a_file_is_left_in_any_file(store: SqliteStudyStore, path: Path) -> None:
    study = service(store)
    # The plan keeps the names of its topics, so they have none of the file's own words here.
    session = studied(study, NOTES.replace(f" of {MARKER}", ""), PLAIN)
    named = {summary.name: summary.id for summary in store.materials(session.id)}
    assert found(path.parent)
    study.erasing.file(session, named["notes-0.md"])
    assert found(path.parent) == []
    assert found(path.parent, "plainstone")


def test_what_an_earlier_version_had_deleted_goes_too(store: SqliteStudyStore, path: Path) -> None:
    study = service(store)
    session = studied(study, NOTES)
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma secure_delete = off")
        db.execute("delete from material_files")
        db.execute("update lessons set body = ''")
        db.execute("delete from tutor_chats")
        db.commit()
    study.erasing.session(session.id)
    assert found(path.parent) == []


def test_the_copies_beside_the_file_lose_it_too_and_keep_the_rest(path: Path) -> None:
    with closing(SqliteStudyStore(path)) as store:
        study = service(store)
        stays, gone = studied(study, PLAIN), studied(study, NOTES)
        cut = studied(study, NOTES)
    copy = path.with_name("study-before-011-20260101T000000Z.sqlite3")
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    shutil.copy(path, copy)
    # As an earlier version left it, whose rule knows no way past it.
    with closing(sqlite3.connect(copy)) as db:
        db.executescript(
            "drop trigger agent_events_no_delete; drop table erased_sessions; drop trigger agent_events_no_update;"
            "create trigger agent_events_no_delete before delete on agent_events"
            " begin select raise(abort, 'history is append-only'); end;"
            "create trigger agent_events_no_update before update on agent_events"
            " begin select raise(abort, 'history is append-only'); end;"
            "delete from schema_migrations where name like '014%';"
        )
    path.with_name("study-before-010-20250101T000000Z.sqlite3").write_text(f"no database, but {MARKER}")
    path.with_name("study-damaged-20250101T000000Z.sqlite3").write_text(MARKER)
    path.with_name("study-damaged-20250101T000000Z.sqlite3-wal").write_text(MARKER)
    with closing(SqliteStudyStore(path)) as store:
        study = service(store)
        study.erasing.session(gone.id)
        study.erasing.session(cut.id)
    assert found(path.parent) == []
    assert [kept.path for kept in copies_of(path)] == [copy]
    with closing(sqlite3.connect(copy)) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute("delete from agent_events")
    restore(path, copy)
    with closing(SqliteStudyStore(path)) as store:
        assert [summary.id for summary in store.sessions(MIRA)] == [stays.id]


def test_what_was_left_of_a_copy_that_was_cut_off_goes(store: SqliteStudyStore, path: Path) -> None:
    gone = studied(service(store), NOTES)
    part = path.with_name("study-before-011-20260101T000000Z.sqlite3.part")
    for file in (part, part.with_name(f"{part.name}-journal"), path.with_name(f"{path.name}.part")):
        file.write_text(MARKER)
    service(store).erasing.session(gone.id)
    assert found(path.parent) == []


def test_a_copy_that_is_only_held_keeps_the_sessions_that_stay(store: SqliteStudyStore, path: Path) -> None:
    study = service(store)
    stays, gone = studied(study, PLAIN), studied(study, NOTES)
    copy = path.with_name("study-before-011-20260101T000000Z.sqlite3")
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    shutil.copy(path, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as holder:
        holder.execute("begin immediate")
        with pytest.raises(StoreUnavailable, match="It is not erased"):
            study.erasing.session(gone.id)
    assert store.load(gone.id) == gone
    study.erasing.session(gone.id)
    assert found(path.parent) == []
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("select id from study_sessions").fetchall() == [(stays.id,)]


def test_an_account_goes_also_where_only_a_copy_knows_its_sessions(path: Path) -> None:
    with closing(SqliteStudyStore(path)) as store:
        gone = studied(service(store), NOTES)
        begin(store, "noors", NOOR)
    copy = path.with_name("study-before-restore-20260101T000000Z.sqlite3")
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    shutil.copy(path, copy)
    with closing(SqliteStudyStore(path)) as store:
        service(store).erasing.session(gone.id)
    shutil.copy(path, path.with_name("other"))
    with closing(SqliteStudyStore(path)) as store:
        service(store).erasing.everything()
        assert store.was_erased(gone.id)
    path.with_name("other").unlink()
    assert found(path.parent) == []
    for file in (path, copy):
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("select id from users").fetchall() == [(NOOR,)]
            assert db.execute("select count(*) from plan_cache").fetchone() == (0,)


def test_a_reader_that_holds_the_log_is_named_and_the_erasing_is_finished_later(
    store: SqliteStudyStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study: StudyService = service(store)
    gone = studied(study, NOTES)
    monkeypatch.setattr("core.stores.sqlite.connections.BUSY_TIMEOUT_S", 0.1)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select count(*) from users").fetchone()
        with pytest.raises(StoreUnavailable, match="another program"):
            study.erasing.session(gone.id)
        assert store.was_erased(gone.id)
        assert found(path.parent)
    # The next start finishes it, and so does erasing once more.
    SqliteStudyStore(path).close()
    assert found(path.parent) == []
    study.erasing.session(gone.id)
    assert found(path.parent) == []


def test_what_was_cut_off_is_finished_when_the_file_is_opened_again(path: Path) -> None:
    with closing(SqliteStudyStore(path)) as store:
        gone = studied(service(store), NOTES)
        with store._transaction() as db:
            mark(db)
            db.execute("insert into erased_sessions values (?, 'now')", (gone.id,))
            db.execute("pragma defer_foreign_keys = on")
            for table in ("attempts", "misconceptions", "topics", "plans", "lessons", "tutor_chats", "quiz_answers"):
                db.execute(f"delete from {table}")
            for table in ("quizzes", "study_materials", "agent_events", "commits", "plan_cache", "study_sessions"):
                db.execute(f"delete from {table}")
    SqliteStudyStore(path).close()
    assert found(path.parent) == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("pragma user_version").fetchone() == (0,)


def test_events_change_in_no_other_way(store: SqliteStudyStore, path: Path) -> None:
    studied(service(store), NOTES)
    for change in (
        "delete from agent_events",
        "update agent_events set reasoning = 'Better.', metadata = '{}'",
        "update agent_events set reasoning = '', metadata = '{}', context_patch = '{}' where context_patch <> '{}'",
        "update agent_events set reasoning = '', metadata = '{}', action = 'complete'",
        "update agent_events set reasoning = '', metadata = '{}', timestamp = '2026'",
    ):
        with closing(sqlite3.connect(path)) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(change)
