"""The words of the pages that are printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.models.plan_overview import PlanDay
from pages._ui.messages import count, day, month, short_month, short_weekday, weekday

LANGUAGE = "en"
KIND_OF_PAGE = "Study plan"
HINT = "To print this page or keep it as a PDF, choose Print in your browser's menu."
BACK = "Back to the plan"
DAYS = "Day by day"
DATE, TOPICS, HOURS = "Day", "To do", "Hours"
REVISE = "Revise"
NOTHING = {"learn": "Learn", "revise": "Revise", "free": "Free", "off": "Day off"}
EXAM = "Exam"
LEFT_OUT = "Left out"
LEFT_OUT_LEAD = "There is no day for these topics, so they are not in the plan."

UNKNOWN_TITLE = "No such session"
UNPLANNED_TITLE = "No plan yet"
AWAY_TITLE = "The plan cannot be read just now"
FILE_AWAY = "Your study file cannot be opened, so the plan cannot be read. The log says why."
STRANGER_TITLE = "You are signed out"
SIGN_IN = "Sign in"

REPORT_KIND = "Study report"
REPORT_BACK = "Back to your data"
TOPICS_HEAD = "Topics"
TOPIC_COLUMNS = ("Topic", "Expected score", "Answers", "Next review")
QUIZZES_HEAD = "Quizzes"
QUIZ_COLUMNS = ("Day", "Topic", "Score")
NO_QUIZZES = "No quiz was handed in yet."
MISCONCEPTIONS_HEAD = "Still mixed up"
COUNTER = "What speaks against it:"
ADVICE_HEAD = "What to do now"


def score(value: float | None) -> str:
    """A score from 0 to 100, or that there is none."""
    return "not tested" if value is None else f"{value:.0f} %"


def quiz_score(value: float | None) -> str:
    """A quiz's score, or that nothing of it counts."""
    return "nothing counted" if value is None else score(value)


def date_or_none(when: date | None) -> str:
    """A day, or nothing."""
    return short_day(when) if when else ""


def report_facts(
    exam_on: date | None, *, tested: int, topics: int, quizzes: int, printed_on: date
) -> tuple[tuple[str, str], ...]:
    """What a report is about in a few lines, each with its name."""
    facts = [(EXAM, long_day(exam_on))] if exam_on else []
    facts += [("Topics tested", f"{tested} of {topics}"), ("Quizzes", str(quizzes))]
    return (*facts, ("Printed", _date(printed_on)))


def hours(number: float) -> str:
    """A time: 1.25 h."""
    return f"{number:g} h"


def long_day(when: date) -> str:
    """A date in full: Monday, 23 November 2026."""
    return f"{weekday(when)}, {_date(when)}"


def short_day(when: date) -> str:
    """A date in the table: Mon 23 Nov, which breaks after the weekday alone."""
    return f"{short_weekday(when)} {when.day}\N{NO-BREAK SPACE}{short_month(when)}"


def week(number: int, week_days: Sequence[PlanDay]) -> str:
    """The head of a week: Week 2 · 30 November to 6 December."""
    first, last = week_days[0].date, week_days[-1].date
    if first == last:
        return f"Week {number} · {first.day} {month(first)}"
    of_first = "" if first.month == last.month else f" {month(first)}"
    return f"Week {number} · {first.day}{of_first} to {last.day} {month(last)}"


def facts(
    days: Sequence[PlanDay], *, exam_on: date, made_on: date | None, printed_on: date
) -> tuple[tuple[str, str], ...]:
    """What a plan is in a few lines, each with its name."""
    busy = [planned for planned in days if planned.topics]
    work = f"{hours(sum(planned.hours for planned in busy))} on {count(len(busy), 'day')}"
    facts = [(EXAM, long_day(exam_on))]
    if days:
        facts += [("Days", f"{day(days[0].date)} to {day(days[-1].date)}"), ("Work", work)]
    if made_on:
        facts.append(("Plan made", _date(made_on)))
    return (*facts, ("Printed", _date(printed_on)))


def _date(when: date) -> str:
    return f"{when.day} {month(when)} {when.year}"
