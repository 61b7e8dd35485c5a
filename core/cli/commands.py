"""The command line, for scripts and instructors. `--json` prints the models of `core/models/` and nothing else."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date
from pathlib import Path

from core.bootstrap import (
    SystemClock,
    build_agents,
    copies_of,
    give_role,
    load_settings,
    migrate_database,
    newest_copy,
    open_store,
    restore_copy,
)
from core.cli import along
from core.cli.doctor import check_everything
from core.cli.erasing import add_commands
from core.cli.output import answer_text, course_text, plan_text, quiz_text
from core.content.courses.lint import check_course
from core.content.readers.sandbox import read_material, read_text
from core.domain.zones import checked_zone
from core.errors import ExamMentorError, InputError
from core.models import HistoryQuery, PlanRequest, Question, Quiz, Topic, Value
from core.models.days import NO_ZONE, clock, day_of
from core.study.audit import all_events
from core.study.tutoring import checked_question

MOST_SESSIONS = 1000
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SENTENCE_END = re.compile(r"[^\W\d]{3,}[.!?](?=\s|$)")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit code: 0, 1 with the reason on standard error, 2 for a call it cannot take."""
    options = command_parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        return command(options)
    except ExamMentorError as error:
        print(error, file=sys.stderr)
        return 1


def command_parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    parser = argparse.ArgumentParser(prog="python -m core", description="ExamMentor on the command line.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    doctor = commands.add_parser("doctor", help="what is configured, reachable, migrated and writable")
    doctor.set_defaults(run=_doctor)

    plan = commands.add_parser("plan", help="a verified day plan from a document or a syllabus")
    plan.add_argument("file", type=Path, metavar="FILE")
    until = plan.add_mutually_exclusive_group()
    until.add_argument("--days", type=int, help="days until the exam, 1 to 365, today among them; 7 if not said")
    until.add_argument("--exam-date", type=_date, metavar="DATE", help="the day of the exam, as 2027-05-02")
    plan.add_argument("--hours", type=float, default=2.0, help="hours a day at most")
    plan.add_argument("--off", type=_days_off, default=((), ()), metavar="DAYS", help="as sat,sun,2026-12-25")
    plan.add_argument("--exam", default="", help="what it is called")
    plan.set_defaults(run=_plan)

    quiz = commands.add_parser("quiz", help="questions from a document")
    quiz.add_argument("file", type=Path, metavar="FILE")
    quiz.add_argument("--n", type=int, default=10, help="how many, 1 to 100")
    quiz.add_argument("--seed", type=int, default=0)
    quiz.set_defaults(run=_quiz)

    ask = commands.add_parser("ask", help="what a document says to a question, word for word, or that it does not say")
    ask.add_argument("file", type=Path, metavar="FILE")
    ask.add_argument("question", metavar="QUESTION")
    ask.set_defaults(run=_ask)

    sessions = commands.add_parser("sessions", help="the newest sessions")
    sessions.add_argument("--limit", type=_limit, default=100, help=f"how many, 1 to {MOST_SESSIONS}; 100 if not said")
    sessions.set_defaults(run=_sessions)

    history = commands.add_parser("history", help="a session's events, oldest first")
    history.add_argument("session", metavar="SESSION")
    history.set_defaults(run=_history)

    course = commands.add_parser("course", help="check a course: its form, its lessons and its questions")
    checks = course.add_subparsers(required=True, metavar="check")
    check = checks.add_parser("check", help="everything to mend in a course's folder; exit 1 where there is something")
    check.add_argument("folder", type=Path, metavar="DIR")
    check.set_defaults(run=_course)

    along.add_commands(commands)

    restore = commands.add_parser("restore", help="take the study file back as it was before a version changed it")
    restore.add_argument("copy", nargs="?", metavar="COPY", help="which one; the newest of a migration if not said")
    restore.add_argument("--yes", action="store_true", help="do it; without it, list what there is")
    restore.set_defaults(run=_restore)

    add_commands(commands)

    migrate = commands.add_parser("migrate", help="bring a Supabase database's schema up to date")
    role = commands.add_parser("role", help="make an account a learner or an instructor")
    role.add_argument("email", metavar="EMAIL")
    role.add_argument("role", metavar="ROLE", help="learner or instructor")
    migrate.set_defaults(run=_migrate)
    role.set_defaults(run=_role)
    for administering in (migrate, role):
        administering.add_argument("--database-url", required=True, metavar="URL", help="postgresql://…, the owner's")
    for dating in (plan, sessions, history):
        dating.add_argument(
            "--zone", type=_zone, default=NO_ZONE, metavar="ZONE", help="whose days, as Asia/Kolkata; else UTC"
        )
    for printing in (plan, quiz, ask, sessions, history, check):
        printing.add_argument("--json", action="store_true", help="print JSON and nothing else")
    return parser


def _doctor(_: argparse.Namespace) -> int:
    checks = check_everything()
    for check in checks:
        print(f"{'ok  ' if check.is_ok else 'FAIL'} {check.name}: {check.finding}")
    return 0 if all(check.is_ok for check in checks) else 1


def _plan(options: argparse.Namespace) -> int:
    path: Path = options.file
    material = read_material(path, load_settings().max_upload_mb * 2**20)
    text = read_text(path) if material.kind in ("text", "markdown") else ""
    # A file with hardly a sentence in it is a syllabus.
    few_words = all(section.words < 40 for section in material.sections)
    is_syllabus = bool(text) and (few_words or 10 * len(_SENTENCE_END.findall(text)) <= len(text.splitlines()))
    today = day_of(SystemClock().now(), options.zone)
    days = 7 if options.days is None else options.days
    if options.exam_date:
        days = (options.exam_date - today).days
    weekdays_off, dates_off = options.off
    request = PlanRequest(
        exam=options.exam or path.stem,
        start=today,
        days=days,
        hours=options.hours,
        weekdays_off=weekdays_off,
        dates_off=dates_off,
        syllabus=text if is_syllabus else "",
        materials=() if is_syllabus else (material,),
    )
    outcome = build_agents().plan(request, seed=0).value.outcome
    print(outcome.model_dump_json(indent=2) if options.json else plan_text(outcome))
    if outcome.final_plan:
        return 0
    print(f"No plan keeps every rule. {outcome.verification.critique}", file=sys.stderr)
    return 1


def _quiz(options: argparse.Namespace) -> int:
    if not 1 <= options.n <= 100:
        raise InputError("command.questions")
    material = read_material(options.file, load_settings().max_upload_mb * 2**20)
    agents = build_agents()
    questions: list[Question] = []
    # Nothing in a quiz follows from the day.
    today = day_of(SystemClock().now(), NO_ZONE)
    # Round the sections, a few questions from each, so that a quiz on a whole document covers it.
    share = max(2, -(-options.n // max(1, len(material.sections))))
    for number, section in enumerate(material.sections):
        topic = Topic(name=section.title, position=number, planned_on=today, material_id=material.id, section=number)
        asked = {question.id for question in questions}
        try:
            quiz = agents.quiz(topic, (material,), count=share, seed=options.seed + number, avoid=asked).value
        except InputError:
            continue
        questions += [question for question in quiz.questions if question.id not in asked]
    if not questions:
        raise InputError("command.few_sentences", file=options.file.name)
    quiz = _spread(material.name, questions, options.n)
    print(quiz.model_dump_json(indent=2) if options.json else quiz_text(quiz))
    return 0


def _ask(options: argparse.Namespace) -> int:
    question = checked_question(options.question)
    material = read_material(options.file, load_settings().max_upload_mb * 2**20)
    today = day_of(SystemClock().now(), NO_ZONE)
    topic = Topic(name=material.name, position=0, planned_on=today, material_id=material.id, section=0)
    answer = build_agents().ask(question, topic, (material,), seed=0).value
    print(answer.model_dump_json(indent=2) if options.json else answer_text(answer))
    return 0


def _course(options: argparse.Namespace) -> int:
    report = check_course(options.folder)
    print(report.model_dump_json(indent=2) if options.json else course_text(report))
    return 0 if report.is_sound else 1


def _sessions(options: argparse.Namespace) -> int:
    sessions, zone = open_store(must_last=True).sessions(limit=options.limit), clock(options.zone)
    if options.json:
        _print_json(sessions)
    else:
        for line in sessions:
            at = f"{line.updated_at.astimezone(zone):%Y-%m-%d %H:%M}"
            place = f"  [{line.place}]" if line.is_put_away else ""
            print(f"{line.id}  {line.phase:<9}  {at}  {line.user_id}  {line.called}{place}")
    return 0


def _history(options: argparse.Namespace) -> int:
    store = open_store(must_last=True)
    store.load(options.session)
    events = [*all_events(store, HistoryQuery(session_id=options.session))][::-1]
    if options.json:
        _print_json(events)
    else:
        for event in events:
            step = f"{event.phase_before} -> {event.phase_after}"
            at = f"{event.timestamp.astimezone(clock(options.zone)):%Y-%m-%d %H:%M:%S}"
            print(f"{at}  {event.agent:<13} {event.action:<18} {step}  {event.reasoning}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    path = load_settings().database
    copy = path.parent / options.copy if options.copy else newest_copy(path)
    if not options.yes:
        for earlier in copies_of(path):
            time = (
                f"{earlier.made_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if earlier.made_at else "by an earlier version"
            )
            print(f"{earlier.path.name}  {time}  {earlier.path.stat().st_size / 2**20:.1f} MB")
        print(f"Nothing was changed. With --yes {path} becomes what {copy.name} is.", file=sys.stderr)
        return 1
    before = restore_copy(path, copy)
    print(f"{path} is what {copy.name} is", end="; " if before else "\n")
    if before:
        print(f"{'it was damaged, and is set aside as' if before.is_damaged else 'what it was is'} {before.path.name}")
    return 0


def _migrate(options: argparse.Namespace) -> int:
    applied = migrate_database(options.database_url)
    print("\n".join(f"applied {name}" for name in applied) or "nothing to do: the database is up to date")
    return 0


def _role(options: argparse.Namespace) -> int:
    give_role(options.database_url, options.email, options.role)
    print(f"{options.email} is {'an' if options.role == 'instructor' else 'a'} {options.role} now")
    return 0


def _print_json(values: Sequence[Value]) -> None:
    print(json.dumps([value.model_dump(mode="json") for value in values], ensure_ascii=False, indent=2))


def _spread(name: str, questions: Sequence[Question], count: int) -> Quiz:
    """`count` questions taken evenly over the document."""
    step = max(1.0, len(questions) / count)
    chosen = [questions[int(place * step)] for place in range(min(count, len(questions)))]
    return Quiz(topic=name, questions=tuple(chosen), time_estimate_minutes=len(chosen))


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date: write it as 2027-05-02") from None


def _zone(text: str) -> str:
    try:
        return checked_zone(text)
    except InputError as exc:
        raise argparse.ArgumentTypeError(str(exc)) from None


def _limit(text: str) -> int:
    # Python refuses to read a number of thousands of digits.
    limit = int(text) if text.isdecimal() and len(text) <= len(str(MOST_SESSIONS)) else 0
    if not 1 <= limit <= MOST_SESSIONS:
        raise argparse.ArgumentTypeError(f"from 1 to {MOST_SESSIONS} sessions can be listed")
    return limit


def _days_off(text: str) -> tuple[tuple[int, ...], tuple[date, ...]]:
    """Weekdays and dates, parted by commas: the weekdays as numbers from 0, a Monday."""
    weekdays, dates = set[int](), set[date]()
    for word in filter(None, (part.strip().casefold() for part in text.split(","))):
        matches = [number for number, name in enumerate(WEEKDAYS) if len(word) >= 3 and name.startswith(word)]
        if matches:
            weekdays.add(matches[0])
        else:
            dates.add(_date(word))
    return tuple(sorted(weekdays)), tuple(sorted(dates))
