"""The command line: what it prints, what it returns, and that its JSON is the models'."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.bootstrap import build_service
from core.cli import main
from core.courses import load_course
from core.models import AgentEvent, PlanOutcome, Quiz
from core.records import Intake, SessionSummary
from tests.doubles import printed_under_every_hash_seed
from tests.unit.test_study import NOTES


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "soil.md"
    path.write_text(NOTES)
    return path


def test_plan_prints_the_model(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(notes), "--days", "3", "--hours", "2", "--json"]) == 0
    printed = capsys.readouterr().out
    outcome = PlanOutcome.model_validate_json(printed)
    assert outcome.final_plan
    assert outcome.final_plan.total_days == 3
    assert set(json.loads(printed)) == {"final_plan", "versions", "verification"}
    assert main(["plan", str(notes), "--days", "3", "--hours", "2"]) == 0
    assert "Day 1" in capsys.readouterr().out


def test_plan_takes_a_syllabus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "syllabus.txt"
    path.write_text("Unit 1: Roots, Stems, Leaves\nUnit 2: Flowers, Seeds\n")
    assert main(["plan", str(path), "--days", "5", "--hours", "2", "--json"]) == 0
    plan = PlanOutcome.model_validate_json(capsys.readouterr().out).final_plan
    assert plan
    studied = [topic.name for day in plan.schedule if not day.is_revision for topic in day.topics]
    assert studied == ["Roots", "Stems", "Leaves", "Flowers", "Seeds"]


def test_plan_fails_with_the_reason(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(notes), "--days", "0", "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "1 to 365 days" in captured.err


def test_quiz_prints_the_model_and_is_the_same_for_a_seed(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def quiz(seed: str) -> str:
        assert main(["quiz", str(notes), "--n", "4", "--seed", seed, "--json"]) == 0
        return capsys.readouterr().out

    first = quiz("1")
    assert len(Quiz.model_validate_json(first).questions) == 4
    assert quiz("1") == first
    assert quiz("2") != first


def test_quiz_is_the_same_in_another_process(notes: Path) -> None:
    assert printed_under_every_hash_seed("-m", "core", "quiz", str(notes), "--n", "5", "--seed", "3", "--json")


@pytest.mark.parametrize("arguments", [["quiz", "missing.pdf"], ["plan", "missing.pdf"], ["history", "nobody"]])
def test_what_is_not_there_is_said_on_standard_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert arguments[1] in captured.err
    assert "Traceback" not in captured.err


def test_sessions_and_history_print_what_the_pages_show(capsys: pytest.CaptureFixture[str]) -> None:
    service = build_service()
    session = service.generate_plan(service.start(), Intake(exam="Cell biology", days=5, hours=3))
    assert main(["sessions", "--json"]) == 0
    (line,) = [SessionSummary.model_validate(one) for one in json.loads(capsys.readouterr().out)]
    assert (line.id, line.topics_total) == (session.id, len(load_course("cell_biology").topics))
    assert main(["history", session.id, "--json"]) == 0
    events = [AgentEvent.model_validate(one) for one in json.loads(capsys.readouterr().out)]
    assert [event.action for event in events] == ["start_session", "generate_plan"]
    assert main(["sessions"]) == 0
    assert session.id in capsys.readouterr().out
    assert main(["history", session.id]) == 0
    assert "generate_plan" in capsys.readouterr().out


def test_doctor_says_what_works(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    printed = capsys.readouterr().out
    assert "FAIL" not in printed
    assert str(data_dir) in printed
    assert "migrated to 004" in printed


def test_doctor_fails_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", str(blocked))
    assert main(["doctor"]) == 1
    assert "FAIL store" in capsys.readouterr().out
    monkeypatch.setenv("EXAMMENTOR_MAX_UPLOAD_MB", "plenty")
    assert main(["doctor"]) == 1
    assert "EXAMMENTOR_MAX_UPLOAD_MB" in capsys.readouterr().out


def test_doctor_knows_a_file_from_a_newer_version(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlite3

    build_service()
    with sqlite3.connect(data_dir / "exammentor.sqlite3") as db:
        db.execute("insert into schema_migrations values ('999_from_tomorrow.sql', datetime('now'))")
    db.close()
    assert main(["doctor"]) == 1
    assert "newer ExamMentor" in capsys.readouterr().out
