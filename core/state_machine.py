"""The public face for scripts: one session's state with its store, and the table of the journey."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pydantic import JsonValue

from core.bootstrap import SystemClock, open_store
from core.bootstrap import new_id as random_id
from core.domain.phases import TRANSITIONS, get_valid_actions, transition
from core.errors import SessionNotFound
from core.models import Action, AgentEvent, Changes, ContextPatch, NewSession, Session, StudentContext, StudyPhase
from core.models.base import check_finite
from core.models.context import diff
from core.study.ports import Clock, StudyStore
from core.study.recorder import retried, sound, unfit

__all__ = ["TRANSITIONS", "StateMachine", "StudentContext", "StudyPhase", "get_valid_actions", "transition"]

LOG_TRIES = 50


class StateMachine:
    """One session's state with its store: load, save, log. For scripts; the app goes through `StudyService`.

    With `store=None` the store comes from the settings (`core.bootstrap.open_store`). Every save carries the
    version that was last loaded or saved, so a session that moved on elsewhere raises `Conflict`.
    """

    def __init__(
        self,
        context: StudentContext,
        store: StudyStore | None = None,
        *,
        clock: Clock | None = None,
        new_id: Callable[[], str] | None = None,
    ) -> None:
        self.context = context
        self._store = store or open_store()
        self._clock = clock or SystemClock()
        self._new_id = new_id or random_id
        self._saved: Session | None = None

    def transition(self, current_phase: StudyPhase | str, action: str) -> StudyPhase:
        """The phase after `action`; the current phase where the action is not valid. Saves nothing."""
        return transition(current_phase, action)

    def get_valid_actions(self, current_phase: StudyPhase | str) -> list[str]:
        """The actions that are valid in `current_phase`."""
        return get_valid_actions(current_phase)

    def load_state(self) -> StudyPhase | None:
        """The saved phase, with `context` filled from the store; None where the session was never saved."""
        self._saved = self._stored()
        if self._saved is None:
            return None
        self.context = self._saved.context.model_copy(deep=True)
        return self._saved.phase

    def save_state(self, current_phase: StudyPhase | str) -> None:
        """Save `current_phase` and the context as they are now.

        What changed since the last load or save is appended to the history as one event, so that a replay
        gives the saved context; where nothing changed nothing is written. Raises `Conflict` where the session
        was saved elsewhere since, `InputError` where the context cannot be kept, and `StoreUnavailable`.
        """
        phase, context = StudyPhase(current_phase), sound(self.context)
        before = self._saved or self._unsaved()
        patch = diff(before.context, context)
        if self._saved and phase is before.phase and patch == ContextPatch():
            return
        event = self._event(before, Action.SAVE_STATE, patch=patch, phase_after=phase)
        self._saved = self._commit(before, phase, context, event)

    def log_action(self, action: str, metadata: dict[str, JsonValue] | None = None) -> None:
        """Append one event for `action` in the saved phase. The saved context stays as it is.

        Another writer in between is no conflict: the event goes after theirs.
        """

        def prepared(now: Session) -> Callable[[], Session]:
            event = self._event(now, action, metadata=metadata or {})
            return partial(self._commit, now, now.phase, now.context, event)

        logged = retried(self._store, self._stored() or self._unsaved(), prepared, LOG_TRIES)
        # Only what this machine knew before may it go on from; else the next save would hide a conflict.
        if logged.version == (self._saved.version if self._saved else 0) + 1:
            self._saved = logged

    def _stored(self) -> Session | None:
        try:
            return self._store.load(self.context.session_id)
        except SessionNotFound:
            return None

    def _unsaved(self) -> Session:
        return Session.unsaved(self.context.session_id, self.context.user_id, self._clock.now())

    def _event(
        self,
        session: Session,
        action: str,
        *,
        patch: ContextPatch | None = None,
        phase_after: StudyPhase | None = None,
        metadata: dict[str, JsonValue] | None = None,
    ) -> AgentEvent:
        try:
            check_finite(metadata)
            return AgentEvent(
                session_id=session.id,
                timestamp=self._clock.now(),
                phase_before=session.phase,
                phase_after=phase_after or session.phase,
                action=action,
                agent="script",
                metadata=metadata or {},
                context_patch=patch or ContextPatch(),
            )
        except ValueError as exc:
            raise unfit(exc) from exc

    def _commit(self, base: Session, phase: StudyPhase, context: StudentContext, event: AgentEvent) -> Session:
        changes = Changes(
            at=event.timestamp,
            phase=phase,
            context=context.model_copy(deep=True),
            events=(event,),
            created=None if base.version else NewSession(user_id=base.user_id),
        )
        version = self._store.commit(base.id, base.version, self._new_id(), changes)
        return base.after(changes, version)
