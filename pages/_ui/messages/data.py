"""The words of the page on the learner's own data."""

from __future__ import annotations

from pages._ui.messages import count

TITLE = "Your data"
SESSION_HEAD = "This session"
SESSION_LEAD = "Everything here is made when you ask for it."
NO_SESSION = "Open a session to take its questions, answers and report along."
DECK = "Anki deck"
DECK_LEAD = "The deck: the questions you have answered, with sources. Import it into Anki again: nothing doubles."
ANSWERS = "Answers as a table (CSV)"
REPORT = "Report to print"
ALL_HEAD = "All of it"
ALL_LEAD = (
    "One file with every session of yours: plans, lessons, quizzes, answers, history, and what you study from. It can "
    "be brought into another study desk, on another computer or into an account."
)
ALL = "Download everything (JSON)"
IN_HEAD = "Bring a file in"
IN_LEAD = "A file that was downloaded here before. Sessions that are here already stay as they are."
IN_FILE = "Your file"
IN_SEND = "Bring it in"
IN_NONE = "Choose a file first."
FILE = "exammentor"


def brought(number: int) -> str:
    """What a file brought."""
    return f"{count(number, 'session')} brought in. You find {'it' if number == 1 else 'them'} on the home page."
