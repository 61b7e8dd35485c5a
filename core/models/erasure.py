"""What goes when a learner erases something."""

from __future__ import annotations

from core.models.base import Value


class Erasure(Value):
    """What goes, to be told before it goes: the names of files or sessions, and how much was made of them."""

    names: tuple[str, ...]
    sessions: int = 0
    files: int = 0
    lessons: int = 0
    quizzes: int = 0
    answers: int = 0
    messages: int = 0


class MadeFromFile(Value):
    """What goes with a file, beside the file and its text: what was made from it or quotes it.

    Of `event_ids`, events that tell of it, the words go and the rest stays: a session can still be replayed.
    """

    quiz_ids: tuple[str, ...] = ()
    misconception_ids: tuple[str, ...] = ()
    lesson_topics: tuple[str, ...] = ()
    chat_topics: tuple[str, ...] = ()
    event_ids: tuple[int, ...] = ()
