"""The command line: what it prints, what it returns, and that its JSON is the models'."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.bootstrap import SystemClock, build_service
from core.cli.commands import main
from core.content.courses import load_course
from core.models import AgentEvent, Intake, PlanOutcome, Quiz, SessionSummary, TutorAnswer
from core.stores.migration_files import SQLITE, migration_files
from tests.contract.test_erasing import studied
from tests.journey import NOTES
from tests.textbook import textbook_pdf


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


def planned(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[PlanOutcome, str]:
    """What `plan` prints as JSON, and what it says on standard error."""
    assert main(["plan", *arguments, "--json"]) == code
    captured = capsys.readouterr()
    assert set(json.loads(captured.out)) == {"final_plan", "versions", "verification"}
    return PlanOutcome.model_validate_json(captured.out), captured.err


def test_a_plan_begins_on_the_day_of_the_zone_that_is_said_else_of_utc(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begins = {}
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", ""):
        outcome, _ = planned(capsys, str(notes), *(["--zone", zone] if zone else []))
        assert outcome.final_plan
        begins[zone] = outcome.final_plan.schedule[0].date
    # 25 hours apart, UTC between them.
    assert begins["Pacific/Pago_Pago"] < begins["Pacific/Kiritimati"]
    assert begins[""] == SystemClock().now().date()
    for name in ("Mars/Olympus", "../../etc/passwd"):
        with pytest.raises(SystemExit):
            main(["plan", str(notes), "--zone", name])
        assert "IANA name" in capsys.readouterr().err


def test_sessions_and_history_show_the_times_of_the_zone_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    session = build_service().start("Botany")
    for zone in ("UTC", "Asia/Kathmandu"):
        at = session.updated_at.astimezone(ZoneInfo(zone))
        assert main(["sessions", "--zone", zone]) == main(["history", session.id, "--zone", zone]) == 0
        listed, event = capsys.readouterr().out.splitlines()
        assert f"{at:%Y-%m-%d %H:%M}" in listed
        assert event.startswith(f"{at:%Y-%m-%d %H:%M:%S}")


def test_plan_runs_to_the_day_before_the_exam_without_the_days_off(
    notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    today = SystemClock().now().date()
    exam, off = today + timedelta(days=20), today + timedelta(days=3)
    arguments = (str(notes), "--exam-date", exam.isoformat(), "--hours", "1.5", "--off", f"Sat, sunday,{off}")
    outcome, errors = planned(capsys, *arguments)
    assert errors == ""
    plan = outcome.final_plan
    assert plan
    assert (plan.schedule[0].date, plan.schedule[-1].date) == (today, exam - timedelta(days=1))
    assert {day.date for day in plan.schedule if day.theme == "Day off"} == {
        day.date for day in plan.schedule if day.date.weekday() >= 5 or day.date == off
    }
    assert max(day.estimated_hours for day in plan.schedule) <= 1.5
    assert outcome.verification.is_valid
    assert main(["plan", *arguments]) == 0
    assert "Verified: 100% of the topics placed." in capsys.readouterr().out


def test_plan_runs_over_a_week_where_no_time_is_said(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = planned(capsys, str(notes))[0].final_plan
    assert plan
    assert plan.total_days == 7


@pytest.mark.parametrize(
    "arguments",
    [
        ("--days", "7", "--exam-date", "2099-01-01"),
        ("--days", "9", "--exam-date", "2099-01-01"),
        ("--exam-date", "soon"),
        ("--off", "sat,someday"),
        ("--off", "2026-02-30"),
        ("--days", "many"),
    ],
)
def test_a_call_that_plan_cannot_take_is_refused(
    notes: Path, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["plan", str(notes), *arguments])
    assert stopped.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert arguments[-2] in captured.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--exam-date", "2020-01-01"), "1 to 365 days"),
        (("--exam-date", "2199-01-01"), "1 to 365 days"),
        (("--off", "mon,tue,wed,thu,fri,sat,sun"), "day off"),
        (("--hours", "0"), "quarter of an hour"),
    ],
)
def test_plan_says_which_time_there_is_none_for(
    notes: Path, arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(notes), *arguments, "--json"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert says in captured.err


def test_a_plan_that_does_not_verify_is_printed_with_what_it_leaves_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "syllabus.txt"
    path.write_text("\n".join(f"Topic {chr(65 + n)}" for n in range(20)))
    arguments = (str(path), "--days", "2", "--hours", "0.5")
    outcome, errors = planned(capsys, *arguments, code=1)
    assert outcome.final_plan is None
    assert not outcome.verification.is_valid
    assert "No plan keeps every rule." in errors
    assert outcome.verification.critique in errors
    last = outcome.versions[-1]
    assert not any(version.was_accepted for version in outcome.versions)
    assert len(last.plan.left_out) == 16
    assert all(topic.why for topic in last.plan.left_out)
    assert main(["plan", *arguments]) == 1
    printed = capsys.readouterr().out
    assert "NOT verified: 20% of the topics placed." in printed
    assert all(topic.name in printed and topic.why in printed for topic in last.plan.left_out)


def test_quiz_prints_the_model_and_is_the_same_for_a_seed(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def quiz(seed: str) -> str:
        assert main(["quiz", str(notes), "--n", "4", "--seed", seed, "--json"]) == 0
        return capsys.readouterr().out

    first = quiz("1")
    assert len(Quiz.model_validate_json(first).questions) == 4
    assert quiz("1") == first
    assert quiz("2") != first


def test_ask_prints_the_model_and_each_passage_with_its_place(
    notes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", str(notes), "What is humus?", "--json"]) == 0
    answer = TutorAnswer.model_validate_json(capsys.readouterr().out)
    assert answer.found
    assert answer.passages[0].quote in " ".join(NOTES.split())
    assert main(["ask", str(notes), "What is humus?"]) == 0
    printed = capsys.readouterr().out
    assert f"“{answer.passages[0].quote}”\n   soil.md" in printed
    book = tmp_path / "book.pdf"
    book.write_bytes(textbook_pdf())
    assert main(["ask", str(book), "What is osmosis?"]) == 0
    assert re.search(r"^   book\.pdf, page \d+$", capsys.readouterr().out, re.MULTILINE)


def test_ask_says_plainly_that_a_document_does_not_say(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", str(notes), "Who was Gregor Mendel?"]) == 0
    assert capsys.readouterr().out.startswith("This material does not say.")
    assert main(["ask", str(notes), "Who was Gregor Mendel?", "--json"]) == 0
    answer = TutorAnswer.model_validate_json(capsys.readouterr().out)
    assert (answer.found, answer.passages) == (False, ())
    assert main(["ask", str(notes), "  "]) == 1
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "Type a question first.\n")


@pytest.mark.parametrize(
    "arguments",
    [["quiz", "missing.pdf"], ["plan", "missing.pdf"], ["history", "nobody"], ["ask", "missing.pdf", "Why?"]],
)
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
    (line,) = [SessionSummary.model_validate(session) for session in json.loads(capsys.readouterr().out)]
    assert (line.id, line.topics_total) == (session.id, len(load_course("cell_biology").topics))
    assert main(["history", session.id, "--json"]) == 0
    events = [AgentEvent.model_validate(event) for event in json.loads(capsys.readouterr().out)]
    assert [event.action for event in events] == ["start_session", "generate_plan"]
    assert main(["sessions"]) == 0
    assert session.id in capsys.readouterr().out
    service.filings.rename(session.id, "Cells")
    service.filings.archive(session.id)
    assert main(["sessions"]) == 0
    assert capsys.readouterr().out.endswith("  Cells  [archive]\n")
    assert main(["sessions", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["title"], told["archived"], told["binned_at"]) == ("Cells", True, None)
    assert main(["history", session.id]) == 0
    assert "generate_plan" in capsys.readouterr().out


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "9" * 20, "9" * 5000, "ten", "1.5"])
def test_so_many_sessions_cannot_be_listed(limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    build_service().start()
    with pytest.raises(SystemExit) as stopped:
        main(["sessions", f"--limit={limit}"])
    assert stopped.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "argument --limit: from 1 to 1000 sessions can be listed" in told.err
    assert main(["sessions", "--limit=1000"]) == 0


def test_doctor_says_what_works(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    printed = capsys.readouterr().out
    assert "FAIL" not in printed
    assert str(data_dir) in printed
    assert f"migrated to {max(migration_files(SQLITE))}" in printed


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


def test_erase_says_what_goes_and_does_it_with_a_yes_alone(capsys: pytest.CaptureFixture[str]) -> None:
    study = build_service()
    session, other = studied(study, NOTES), study.start("History")
    assert main(["erase", session.id]) == 1
    told = capsys.readouterr()
    assert "Botany" in told.out
    assert "files 1" in told.out
    assert "Nothing was changed" in told.err
    assert study.open(session.id) == session
    assert main(["erase", session.id, "--yes"]) == 0
    assert "Erased." in capsys.readouterr().out
    assert [summary.id for summary in study.read.sessions()] == [other.id]
    # What was cut off is finished by saying it again.
    assert main(["erase", session.id, "--yes"]) == 0
    assert "erased before" in capsys.readouterr().out
    assert main(["erase", "no-such", "--yes"]) == 1
    assert main(["erase", "--everything"]) == 1
    assert len(study.read.sessions()) == 1
    assert main(["erase", "--everything", "--yes"]) == 0
    assert study.read.sessions() == ()


@pytest.mark.parametrize("arguments", [[], ["s1", "--everything"]])
def test_erase_takes_one_of_the_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["erase", *arguments])
    assert stopped.value.code == 2
