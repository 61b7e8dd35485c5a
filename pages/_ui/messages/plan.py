"""The words of the plan page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.models import DailyPlan, LeftOut, PlanChange, PlanVersion, StudyPlan
from core.models.plan_overview import Suggestion
from pages._ui.messages import SHORT_WEEKDAYS, WEEKDAYS, count, day, month, more, short_month, told

__all__ = ["SHORT_WEEKDAYS", "WEEKDAYS", "day", "more", "short_month"]

TITLE = "Your plan"
NONE = "There is no plan yet. It is made from what you say and add at the start."
VERIFIED = "Every topic has a day"
VERIFIED_PART = "Every topic you kept has a day"
UNVERIFIED = "Not every topic has a day yet"
NEXT = "Next topic"
PICK = "Or study another topic"
PICKED = "You picked it."
NO_TEXT = (
    "This topic comes without a text. Add a file or notes to learn it here, or study it in your own book and say below "
    "how well you know it."
)
ADD_TEXT_LONG = "Add a file or paste notes for this topic"
ADD = "Add something to read"

TODAY = "Today"
FREE = "Free: catch up"
FREE_TODAY = "Nothing is planned today. Catch up, or rest."
NEXT_IN_PLAN = "Next in your plan ({day})"
ON_THE_DAY = "today"
WAS_PLANNED = "It was planned for {day}."
DAY_OFF = "A day off. Enjoy it."
REVISE = "Revise"
BEFORE = "The plan begins on {day}."
OVER = "The exam day of this plan has come. If it moved, give the plan another date under “Change the plan”."

# --- views
VIEW = "Show the days as"
VIEWS = {"calendar": "Calendar", "gantt": "Timeline", "table": "Table"}
MONTH = "Month"
EXAM = "Exam"
OFF = "Off"
STUDIED = "studied"
HOURS_CHART = "Hours of study on each day of the plan"
TIMELINE = "Timeline: each topic with its days, the days for revision, and the exam"
COLUMNS = {"day": "Day", "date": "Date", "theme": "Topics", "hours": "Hours", "kind": "Kind"}
KINDS = {"learn": "Learn", "revise": "Revise", "free": "Free", "off": "Day off"}
STATES = {"studied": "studied", "planned": "", "late": "behind"}
REVISION = "Revision"
DAYS = "Day by day"

# --- what changed
CATCH_UP = "Find them a new day"
AHEAD_FIT = "Free their days"
ACCEPT = "Take this change"
DECLINE = "Keep the plan as it is"
PROPOSED = "A change to your plan"
REFUSED = "That would not work: {why}"
MENDED = "This would work:"
DOES_NOT_FIT = "There is too little time for everything"
FITS = "A plan that fits"
WAYS_OUT = "Leave these topics out, or give each at least half of its time. Anything between: under “Change the plan”."
LEFT_OUT = "Left out, the first to go first"
NO_CHANGE = "No topic moves."
UNDO = "Undo"
UNDO_LAST = "Undo the last change"
UNDONE = "Undone: the plan is as it was before."
RESTORE = "Go back to this version"
RESTORED = "Version {version} is your plan again."

# --- changes by the learner
CHANGE = "Change the plan"
WHAT = "What do you want to change?"
EDITS = {
    "move": "Move",
    "split": "Split",
    "leave_out": "Leave out",
    "take_back": "Take back",
    "add": "Add",
    "time": "Date and hours",
}
EDIT_TOPIC = "Topic"
EDIT_FROM = "From"
EDIT_TO = {"move": "To", "split": "Second half on", "take_back": "On", "add": "On"}
ANY_DAY = "The first day with room"
NEW_TOPIC = "Name of the new topic"
NEW_HOURS = "Hours"
DIFFICULTY = "Difficulty"
DIFFICULTIES = {"easy": "Easy", "medium": "Medium", "hard": "Hard"}
APPLY = {
    "move": "Move it",
    "split": "Split it",
    "leave_out": "Leave it out",
    "take_back": "Take it back",
    "add": "Add it",
    "time": "Fit around my changes",
}
NOTHING_LEFT_OUT = "No topic is left out."
NOTHING_OPEN = "Every topic is done."
CHANGED = "Done. Your plan was checked and works."
TAKEN = "Change taken. Your plan was checked and works."
KEPT = "The plan stays as it was."
ANEW = "Plan again from today"
MISSED_TOO = "Your change is not to blame: these topics have lost their day, and find a new one here."
LATE = "Some topics have lost their day"

# --- out of the app

# --- versions
VERSIONS = "How this plan was made"


def month_of(first: date) -> str:
    """A month to pick: November 2026."""
    return f"{month(first)} {first.year}"


def until(exam_on: date, today: date) -> str:
    """The exam's day and how far off it is."""
    days = (exam_on - today).days
    when = "today" if days == 0 else f"in {count(days, 'day')}" if days > 0 else f"{count(-days, 'day')} ago"
    year = f" {exam_on.year}" if exam_on.year != today.year else ""
    return f"exam on {day(exam_on)}{year}, {when}"


def sitting(name: str, hours: float, *, is_studied: bool) -> str:
    """A topic on a day: Roots, 1.5 h."""
    return f"{name}, {hours:g} h{f' ({STUDIED})' if is_studied else ''}"


def behind(names: Sequence[str]) -> str:
    """Who is behind."""
    if len(names) == 1:
        return f"{names[0]} has lost its day."
    return f"{count(len(names), 'topic')} have lost their day: {few(names)}."


