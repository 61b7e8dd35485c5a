"""A clock that is set, and small values to write."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from core.bootstrap import build_agents
from core.domain.dashboard import dashboard
from core.models import (
    AgentEvent,
    Answer,
    Attempt,
    Changes,
    ChatMessage,
    NewSession,
    Question,
    Quiz,
    QuizRecord,
    Session,
    Source,
    StudentContext,
    StudyPhase,
    Topic,
)
from core.study.classes import People
from core.study.ports import StudyReads, StudyStore
from core.study.service import StudyService

# Accounts have UUIDs, as Supabase gives them; these spell their names.
MIRA = "6d697261-0000-4000-8000-000000000000"
NOOR = "6e6f6f72-0000-4000-8000-000000000000"
EVE = "65766500-0000-4000-8000-000000000000"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class SetClock:
    """A clock that moves a second with each look, and by hand."""

    def __init__(self, start: datetime = NOON) -> None:
        self.at = start

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


def service(
    store: StudyStore, clock: SetClock | None = None, user_id: str = MIRA, people: People | None = None
) -> StudyService:
    """A service over `store` with set time and counted ids."""
    numbers = count(1)
    return StudyService(
        store=store,
        agents=build_agents(),
        clock=clock or SetClock(),
        new_id=lambda: f"session-{user_id}-{next(numbers)}",
        user_id=user_id,
        max_upload_bytes=5 * 2**20,
        people=people,
    )


def context(session_id: str, user_id: str = MIRA, **fields: object) -> StudentContext:
    return StudentContext.model_validate({"user_id": user_id, "session_id": session_id, **fields})


def event(session_id: str, at: datetime = NOON, **fields: object) -> AgentEvent:
    values = {
        "session_id": session_id,
        "timestamp": at,
        "phase_before": StudyPhase.INTAKE,
        "phase_after": StudyPhase.INTAKE,
        "action": "note",
        "agent": "tutor",
    }
    return AgentEvent.model_validate(values | fields)


def changes(session_id: str, user_id: str = MIRA, **fields: object) -> Changes:
    """Changes at INTAKE with one event, or as `fields` say."""
    values: dict[str, object] = {
        "at": NOON,
        "phase": StudyPhase.INTAKE,
        "context": context(session_id, user_id),
        "events": (event(session_id),),
    }
    return Changes.model_validate(values | fields)


def begin(store: StudyStore, session_id: str, user_id: str = MIRA, **fields: object) -> Session:
    """A session with its first commit."""
    first = changes(session_id, user_id, created=NewSession(user_id=user_id, exam_type="Botany"), **fields)
    store.commit(session_id, 0, f"begin-{session_id}", first)
    return store.load(session_id)


def topic(name: str, position: int = 0, **fields: object) -> Topic:
    return Topic.model_validate({"name": name, "position": position, "planned_on": date(2026, 3, 2)} | fields)


def question(number: int = 1, **fields: object) -> Question:
    values = {
        "id": f"q{number}",
        "text": f"Which gas do leaves give off in light, case {number}?",
        "question_type": "multiple_choice",
        "options": ("oxygen", "nitrogen", "helium", "argon"),
        "correct_option_index": 0,
        "explanation": "Photosynthesis sets oxygen free.",
        "concept_tested": "photosynthesis",
    }
    return Question.model_validate(values | fields)


def quiz_record(quiz_id: str, *questions: Question, answers: tuple[Answer, ...] = ()) -> QuizRecord:
    quiz = Quiz(topic="Leaves", questions=questions or (question(),), time_estimate_minutes=1)
    return QuizRecord(id=quiz_id, quiz=quiz, seed=7, created_at=NOON, answers=answers)


def attempt(question_id: str = "q1", quiz_id: str = "quiz-1", **fields: object) -> Attempt:
    """A right answer to a medium item that was as likely as not, or as `fields` say."""
    values = {"quiz_id": quiz_id, "question_id": question_id, "topic": "Leaves", "at": NOON, "is_right": True}
    return Attempt.model_validate(values | {"forecast": 0.5} | fields)


def asked(question: str, quote: str = "Leaves are green.", topic: str = "Leaves") -> tuple[ChatMessage, ChatMessage]:
    """A question to the tutor and its answer, which quotes `quote`."""
    quoted = (Source(document="leaves.pdf", page=3, quote=quote), Source(document="notes.md", quote=quote))
    learner = ChatMessage(role="learner", text=question, topic=topic, at=NOON)
    return learner, ChatMessage(role="tutor", text="It says:", sources=quoted, topic=topic, at=NOON)


def due(store: StudyReads, user_id: str, on: date) -> list[str]:
    """The topics that the home page puts on a day, by date."""
    now = datetime.combine(on, time(12), UTC)
    return [work.topic for work in dashboard(store.dashboard(user_id, now), now).work]
