"""The app part of `make bench` in small: its sessions stand where the pages are seen, and its runs are told."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from core.models import StudyPhase
from core.stores.sqlite.store import SqliteStudyStore
from pages._ui.messages import PAGES
from tests.bench import measure
from tests.bench.measure import Row, Runs, repeated
from tests.bench.page_bench import HOME, studies

PHASES = {
    "intake": StudyPhase.INTAKE,
    "plan": StudyPhase.PLANNING,
    "learn": StudyPhase.LEARNING,
    "quiz": StudyPhase.QUIZZING,
    "analysis": StudyPhase.ANALYZING,
}


@pytest.fixture
def settings_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder whose `.env.local` would end whoever reads it."""
    (tmp_path / ".env.local").write_text("EXAMMENTOR_MAX_UPLOAD_MB=none\n")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("settings_of_another")
def test_every_page_has_a_session_at_its_own_step_and_the_developers_settings_are_not_read(tmp_path: Path) -> None:
    sessions = studies(tmp_path / "data")
    assert sessions.keys() == PAGES.keys() - {"home", "account"} | {HOME}
    with closing(SqliteStudyStore(tmp_path / "data" / "exammentor.sqlite3")) as store:
        assert {page: store.load(sessions[page]).phase for page in PHASES} == PHASES
        assert store.misconceptions(sessions["misconceptions"])


def test_what_is_asked_is_the_same_every_time_so_that_only_a_change_moves_the_bytes(tmp_path: Path) -> None:
    asked = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        sessions = studies(folder)
        with closing(SqliteStudyStore(folder / "exammentor.sqlite3")) as store:
            asked.append([record.quiz for page in ("quiz", "analysis") for record in store.quizzes(sessions[page])])
    assert asked[0] == asked[1]


def test_of_five_runs_the_median_is_held_to_the_bound_and_the_range_is_told() -> None:
    ratios = iter((9.0, 0.7, 0.8, 1.2, 0.9))
    (line,) = repeated(lambda: [Row("click", next(ratios), 1.0, "ms", 1.0)])
    assert line.is_met
    assert line.line() == "| click | 0.9 ms | 1 ms | 0.90 (0.70 to 9.00 in 5 runs) | ≤ 1, met |"


def test_a_median_over_its_bound_is_missed_though_some_runs_met_it() -> None:
    line = Runs(tuple(Row("click", ratio, 1.0, "ms", 1.0) for ratio in (0.5, 0.6, 1.1, 1.2, 1.3)))
    assert not line.is_met
    assert "NOT MET" in line.line()
    assert measure.RUNS % 2
