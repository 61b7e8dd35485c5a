"""A completed course is studied on: a new session from its plan, materials, answer log and misconceptions."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from core.domain.continuing import context_to_go_on_with, parts_to_go_on_with
from core.domain.phases import require
from core.errors import SessionNotFound, StoreAway, StoreBusy
from core.models import (
    Action,
    AgentEvent,
    Changes,
    Filing,
    MaterialFile,
    NewSession,
    Session,
    StudentContext,
    StudyPhase,
)
from core.models.context import diff
from core.models.history import SPOKEN
from core.models.session import BROUGHT_IN
from core.study.lookups import all_parts
from core.study.ports import Clock, StudyStore
from core.words import Said

_STUDIED_ON = Said("decision.studied_on")

_CONTINUED = uuid.UUID("8a2f0c7e-5d1b-4b7e-9a53-1f6f0f0f7c21")


class Continuing:
    """How study goes on after a course is completed. The six edges stay: what is completed stays completed."""

    def __init__(self, store: StudyStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def study_on(self, session: Session) -> Session:
        """Begin a session at PLANNING with all that the completed one has learned, whole or not at all. The same again
        gives the session that was begun then.

        Raises `ActionNotAllowed` where the session is not completed, and `StoreAway`: it does not wait.
        """
        require(session, Action.STUDY_ON)
        session_id = str(uuid.uuid5(_CONTINUED, session.id))
        try:
            # It may have come here out of a file, too.
            with suppress(SessionNotFound):
                return self._store.load(session_id)
            import_id = f"{BROUGHT_IN}{hashlib.sha256(session_id.encode()).hexdigest()[:40]}"
            self._store.bring_in(session_id, import_id, self._commits(session, session_id, self._clock.now()))
            return self._store.load(session_id)
        except StoreBusy:
            raise
        except StoreAway as exc:
            raise StoreAway("store.study_on_away") from exc

    def _commits(self, session: Session, session_id: str, now: datetime) -> Iterator[Changes]:
        """The commits that make the new session. What comes from the old one is dated as that is: a long course would
        else be more than an account may do in a minute."""
        parts = parts_to_go_on_with(all_parts(self._store, session.id), session_id)
        context = context_to_go_on_with(session, session_id, parts, session.day_of(now))
        blank = StudentContext(user_id=session.user_id, session_id=session_id)
        begun = AgentEvent(
            session_id=session_id,
            timestamp=now,
            phase_before=StudyPhase.INTAKE,
            phase_after=StudyPhase.PLANNING,
            action=Action.STUDY_ON,
            agent="learner",
            reasoning=str(_STUDIED_ON),
            metadata={"from": session.id, SPOKEN: _STUDIED_ON.to_json()},
            context_patch=diff(blank, context),
        )
        each = Changes(at=session.created_at, phase=StudyPhase.PLANNING, context=context, events=(), zone=session.zone)
        created = NewSession(user_id=session.user_id, exam_type=session.exam_type)
        filing = Filing(title=session.title)
        yield each.model_copy(update={"at": now, "created": created, "events": (begun,), "filing": filing})
        with_file = {summary.id for summary in self._store.materials(session.id) if summary.has_file}
        *earlier, last = parts.split()
        for made in earlier:
            file = self._file(session.id, made.material.id) if made.material and made.material.id in with_file else None
            yield each.model_copy(update={**dict(made), "file": file})
        yield each.model_copy(update={**dict(last), "at": now})

    def _file(self, session_id: str, material_id: str) -> MaterialFile | None:
        data = self._store.material_file(session_id, material_id)
        return MaterialFile(material_id=material_id, data=data) if data else None
