"""A session with everything that it needs to go on, as of one moment, and the store that gives it."""

from __future__ import annotations

from typing import Protocol

from core.attempts import Attempt
from core.documents import Material
from core.misconceptions import Misconception
from core.models import Lesson, PlanVersion, Value
from core.ports import StudyStore
from core.records import ChatMessage, QuizRecord, Session, Topic


class Snapshot(Value):
    """A session and its parts, without the history. Quizzes, chat and materials stand in the order they were made.

    `files` are the ids of the materials whose file is kept; the files themselves stay where they are.
    """

    session: Session
    topics: tuple[Topic, ...] = ()
    plans: tuple[PlanVersion, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    quizzes: tuple[QuizRecord, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    chat: tuple[ChatMessage, ...] = ()
    materials: tuple[Material, ...] = ()
    files: tuple[str, ...] = ()


class RemoteStore(StudyStore, Protocol):
    """A store that can be away."""

    def snapshot(self, session_id: str) -> Snapshot:
        """Everything of a session but its history. Raises `SessionNotFound`, `StoreAway`."""
