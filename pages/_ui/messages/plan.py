"""The words of the plan page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.models import DailyPlan, LeftOut, OwnWord, PlanChange, PlanVersion, StudyPlan, Topic
from pages._ui.messages import SHORT_WEEKDAYS, WEEKDAYS, count, day, month, more, short_month, told

__all__ = ["SHORT_WEEKDAYS", "WEEKDAYS", "day", "more", "short_month"]

TITLE = "Your plan"
NONE = "There is no plan yet. It is made from what you say and add at the start."
VERIFIED = "Checked: every topic has a day"
VERIFIED_PART = "Checked: every topic you kept has a day"
UNVERIFIED = "Checked: it does not hold yet"
NEXT = "Next topic"
PICK = "Topic to study"
NO_TEXT = "Nothing to read on this topic yet. Add a file that covers it below."
ADD = "Add something to read"

TODAY = "Today"
FREE = "Nothing is planned. Catch up, or rest."
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
TIMELINE = "A bar for each topic on each of its days, from today to the exam; the table has the same"
COLUMNS = {"day": "Day", "date": "Date", "theme": "Topics", "hours": "Hours", "kind": "Kind"}
KINDS = {"learn": "Learn", "revise": "Revise", "free": "Free", "off": "Day off"}
TIMELINE_COLUMNS = {"topic": "Topic", "from": "From", "to": "To", "hours": "Hours", "state": "State"}
STATES = {"studied": "Studied", "planned": "Planned", "late": "Behind"}
DAYS = "Day by day"
TOPICS = "Topics"
TOPIC_COLUMNS = {"name": "Topic", "planned": "Planned", "status": "Status", "score": "Score", "again": "Look again"}
TOPIC_STATUS = {
    "planned": "Not started",
    "learning": "Started",
    "studied": "Studied",
    "done": "Done",
    "left_out": "Left out",
}
BY_OWN_WORD = "{word}, by your own word"
OWN_WORDS: dict[OwnWord, str] = {"shaky": "Shaky", "fair": "Fair", "firm": "Well known"}
NOT_STUDIED = "Not studied after all"

# --- what changed
CATCH_UP = "Make the plan fit again"
AHEAD_FIT = "Free their days"
ACCEPT = "Take this change"
DECLINE = "Keep the plan as it is"
PROPOSED = "A change to your plan"
REFUSED = "That does not hold"
MENDED = "This would hold:"
DOES_NOT_FIT = "There is too little time for everything"
WAYS_OUT = "You can leave these topics out, or give the plan more time under “Change the plan” below."
LEFT_OUT = "Left out, the first to go first"
NO_CHANGE = "No topic moves; the plan is only checked anew."

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
    "time": "Make the plan fit",
}
NOTHING_LEFT_OUT = "No topic is left out."
NOTHING_OPEN = "Every topic is done."
CHANGED = "Done. The plan was checked and holds."
TAKEN = "The change is taken. The plan was checked and holds."
KEPT = "The plan stays as it was."
ANEW = "Spread everything anew"
MISSED_TOO = "Your change is not to blame: these topics have lost their day, and find a new one here."
LATE = "Some topics have lost their day"
DRAFTED = "How the plan was made just now"

# --- out of the app
TAKE_ALONG = "Take it with you"
ICS = "Calendar (.ics)"
CSV = "Table (.csv)"
MARKDOWN = "Markdown"
PRINT = "Print view"
FILE = "study-plan"

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


def status(topic: Topic) -> str:
    """How a topic stands; apart from the others where it is the learner's own word."""
    return BY_OWN_WORD.format(word=OWN_WORDS[topic.own_word]) if topic.own_word else TOPIC_STATUS[topic.status]


def own_word_asked(topic: Topic) -> str:
    """What asks the learner how well a topic is known that has nothing to read."""
    if topic.own_word:
        return f"You have studied {topic.name} without the app: {status(topic).lower()}. How is it now?"
    return f"Studied {topic.name} from a book of your own? Say how well you know it:"


def own_word_kept(name: str, own_word: OwnWord | None) -> str:
    """What is said once it is kept."""
    return f"{name}: {OWN_WORDS[own_word].lower()}, by your own word." if own_word else f"{name} is open again."


def sitting(name: str, hours: float, *, is_studied: bool) -> str:
    """A topic on a day: Roots, 1.5 h."""
    return f"{name}, {hours:g} h{f' ({STUDIED})' if is_studied else ''}"


def behind(names: Sequence[str]) -> str:
    """Who is behind."""
    if len(names) == 1:
        return f"{names[0]} has lost its day."
    return f"{count(len(names), 'topic')} have lost their day: {_few(names)}."


def ahead(names: Sequence[str]) -> str:
    """Who is ahead."""
    if len(names) == 1:
        return f"You are ahead: {names[0]} is studied before its day."
    return f"You are ahead: {count(len(names), 'topic')} are studied before their day: {_few(names)}."


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


def version_head(version: PlanVersion, *, is_proposed: bool) -> str:
    """The head of a plan's version."""
    state = "not taken" if version.verification.is_valid else "turned down"
    state = "accepted" if version.was_accepted else "proposed" if is_proposed else state
    on = f", {day(version.made_on)}" if version.made_on else ""
    return f"Version {version.version}{on}: {state}."


def overview(plan: StudyPlan) -> str:
    """A plan in a line."""
    return told(plan.said) if plan.said else plan.overview


def why_out(topic: LeftOut) -> str:
    """Why a topic is left out."""
    return told(topic.said) if topic.said else topic.why


def version_told(version: PlanVersion) -> str:
    """What a version was made for and what the verifier said of it."""
    verification = version.verification
    reason = told(version.said) if version.said else version.reason
    return f"{reason} {verification.coverage:.0%} of the topics placed. {told(verification.verdict)}".strip()


def draft_told(version: PlanVersion) -> str:
    """A draft, as it is made."""
    state = "passes" if version.was_accepted else "does not pass"
    return f"Draft {version.version} {state}: {told(version.verification.verdict)}"


def calendar_name(first: date, last: date) -> str:
    """What the calendar is called for a reader of the screen."""
    return f"{DAYS}, {day(first)} to {day(last)} {last.year}"


def short_of_time(share: float) -> str:
    """That topics get less time than they are reckoned to take."""
    return (
        f"Time is short: topics get {share:.0%} of the hours that they are reckoned to take. Leave some out or give "
        f"the plan more time, then use “{ANEW}” under “{CHANGE}”."
    )


def describe(entry: DailyPlan, *, is_off: bool) -> str:
    """The kind of a day."""
    if entry.is_revision:
        return KINDS["revise"]
    return KINDS["learn"] if entry.topics else KINDS["off"] if is_off else KINDS["free"]


def _days(days: Sequence[date]) -> str:
    """Days in a row of words, the first three and the last."""
    if len(days) <= 4:
        return ", ".join(map(day, days))
    return f"{', '.join(map(day, days[:2]))} … {day(days[-1])} ({len(days)} days)"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" {more(len(names) - 3)}" if len(names) > 3 else "")
