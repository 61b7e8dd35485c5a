"""What goes with a file that is erased: whatever was made from it or quotes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from pydantic import JsonValue
from pydantic_core import to_json

from core.domain.extra_data import AGAIN_KEY, REVIEW_PART, review_part
from core.domain.mastery import rescored
from core.domain.notes import without_notes
from core.models import (
    AgentEvent,
    AllParts,
    Lesson,
    MadeFromFile,
    Material,
    Question,
    QuizKind,
    QuizRecord,
    Session,
    Source,
    StudentContext,
    StudyPhase,
    Topic,
)
from core.models.misconception import open_misconceptions

_ON_A_TOPIC = (StudyPhase.LEARNING, StudyPhase.QUIZZING, StudyPhase.ANALYZING)


def made_from(material: Material, parts: AllParts, events: Iterable[AgentEvent]) -> MadeFromFile:
    """What was made from a material of a session: on a topic that it is the text of, or with a quotation of it."""
    topics = {topic.name for topic in parts.topics if topic.material_id == material.id}
    quizzes = {record.id for record in parts.quizzes if _asks_about(record, topics, material.name)}
    lessons = {lesson.topic for lesson in parts.lessons if lesson.topic in topics or _quotes(lesson, material.name)}
    chats = {
        message.topic
        for message in parts.chat
        if message.topic in topics or any(source.document == material.name for source in message.sources)
    }
    misconceptions = {
        noted.id
        for noted in parts.misconceptions
        if noted.topic in topics or any(shown.quiz_id in quizzes for shown in noted.evidence)
    }
    # What was answered again names its questions alone.
    asked = {question.id for record in parts.quizzes if record.id in quizzes for question in record.quiz.questions}
    words = {material.id, material.name, material.digest, *topics, *lessons, *chats, *quizzes, *asked}
    return MadeFromFile(
        quiz_ids=tuple(sorted(quizzes)),
        misconception_ids=tuple(sorted(misconceptions)),
        lesson_topics=tuple(sorted(lessons)),
        chat_topics=tuple(sorted(chats)),
        event_ids=tuple(event.id for event in events if _tells_of(event, words)),
    )


def topics_after(parts: AllParts, gone: MadeFromFile, material_id: str) -> tuple[Topic, ...]:
    """The topics that change with a file: without its text and without the answers to what was made from it."""
    log = tuple(attempt for attempt in parts.attempts if attempt.quiz_id not in gone.quiz_ids)
    answered = {attempt.topic for attempt in log}
    lost = {attempt.topic for attempt in parts.attempts if attempt.quiz_id in gone.quiz_ids}
    blank = {"status": "planned", "answered": 0, "right": 0, "mastery_score": None, "review_on": None}

    def after(topic: Topic) -> Topic:
        is_of_file = topic.material_id == material_id
        kept = topic.model_copy(update={"material_id": "", "section": 0}) if is_of_file else topic
        if (is_of_file or topic.name in lost) and topic.name not in answered:
            return kept.model_copy(update=blank | ({"status": "left_out"} if topic.status == "left_out" else {}))
        return kept

    topics = tuple(map(after, parts.topics))
    scored = {topic.name: topic for topic in rescored(log, topics, judged=lost & answered)}
    anew = (scored.get(topic.name, topic) for topic in topics)
    return tuple(now for before, now in zip(parts.topics, anew, strict=True) if now != before)


def context_after(session: Session, parts: AllParts, gone: MadeFromFile) -> tuple[StudyPhase, StudentContext]:
    """Where the session stands without a file: back at its plan, where it was at a topic that went with it."""
    quizzes = [record for record in parts.quizzes if record.kind is QuizKind.QUIZ]
    is_open = session.context.current_topic in (*gone.lesson_topics, *gone.chat_topics)
    is_open |= bool(quizzes) and session.phase is not StudyPhase.LEARNING and quizzes[-1].id in gone.quiz_ids
    is_back = is_open and session.phase in _ON_A_TOPIC
    left = [record for record in quizzes if record.id not in gone.quiz_ids and record.analysis]
    kept = tuple(noted for noted in parts.misconceptions if noted.id not in gone.misconception_ids)
    score = left[-1].analysis.overall_score if left and left[-1].analysis else None
    context = session.context.model_copy(
        update={
            "current_topic": None if is_back else session.context.current_topic,
            "last_quiz_score": score if gone.quiz_ids else session.context.last_quiz_score,
            "misconceptions": [*open_misconceptions(kept, session.updated_at)],
            "plan_cache_key": None,
            "extra_data": _kept_extra(session.context, quizzes, gone),
        }
    )
    return StudyPhase.PLANNING if is_back else session.phase, without_notes(context, gone.lesson_topics)


def _kept_extra(context: StudentContext, quizzes: Sequence[QuizRecord], gone: MadeFromFile) -> dict[str, JsonValue]:
    """What the context keeps beside, without the part of a review whose questions went with a file, and without what
    was answered again about the latest quiz where that went."""
    part, dropped = review_part(context), set[str]()
    if part is not None and part.quiz_id in gone.quiz_ids:
        dropped.add(REVIEW_PART)
    if quizzes and quizzes[-1].id in gone.quiz_ids:
        dropped.add(AGAIN_KEY)
    return {name: value for name, value in context.extra_data.items() if name not in dropped}


def _asks_about(record: QuizRecord, topics: Collection[str], document: str) -> bool:
    questions = (*record.quiz.questions, *record.quiz.spare)
    return record.quiz.topic in topics or any(_is_from(question, topics, document) for question in questions)


def _is_from(question: Question, topics: Collection[str], document: str) -> bool:
    quoted = (*question.sources, *(note.source for note in question.option_notes if note.source))
    return question.topic in topics or any(source.document == document for source in quoted)


def _quotes(lesson: Lesson, document: str) -> bool:
    return any(source.document == document for source in _sources(lesson))


def _sources(lesson: Lesson) -> Iterator[Source]:
    yield from lesson.sources
    yield from (step.source for step in lesson.steps if step.source)
    yield from (definition.source for definition in lesson.definitions if definition.source)


def _tells_of(event: AgentEvent, words: Collection[str]) -> bool:
    told = event.model_dump_json(include={"reasoning", "metadata", "context_patch"})
    # As JSON writes them, so that a name with a quotation mark in it is found too.
    return any(to_json(word).decode()[1:-1] in told for word in words if word)
