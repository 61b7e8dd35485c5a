"""What a store keeps and answers: sessions, the changes of one commit, and pages of history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field, model_validator

from core.models.attempt import Attempt
from core.models.base import Difficulty, Percent, Source, StudyPhase, Value
from core.models.context import StudentContext
from core.models.document import Material, MaterialFile
from core.models.history import AgentEvent
from core.models.lesson import Lesson
from core.models.misconception import Misconception
from core.models.plan import PlanVersion
from core.models.quiz import Answer, PerformanceAnalysis, Quiz


class NewSession(Value):
    """What the first commit of a session says once: whose it is and for which exam."""

    user_id: str
    exam_type: str = ""


class Topic(Value):
    """A topic of a session's plan and how it stands.

    `material_id` and `section` say where its text is (`section` counts from 0; an empty `material_id` means
    that there is none yet). `mastery_score` runs from 0 to 100, None before the first quiz. A topic that was left out
    of the plan is neither due nor counted.
    """

    name: str
    position: int
    planned_on: date
    difficulty: Difficulty = "medium"
    hours: float = 0
    prerequisites: tuple[str, ...] = ()
    material_id: str = ""
    section: int = 0
    status: Literal["planned", "learning", "done", "left_out"] = "planned"
    answered: int = 0
    right: int = 0
    mastery_score: Percent | None = None
    review_on: date | None = None


class QuizRecord(Value):
    """A quiz as it was set, the answers so far, and its analysis once it was submitted."""

    id: str
    quiz: Quiz
    seed: int
    created_at: datetime
    answers: tuple[Answer, ...] = ()
    submitted_at: datetime | None = None
    analysis: PerformanceAnalysis | None = None


class GivenAnswer(Value):
    """One answer as it was given, before the quiz is submitted."""

    quiz_id: str
    answer: Answer


class CorrectedQuiz(Value):
    """A quiz's analysis once a question of it is void, or no longer."""

    id: str
    analysis: PerformanceAnalysis


class ChatMessage(Value):
    """One side of a question to the tutor about a topic; `sources` are what the tutor quotes."""

    role: Literal["learner", "tutor"]
    text: str
    sources: tuple[Source, ...] = ()
    topic: str
    at: datetime


class Conversation(Value):
    """What was asked about a topic and answered, oldest first."""

    messages: tuple[ChatMessage, ...]


class Changes(Value):
    """All that one action writes. Phase and context are the session's after it; the rest is added or replaced:
    topics by name, the quiz and misconceptions by id, lessons by topic, answers by quiz and question. Chat is only
    added to. Of an attempt that is there already only `is_void` changes. A `file` is that of `material`, or of one that
    is there."""

    at: datetime
    phase: StudyPhase
    context: StudentContext
    events: tuple[AgentEvent, ...]
    created: NewSession | None = None
    exam_type: str | None = None
    plans: tuple[PlanVersion, ...] = ()
    topics: tuple[Topic, ...] = ()
    lesson: Lesson | None = None
    quiz: QuizRecord | None = None
    answer: GivenAnswer | None = None
    misconceptions: tuple[Misconception, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    corrected: tuple[CorrectedQuiz, ...] = ()
    chat: tuple[ChatMessage, ...] = ()
    material: Material | None = None
    removed_material: str | None = None
    file: MaterialFile | None = None

    @model_validator(mode="after")
    def _of_one_session(self) -> Changes:
        if any(event.session_id != self.context.session_id for event in self.events):
            raise ValueError("the events of a commit belong to the session that it changes")
        return self


class Session(Value):
    """A session as it is stored. `version` counts its commits; 0 means that it was never saved."""

    id: str
    user_id: str
    exam_type: str = ""
    phase: StudyPhase
    context: StudentContext
    version: int = Field(ge=0)
    created_at: datetime
    updated_at: datetime

    @classmethod
    def unsaved(cls, session_id: str, user_id: str, now: datetime, exam_type: str = "") -> Session:
        """A session before its first commit: at INTAKE, with an empty context."""
        return cls(
            id=session_id,
            user_id=user_id,
            exam_type=exam_type,
            phase=StudyPhase.INTAKE,
            context=StudentContext(user_id=user_id, session_id=session_id),
            version=0,
            created_at=now,
            updated_at=now,
        )

    def after(self, changes: Changes, version: int) -> Session:
        """The session as `changes` leave it, at `version`."""
        return self.model_copy(
            update={
                "phase": changes.phase,
                "context": changes.context,
                "exam_type": self.exam_type if changes.exam_type is None else changes.exam_type,
                "version": version,
                "created_at": self.created_at if self.version else changes.at,
                "updated_at": changes.at,
            }
        )


class SessionSummary(Value):
    """A line of the session list."""

    id: str
    user_id: str
    exam_type: str
    phase: StudyPhase
    current_topic: str | None
    topics_total: int
    topics_done: int
    version: int
    created_at: datetime
    updated_at: datetime


class Desk(Value):
    """A session as the home page shows it, with the seconds studied in it today and in this week."""

    id: str
    exam_type: str
    phase: StudyPhase
    context: StudentContext
    topics: tuple[Topic, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    studied_today: float = 0
    studied_week: float = 0


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
