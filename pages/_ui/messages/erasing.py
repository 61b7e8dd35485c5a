"""The words of erasing: what goes, asked once, and what was done."""

from __future__ import annotations

from core.models import Erasure
from pages._ui.messages import NO_EXAM, count

HEAD = "Erase"
LEAD = "What you erase is gone at once and for good, here and in every copy. Download it first if you may want it back."
FILES_LEAD = (
    "With a file go its pages and text, and what was made from it: lessons, questions with your answers, and what you "
    "asked about it. The plan keeps its days and the names of its topics."
)
SESSION = "Erase this exam"
EVERYTHING = "Erase everything"
ACCOUNT = "Erase my account"
ACCOUNT_HEAD = "Erase my account"
ACCOUNT_LEAD = (
    "This erases everything you have here, and your account with it. You are signed out everywhere. Classes that you "
    "lead end, and what their learners study stays theirs. Download your data first if you may want it back."
)
EVERYTHING_HEAD = "Erase everything"
EVERYTHING_LEAD = (
    "This erases all your exams on this computer, with their files. Download everything first if you may want it back."
)
PRIVACY = "What is kept, and for how long"
YES = "Erase for good"
NO = "Keep it"
NOTHING = "There is no exam here to erase."
ACCOUNT_ALONE = "This will be erased: your account. There is no exam in it."
DONE = "Erased."
MOST_NAMES = 5


def file(name: str) -> str:
    """The button that asks about a file."""
    return f"Erase {name}"


def goes(what: Erasure) -> str:
    """What goes: the names, then how much."""
    named = [name or NO_EXAM for name in what.names[:MOST_NAMES]]
    if more := len(what.names) - len(named):
        named.append(f"{more} more")
    counts = (
        (what.sessions if len(what.names) > 1 else 0, "exam"),
        (what.files if what.sessions else 0, "file"),
        (what.lessons, "lesson"),
        (what.answers, "answer"),
        (what.messages, "message"),
    )
    parts = [count(number, noun) for number, noun in counts if number]
    if what.quizzes:
        parts.append("1 quiz" if what.quizzes == 1 else f"{what.quizzes} quizzes")
    counted = f" ({', '.join(parts)})" if parts else ""
    whole = ", with plan and history" if what.sessions else ""
    return f"This will be erased{whole}: {', '.join(named)}{counted}."
