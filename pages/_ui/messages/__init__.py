"""The pages' own words, in one place, ready to be translated; what agents and errors say is said by codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from core.models import SessionSummary, StudyPhase
from core.models.session_name import SessionName, session_names
from core.words import ENGLISH, Said
from core.words import told as worded

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

APP = "ExamMentor"
WORDS: Mapping[str, str] = ENGLISH
"""The catalogue of the pages' language for what the core says."""

PAGES = {
    "home": "Home",
    "review": "Review",
    "progress": "Progress",
    "library": "Library",
    "settings": "Settings",
    "history": "History",
    "intake": "Set up",
    "plan": "Plan",
    "learn": "Learn",
    "quiz": "Quiz",
    "analysis": "Results",
    "misconceptions": "Mix-ups",
    "data": "Your data",
    "account": "Account",
}

STEPS = {
    StudyPhase.INTAKE: PAGES["intake"],
    StudyPhase.PLANNING: PAGES["plan"],
    StudyPhase.LEARNING: PAGES["learn"],
    StudyPhase.QUIZZING: PAGES["quiz"],
    StudyPhase.ANALYZING: PAGES["analysis"],
    StudyPhase.COMPLETED: "Done",
}
BAR_LABEL = "Pages"
STEPPER_LABEL = "Steps of this course"
STEP_DONE = "done"

CONFLICT = "This session was changed in another tab or on another device. Here is how it stands now."
TRY_AGAIN = "Try again"
UNEXPECTED = "Something went wrong on the server. What you did before is saved. Open the page again."
ERROR_ID = "If you ask for help, name error {id}."
MEMORY_ONLY = (
    "Your study file cannot be opened, so nothing is kept when the app stops. The log says why. "
    "`python -m core doctor` shows what is wrong."
)
SUPABASE_PROBLEM = (
    "Supabase is set but cannot be used, so study is kept on this computer alone. {problem} Set it right and start "
    "the app again."
)
ANYBODY = (
    "This app is open to other machines without sign-in: whoever reaches this address can read and change everything."
)
ONLY_THIS_MACHINE = (
    "This ExamMentor has no sign-in and answers only the machine that it runs on. To open it to others set up "
    "Supabase, or set EXAMMENTOR_ALLOW_REMOTE=1 if you know who can reach it."
)
SIGN_IN_FIRST = "Sign in to go on."
NOT_YOURS = "This session is another learner's. As their instructor you can follow it on the history page."
AWAY = (
    "The study database cannot be reached just now. Go on studying: what you do is kept here and sent when it is back."
)
REJECTED_SEE = "See what it was"

NO_SESSION_TITLE = "Choose an exam"
NEW_EXAM = "New exam"
TRY_COURSE = "Or try a course that is ready"
NOTHING_YET = {
    "plan": "Your plan stands here once you have an exam: what to study on which day, up to the day itself.",
    "learn": "Your lessons open here, one for each topic of your plan, each with its sources.",
    "quiz": "Your quizzes open here. Every answer is saved at once, so you can stop and go on in the middle.",
    "analysis": "After a quiz you see here what you know, what went wrong and why, and what to do next.",
    "progress": "Once you study, you see here how well you know each topic, and how ready you are for the day.",
    "library": "Your lessons, notes and files are kept here, and you can look up a word in all of them.",
    "misconceptions": "What you mix up is kept here until a later quiz shows that it is gone.",
}
SWITCH = "Another exam: now "
ALL_EXAMS = "All exams"
IN_BIN = "This exam is in the bin. Put it back on the home page, and go on where you stopped."
UNKNOWN_SESSION = "There is no session under this address. It may have been mistyped, or erased."
GO_HOME = "Go to the home page"
NOTHING_SAVED = (
    "This session was saved at this step without what belongs to it. Start a new exam on the home page. What the "
    "session has stays as it is."
)
LEFT_OUT = "This cannot be read by this version and is left out here: {names}. It is still stored. Nothing was changed."
MOST_LEFT_OUT = 5
NOT_IN_TURN = {
    StudyPhase.INTAKE: "This exam is still being set up.",
    StudyPhase.PLANNING: "The plan is next. Pick a topic there.",
    StudyPhase.LEARNING: "You are in the middle of a lesson.",
    StudyPhase.QUIZZING: "A quiz is open and waits for your answers.",
    StudyPhase.ANALYZING: "Your last quiz is marked. See how it went.",
    StudyPhase.COMPLETED: "This course is done. Its results are kept.",
}
GO_ON = {
    StudyPhase.INTAKE: "Go on setting up",
    StudyPhase.PLANNING: "Go to the plan",
    StudyPhase.LEARNING: "Go to the lesson",
    StudyPhase.QUIZZING: "Go to the quiz",
    StudyPhase.ANALYZING: "Go to the results",
    StudyPhase.COMPLETED: "See the results",
}

NO_EXAM = "Exam not named yet"


def told(*said: Said) -> str:
    """What the core says, in the pages' language."""
    return " ".join(worded(part, WORDS) for part in said)


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 topic, 3 topics."""
    return f"{number} {noun if number == 1 else noun + 's'}"


def day(when: date) -> str:
    """A date as people say it: Mon 23 Nov."""
    return f"{short_weekday(when)} {when.day} {short_month(when)}"


def weekday(when: date) -> str:
    """Monday."""
    return WEEKDAYS[when.weekday()]


def short_weekday(when: date) -> str:
    """Mon."""
    return SHORT_WEEKDAYS[when.weekday()]


def month(when: date) -> str:
    """November."""
    return _MONTHS[when.month - 1]


def short_month(when: date) -> str:
    """Nov."""
    return _SHORT_MONTHS[when.month - 1]


def session_label(name: SessionName) -> str:
    """What a session is called in a list."""
    day_begun = f"begun {day(name.began_on)}" if name.began_on else ""
    number = f"no. {name.number}" if name.number else ""
    return " · ".join(part for part in (name.name or NO_EXAM, day_begun, number) if part)


def session_labels(sessions: Sequence[SessionSummary], zone: str) -> dict[str, str]:
    """What each of these sessions is called among them, by its id: no two alike."""
    return {session_id: session_label(name) for session_id, name in session_names(sessions, zone).items()}


def pages(first: int | None, last: int | None) -> str:
    """Where something stands: page 3, pages 3 to 5, or nothing where there are no pages."""
    if first is None:
        return ""
    return f"page {first}" if last in (None, first) else f"pages {first} to {last}"


def source(document: str, page: int | None) -> str:
    """The line under a quotation."""
    return document if page is None else f"{document}, page {page}"


def material_line(name: str, pages_count: int | None, units: int) -> str:
    """A file that was added."""
    length = f"{count(pages_count, 'page')}, " if pages_count else ""
    return f"{name} · {length}{count(units, 'topic')}"


def more(number: int) -> str:
    """How many lines a shortened list leaves out."""
    return f"and {number} more"


def waiting(number: int) -> str:
    """How many changes wait for the database."""
    return f"{count(number, 'change')} {'waits' if number == 1 else 'wait'} to be sent."


def rejected(number: int) -> str:
    """How many changes the database refused."""
    return f"{count(number, 'change')} could not be added. {'It is' if number == 1 else 'They are'} kept."


def left_out(names: Sequence[Said]) -> str:
    """What the lists of a page leave out, the first few by name."""
    more = len(names) - MOST_LEFT_OUT
    shown = ", ".join(told(name) for name in names[:MOST_LEFT_OUT])
    return LEFT_OUT.format(names=f"{shown} and {more} more" if more > 0 else shown)
