"""The erasing part of the study service: one file, one session, or everything, at once and for good."""

from __future__ import annotations

from typing import Protocol

from core.domain.caches import forget_texts
from core.domain.erasing import context_after, made_from, topics_after
from core.errors import InputError, SessionNotFound, StoreError
from core.models import (
    Action,
    AgentEvent,
    AllParts,
    Changes,
    ContextPatch,
    Erasure,
    HistoryQuery,
    Material,
    Place,
    Session,
    SessionSummary,
)
from core.models.context import QUOTING, diff
from core.models.history import SPOKEN
from core.study.audit import all_events
from core.study.lookups import all_parts
from core.study.ports import Clock, StudyStore
from core.study.recorder import Recorder
from core.words import Said

_ERASED = Said("decision.file_erased")

MOST_SESSIONS = 1000


class Traces(Protocol):
    """What this machine keeps of a learner beside the store: copies, what waits to be sent, sign-ins."""

    def drop_session(self, user_id: str, session_id: str) -> None:
        """Drop what is here of a session that was erased."""

    def drop_account(self, user_id: str) -> None:
        """Drop what is here of somebody who was erased, and end every sign-in of theirs."""


class NoTraces:
    """Where study is kept beside the app, nothing of it is elsewhere on this machine."""

    def drop_session(self, user_id: str, session_id: str) -> None:
        """Nothing is there to be dropped."""

    def drop_account(self, user_id: str) -> None:
        """Nothing is there to be dropped."""


class Erasing:
    """What a learner has forgotten. Each `what_…` says what would go, and changes nothing."""

    def __init__(self, store: StudyStore, clock: Clock, user_id: str, traces: Traces) -> None:
        self._store, self._clock, self._user_id, self._traces = store, clock, user_id, traces

    def what_of_file(self, session: Session, material_id: str) -> Erasure:
        """What goes with a file of the session. Raises `InputError` where it has none of that id."""
        material, parts = self._material(session, material_id), all_parts(self._store, session.id)
        gone = made_from(material, parts, ())
        return Erasure(
            names=(material.name,),
            files=1,
            lessons=len(gone.lesson_topics),
            quizzes=len(gone.quiz_ids),
            answers=sum(attempt.quiz_id in gone.quiz_ids for attempt in parts.attempts),
            messages=sum(message.topic in gone.chat_topics for message in parts.chat),
        )

    def what_of_session(self, session_id: str) -> Erasure:
        """What goes with a session. Raises `SessionNotFound`."""
        session, parts = self._store.load(session_id), all_parts(self._store, session_id)
        return _whole((session.called,), parts)

    def what_of_everything(self) -> Erasure:
        """What goes with the account: names and counts of all that the learner has."""
        summaries = self._summaries()
        each = [_whole((), all_parts(self._store, summary.id)) for summary in summaries]
        counts = {
            name: sum(getattr(erasure, name) for erasure in each) for name in Erasure.model_fields if name != "names"
        }
        return Erasure(names=tuple(summary.called for summary in summaries), **counts)

    def file(self, session: Session, material_id: str) -> Session:
        """Erase a file: its bytes, its text and what was made from it. The session stands where it stood, or at its
        plan where it was at a topic that went too.

        Raises `InputError` where there is no such file, `Conflict`, and `StoreAway`: erasing does not wait.
        """
        material, parts = self._material(session, material_id), all_parts(self._store, session.id)
        gone = made_from(material, parts, all_events(self._store, HistoryQuery(session_id=session.id, after=0)))
        phase, context = context_after(session, parts, gone)
        at, changed = self._clock.now(), diff(session.context, context)
        # Earlier events lose what was mixed up and noted, so this one says what is left whether it changed or not.
        left = {key: value for key, value in context.extra_data.items() if key.startswith(QUOTING)}
        said = ContextPatch(
            set=changed.set | {"misconceptions": [*context.misconceptions]},
            set_extra=changed.set_extra | left,
            unset=changed.unset,
            unset_extra=changed.unset_extra,
        )
        event = AgentEvent(
            session_id=session.id,
            timestamp=at,
            phase_before=session.phase,
            phase_after=phase,
            action=Action.ERASE_FILE,
            agent="learner",
            reasoning=str(_ERASED),
            metadata={SPOKEN: _ERASED.to_json()},
            context_patch=said,
        )
        changes = Changes(
            at=at,
            phase=phase,
            context=context,
            events=(event,),
            topics=topics_after(parts, gone, material_id),
            removed_material=material_id,
        )
        commit_id = Recorder.commit_id(session, Action.ERASE_FILE, material_id)
        version = self._store.erase_file(session.id, session.version, commit_id, changes, gone)
        forget_texts()
        return session.after(changes, version)

    def session(self, session_id: str) -> None:
        """Erase a session with all that belongs to it. The same again finishes what was cut off.

        Raises `SessionNotFound` where there is none of the learner's, and `StoreAway`: erasing does not wait.
        """
        self._store.erase_session(session_id, self._clock.now())
        self._traces.drop_session(self._user_id, session_id)
        forget_texts()

    def empty_bin(self) -> tuple[SessionSummary, ...]:
        """Erase what has been in the learner's bin for `KEPT_IN_BIN`. What stays in it, the newest first: also what
        cannot be erased just now, which is next time."""
        binned = self._store.sessions(self._user_id, place=Place.BIN, limit=MOST_SESSIONS)
        return tuple(summary for summary in binned if not self._erased_overdue(summary))

    def everything(self) -> None:
        """Erase all that the learner has, and the account with it, and end its sign-ins. Raises `StoreAway`."""
        self._store.erase_account(self._user_id, self._clock.now())
        self._traces.drop_account(self._user_id)
        forget_texts()

    def _erased_overdue(self, summary: SessionSummary) -> bool:
        now = self._clock.now()
        if self._store.read_only or not summary.is_overdue(now):
            return False
        try:
            # It may have been brought back on another device meanwhile.
            if not self._store.load(summary.id).is_overdue(now):
                return True
            self.session(summary.id)
        except SessionNotFound:
            return True
        except StoreError:
            return False
        return True

    def _material(self, session: Session, material_id: str) -> Material:
        material = self._store.material(session.id, material_id)
        if material is None:
            raise InputError("material.not_in_session")
        return material

    def _summaries(self) -> list[SessionSummary]:
        summaries: list[SessionSummary] = []
        before = None
        while page := self._store.sessions(self._user_id, limit=MOST_SESSIONS, before=before):
            summaries += page
            before = (page[-1].updated_at, page[-1].id)
        return summaries


def _whole(names: tuple[str, ...], parts: AllParts) -> Erasure:
    return Erasure(
        names=names,
        sessions=1,
        files=len(parts.materials),
        lessons=len(parts.lessons),
        quizzes=len(parts.quizzes),
        answers=len(parts.attempts),
        messages=len(parts.chat),
    )
