"""The words of the page on the learner's own data."""

from __future__ import annotations

from pages._ui.messages import NO_EXAM, count

TITLE = "Your data"
SESSION_HEAD = "This exam"
SESSION_LEAD = "Everything here is made when you ask for it."
NO_SESSION = "Open an exam to take its questions, answers and report along."
DECK = "Anki deck"
DECK_LEAD = "The deck: the questions you have answered, with sources. Import it into Anki again: nothing doubles."
ANSWERS = "Answers as a table (CSV)"
REPORT = "Report to print"
ALL_HEAD = "Everything as one file"
ALL_LEAD = (
    "One archive with every exam of yours: plans, lessons, quizzes, answers, history, and the files you study from. "
    "It can be brought into another study desk, on another computer or into an account."
)
ALL = "Download everything (zip)"
IN_HEAD = "Bring a file in"
IN_LEAD = (
    "You can bring in an archive that you downloaded before, or the JSON file of an earlier version. Each exam comes "
    "in whole or not at all. Exams that are here already stay as they are."
)
IN_OPEN = "Bring a file in"
IN_FILE = "Your file"
IN_FILE_HELP = (
    "A .zip, or a .json of an earlier version. A large one takes a while: leave this page open until it is done."
)
IN_SEND = "Bring it in"
IN_NONE = "Choose a file first. Nothing was changed."
IN_TOO_LARGE = "This file is larger than {most} MB, the most that an account can hold. Nothing was changed."
IN_NO_ROOM = "There is no room left on the disk to receive this file ({why}). Nothing was changed."
IN_CUT_OFF = "The file did not arrive whole. Nothing was changed. Try again."
IN_PARTLY = "{why} Until then: {brought} Bring the same file in again for the rest: nothing doubles."
IN_DONE = "Your study is here"
BACK = "Back to your data"
WAYS = "Ways on"
FILE = "exammentor"


def session_head(exam: str) -> str:
    """The heading over one session's data."""
    return f"{SESSION_HEAD}: {exam or NO_EXAM}"


def brought(written: int, known: int, other: int) -> str:
    """What a file brought, and what of it was here."""
    here = "is here already, and stays as it is" if known == 1 else "are here already, and stay as they are"
    before = "was here before this file, or is in another account: it stays as it is"
    if other > 1:
        before = "were here before this file, or are in another account: they stay as they are"
    parts = (
        f"{count(written, 'exam')} brought in. You find {'it' if written == 1 else 'them'} on the home page."
        if written
        else "",
        f"{count(known, 'exam')} {here}." if known else "",
        f"{count(other, 'exam')} {before}." if other else "",
    )
    return " ".join(filter(None, parts)) or "There is no exam in this file."
