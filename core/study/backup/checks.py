"""What a session out of a file must be before any of it is written: its parts belong together, and can be counted with.

A store looks at one commit at a time and takes its own app's word for the rest; a file is nobody's word.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime

from core.domain.assessment.answers import check_answer, retries
from core.domain.extra_data import read_intake
from core.errors import InputError
from core.models import QuizRecord
from core.models.context import replay
from core.study.backup.files import SessionFile

YEARS = range(2000, 2200)
_LARGEST_INTEGER = 2**63 - 1
_LONGEST_ID = 200


def check(session_file: SessionFile, user_id: str, digests: Mapping[str, str]) -> None:
    """Raise `InputError` where a session cannot be brought in as `user_id`'s. `digests` are those of its files."""
    checks: tuple[Callable[[], str], ...] = (
        lambda: _ids(session_file),
        lambda: _values(session_file),
        lambda: _history(session_file, user_id),
        lambda: _references(session_file),
        lambda: _answers(session_file),
        lambda: _files(session_file, digests),
    )
    if why := next(filter(None, (look() for look in checks)), ""):
        name = session_file.session.exam_type or session_file.session.id
        raise InputError(f"A session in this file ({name[:60]}) {why}. Nothing was changed.")


def _ids(session_file: SessionFile) -> str:
    lists: tuple[Iterable[Hashable], ...] = (
        (topic.name for topic in session_file.topics),
        (plan.version for plan in session_file.plans),
        (lesson.topic for lesson in session_file.lessons),
        (quiz.id for quiz in session_file.quizzes),
        (noted.id for noted in session_file.misconceptions),
        (material.id for material in session_file.materials),
        ((attempt.quiz_id, attempt.question_id) for attempt in session_file.attempts),
        *((question.id for question in quiz.quiz.questions) for quiz in session_file.quizzes),
        *((answer.question_id for answer in quiz.answers) for quiz in session_file.quizzes),
    )
    if any(_has_twice(ids) for ids in lists):
        return "has something twice"
    ids = (session_file.session.id, *(quiz.id for quiz in session_file.quizzes))
    return "" if all(1 <= len(name) <= _LONGEST_ID for name in ids) else "has an id that is none"


def _has_twice(ids: Iterable[Hashable]) -> bool:
    seen = set[Hashable]()
    return any(name in seen or seen.add(name) for name in ids)  # type: ignore[func-returns-value]


def _values(session_file: SessionFile) -> str:
    intake = read_intake(session_file.session.context)
    for scalar in (*_scalars(intake.model_dump()), *_scalars(session_file.model_dump())):
        if isinstance(scalar, date) and scalar.year not in YEARS:
            return f"has a date outside of {YEARS.start} to {YEARS.stop - 1}"
        if isinstance(scalar, float) and not math.isfinite(scalar):
            return "has a number that is none"
        if isinstance(scalar, int) and abs(scalar) > _LARGEST_INTEGER:
            return "has a number that is too large"
    for topic in session_file.topics:
        if topic.hours < 0 or topic.position < 0 or topic.section < 0 or not 0 <= topic.right <= topic.answered:
            return "has figures of a topic that cannot be"
    return "" if all(_is_in_order(quiz) for quiz in session_file.quizzes) else "has a quiz without its time zone"


def _is_in_order(quiz: QuizRecord) -> bool:
    return all(at is None or at.tzinfo is not None for at in (quiz.created_at, quiz.submitted_at))


def _scalars(value: object) -> Iterator[object]:
    """The times, dates and numbers in a value, however deep."""
    if isinstance(value, dict):
        for part in value.values():
            yield from _scalars(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _scalars(part)
    elif isinstance(value, (float, int, date, datetime)):
        yield value


def _history(session_file: SessionFile, user_id: str) -> str:
    session = session_file.session
    if any(event.session_id != session.id for event in session_file.events):
        return "has the history of another one"
    phase, context = replay(user_id, session.id, session_file.events)
    if (phase, context) != (session.phase, session.context.model_copy(update={"user_id": user_id})):
        return "has a history that does not lead to where it stands"
    return ""


def _references(session_file: SessionFile) -> str:
    topics = {topic.name for topic in session_file.topics}
    quizzes = {quiz.id for quiz in session_file.quizzes}
    if not {noted.topic for noted in session_file.misconceptions} <= topics:
        return "has a mix-up on no topic of its own"
    if not {attempt.quiz_id for attempt in session_file.attempts} <= quizzes:
        return "has answers to no quiz of its own"
    return ""


def _answers(session_file: SessionFile) -> str:
    questions = {
        quiz.id: (*quiz.quiz.questions, *quiz.quiz.spare, *retries(quiz).values()) for quiz in session_file.quizzes
    }
    for quiz in session_file.quizzes:
        for answer in quiz.answers:
            try:
                check_answer(questions[quiz.id], answer)
            except InputError as error:
                return f"has an answer that does not fit: {str(error).rstrip('.')}"
    asked = {(quiz_id, question.id) for quiz_id, those in questions.items() for question in those}
    if not {(attempt.quiz_id, attempt.question_id) for attempt in session_file.attempts} <= asked:
        return "has answers to questions that were not asked"
    return ""


def _files(session_file: SessionFile, digests: Mapping[str, str]) -> str:
    materials = {material.id: material.digest for material in session_file.materials}
    if any(materials.get(material_id) != digest for material_id, digest in digests.items()):
        return "has a file that is none of its materials'"
    return ""
