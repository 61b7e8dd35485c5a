"""How an action becomes one commit: its events, with what they changed, on the version that was seen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError
from pydantic_core import to_json

from core.domain.phases import require, transition
from core.domain.rules import RULES
from core.errors import Conflict, InputError
from core.models import (
    Action,
    AgentEvent,
    Changes,
    ContextPatch,
    Filing,
    NewSession,
    Parts,
    Session,
    StudentContext,
    StudyPhase,
    Value,
)
from core.models.context import checked, diff
from core.models.history import SPOKEN
from core.study.ports import Clock, Decision, StudyReads, StudyStore
from core.words import Said

T = TypeVar("T")
V = TypeVar("V", bound=Value)
TRIES = 5
NOTHING = Parts()


@dataclass(frozen=True)
class Note:
    """One line for the history: who did what, and why; that is in somebody's own words where it is no `Said`."""

    action: Action
    agent: str = "learner"
    reasoning: Said | str = ""
    metadata: dict[str, JsonValue] = field(default_factory=dict)
    seed: int = 0
    duration_ms: float = 0


class Recorder:
    """Writes an action's notes and changes to the store as one commit."""

    def __init__(self, store: StudyStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def save(
        self,
        session: Session,
        *notes: Note,
        parts: Parts = NOTHING,
        payload: str = "",
        phase: StudyPhase | None = None,
        context: StudentContext | None = None,
        created: NewSession | None = None,
        exam_type: str | None = None,
        filing: Filing | None = None,
        is_correction: bool = False,
        is_worked_out: bool = False,
    ) -> Session:
        """Commit `parts` on `session.version`; the first note's action moves the phase where it is an edge, or `phase`
        says it.

        With `is_correction` it is an instructor's, in a learner's session; `is_worked_out` as in `Changes`. Where
        something was corrected meanwhile, the session is what the store made of both.

        The commit's id follows from session, version, action and `payload`, so the same click twice is one commit.
        """
        at, first = self._clock.now(), notes[0]
        context = sound(context) if context else session.context
        phase = phase or transition(session.phase, first.action)
        changed = diff(session.context, context)
        events = tuple(
            AgentEvent(
                session_id=session.id,
                timestamp=at,
                phase_before=session.phase if note is first else phase,
                phase_after=phase,
                action=note.action,
                agent=note.agent,
                reasoning=str(note.reasoning),
                metadata=note.metadata | _spoken(note.reasoning),
                context_patch=changed if note is first else ContextPatch(),
                seed=note.seed,
                duration_ms=note.duration_ms,
            )
            for note in notes
        )
        changes = Changes(
            at=at,
            phase=phase,
            context=context,
            events=events,
            created=created,
            exam_type=exam_type,
            zone=session.zone,
            filing=filing,
            is_worked_out=is_worked_out,
            **dict(parts),
        )
        write = self._store.correct if is_correction else self._store.commit
        version = write(session.id, session.version, self.commit_id(session, first.action, payload), changes)
        return session.after(changes, version) if version == session.version + 1 else self._store.load(session.id)

    def add(self, session: Session, note: Note, *, parts: Parts = NOTHING, payload: str) -> Session:
        """As `save`, for what is added to whatever else has changed meanwhile, where the phase still has the action."""

        def prepared(now: Session) -> Callable[[], Session]:
            require(now, note.action)
            return partial(self.save, now, note, parts=parts, payload=payload)

        return retried(self._store, session, prepared)

    def save_state(self, session: Session, phase: StudyPhase, context: StudentContext, version: int) -> Session:
        """Keep `phase` and `context` as somebody has them who saw `version`; nothing is written where nothing changed.

        Raises `Conflict` where the session is at another version, unless it is this very save that moved it on.
        """
        context = sound(context.model_copy(update={"user_id": session.user_id, "session_id": session.id}))
        if version == session.version and (phase, ContextPatch()) == (session.phase, diff(session.context, context)):
            return session
        if version > session.version:
            raise Conflict("session.changed_elsewhere")
        seen = session.model_copy(update={"version": version})
        note = Note(Action.SAVE_STATE, "client", Said("decision.state_saved"))
        return self.save(seen, note, payload=f"{phase} {digest(context)}", phase=phase, context=context)

    def made(self, session: Session, version: int, action: str, payload: str = "") -> int:
        """The version that `action` made of an earlier `version`. Raises `Conflict` where it was not the one made.

        Asks the store for that commit anew: it answers as it did then, and on a version that is over it writes nothing.
        """
        if version >= session.version:
            raise Conflict("session.changed_elsewhere")
        then = session.model_copy(update={"version": version})
        nothing = Changes(at=self._clock.now(), phase=session.phase, context=session.context, events=())
        return self._store.commit(session.id, version, self.commit_id(then, action, payload), nothing)

    def decided(self, action: Action, decision: Decision[V], seed: int, began: float, **noted: JsonValue) -> Note:
        """The note of an agent's decision: its inputs, a digest of what came out, so that it can be run again, and the
        version of the rules that it was made by; and what else is `noted`."""
        inputs = decision.inputs.model_dump(mode="json")
        metadata: dict[str, JsonValue] = {"inputs": inputs, "digest": digest(decision.value), "rules": RULES, **noted}
        return Note(action, decision.agent, decision.reasoning, metadata, seed, self.since(began))

    def since(self, began: float) -> float:
        """Milliseconds since the monotonic time `began`."""
        return round(1000 * (self._clock.monotonic() - began), 1)

    @staticmethod
    def commit_id(session: Session, action: str, payload: str = "") -> str:
        """The id of what `action` does to the session as it was seen."""
        return _hex(session.id, str(session.version), action, payload)

    @staticmethod
    def seed(session: Session, action: str) -> int:
        """The seed for `action` on the session as it was seen, from 0 to 2**31 - 1."""
        return int(_hex(session.id, str(session.version), action, "seed")[:8], 16) >> 1


def _spoken(reasoning: Said | str) -> dict[str, JsonValue]:
    """The code of a reason beside its English, for pages in other languages."""
    return {SPOKEN: reasoning.to_json()} if isinstance(reasoning, Said) else {}


def sound(context: StudentContext) -> StudentContext:
    """The context as it can be read again. Raises `InputError` where it cannot be kept."""
    try:
        return checked(context)
    except ValueError as exc:
        raise unfit(exc) from exc


def unfit(error: ValueError) -> InputError:
    """What cannot be kept, by its place; what stands there is somebody's words and is not quoted."""
    faults = error.errors(include_input=False) if isinstance(error, ValidationError) else []
    where = sorted({".".join(map(str, fault["loc"])) for fault in faults if fault["loc"]})
    why = Said("session.not_as_it_must", where=where) if where else str(faults[0]["msg"] if faults else error)
    return InputError("session.not_saved", why=why)


def retried(
    read: StudyReads, session: Session, prepared: Callable[[Session], Callable[[], T]], tries: int = TRIES
) -> T:
    """Write what `prepared` makes ready for the session; where somebody was first, it is made ready anew for what the
    session is then. Raises `Conflict` where somebody always was, and what `prepared` raises."""
    for _ in range(tries):
        write = prepared(session)
        try:
            return write()
        except Conflict:
            session = read.load(session.id)
    raise Conflict("session.changed_elsewhere")


def digest(value: BaseModel) -> str:
    """A fingerprint of a value: the same value gives the same one on every machine.

    What is at its default is left out, so that a field that is added later changes no fingerprint taken before; and so
    is what is `Said`: that is how a value is put, not what it is.
    """
    return _hex(to_json(_unspoken(value.model_dump(exclude_defaults=True))).decode())


def _unspoken(value: object) -> object:
    if isinstance(value, dict):
        return {name: _unspoken(part) for name, part in value.items() if not _is_said(part)}
    return [_unspoken(part) for part in value] if isinstance(value, (list, tuple)) else value


def _is_said(value: object) -> bool:
    parts = value if isinstance(value, tuple) else (value,)
    return bool(parts) and all(isinstance(part, Said) for part in parts)


def _hex(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
