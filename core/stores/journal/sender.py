"""The queue before a database that can be away: what waits is sent in order, and what is refused is kept apart."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import (
    Conflict,
    ExamMentorError,
    MigrationError,
    NotSignedIn,
    SessionErased,
    StoreAway,
    StoreBehind,
    StoreBusy,
    StoreFault,
)
from core.models import Changes
from core.models.outbox import OutboxEntry, OutboxState
from core.stores.answers import with_own_words
from core.stores.journal.local_copy import LocalCopy
from core.stores.journal.remote import RemoteStore
from core.stores.journal.waiting_lines import LINE, UNREADABLE
from core.words import Said

# A database that did not answer is asked again after so many seconds, each time twice as many, up to the last.
FIRST_PAUSE_S, LAST_PAUSE_S = 2.0, 30.0
# A commit at which a database that answers fails is sent again after so many seconds, and so many times in all.
FAULT_PAUSE_S, MOST_FAULTS = 60.0, 3
_UNANSWERED = Said("store.unanswered")


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
        self._why: Said | None = None

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
            raise StoreAway("store.still_away")
        if self._copy.count_waiting(session_id):
            raise StoreAway("store.still_waiting")
        refusals = []
        for entry in self._copy.kept_apart():
            if entry.session_id == session_id and entry.changes is not None:
                try:
                    self._retry(entry, entry.changes)
                except SessionErased:
                    self._copy.forget_erased(session_id)
                    raise
                except ExamMentorError as error:
                    if isinstance(error, (StoreAway, NotSignedIn)):
                        raise
                    self._copy.explain(entry.id, error.said)
                    refusals.append(error)
        self._copy.forget(session_id)
        if refusals:
            raise refusals[0]

    def _retry(self, entry: OutboxEntry, changes: Changes) -> None:
        try:
            self._copy.remote_version(entry.session_id, entry.base_version)
        except Conflict as exc:
            # On the number alone it could be taken for a commit on what somebody else did.
            raise Conflict("store.orphaned") from exc
        try:
            self._send(entry, changes)
        except (StoreBusy, StoreBehind, StoreFault):
            raise
        except StoreAway as error:
            self._went_away(error)
            raise StoreAway("store.still_away") from error

    def _sent(self) -> bool:
        """Send what may be sent now. Whether the database is there; lines may wait all the same."""
        while self._answers() and (entry := self._copy.next_waiting(self._now())):
            if entry.changes is None:
                self._copy.keep_apart(entry, UNREADABLE)
                continue
            try:
                self._send(entry, entry.changes)
            except StoreAway as error:
                if self._hold(entry.session_id, error):
                    self._copy.keep_apart(entry, Said("store.failed", times=MOST_FAULTS))
            except NotSignedIn:
                raise
            except SessionErased:
                # The learner wanted no word of it kept, wherever it was still on its way.
                self._copy.forget_erased(entry.session_id)
            except ExamMentorError as error:
                self._copy.keep_apart(entry, error.said)
        return self._pause == 0

    def _send(self, entry: OutboxEntry, changes: Changes) -> None:
        whole = self._copy.whole(entry, changes)
        if not changes.created and any("own_word" not in topic.model_fields_set for topic in changes.topics):
            # A copy of the app that knew of no own word has left this waiting: it says nothing of one.
            whole = with_own_words(whole, self._remote.topics(entry.session_id))
        self._copy.taken(entry, self._commit_there(entry.session_id, entry.base_version, entry.commit_id, whole)[1])

    def _commit_there(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> tuple[int, int]:
        """Commit to the remote; the versions, as it counts, that the commit was sent on and made."""
        base = self._copy.remote_version(session_id, base_version)
        if base != base_version % LINE:
            # Whoever made it has not seen what was corrected before: that stays, and the events give the context back.
            changes = changes.made_on(self._remote.load(session_id).context)
        return base, self._remote.commit(session_id, base, commit_id, changes)

    def _hold(self, session_id: str, error: StoreAway) -> bool:
        """Let a session's line wait, or all, as the error asks. Whether the line has failed too often."""
        if isinstance(error, StoreBusy):
            self._copy.hold(session_id, self._now() + error.seconds, error.said)
        elif isinstance(error, StoreBehind):
            self._copy.hold(session_id, self._now() + LAST_PAUSE_S, error.said)
        elif not self._is_there():
            self._went_away(error)
        elif not isinstance(error, StoreFault) and not self._copy.is_held(session_id):
            # Its answer may have been lost on the way.
            self._copy.hold(session_id, self._now() + FIRST_PAUSE_S, _UNANSWERED)
        else:
            why = error.said if isinstance(error, StoreFault) else _UNANSWERED
            now = self._now()
            return self._copy.hold_failed(session_id, now, now + FAULT_PAUSE_S, why) >= MOST_FAULTS
        return False

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
        self._why = error.said if isinstance(error, StoreBehind) else self._why if error is None else None
        self._pause = min(max(2 * self._pause, FIRST_PAUSE_S), LAST_PAUSE_S)
        self._ask_again_at = self._monotonic() + self._pause
