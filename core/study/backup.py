"""Everything of a learner's as one file, and that file into a store again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from pydantic import ValidationError

from core.domain.assessment.answers import attempts
from core.domain.assessment.grading import grade
from core.errors import Conflict, InputError, SessionNotFound
from core.models import (
    AgentEvent,
    Attempt,
    Changes,
    ChatMessage,
    HistoryQuery,
    Lesson,
    Material,
    MaterialFile,
    Misconception,
    NewSession,
    PlanVersion,
    QuizRecord,
    Session,
    Topic,
    Value,
)
from core.models.context import replay
from core.study.audit import all_events
from core.study.lookups import MOST_QUIZZES, texts
from core.study.ports import Clock, StudyStore

LARGEST_FILE = 256 * 2**20
EVENTS_A_COMMIT, MESSAGES_A_COMMIT, MOST = 500, 100, 1000


class SessionFile(Value):
    """A session with everything that belongs to it. Events have no ids: a store gives them its own, in this order."""

    session: Session
    events: tuple[AgentEvent, ...]
    topics: tuple[Topic, ...] = ()
    plans: tuple[PlanVersion, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    quizzes: tuple[QuizRecord, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    chat: tuple[ChatMessage, ...] = ()
    materials: tuple[Material, ...] = ()
    files: tuple[MaterialFile, ...] = ()
    attempts: tuple[Attempt, ...] = ()


class LearnerFile(Value):
    """All sessions of a learner, oldest first. `format` is that of the file."""

    format: Literal["exammentor-1"] = "exammentor-1"
    made_at: datetime
    sessions: tuple[SessionFile, ...]


class Backup:
    """What a learner can take along, and bring into another store of their own."""

    def __init__(self, store: StudyStore, clock: Clock, user_id: str) -> None:
        self._store, self._clock, self._user_id = store, clock, user_id

    def everything(self) -> bytes:
        """All of the learner's sessions as JSON. Versions count anew where the file is brought in."""
        sessions: list[SessionFile] = []
        before: tuple[datetime, str] | None = None
        while page := self._store.sessions(self._user_id, limit=MOST, before=before):
            sessions += [self._session(summary.id) for summary in page]
            before = (page[-1].updated_at, page[-1].id)
        sessions.sort(key=lambda session_file: (session_file.session.created_at, session_file.session.id))
        return LearnerFile(made_at=self._clock.now(), sessions=tuple(sessions)).model_dump_json(indent=1).encode()

    def bring_in(self, data: bytes) -> tuple[str, ...]:
        """Write the sessions of such a file into this store, as the learner's own; the ids of those written.

        The same file again writes nothing twice, and goes on where it was cut off. Raises `InputError` where it is no
        such file, or one of its sessions is here already: then that session, and those after it, are not written.
        """
        sessions = _read(data).sessions
        for session_file in sessions:
            self._write(session_file)
        return tuple(session_file.session.id for session_file in sessions)

    def _session(self, session_id: str) -> SessionFile:
        read = self._store
        session = read.load(session_id)
        topics = read.topics(session_id)
        names = [*dict.fromkeys((*(topic.name for topic in topics), session.context.current_topic or ""))]
        summaries = read.materials(session_id)
        files = [(summary.id, read.material_file(session_id, summary.id)) for summary in summaries if summary.has_file]
        chat = [message for name in names if name for message in read.chat(session_id, name, limit=MOST)]
        events = all_events(read, HistoryQuery(session_id=session_id, after=0))
        return SessionFile(
            session=session.model_copy(update={"version": 0}),
            events=tuple(event.model_copy(update={"id": 0}) for event in events),
            topics=topics,
            plans=read.plans(session_id),
            lessons=tuple(lesson for name in names if name and (lesson := read.lesson(session_id, name))),
            quizzes=read.quizzes(session_id, limit=MOST_QUIZZES)[::-1],
            misconceptions=read.misconceptions(session_id),
            chat=tuple(sorted(chat, key=lambda message: message.at)),
            materials=texts(read, session_id),
            files=tuple(MaterialFile(material_id=name, data=data) for name, data in files if data),
            attempts=read.attempts(session_id),
        )

    def _write(self, session_file: SessionFile) -> None:
        session_id, digest = (
            session_file.session.id,
            hashlib.sha256(session_file.model_dump_json().encode()).hexdigest(),
        )
        for number, changes in enumerate(_commits(session_file, self._user_id)):
            try:
                self._store.commit(session_id, number, f"bring-in-{digest[:40]}-{number}", changes)
            except (Conflict, SessionNotFound) as exc:
                raise InputError(
                    f"A session of this file ({session_file.session.exam_type or session_id}) is here already, and is "
                    "not what the file says. It was left as it is."
                ) from exc


