"""A whole session out of Supabase in one round trip."""

from __future__ import annotations

from functools import partial
from typing import Any

from supabase import Client

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
from core.stores.stored import LeftOut, each_stored, stored
from core.stores.supabase.call import MOST_ROWS, Answered, Caller
from core.stores.supabase.columns import PARTS, SNAPSHOT
from core.stores.supabase.refusals import not_found


def snapshot(caller: Caller, session_id: str) -> Snapshot:
    """Everything of a session but its history, as of one moment, and in one round trip where no list is long.

    What cannot be read is left out.
    """
    row = _row(caller, session_id)
    topics, plans, lessons, quizzes, misconceptions, chat, materials = (row.pop(table) for table in PARTS)
    files = tuple(str(material["id"]) for material in materials if material.pop("has_file"))
    attempts = [attempt for quiz in quizzes for attempt in quiz.pop("attempts")]
    out = LeftOut()
    return Snapshot(
        session=stored(Session, row),
        topics=each_stored(Topic, topics, out),
        plans=each_stored(PlanVersion, (plan["body"] for plan in plans), out),
        lessons=each_stored(Lesson, (lesson["body"] for lesson in lessons), out),
        quizzes=each_stored(QuizRecord, map(quiz_fields, quizzes), out),
        misconceptions=each_stored(Misconception, misconceptions, out),
        attempts=each_stored(Attempt, attempts, out),
        chat=each_stored(ChatMessage, chat, out),
        materials=each_stored(Material, materials, out),
        files=files,
    )


def quiz_fields(row: Answered) -> Answered:
    """A quiz's fields out of the columns of `QUIZ`."""
    answers = [answer["body"] for answer in row.pop("answers")]
    return {**row, "answers": sorted(answers, key=lambda answer: str(_question_of(answer)))}


def _question_of(answer: Answered) -> Answered:
    return answer.get("question_id") if isinstance(answer, dict) else ""


def _row(caller: Caller, session_id: str) -> Answered:
    """The session's row with the rows of its parts. The API cuts off a long list, which is then read on its own."""

    def request(to: Client) -> Any:
        asked = to.table("study_sessions").select(SNAPSHOT).eq("id", session_id)
        for table, (_, order) in PARTS.items():
            for column in order:
                asked = asked.order(column, foreign_table=table)
        return asked

    while rows := caller.ask(request):
        row = rows[0]
        long = [table for table in PARTS if len(row[table]) >= MOST_ROWS]
        row |= {table: caller.every(partial(_whole, session_id, table)) for table in long}
        if not long or _version(caller, session_id) == row["version"]:
            return row
    raise not_found(session_id)


def _whole(session_id: str, table: str, to: Client) -> Any:
    wanted, order = PARTS[table]
    asked = to.table(table).select(wanted).eq("session_id", session_id)
    for column in order:
        asked = asked.order(column)
    return asked


def _version(caller: Caller, session_id: str) -> Answered:
    rows = caller.ask(lambda to: to.table("study_sessions").select("version").eq("id", session_id))
    return rows[0]["version"] if rows else None
