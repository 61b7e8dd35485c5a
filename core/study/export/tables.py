"""A plan, the answers and the history as tables for a spreadsheet; the plan as Markdown for notes too."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import date

from core.models import AgentEvent, Attempt, HistoryFacets, QuizRecord, StudyPlan
from core.models.days import NO_ZONE, clock
from core.models.outbox import OutboxEntry
from core.models.plan_overview import PlanDay
from core.study.export.days import by_week, plan_days

PLAN_COLUMNS = ("date", "weekday", "day", "kind", "topic", "hours", "difficulty", "rationale")
# What acts inside a line, in CommonMark or GitHub's Markdown; the rest acts only where a line begins.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$^=])")
_AT_START = re.compile(r"^(\d*)([-+.)])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
ANSWER_COLUMNS = (
    "at",
    "exam",
    "topic",
    "question",
    "kind",
    "difficulty",
    "given",
    "right_answer",
    "is_right",
    "is_blank",
    "is_void",
    "expected",
    "document",
    "page",
    "sureness",
)
EVENT_COLUMNS = (
    "id",
    "timestamp",
    "session_id",
    "agent",
    "action",
    "phase_before",
    "phase_after",
    "reasoning",
    "seed",
    "duration_ms",
    "user_id",
    "learner",
    "metadata",
    "context_patch",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plan_csv(plan: StudyPlan) -> str:
    """The plan as CSV with a header: a row for each topic and day, and one for a day without a topic."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(PLAN_COLUMNS)
    for day in plan_days(plan):
        head = (day.date.isoformat(), f"{day.date:%A}", day.day, day.kind)
        for topic in day.topics:
            about = (safe_cell(topic.name), f"{topic.hours:g}", topic.difficulty, safe_cell(topic.rationale))
            writer.writerow((*head, *about))
        if not day.topics:
            writer.writerow((*head, "", "0", "", ""))
    return out.getvalue()


def plan_markdown(plan: StudyPlan) -> str:
    """The plan as Markdown: the days of each week as a list with boxes to tick, then what is left out and why."""
    parts = [f"# {escape_markdown(plan.exam_name)}", escape_markdown(plan.overview)]
    parts.append(f"Exam: {_long(plan.filled().exam_on)}")
    for number, week in enumerate(by_week(plan_days(plan)), start=1):
        parts.append(f"## Week {number}, from {_long(week[0].date)}")
        parts.append("\n".join(line for day in week for line in _lines(day)))
    if plan.left_out:
        parts.append("## Left out")
        parts.append(
            "\n".join(f"- {escape_markdown(topic.name)}: {escape_markdown(topic.why)}" for topic in plan.left_out)
        )
    return "\n\n".join(part for part in parts if part) + "\n"


def escape_markdown(text: str) -> str:
    """The text on one line, to be shown as it was typed."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(_CONTROL.sub("", text).split()))
    return _AT_START.sub(r"\1\\\2", escaped)


def _lines(day: PlanDay) -> list[str]:
    when = f"{day.date:%a} {day.date.day} {day.date:%b}"
    if not day.topics:
        return [f"- {when}: {'revise' if day.kind == 'revise' else day.kind}"]
    head = f"- {when}: {day.kind}, {day.hours:g} h"
    return [head, *(f"  - [ ] {escape_markdown(topic.name)} ({topic.hours:g} h)" for topic in day.topics)]


def _long(when: date) -> str:
    return f"{when:%A}, {when.day} {when:%B} {when.year}"


def answers_csv(exam: str, records: Iterable[QuizRecord], attempts: Iterable[Attempt], zone: str = NO_ZONE) -> str:
    """The graded answers as CSV with a header, one a row, in the log's order; `expected` from 0 to 1. Times are those
    in `zone`, and say how far from UTC."""
    record_of = {record.id: record for record in records}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(ANSWER_COLUMNS)
    for attempt in attempts:
        record = record_of.get(attempt.quiz_id)
        question = (
            next((question for question in record.quiz.questions if question.id == attempt.question_id), None)
            if record
            else None
        )
        if record is None or question is None:
            continue
        answer = next((answer for answer in record.answers if answer.question_id == attempt.question_id), None)
        source = question.sources[0] if question.sources else None
        row = (
            attempt.at.astimezone(clock(zone)).isoformat(timespec="seconds"),
            exam,
            attempt.topic,
            question.text,
            question.question_type,
            question.difficulty,
            question.words_of(answer),
            question.right_answer,
            _yes(attempt.is_right),
            _yes(attempt.is_blank),
            _yes(attempt.is_void),
            f"{attempt.forecast:.3f}",
            source.document if source else "",
            str(source.page) if source and source.page else "",
            attempt.sureness or "",
        )
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue()


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def events_csv(events: Iterable[AgentEvent], facets: HistoryFacets) -> str:
    """The events as CSV with a header, each with its learner's name.

    A text that a spreadsheet would take for a formula gets an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(EVENT_COLUMNS)
    for event in events:
        values = event.model_dump(mode="json") | {"learner": facets.name_of(event.user_id)}
        nested = ("metadata", "context_patch")
        texts = [
            json.dumps(values[name], ensure_ascii=False) if name in nested else values[name] for name in EVENT_COLUMNS
        ]
        writer.writerow([safe_cell(value) if isinstance(value, str) else value for value in texts])
    return out.getvalue()


def rejected_json(entries: Iterable[OutboxEntry]) -> str:
    """Commits as they were made, as a JSON array; of one that can no longer be read, what is left of it."""
    commits = [
        entry.changes.model_dump(mode="json") if entry.changes else {"unreadable": entry.text} for entry in entries
    ]
    return json.dumps(commits, ensure_ascii=False, indent=2)


def safe_cell(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
