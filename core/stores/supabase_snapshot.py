"""A whole session out of Supabase in one round trip."""

from __future__ import annotations

from core.attempts import Attempt
from core.documents import Material
from core.misconceptions import Misconception
from core.models import Lesson, PlanVersion
from core.records import ChatMessage, QuizRecord, Session, Topic
from core.stores.snapshot import Snapshot
from core.stores.supabase_answers import ATTEMPT, MISCONCEPTION
from core.stores.supabase_call import Answered, Caller, not_found

SESSION = "id,user_id,exam_type,phase:current_state,context:current_context,version,created_at,updated_at"
TOPIC = (
    "name,position,planned_on,difficulty,hours,prerequisites,material_id,section,status,answered,right:correct,"
    "mastery_score,review_on"
)
QUIZ = "id,quiz:body,seed,created_at,submitted_at,analysis,answers:quiz_answers(body)"
MATERIAL = "id,name,kind,page_count,digest,sections"
CHAT = "role:speaker,text:body,sources,topic,at:created_at"
_SNAPSHOT = (
    f"{SESSION},topics({TOPIC}),plans(body),lessons(body),quizzes({QUIZ},attempts({ATTEMPT})),"
    f"misconceptions({MISCONCEPTION}),"
    f"tutor_chats({CHAT}),study_materials({MATERIAL})"
)


def snapshot(caller: Caller, session_id: str) -> Snapshot:
    """Everything of a session but its history, as of one moment and in one round trip."""
    found = caller.ask(
        lambda to: (
            to.table("study_sessions")
            .select(_SNAPSHOT)
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
    )


def quiz_record(row: Answered) -> QuizRecord:
    """A quiz from `QUIZ`."""
    answers = sorted((given["body"] for given in row.pop("answers")), key=lambda given: str(given["question_id"]))
    return QuizRecord.model_validate({**row, "answers": answers})
