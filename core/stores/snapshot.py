"""A session with everything that it needs to go on, as of one moment."""

from __future__ import annotations

from core.attempts import Attempt
from core.documents import Material
from core.misconceptions import Misconception
from core.models import Lesson, PlanVersion, Value
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
