"""The lesson page's words, and those of the question beside the lesson."""

from __future__ import annotations

from core.models import ChatMessage, Lesson

ASK_TITLE = "Ask the material"
ASK_LEAD = "The answer is what your material says, word for word, or that it does not say."
ASK_QUESTION = "Your question"
ASK_SEND = "Ask"
FOUND = "This is what your material says."
ASK_OLDER = "Earlier questions"
ASK_READ_ONLY = "Questions can be asked while the lesson is open."
NONE_TITLE = "No lesson yet"
NONE = "A lesson begins when you start a topic from the plan."
PICK = "Lesson"
THIN = "This lesson is short. Add more to read from the plan page, and the topic will get a fuller one."
WEAK = (
    "This document explains little: it is mostly commands, labels or asides. The lesson quotes its best sentences. "
    "Read the pages themselves too."
)
INTUITION = "The idea"
STEPS = "Step by step"
TERMS = "Terms"
EXAMPLE = "An example"
PITFALL = "Easily mixed up"
PRACTICE = "Ask yourself"
ANALOGY = "Think of it as"


def reply(message: ChatMessage) -> str:
    """What is said above the passages; where there are none, what was answered then."""
    return FOUND if message.sources else message.text


def ask_example(lesson: Lesson) -> str:
    """A question to begin with, about a term of the lesson."""
    if not lesson.definitions:
        return f"Nothing was asked yet. You could begin with: What is {lesson.topic}?"
    term = lesson.definitions[0].term
    plain = term[0].lower() + term[1:] if term[1:] == term[1:].lower() else term
    return f"Nothing was asked yet. You could begin with: What does “{plain}” mean?"


def back_to(topic: str) -> str:
    """The way back to the lesson that is open."""
    return f"Back to your lesson: {topic}"


def notes(lesson: Lesson) -> list[str]:
    """What a learner should know of a lesson before reading it."""
    return [note for note, applies in ((THIN, lesson.is_thin), (WEAK, lesson.is_weak)) if applies]
