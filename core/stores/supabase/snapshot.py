"""A whole session out of Supabase in one round trip."""

from __future__ import annotations

from core.models import (
    Attempt,
    ChatMessage,
    Lesson,
    Material,
    Misconception,
    PlanVersion,
    QuizRecord,
    Session,
    Snapshot,
    Topic,
)
from core.stores.stored import each_stored, stored
from core.stores.supabase.call import Answered, Caller
from core.stores.supabase.columns import SNAPSHOT
from core.stores.supabase.refusals import not_found


def snapshot(caller: Caller, session_id: str) -> Snapshot:
    """Everything of a session but its history, as of one moment and in one round trip."""
    rows = caller.ask(
        lambda to: (
            to.table("study_sessions")
            .select(SNAPSHOT)
            .eq("id", session_id)
            .order("position", foreign_table="quizzes")
            # Newest first: the API cuts a long list off at its end.
            .order("id", desc=True, foreign_table="tutor_chats")
            .order("position", foreign_table="study_materials")
        )
    )
    if not rows:
        raise not_found(session_id)
    row = rows[0]
    parts = ("topics", "plans", "lessons", "quizzes", "misconceptions", "tutor_chats", "study_materials")
    topics, plans, lessons, quizzes, misconceptions, chat, materials = (row.pop(part) for part in parts)
    files = tuple(str(material["id"]) for material in materials if material.pop("has_file"))
    attempts = [attempt for quiz in quizzes for attempt in quiz.pop("attempts")]
    return Snapshot(
        session=stored(Session, row),
        topics=each_stored(Topic, topics),
        plans=each_stored(PlanVersion, (plan["body"] for plan in plans)),
        lessons=each_stored(Lesson, (lesson["body"] for lesson in lessons)),
        quizzes=tuple(map(quiz_record, quizzes)),
        misconceptions=each_stored(Misconception, misconceptions),
        attempts=each_stored(Attempt, attempts),
        chat=each_stored(ChatMessage, reversed(chat)),
        materials=each_stored(Material, materials),
        files=files,
    )


def quiz_record(row: Answered) -> QuizRecord:
    """A quiz from the columns of `QUIZ`."""
    answers = sorted((answer["body"] for answer in row.pop("answers")), key=lambda answer: str(answer["question_id"]))
    return stored(QuizRecord, {**row, "answers": answers})
