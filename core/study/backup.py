"""Everything of a learner's as one file, and that file into a store again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.domain.assessment.answers import attempts
from core.domain.assessment.grading import grade
from core.errors import Conflict, InputError, SessionNotFound
from core.models import (
    AgentEvent,
    AllParts,
    Attempt,
    Changes,
    HistoryQuery,
    MaterialFile,
    NewSession,
    Session,
    Value,
)
from core.models.context import replay
from core.models.history import INSTRUCTOR
from core.study.audit import all_events
from core.study.lookups import all_parts
from core.study.ports import Clock, StudyStore

_MORE = {"extra_forbidden", "literal_error", "enum"}
_LATER_FORMAT = re.compile(r"exammentor-\d+")
LARGEST_FILE = 256 * 2**20
INSTRUCTOR_OF_A_FILE = "instructor (from a file)"
EVENTS_A_COMMIT, MOST_SESSIONS = 500, 1000


class SessionFile(AllParts):
    """A session with everything that belongs to it. Events have no ids: a store gives them its own, in this order."""

    session: Session
    events: tuple[AgentEvent, ...]
    files: tuple[MaterialFile, ...] = ()


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
        while page := self._store.sessions(self._user_id, limit=MOST_SESSIONS, before=before):
            sessions += [self._session(summary.id) for summary in page]
            before = (page[-1].updated_at, page[-1].id)
        sessions.sort(key=lambda session_file: (session_file.session.created_at, session_file.session.id))
        return LearnerFile(made_at=self._clock.now(), sessions=tuple(sessions)).model_dump_json(indent=1).encode()

    def bring_in(self, data: bytes) -> tuple[str, ...]:
        """Write the sessions of such a file into this store, as the learner's own; the ids of those written.

        The same file again writes nothing twice, and goes on where it was cut off. Raises `InputError` where it is no
        such file, a newer version made it, or one of its sessions is here already: then that session, and those after
        it, are not written.
        """
        sessions = _read(data).sessions
        for session_file in sessions:
            self._write(session_file)
        return tuple(session_file.session.id for session_file in sessions)

    def _session(self, session_id: str) -> SessionFile:
        read = self._store
        events = all_events(read, HistoryQuery(session_id=session_id, after=0))
        named = [summary.id for summary in read.materials(session_id) if summary.has_file]
        files = ((material_id, read.material_file(session_id, material_id)) for material_id in named)
        return SessionFile(
            session=read.load(session_id).model_copy(update={"version": 0, "is_outdated": False}),
            events=tuple(event.model_copy(update={"id": 0}) for event in events),
            files=tuple(MaterialFile(material_id=material_id, data=data) for material_id, data in files if data),
            **dict(all_parts(read, session_id)),
        )

    def _write(self, session_file: SessionFile) -> None:
        session_id = session_file.session.id
        digest = hashlib.sha256(session_file.model_dump_json().encode()).hexdigest()
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
        faults = exc.errors()
        where = ".".join(str(part) for part in faults[0]["loc"][:4])
        if _is_newer(faults):
            raise InputError(
                f"This file was made by a newer ExamMentor: this one does not know what it has at {where}. Update this "
                "copy of the app, and bring the file in then. Nothing was changed."
            ) from exc
        raise InputError(
            f"This is not a file that ExamMentor wrote, or it was changed or cut off{where and f' (at {where})'}. "
            "Nothing was changed."
        ) from exc
    for session_file in learner_file.sessions:
        _check(session_file)
    return learner_file


def _is_newer(faults: Sequence[ErrorDetails]) -> bool:
    """Whether a later version wrote a file with these faults: it has more fields, or more to choose from."""
    of_format = [str(fault["input"]) for fault in faults if fault["loc"] == ("format",)]
    return {fault["type"] for fault in faults} <= _MORE or any(map(_LATER_FORMAT.fullmatch, of_format))


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
    topics, quizzes = ({topic.name for topic in session_file.topics}, {quiz.id for quiz in session_file.quizzes})
    if not (
        {noted.topic for noted in session_file.misconceptions} <= topics
        and {attempt.quiz_id for attempt in session_file.attempts} <= quizzes
    ):
        raise InputError(
            f"A session in this file ({session.exam_type or session.id}) has answers to no quiz of its own, or a "
            "mix-up on no topic. Nothing was changed."
        )


def _commits(session_file: SessionFile, user_id: str) -> Iterator[Changes]:
    """The commits that make the session anew, each on the one before; the last one sets the time of its last change."""
    session, history = session_file.session, tuple(map(_own, session_file.events))
    context = session.context.model_copy(update={"user_id": user_id})
    blank = Changes(at=session.created_at, phase=session.phase, context=context, events=(), zone=session.zone)
    created = NewSession(user_id=user_id, exam_type=session.exam_type)
    chunks = [history[at : at + EVENTS_A_COMMIT] for at in range(0, len(history), EVENTS_A_COMMIT)] or [()]
    yield blank.model_copy(update={"created": created, "events": chunks[0], "exam_type": session.exam_type})
    for events in chunks[1:]:
        yield blank.model_copy(update={"events": events})
    log = (*_with_concepts(session_file), *_earlier_attempts(session_file))
    *earlier, last = session_file.model_copy(update={"attempts": log}).split()
    files = {file.material_id: file for file in session_file.files}
    for parts in earlier:
        file = files.get(parts.material.id) if parts.material else None
        yield blank.model_copy(update={**dict(parts), "file": file})
    yield blank.model_copy(update={**dict(last), "at": session.updated_at})


def _own(event: AgentEvent) -> AgentEvent:
    """An event as a learner may write it: who brings in a file is not the instructor that it tells of."""
    return event.model_copy(update={"agent": INSTRUCTOR_OF_A_FILE}) if event.agent == INSTRUCTOR else event


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
