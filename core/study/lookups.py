"""What several parts of the study service look up of a session."""

from __future__ import annotations

from collections.abc import Iterator

from core.domain.assessment.handing_in import Results
from core.domain.assessment.rivals import with_rivals
from core.errors import Conflict, InputError
from core.models import AllParts, Material, QuizKind, QuizRecord, Topic
from core.study.ports import StudyReads


def texts(read: StudyReads, session_id: str) -> tuple[Material, ...]:
    """The session's materials with their text, in the order they were added."""
    materials = (read.material(session_id, summary.id) for summary in read.materials(session_id))
    return tuple(material for material in materials if material)


def all_parts(read: StudyReads, session_id: str) -> AllParts:
    """Everything that the session has, but for its context, its history and the files."""
    topics = read.topics(session_id)
    names = dict.fromkeys((*(topic.name for topic in topics), read.load(session_id).context.current_topic or ""))
    chat = (message for name in names if name for message in read.chat(session_id, name, limit=None))
    return AllParts(
        topics=topics,
        plans=read.plans(session_id),
        lessons=read.lessons(session_id),
        quizzes=read.quizzes(session_id, limit=None)[::-1],
        misconceptions=read.misconceptions(session_id),
        attempts=read.attempts(session_id),
        chat=tuple(sorted(chat, key=lambda message: message.at)),
        materials=texts(read, session_id),
    )


def topic_named(read: StudyReads, session_id: str, name: str) -> Topic:
    """The session's topic of that name. Raises `InputError`."""
    topic = next((topic for topic in read.topics(session_id) if topic.name == name), None)
    if topic is None:
        raise InputError("plan.no_topic", topic=name)
    return topic


def quiz_of(read: StudyReads, session_id: str, quiz_id: str, topic: str | None = None) -> QuizRecord | None:
    """The session's quiz of that id (on `topic`, where that is known); None where there is none."""
    records = read.quizzes(session_id, topic, limit=None)
    record = next((record for record in records if record.id == quiz_id), None)
    return rivalled(read, session_id, record) if record else None


def results(read: StudyReads, session_id: str) -> Results:
    """What the session has shown up to now."""
    return Results(read.topics(session_id), read.attempts(session_id), read.misconceptions(session_id))


def latest_quiz(read: StudyReads, session_id: str) -> QuizRecord | None:
    """The session's latest quiz, with its answers; None where there is none, or nothing but other kinds."""
    latest = read.quizzes(session_id, kind=QuizKind.QUIZ, limit=1)
    return rivalled(read, session_id, latest[0]) if latest else None


def open_quiz(read: StudyReads, session_id: str, quiz_id: str) -> QuizRecord:
    """The session's latest quiz, which is open. Raises `Conflict` where it is another one, or was handed in."""
    record = latest_quiz(read, session_id)
    if record is None or record.id != quiz_id or record.submitted_at:
        raise Conflict("quiz.closed")
    return record


def rivalled(read: StudyReads, session_id: str, record: QuizRecord) -> QuizRecord:
    """The record, where typed items of an earlier version take their rivals from the session's materials."""
    quiz = with_rivals(record.quiz, _blocks(read, session_id))
    return record if quiz is record.quiz else record.model_copy(update={"quiz": quiz})


def _blocks(read: StudyReads, session_id: str) -> Iterator[str]:
    # Nothing is read until a block is asked for, which is where an item lacks its rivals.
    for material in texts(read, session_id):
        for section in material.sections:
            yield from (block.text for block in section.blocks)


def seen_questions(read: StudyReads, session_id: str, topic: str) -> tuple[str, ...]:
    """The ids of the questions that the learner has seen on a topic: its quizzes', and those answered elsewhere."""
    in_quizzes = (question.id for record in read.quizzes(session_id, topic) for question in record.quiz.questions)
    kinds = (QuizKind.PLACEMENT, QuizKind.REVIEW)
    elsewhere = (record for kind in kinds for record in read.quizzes(session_id, kind=kind))
    return (*in_quizzes, *(answer.question_id for record in elsewhere for answer in record.answers))
