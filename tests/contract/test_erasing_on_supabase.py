"""Erasing with a learner's own token, by the API and the command line: the copy on this machine goes too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.bootstrap import Settings, api_context, load_settings
from core.bootstrap.stores import answer_of
from core.bootstrap.traces import copy_of
from core.cli.commands import main
from core.stores.journal.store import JournaledStudyStore
from core.stores.supabase.store import SupabaseStudyStore
from tests.calls import Calls
from tests.contract.test_erasing import NOTES, studied
from tests.core.stores.sqlite.test_erasing import found
from tests.doubles import MIRA, service
from tests.people import store_of
from tests.stack import Stack


@pytest.fixture
def settings(supabase: Stack, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("SUPABASE_URL", supabase.url)
    monkeypatch.setenv("SUPABASE_KEY", supabase.publishable_key)
    monkeypatch.setenv("EXAMMENTOR_TOKEN", supabase.token(MIRA, email="mira@example.org"))
    answer_of.cache_clear()
    return load_settings()


@pytest.fixture
def remote(supabase: Stack) -> Iterator[SupabaseStudyStore]:
    with closing(store_of(supabase, MIRA, "mira@example.org")) as store:
        yield store


def studied_here(settings: Settings, remote: SupabaseStudyStore) -> str:
    """The id of a session that was studied on this machine, so that there is a copy."""
    with closing(copy_of(settings, MIRA)) as copy:
        return studied(service(JournaledStudyStore(remote, copy, MIRA, time.monotonic, time.time)), NOTES).id


def test_the_api_erases_a_session_and_then_the_account(
    settings: Settings, remote: SupabaseStudyStore, supabase: Stack, data_dir: Path
) -> None:
    session = studied_here(settings, remote)
    api, bearer = Calls(api_context(settings)), {"authorization": f"Bearer {supabase.token(MIRA)}"}
    assert found(data_dir)
    assert api.delete(f"/session/{session}", headers=bearer).json() == {"erased": True}
    assert remote.was_erased(session)
    assert found(data_dir) == []
    assert list((data_dir / "learners").iterdir())
    assert api.delete("/account", headers=bearer).json() == {"erased": True}
    assert list((data_dir / "learners").iterdir()) == []
    assert api.delete("/account").status_code == 401


def test_the_command_line_erases_what_the_token_belongs_to(
    settings: Settings, remote: SupabaseStudyStore, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = studied_here(settings, remote)
    assert main(["erase", session]) == 1
    assert "Nothing was changed" in capsys.readouterr().err
    assert main(["erase", session, "--yes"]) == 0
    assert remote.was_erased(session)
    assert found(data_dir) == []
    assert main(["erase", "--everything", "--yes"]) == 0
    assert list((data_dir / "learners").iterdir()) == []
