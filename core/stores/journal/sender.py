"""The queue before a database that can be away: what waits is sent in order, and what is refused is kept apart."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import (
    ExamMentorError,
    MigrationError,
    NotSignedIn,
    SessionErased,
    StoreAway,
    StoreBehind,
    StoreBusy,
    StoreFault,
)
from core.models.outbox import OutboxState
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.remote import RemoteStore

# A database that did not answer is asked again after so many seconds, each time twice as many, up to the last.
FIRST_PAUSE_S, LAST_PAUSE_S = 2.0, 30.0
# A commit at which a database that answers fails is sent again after so many seconds, and so many times in all.
FAULT_PAUSE_S, MOST_FAULTS = 60.0, 3
_FAILED = "The study database answered and failed at this {times} times, at least a minute apart. It is kept here."
_STILL_AWAY = "The study database cannot be reached just now, so this was not tried. It is still kept here."
_STILL_WAITING = "Newer changes of this session wait to be sent. Try again when they are saved."


class Sender:
    """`Queue` of one learner: each session's commits stand in a line of their own.

    A line that the database is busy or fails at waits, and the others go on. `monotonic` gives seconds that never run
    backwards; `now` seconds since 1970, since a line waits through a restart too.
    """

    def __init__(
        self, remote: RemoteStore, copy: LocalCopy, monotonic: Callable[[], float], now: Callable[[], float]
    ) -> None:
        self._remote, self._copy = remote, copy
        self._monotonic, self._now = monotonic, now
        self._pause = self._ask_again_at = 0.0
        self._why = ""

    def state(self) -> OutboxState:
        """See `Queue`."""
        return OutboxState(
            is_away=self._pause > 0,
            why=self._why if self._pause else self._copy.why_held(),
            pending=self._copy.count_waiting(),
            rejected=self._copy.kept_apart(),
        )

    def send(self) -> bool:
        """See `Queue`."""
        return self._sent() and not self._copy.count_waiting()

    def dismiss(self, entry_id: int) -> None:
        """See `Queue`."""
        self._copy.put_away(entry_id)

    def retry(self, session_id: str) -> None:
        """See `Queue`."""
        if not self._sent():
            raise StoreAway(_STILL_AWAY)
        if self._copy.count_waiting(session_id):
            raise StoreAway(_STILL_WAITING)
        for entry in self._copy.kept_apart():
            if entry.session_id == session_id and entry.changes is not None:
                try:
                    self._remote.commit(
                        session_id, entry.remote_base, entry.commit_id, self._copy.whole(entry, entry.changes)
                    )
                except (StoreBusy, StoreBehind, StoreFault, NotSignedIn):
                    raise
                except StoreAway as error:
                    self._went_away(error)
                    raise StoreAway(_STILL_AWAY) from error
                except SessionErased:
                    self._copy.forget_erased(session_id)
                    raise
                except ExamMentorError as error:
                    self._copy.explain(entry.id, str(error))
                    raise
                self._copy.put_away(entry.id)
        self._copy.forget(session_id)

    def _sent(self) -> bool:
        """Send what may be sent now. Whether the database is there; lines may wait all the same."""
        while self._answers() and (entry := self._copy.next_waiting(self._now())):
            if entry.changes is None:
                self._copy.keep_apart(entry.session_id, entry.problem)
                continue
            try:
                self._remote.commit(
                    entry.session_id, entry.remote_base, entry.commit_id, self._copy.whole(entry, entry.changes)
                )
            except StoreAway as error:
                self._hold(entry.session_id, error)
            except NotSignedIn:
                raise
            except SessionErased:
                # The learner wanted no word of it kept, wherever it was still on its way.
                self._copy.forget_erased(entry.session_id)
            except ExamMentorError as error:
                self._copy.keep_apart(entry.session_id, str(error))
            else:
                self._copy.taken(entry)
        return self._pause == 0

    def _hold(self, session_id: str, error: StoreAway) -> None:
        """Let a session's line wait, or all, as the error asks; what has failed too often is kept apart."""
        if isinstance(error, StoreBusy):
            self._copy.hold(session_id, self._now() + error.seconds, str(error))
        elif isinstance(error, StoreFault) and self._is_there():
            if self._copy.hold_failed(session_id, self._now() + FAULT_PAUSE_S, str(error)) >= MOST_FAULTS:
                self._copy.keep_apart(session_id, _FAILED.format(times=MOST_FAULTS))
        else:
            self._went_away(error)

    def _is_there(self) -> bool:
        try:
            self._remote.check()
        except (StoreAway, MigrationError):
            return False
        return True

    def _answers(self) -> bool:
        """Whether the remote is there; one that was away is asked, once, when its pause is over."""
        if self._pause and self._monotonic() >= self._ask_again_at:
            if self._is_there():
                self._pause = 0
            else:
                self._went_away()
        return self._pause == 0

    def _went_away(self, error: StoreAway | None = None) -> None:
        self._why = str(error) if isinstance(error, StoreBehind) else self._why if error is None else ""
        self._pause = min(max(2 * self._pause, FIRST_PAUSE_S), LAST_PAUSE_S)
        self._ask_again_at = self._monotonic() + self._pause