def _read(data: bytes) -> LearnerFile:
    if len(data) > LARGEST_FILE:
        raise InputError(f"This file is larger than {LARGEST_FILE // 2**20} MB, the most that can be brought in.")
    try:
        learner_file = LearnerFile.model_validate_json(data)
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(str(part) for part in first["loc"][:4])
        raise InputError(
            f"This is not a file that ExamMentor wrote, or it was changed or cut off{where and f' (at {where})'}. "
            "Nothing was changed."
        ) from exc
    for session_file in learner_file.sessions:
        _check(session_file)
    return learner_file


def _check(session_file: SessionFile) -> None:
    """Raise `InputError` where the parts of a session do not belong together."""
    session = session_file.session
    phase, context = replay(session.user_id, session.id, session_file.events)
    belongs = all(event.session_id == session.id for event in session_file.events)
    if not belongs or (phase, context) != (session.phase, session.context):
        raise InputError(
            f"The history of a session in this file ({session.exam_type or session.id}) does not lead to where the "
            "session stands. Nothing was changed."
        )


def _commits(session_file: SessionFile, user_id: str) -> Iterator[Changes]:
    """The commits that make the session anew, each on the one before; the last one sets the time of its last change."""
    session, history = session_file.session, session_file.events
    context = session.context.model_copy(update={"user_id": user_id})
    blank = Changes(at=session.created_at, phase=session.phase, context=context, events=())
    created = NewSession(user_id=user_id, exam_type=session.exam_type)
    chunks = [history[at : at + EVENTS_A_COMMIT] for at in range(0, len(history), EVENTS_A_COMMIT)] or [()]
    yield blank.model_copy(update={"created": created, "events": chunks[0], "exam_type": session.exam_type})
    for events in chunks[1:]:
        yield blank.model_copy(update={"events": events})
    for material in session_file.materials:
        file = next((file for file in session_file.files if file.material_id == material.id), None)
        yield blank.model_copy(update={"material": material, "file": file})
    for lesson in session_file.lessons:
        yield blank.model_copy(update={"lesson": lesson})
    for quiz in session_file.quizzes:
        yield blank.model_copy(update={"quiz": quiz})
    for at in range(0, len(session_file.chat), MESSAGES_A_COMMIT):
        yield blank.model_copy(update={"chat": session_file.chat[at : at + MESSAGES_A_COMMIT]})
    yield blank.model_copy(
        update={
            "at": session.updated_at,
            "topics": session_file.topics,
            "plans": session_file.plans,
            "misconceptions": session_file.misconceptions,
            "attempts": (*session_file.attempts, *_earlier_attempts(session_file)),
        }
    )


def _earlier_attempts(session_file: SessionFile) -> Iterator[Attempt]:
    """What the log lacks of a session that was taken along before its quizzes had all entered it."""
    logged = {attempt.quiz_id for attempt in session_file.attempts}
    for quiz in session_file.quizzes:
        if quiz.submitted_at and quiz.analysis and quiz.id not in logged:
            yield from attempts(quiz, grade(quiz.quiz, quiz.answers), quiz.submitted_at)