def ahead(names: Sequence[str]) -> str:
    """Who is ahead."""
    if len(names) == 1:
        return f"You are ahead: {names[0]} is studied before its day."
    return f"You are ahead: {count(len(names), 'topic')} are studied before their day: {few(names)}."


def more_changes(number: int) -> str:
    """What opens the rest of a difference."""
    return f"{count(number, 'more change')}"


def study_without(number: int) -> str:
    """The way out of too little time."""
    return f"Study without {'this topic' if number == 1 else f'these {number} topics'}"


def change(change: PlanChange) -> str:
    """One difference between two plans, in a sentence."""
    name, before, after = change.topic or "Revision", _days(change.before), _days(change.after)
    match change.kind:
        case "added":
            return f"{name}: new, on {after}"
        case "left_out":
            return f"{name}: left out{f' (was on {before})' if before else ''}"
        case "done":
            return f"{name}: studied, so {change.hours_before:g} h are free ({before})"
        case "longer" | "shorter":
            return f"{name}: {change.hours_before:g} h becomes {change.hours_after:g} h, on the same days"
    is_same = change.hours_before == change.hours_after
    hours = "" if is_same else f", {change.hours_before:g} h becomes {change.hours_after:g} h"
    if change.kind == "split":
        return f"{name}: {before} becomes {after}{hours}"
    return f"{name}: from {before} to {after}{hours}"


def leave_these_out(number: int) -> str:
    """A proposal that leaves topics out."""
    return f"Take this change, without {count(number, 'topic')}"


def version_head(version: PlanVersion, *, is_proposed: bool, holds: bool) -> str:
    """The head of a plan's version."""
    state = "not taken" if version.verification.is_valid else "turned down"
    state = "accepted" if version.was_accepted else "proposed" if is_proposed else state
    state = "your plan now" if holds else state
    on = f", {day(version.made_on)}" if version.made_on else ""
    return f"Version {version.version}{on}: {state}."


def why_out(topic: LeftOut) -> str:
    """Why a topic is left out."""
    return told(topic.said) if topic.said else topic.why


def version_told(version: PlanVersion) -> str:
    """What a version was made for and what the verifier said of it."""
    verification = version.verification
    reason = told(version.said) if version.said else version.reason
    return f"{reason} {verification.coverage:.0%} of the topics placed. {told(verification.verdict)}".strip()


def calendar_name(first: date, last: date) -> str:
    """What the calendar is called for a reader of the screen."""
    return f"{DAYS}, {day(first)} to {day(last)} {last.year}"


def short_of_time(share: float) -> str:
    """That topics get less time than they need, as a share that one can picture."""
    return f"You have about {_share(share)} of the time these topics need"


def in_numbers(plan: StudyPlan) -> str:
    """What the days of a plan are for."""
    days = plan.schedule
    window = plan.filled()
    learn = sum(bool(entry.topics) and not entry.is_revision for entry in days)
    revise = sum(entry.is_revision for entry in days)
    off = sum(window.is_off(entry.date) and not entry.topics for entry in days)
    parts = [
        (learn, "to learn"),
        (revise, "to revise"),
        (len(days) - learn - revise - off, "free to catch up"),
        (off, "off"),
    ]
    kinds = ", ".join(f"{number} {what}" for number, what in parts if number)
    hours = max((entry.estimated_hours for entry in days), default=0)
    return f"{count(len(days), 'day')}, at most {window.hours or hours:g} h each: {kinds}."


def why_next(suggestion: Suggestion, today: date) -> str:
    """Why a topic comes next; in a few words where it is simply its turn."""
    topic = suggestion.topic
    is_its_turn = topic.status == "planned" or (topic.status == "learning" and topic.review_on is None)
    if not is_its_turn:
        return told(suggestion.why)
    if topic.planned_on < today:
        return WAS_PLANNED.format(day=day(topic.planned_on))
    return NEXT_IN_PLAN.format(day=ON_THE_DAY if topic.planned_on == today else day(topic.planned_on))


def describe(entry: DailyPlan, *, is_off: bool) -> str:
    """The kind of a day."""
    if entry.is_revision:
        return KINDS["revise"]
    return KINDS["learn"] if entry.topics else KINDS["off"] if is_off else KINDS["free"]


def day_and_month(on: date) -> str:
    """A day without its weekday: 2 Dec."""
    return f"{on.day} {on:%b}"


def spans(days: Sequence[date]) -> str:
    """The days of a topic in short: 2 Dec, 2 Dec to 9 Dec."""
    first, last = min(days), max(days)
    if len(days) > 2 or first == last:
        many = f" ({count(len(days), 'day')})" if len(days) > 2 else ""
        return f"{day_and_month(first)} to {day_and_month(last)}{many}" if first != last else day_and_month(first)
    return f"{day_and_month(first)}, {day_and_month(last)}"


def _days(days: Sequence[date]) -> str:
    """Days in a row of words, the first three and the last."""
    if len(days) <= 4:
        return ", ".join(map(day, days))
    return f"{', '.join(map(day, days[:2]))} … {day(days[-1])} ({len(days)} days)"


def _share(share: float) -> str:
    return min(_SHARES, key=lambda pair: abs(pair[0] - share))[1]


_SHARES = (
    (0.05, "a twentieth"),
    (0.1, "a tenth"),
    (0.2, "a fifth"),
    (0.25, "a quarter"),
    (0.33, "a third"),
    (0.4, "two fifths"),
    (0.5, "half"),
    (0.6, "three fifths"),
    (0.67, "two thirds"),
    (0.75, "three quarters"),
    (0.8, "four fifths"),
    (0.9, "nine tenths"),
)


def few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" {more(len(names) - 3)}" if len(names) > 3 else "")
