"""The words of the intake page."""

from __future__ import annotations

from collections.abc import Iterable

from core.models import RouteDecision
from pages._ui.messages import SHORT_WEEKDAYS, count, day, told

__all__ = ["day"]

TITLE = "What are you studying for?"
LEAD = "An exam, the time you have, and something to study from. You can leave and come back; it is kept."
SAID = "Say it in a sentence"
SAID_HOLDER = "For example: 30 days for NEET organic chemistry, weak in mechanisms, 3 hours a day"
NOTHING_FILLED_IN = "Nothing was filled in."
MOST_NAMED = 3
FILL_IN = "Fill in the form"
EXAM = "Exam"
EXAM_HOLDER = "Pick one, or type your own and press Enter"
SCOPE = "What of it"
SCOPE_HOLDER = "All of it, or pick subjects and parts"
GOAL = "Your goal (optional)"
GOAL_HOLDER = "For example: pass with 70 %, weak in genetics"
UNTIL = "Time until the exam"
UNTIL_BY = {"days": "Number of days", "date": "Date of the exam"}
DAYS = "Days until the exam"
DATE = "Date of the exam"
HOURS = "Hours a day"
WEEKDAYS_OFF = "Days off"
DATES_OFF = "Single days off (optional)"
DATES_OFF_HOLDER = "Pick dates on which you cannot study"
OFF = "Days off"
SOURCE = "What to study from"
SOURCE_LEAD = "Add files, paste a syllabus, or both. An exam from the list brings its own syllabus."
FILES = "Files"
FILES_HELP = (
    "PDF, Word, PowerPoint, HTML, Markdown or text, up to {mb} MB each. Their text is kept with this session, and PDFs "
    "with their pages."
)
SYLLABUS = "Syllabus"
SYLLABUS_HOLDER = "One topic a line, or: Unit 1: topic, topic, topic"
ABOUT = "About you"
KNOWN = "What do you know already? (optional)"
KNOWN_HOLDER = "These topics get a short look only"
ELSEWHERE = "Another tab changed this form. Its changes are shown here, next to what you typed."
READING = "Reading {name}"
READ = "Read {name}"
READ_TEXT_ONLY = (
    "Read {name}. It is over {mb} MB, so only its text is kept: its pages cannot be opened beside the lesson."
)
UNREADABLE = "{name} was not added"
REMOVE = "Take out"
DONE_TITLE = "How this session was set up"
FIELDS = {
    "exam": EXAM,
    "exam_date": DATE,
    "days": DAYS,
    "hours": HOURS,
    "weekdays_off": WEEKDAYS_OFF,
    "syllabus": SOURCE,
}


def asks(decision: RouteDecision) -> str:
    """What to say in another way, or what is kept out."""
    said = decision.refused or decision.question
    return told(said) if said else decision.refusal or decision.clarifying_question


def not_taken(decision: RouteDecision) -> str:
    """What of a sentence was not taken, and why."""
    return told(*decision.not_understood) or " ".join(decision.not_taken)


def filled_in(decision: RouteDecision) -> str:
    """What was taken from the learner's sentence; empty where nothing was."""
    scope = decision.scope
    parts = [decision.exam]
    if not decision.exams:
        more = len(scope.topics) - MOST_NAMED
        parts += [scope.sub_subject or scope.subject, *scope.topics[:MOST_NAMED], f"{more} more" if more > 0 else ""]
    if decision.left_out:
        parts.append(f"without {' and '.join(decision.left_out)}")
    if decision.exam_date:
        parts.append(f"exam on {day(decision.exam_date)}")
    elif decision.days:
        parts.append(count(decision.days, "day"))
    if decision.hours:
        parts.append(f"{decision.hours:g} h a day")
    parts += [f"weak in {topic}" for topic in decision.weak_in]
    if decision.weekdays_off:
        parts.append(f"{' and '.join(SHORT_WEEKDAYS[number] for number in decision.weekdays_off)} off")
    parts += [f"you know {topic}" for topic in decision.knows]
    listed = ", ".join(part for part in parts if part)
    if not listed:
        return ""
    later = {"explain": " A lesson comes after the plan.", "quiz": " A quiz comes after the plan."}
    return f"Filled in: {listed}. Look it over below.{later.get(decision.intent, '')}"


def follows(syllabus: str) -> str:
    """What the topics of a registered exam are from."""
    return f"Topics after: {syllabus}. Lay the official syllabus beside it."


def missing(fields: Iterable[str]) -> str:
    """What is missing before a plan can be made; empty where nothing is."""
    names = ", ".join(dict.fromkeys(FIELDS[field] for field in fields))
    return f"Still missing above: {names}." if names else ""
