"""The words of notes and highlights, and of the library that keeps them."""

from __future__ import annotations

from core.models.note import Hit, HitKind, LessonNote
from pages._ui.messages import count

WRITE = "Note or highlight"
CHANGE = "Change this note"
YOURS = "Your note"
MARK = "Tick what you want to highlight."
TEXT = "Your own words"
KEEP = "Keep the note"
LEAVE = "Back"
KEPT = "Your note is kept"

TITLE = "Library"
SEARCH = "Look something up"
SEARCH_HOLDER = "A term, a few words"
FIND = "Find"
NOTHING_FOUND = (
    "Nothing has these words. Lessons, terms, notes and the questions of finished quizzes were looked through."
)
FILES = "What you study from"
NO_FILES = "No file was added. The lessons come from the course or the syllabus."
LESSONS = "Lessons"
NO_LESSONS = "A lesson is kept here once you start its topic."
NOTES = "Your notes"
NO_NOTES = "Under each step of a lesson you can highlight sentences and write a note. They are all kept here."
DECK = "Questions and notes as an Anki deck"
KINDS: dict[HitKind, str] = {"term": "Term", "lesson": "Lesson", "note": "Your note", "question": "Question"}


def found(hits: int) -> str:
    """How many places were found."""
    return count(hits, "place")


def where(hit: Hit) -> str:
    """What was found, and on which topic."""
    return f"{KINDS[hit.kind]} · {hit.topic}"


def heading(note: LessonNote) -> str:
    """Where a note stands."""
    return f"{note.topic}: {note.title}" if note.title else note.topic
