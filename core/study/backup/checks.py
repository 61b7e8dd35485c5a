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
from core.words import Said

YEARS = range(2000, 2200)
_LARGEST_INTEGER = 2**63 - 1
_LONGEST_ID = 200


def check(session_file: SessionFile, user_id: str, digests: Mapping[str, str]) -> None:
    """Raise `InputError` where a session cannot be brought in as `user_id`'s. `digests` are those of its files."""
    checks: tuple[Callable[[], Said | None], ...] = (
        lambda: _ids(session_file),
        lambda: _values(session_file),
        lambda: _history(session_file, user_id),
        lambda: _references(session_file),
        lambda: _answers(session_file),
        lambda: _files(session_file, digests),
    )
    if why := next(filter(None, (look() for look in checks)), None):
        name = session_file.session.called or session_file.session.id
        raise InputError("backup.session", name=name[:60], why=why)


def _ids(session_file: SessionFile) -> Said | None:
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
        return Said("backup.something_twice")
    ids = (session_file.session.id, *(quiz.id for quiz in session_file.quizzes))
    return None if all(1 <= len(name) <= _LONGEST_ID for name in ids) else Said("backup.bad_id")


def _has_twice(ids: Iterable[Hashable]) -> bool:
    seen = set[Hashable]()
    return any(name in seen or seen.add(name) for name in ids)  # type: ignore[func-returns-value]


def _values(session_file: SessionFile) -> Said | None:
    intake = read_intake(session_file.session.context)
    for scalar in (*_scalars(intake.model_dump()), *_scalars(session_file.model_dump())):
        if isinstance(scalar, date) and scalar.year not in YEARS:
            return Said("backup.date_outside", first=YEARS.start, last=YEARS.stop - 1)
        if isinstance(scalar, float) and not math.isfinite(scalar):
            return Said("backup.no_number")
        if isinstance(scalar, int) and abs(scalar) > _LARGEST_INTEGER:
            return Said("backup.large_number")
    for topic in session_file.topics:
        if topic.hours < 0 or topic.position < 0 or topic.section < 0 or not 0 <= topic.right <= topic.answered:
            return Said("backup.topic_figures")
    return None if all(_is_in_order(quiz) for quiz in session_file.quizzes) else Said("backup.no_zone")


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


def _history(session_file: SessionFile, user_id: str) -> Said | None:
    session = session_file.session
    if any(event.session_id != session.id for event in session_file.events):
        return Said("backup.history_of_another")
    phase, context = replay(user_id, session.id, session_file.events)
    if (phase, context) != (session.phase, session.context.model_copy(update={"user_id": user_id})):
        return Said("backup.history_elsewhere")
    return None


def _references(session_file: SessionFile) -> Said | None:
    topics = {topic.name for topic in session_file.topics}
    quizzes = {quiz.id for quiz in session_file.quizzes}
    if not {noted.topic for noted in session_file.misconceptions} <= topics:
        return Said("backup.misconception_of_none")
    if not {attempt.quiz_id for attempt in session_file.attempts} <= quizzes:
        return Said("backup.answers_to_none")
    return None


def _answers(session_file: SessionFile) -> Said | None:
    questions = {
        quiz.id: (*quiz.quiz.questions, *quiz.quiz.spare, *retries(quiz).values()) for quiz in session_file.quizzes
    }
    for quiz in session_file.quizzes:
        for answer in quiz.answers:
            try:
                check_answer(questions[quiz.id], answer)
            except InputError as error:
                return Said("backup.answer_unfit", why=error.said)
    asked = {(quiz_id, question.id) for quiz_id, those in questions.items() for question in those}
    if not {(attempt.quiz_id, attempt.question_id) for attempt in session_file.attempts} <= asked:
        return Said("backup.not_asked")
    return None


def _files(session_file: SessionFile, digests: Mapping[str, str]) -> Said | None:
    materials = {material.id: material.digest for material in session_file.materials}
    if any(materials.get(material_id) != digest for material_id, digest in digests.items()):
        return Said("backup.file_of_none")
    return None
