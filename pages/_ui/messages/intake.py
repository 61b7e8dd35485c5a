"""The words of the intake page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.models import RouteDecision
from pages._ui.messages import SHORT_WEEKDAYS, count, day, told

__all__ = ["day"]

TITLE = "What are you studying for?"
LEAD = "Say it in a sentence, add a file, or fill in the fields. All is kept as you type."
SAID = "Say it in a sentence"
SAID_HOLDER = "For example: 30 days for NEET organic chemistry, weak in mechanisms, 3 hours a day"
NOTHING_FILLED_IN = "Nothing was filled in."
MOST_NAMED = 3
FILL_IN = "Fill in the form"
EXAM = "Exam"
EXAM_HOLDER = "Pick one, or type your own and press Enter"
SCOPE = "Subjects"
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
SOURCE = "Something to study from"
FILES = "Files to study from"
FILES_HELP = (
    "PDF, Word, PowerPoint, HTML, Markdown or text, up to {mb} MB each. Their text is kept with this session, and PDFs "
    "with their pages."
)
SYLLABUS = "Or paste a syllabus"
SYLLABUS_HOLDER = "One topic a line, or: Unit 1: topic, topic, topic"
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
LOOK_OVER = "Untick what you leave out. A new name is used everywhere; the text is still found under the old one."
FIND_TOPIC = "Find a topic"
FIND_TOPIC_HOLDER = "Part of its name"
DONE_TITLE = "How this session was set up"
FIELDS = {
    "exam": EXAM,
    "exam_date": DATE,
    "days": DAYS,
    "hours": HOURS,
    "weekdays_off": WEEKDAYS_OFF,
    "syllabus": SOURCE,
    "topics": "Topics",
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


def without_text(exam: str) -> str:
    """That an exam comes with its syllabus and no text."""
    return (
        f"{exam} comes with its syllabus, not with texts. Add a file for lessons and questions, or study in your own "
        "book and tick topics off in the plan."
    )


def scope_chosen(chosen: Sequence[str]) -> str:
    """The subjects that were chosen."""
    return f"{SCOPE}: {_few(chosen) or 'all'}"


def days_off_chosen(weekdays: Sequence[object], dates: Sequence[object]) -> str:
    """The days off that were chosen."""
    named = [name for number, name in enumerate(SHORT_WEEKDAYS) if number in weekdays]
    single = [count(len(dates), "date")] if dates else []
    return f"{OFF}: {', '.join([*named, *single]) or 'none'}"


def topics_found(found: int) -> str:
    """How many topics there are to look over."""
    return f"Topics: {found} found"


def keep_topic(name: str) -> str:
    """What a tick beside a topic says."""
    return f"Study {name}"


def name_of(name: str) -> str:
    """What the field of a topic's name is called."""
    return f"Name of {name}"


def more_topics(number: int) -> str:
    """What opens the rest of the list."""
    return f"Show {count(number, 'more topic')}"


def about_you(goal: str, known: int) -> str:
    """The goal, and how much is known."""
    return f"Goal: {goal or 'none'} · Known already: {count(known, 'topic') if known else 'nothing'}"


def missing(fields: Iterable[str]) -> str:
    """What is missing before a plan can be made; empty where nothing is."""
    names = list(dict.fromkeys(FIELDS[field] for field in fields))
    if names == [EXAM]:
        return "Please name the exam above."
    return f"Please look at these above: {', '.join(names)}." if names else ""


def _few(names: Sequence[str]) -> str:
    rest = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + rest
