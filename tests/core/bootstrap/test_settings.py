"""Which store the settings lead to, and what is said where they are wrong."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg
import pytest

from core import ROOT
from core.bootstrap import (
    Settings,
    check_store,
    is_multi_user,
    load_settings,
    open_store,
    schema_note,
    supabase_problem,
    warn_once,
)
from core.bootstrap.stores import answer_of, newest_migration
from core.cli.commands import main
from core.errors import SettingsError, StoreAway
from core.state_machine import StateMachine, StudentContext, StudyPhase
from core.stores.migration_files import SUPABASE, migration_files
from core.stores.sqlite.store import SqliteStudyStore
from core.stores.supabase.store import SupabaseStudyStore
from tests.doubles import MIRA
from tests.ports import free_port
from tests.server import serving
from tests.stack import Stack

NEWEST = max(migration_files(SUPABASE))
NOBODY_THERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def as_a_new_process() -> None:
    """As a process that has asked and said nothing yet."""
    for remembered in (answer_of, newest_migration, warn_once):
        remembered.cache_clear()


def use(monkeypatch: pytest.MonkeyPatch, url: str, key: str) -> Settings:
    monkeypatch.setenv("SUPABASE_URL", url)
    monkeypatch.setenv("SUPABASE_KEY", key)
    return load_settings()


@pytest.mark.parametrize(
    ("url", "key", "names"),
    [
        ("https://x.supabase.co", "", "SUPABASE_KEY is missing"),
        ("", "sb_publishable_x", "SUPABASE_URL is missing"),
        ("x.supabase.co", "sb_publishable_x", "SUPABASE_URL is not the address"),
        ("ftp://x", "sb_publishable_x", "SUPABASE_URL is not the address"),
        ("https://user:pass@x.supabase.co", "sb_publishable_x", "SUPABASE_URL is not the address"),
        ("http://x.supabase.co", "sb_publishable_x", "SUPABASE_URL must begin with https"),
        ("https://x.supabase.co", "sb_secret_x", "SUPABASE_KEY is a secret key"),
        ("https://x.supabase.co", "e30.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.x", "SUPABASE_KEY is a secret key"),
        ("https://x.supabase.co", "e30.eyJyb2xlIjoiYXV0aGVudGljYXRlZCJ9.x", "neither a publishable"),
        ("https://x.supabase.co", "whatever", "neither a publishable"),
    ],
)
def test_wrong_variables_are_named_and_study_is_kept_here(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, url: str, key: str, names: str
) -> None:
    settings = use(monkeypatch, url, key)
    assert names in str(supabase_problem(settings))
    assert not is_multi_user(settings)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert isinstance(open_store(), SqliteStudyStore)
    assert [names in record.message for record in caplog.records] == [True]
    assert not key or key not in caplog.text


@pytest.mark.parametrize("key", ["sb_publishable_x", "e30.eyJyb2xlIjoiYW5vbiJ9.x"])
def test_right_variables_have_no_problem(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    assert use(monkeypatch, "https://x.supabase.co", key).supabase_problem is None


def test_without_them_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    assert isinstance(open_store(), SqliteStudyStore)
    assert caplog.records == []


def test_a_key_that_the_project_refuses_is_a_wrong_variable(monkeypatch: pytest.MonkeyPatch, supabase: Stack) -> None:
    settings = use(monkeypatch, supabase.url, "sb_publishable_wrong")
    assert "SUPABASE_KEY is refused" in str(supabase_problem(settings))
    assert not is_multi_user(settings)


def test_a_project_without_our_tables_says_what_to_run(monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    with Stack.running(scratch, migrate=False) as bare:
        settings = use(monkeypatch, bare.url, bare.publishable_key)
        assert "python -m core migrate" in str(supabase_problem(settings))


def test_a_project_that_is_away_at_the_start_is_no_wrong_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_multi_user(use(monkeypatch, NOBODY_THERE, "sb_publishable_x"))


def test_a_script_whose_project_is_away_saves_nowhere_else(monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    settings = use(monkeypatch, NOBODY_THERE, "sb_publishable_x")
    monkeypatch.setenv("EXAMMENTOR_TOKEN", "a-token")
    with pytest.raises(StoreAway):
        StateMachine(StudentContext(user_id="mira", session_id="s1"))
    with pytest.raises(StoreAway):
        open_store(must_last=True)
    assert not settings.database.exists()


def test_a_script_without_a_token_is_told_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = use(monkeypatch, NOBODY_THERE, "sb_publishable_x")
    monkeypatch.delenv("EXAMMENTOR_TOKEN", raising=False)
    with pytest.raises(SettingsError, match="EXAMMENTOR_TOKEN is missing"):
        StateMachine(StudentContext(user_id="mira", session_id="s1"))
    assert not settings.database.exists()


def test_a_script_with_a_token_works_on_supabase(monkeypatch: pytest.MonkeyPatch, supabase: Stack) -> None:
    use(monkeypatch, supabase.url, supabase.publishable_key)
    monkeypatch.setenv("EXAMMENTOR_TOKEN", supabase.token(MIRA))
    machine = StateMachine(StudentContext(user_id=MIRA, session_id="script"))
    machine.save_state(StudyPhase.LEARNING)
    machine.log_action("note", {"why": "tried"})
    assert isinstance(open_store(), SupabaseStudyStore)
    again = StateMachine(StudentContext(user_id=MIRA, session_id="script"))
    assert again.load_state() is StudyPhase.LEARNING


def test_the_doctor_looks_at_supabase(
    monkeypatch: pytest.MonkeyPatch, supabase: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    use(monkeypatch, supabase.url, supabase.publishable_key)
    assert main(["doctor"]) == 0
    assert f"ok   supabase: Supabase at {supabase.url}, migrated to {NEWEST}" in capsys.readouterr().out
    use(monkeypatch, supabase.url, "sb_publishable_wrong")
    assert main(["doctor"]) == 1
    assert "FAIL supabase: SUPABASE_KEY is refused" in capsys.readouterr().out


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder whose files point at a database of the developer's own."""
    for name in (".env", ".env.local"):
        (tmp_path / name).write_text(f"SUPABASE_URL={NOBODY_THERE}\nSUPABASE_KEY=sb_publishable_own\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def url_in_a_process() -> str:
    command = [sys.executable, "-c", "from core.bootstrap import load_settings; print(load_settings().supabase_url)"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_tests_and_what_they_start_never_read_the_developers_file(folder: Path) -> None:
    assert load_settings().supabase_url == url_in_a_process() == ""
    with serving(folder / "data", cwd=folder) as server:
        # With accounts, a page that nobody has signed in for leads to the way in.
        assert httpx.get(server.url, trust_env=False).status_code == 200


def test_otherwise_settings_come_from_the_file_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXAMMENTOR_ENV_FILE")
    assert load_settings().supabase_url == url_in_a_process() == NOBODY_THERE
    (folder / "mine").write_text("EXAMMENTOR_USER=mira\n")
    monkeypatch.setenv("EXAMMENTOR_ENV_FILE", "mine")
    assert (load_settings().user, load_settings().supabase_url) == ("mira", "")
    monkeypatch.setenv("EXAMMENTOR_USER", "noor")
    assert load_settings().user == "noor"


@contextmanager
def recorded(stack: Stack, change: str) -> Iterator[None]:
    """Within the block the database's list of migrations is another one."""
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        names = db.execute("select name from private.schema_migrations").fetchall()
        db.execute(change)  # type: ignore[call-overload]
        try:
            yield
        finally:
            db.execute("delete from private.schema_migrations")
            for name in names:
                db.execute("insert into private.schema_migrations (name) values (%s)", name)


def test_a_database_that_is_older_than_the_app_is_used_and_what_to_run_is_said_everywhere(
    monkeypatch: pytest.MonkeyPatch,
    supabase: Stack,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = use(monkeypatch, supabase.url, supabase.publishable_key)
    older = f"older than this ExamMentor: it has 010_tutor_chats.sql, not {NEWEST}"
    with recorded(supabase, "delete from private.schema_migrations where name > '011'"):
        assert supabase_problem(settings) is None
        assert older in str(schema_note(settings))
        assert "python -m core migrate" in str(schema_note(settings))
        assert older in caplog.text
        assert main(["doctor"]) == 1
        printed = capsys.readouterr().out
        assert f"FAIL supabase: Supabase at {supabase.url}, migrated to 010_tutor_chats.sql." in printed
        assert older in printed
        health = check_store(settings)
        assert (health.answers, health.health.status, older in health.health.reason) == (True, "degraded", True)
    newest_migration.cache_clear()
    assert schema_note(settings) is None
    assert check_store(settings).health.status == "ok"


def test_a_database_that_is_newer_than_the_app_is_used_and_said_to_who_runs_it(
    monkeypatch: pytest.MonkeyPatch,
    supabase: Stack,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = use(monkeypatch, supabase.url, supabase.publishable_key)
    with recorded(supabase, "insert into private.schema_migrations values ('999_from_tomorrow.sql')"):
        assert (supabase_problem(settings), schema_note(settings)) == (None, None)
        assert "newer than this ExamMentor: it has 999_from_tomorrow.sql" in caplog.text
        assert main(["doctor"]) == 0
        assert "newer than this ExamMentor: it has 999_from_tomorrow.sql" in capsys.readouterr().out
        assert check_store(settings).health.status == "ok"


def test_a_file_that_is_named_and_not_there_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for named in ("nowhere", str(folder)):
        monkeypatch.setenv("EXAMMENTOR_ENV_FILE", named)
        with pytest.raises(SettingsError, match="EXAMMENTOR_ENV_FILE names"):
            load_settings()
    (folder / "latin").write_bytes(b"EXAMMENTOR_USER=M\xeera")
    monkeypatch.setenv("EXAMMENTOR_ENV_FILE", "latin")
    with pytest.raises(SettingsError, match="not UTF-8"):
        load_settings()


def serve_everybody(tmp_path: Path, **settings: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "0.0.0.0"]
    command += ["--server.port", str(free_port()), "--server.headless", "true"]
    return subprocess.Popen(
        command, cwd=ROOT, env=os.environ | settings, text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )


def test_a_server_open_to_others_without_sign_in_is_refused(tmp_path: Path) -> None:
    with serve_everybody(tmp_path) as server:
        log = server.communicate(timeout=60)[1]
    assert server.returncode == 1
    assert "EXAMMENTOR_ALLOW_REMOTE=1" in log
    assert "Traceback" not in log


def test_where_it_is_meant_it_starts_with_a_plain_warning(tmp_path: Path) -> None:
    with serve_everybody(tmp_path, EXAMMENTOR_ALLOW_REMOTE="1") as server:
        assert server.stderr
        warning = next((line for line in server.stderr if "without sign-in" in line), "")
        server.terminate()
    assert "can read and change everything" in warning


def test_the_data_may_stand_under_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", "~/study")
    assert load_settings().database == tmp_path / "study" / "exammentor.sqlite3"
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", "~nobody-of-that-name/study")
    with pytest.raises(SettingsError, match=r"EXAMMENTOR_DATA_DIR: .*no home folder"):
        load_settings()
