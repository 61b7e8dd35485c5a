"""A plan as a table for a spreadsheet, and as Markdown for notes."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

from core.export.cells import safe_cell
from core.export.days import PlanDay, by_week, exam_on, plan_days
from core.models import StudyPlan

PLAN_COLUMNS = ("date", "weekday", "day", "kind", "topic", "hours", "difficulty", "rationale")
# What acts inside a line, in CommonMark or GitHub's Markdown; the rest acts only where a line begins.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$^=])")
_AT_START = re.compile(r"^(\d*)([-+.)])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


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
    parts.append(f"Exam: {_long(exam_on(plan))}")
    for number, week in enumerate(by_week(plan_days(plan)), start=1):
        parts.append(f"## Week {number}, from {_long(week[0].date)}")
        parts.append("\n".join(line for day in week for line in _lines(day)))
    if plan.left_out:
        parts.append("## Left out")
        parts.append("\n".join(f"- {escape_markdown(one.name)}: {escape_markdown(one.why)}" for one in plan.left_out))
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
