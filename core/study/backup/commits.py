"""The commits that make a session out of a file anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from core.domain.assessment.answers import attempts
from core.domain.assessment.grading import grade
from core.models import AgentEvent, Attempt, Changes, MaterialFile, NewSession
from core.models.history import is_instructors
from core.study.backup.files import SessionFile

INSTRUCTOR_OF_A_FILE = "instructor (from a file)"
EVENTS_A_COMMIT = 500


def commits(
    session_file: SessionFile, user_id: str, with_files: Collection[str], file: Callable[[str], bytes], now: datetime
) -> Iterator[Changes]:
    """Each commit on the one before; the last one sets the time of the session's last change. What was in the bin is
    there from `now` on: nobody brings in what is erased at once.

    `with_files` are the materials that have a `file`, which is read when its commit is asked for.
    """
    session, history = session_file.session, tuple(map(_own, session_file.events))
    context = session.context.model_copy(update={"user_id": user_id})
    blank = Changes(at=session.created_at, phase=session.phase, context=context, events=(), zone=session.zone)
    created = NewSession(user_id=user_id, exam_type=session.exam_type)
    chunks = [history[at : at + EVENTS_A_COMMIT] for at in range(0, len(history), EVENTS_A_COMMIT)] or [()]
    filing = session.filing.model_copy(update={"binned_at": now if session.binned_at else None})
    first = {"created": created, "events": chunks[0], "exam_type": session.exam_type, "filing": filing}
    yield blank.model_copy(update=first)
    for events in chunks[1:]:
        yield blank.model_copy(update={"events": events})
    log = (*_with_concepts(session_file), *_earlier_attempts(session_file))
    *earlier, last = session_file.model_copy(update={"attempts": log}).split()
    for parts in earlier:
        material_id = parts.material.id if parts.material else ""
        kept = MaterialFile(material_id=material_id, data=file(material_id)) if material_id in with_files else None
        yield blank.model_copy(update={**dict(parts), "file": kept})
    yield blank.model_copy(update={**dict(last), "at": session.updated_at})


def _own(event: AgentEvent) -> AgentEvent:
    """An event as a learner may write it: who brings in a file is not the instructor that it tells of."""
    return event.model_copy(update={"agent": INSTRUCTOR_OF_A_FILE}) if is_instructors(event.agent) else event


def _with_concepts(session_file: SessionFile) -> Iterator[Attempt]:
    """The log, where what was taken along before answers had their concept has it from its question."""
    concepts = {
        (quiz.id, question.id): question.concept_tested
        for quiz in session_file.quizzes
        for question in quiz.quiz.questions
    }
    for attempt in session_file.attempts:
        concept = attempt.concept or concepts.get((attempt.quiz_id, attempt.question_id), "")
        yield attempt.model_copy(update={"concept": concept})


def _earlier_attempts(session_file: SessionFile) -> Iterator[Attempt]:
    """What the log lacks of a session that was taken along before its quizzes had all entered it."""
    logged = {attempt.quiz_id for attempt in session_file.attempts}
    for quiz in session_file.quizzes:
        if quiz.submitted_at and quiz.analysis and quiz.id not in logged:
            yield from attempts(quiz, grade(quiz.quiz, quiz.answers), quiz.submitted_at)
