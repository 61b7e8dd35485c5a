"""The words for what is done with an exam as a whole: its name, the archive, the bin, and a course that goes on."""

from __future__ import annotations

from pages._ui.messages import count

MORE = "More"
MENU = {"rename": "Rename", "archive": "Archive", "bin": "Delete"}
NAME = "What you call this exam"
SAVE = "Save"
CANCEL = "Cancel"
RENAMED = "The name is saved."
LOOK = "Open"
BRING_BACK = "Bring back"
DELETE = "Delete"
PUT_BACK = "Put back"
ERASE_NOW = "Erase now"
BIN_LEAD = "What is here is erased for good after 7 days. Until then you can put it back."
STUDY_ON = "Study on"
STUDYING_ON = "Beginning again with what you know"


def archived(name: str) -> str:
    """An exam was archived."""
    return f"“{name}” is in the archive, at the foot of this page."


def binned(name: str) -> str:
    """An exam was put into the bin."""
    return f"“{name}” is in the bin, at the foot of this page. You can put it back for 7 days."


def back(name: str) -> str:
    """An exam was brought back."""
    return f"“{name}” is back."


def archive_head(number: int) -> str:
    """What the archive is called."""
    return f"Archive: {count(number, 'exam')}"


def bin_head(number: int) -> str:
    """What the bin is called."""
    return f"Bin: {count(number, 'exam')}"


def until(day: str) -> str:
    """How long an exam stays in the bin."""
    return f"erased on {day}"
