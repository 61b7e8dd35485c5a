"""The words of the question beside the lesson."""

from __future__ import annotations

from core.models import Lesson

TITLE = "Ask the material"
LEAD = "The answer is what your material says, word for word, or that it does not say."
QUESTION = "Your question"
SEND = "Ask"
OLDER = "Earlier questions"
READ_ONLY = "Questions can be asked while the lesson is open."


def example(lesson: Lesson) -> str:
    """A question to begin with, about a term of the lesson."""
    if not lesson.definitions:
        return f"Nothing was asked yet. You could begin with: What is {lesson.topic}?"
    term = lesson.definitions[0].term
    plain = term[0].lower() + term[1:] if term[1:] == term[1:].lower() else term
    return f"Nothing was asked yet. You could begin with: What does “{plain}” mean?"
