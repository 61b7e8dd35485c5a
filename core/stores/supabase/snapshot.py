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
from core.stores.supabase.call import Answered, Caller, not_found
from core.stores.supabase.columns import SNAPSHOT


def snapshot(caller: Caller, session_id: str) -> Snapshot:
    """Everything of a session but its history, as of one moment and in one round trip."""
    found = caller.ask(
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
    if not found:
        raise not_found(session_id)
    row = found[0]
    parts = ("topics", "plans", "lessons", "quizzes", "misconceptions", "tutor_chats", "study_materials")
    topics, plans, lessons, quizzes, misconceptions, chat, materials = (row.pop(part) for part in parts)
    files = tuple(str(material["id"]) for material in materials if material.pop("has_file"))
    attempts = [one for quiz in quizzes for one in quiz.pop("attempts")]
    return Snapshot(
        session=Session.model_validate(row),
        topics=tuple(map(Topic.model_validate, topics)),
        plans=tuple(PlanVersion.model_validate(plan["body"]) for plan in plans),
        lessons=tuple(Lesson.model_validate(lesson["body"]) for lesson in lessons),
        quizzes=tuple(map(quiz_record, quizzes)),
        misconceptions=tuple(map(Misconception.model_validate, misconceptions)),
        attempts=tuple(map(Attempt.model_validate, attempts)),
        chat=tuple(map(ChatMessage.model_validate, reversed(chat))),
        materials=tuple(map(Material.model_validate, materials)),
        files=files,
    )


def quiz_record(row: Answered) -> QuizRecord:
    """A quiz from the columns of `QUIZ`."""
    answers = sorted((given["body"] for given in row.pop("answers")), key=lambda given: str(given["question_id"]))
    return QuizRecord.model_validate({**row, "answers": answers})
