"""The filing part of the study service: how sessions are named, archived, binned and brought back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from core.domain.wording import readable
from core.models import Action, Filing, Place, Session, SessionSummary
from core.models.limits import LONGEST_TITLE
from core.study.ports import Clock, StudyStore
from core.study.recorder import Note, Recorder, retried
from core.words import Said

MOST_SESSIONS = 200


class Filings:
    """What a learner does with a session as a whole. It is study's frame, not study: the context stays as it is, and
    whatever else was done meanwhile stays too.

    All raise `SessionNotFound`. Where a session is as it is asked for already, nothing is written.
    """

    def __init__(self, store: StudyStore, recorder: Recorder, clock: Clock, user_id: str) -> None:
        self._store, self._recorder, self._clock, self._user_id = store, recorder, clock, user_id

    def rename(self, session_id: str, title: str) -> Session:
        """Give a session a title of the learner's own; without one it is called by its exam again."""
        title = readable(" ".join(title.split()))[:LONGEST_TITLE].strip()
        reasoning = (
            f"The learner named the session “{title}”." if title else "The learner took the session's name away."
        )
        note = Note(Action.RENAME_SESSION, reasoning=reasoning, metadata={"title": title})
        return self._file(session_id, note, lambda now: _changed(now, title=title if title != now.exam_type else ""))

    def archive(self, session_id: str) -> Session:
        """Put a session into the archive: it asks for nothing until it is brought back."""
        note = Note(Action.ARCHIVE_SESSION, reasoning=Said("decision.archived"))
        return self._file(session_id, note, lambda now: _changed(now, archived=True))

    def bin(self, session_id: str) -> Session:
        """Put a session into the bin, to be erased when it has been there for `KEPT_IN_BIN`."""
        note = Note(Action.BIN_SESSION, reasoning=Said("decision.binned"))
        at = self._clock.now()
        return self._file(session_id, note, lambda now: _changed(now, binned_at=now.binned_at or at))

    def restore(self, session_id: str) -> Session:
        """Bring a session back: from the bin to where it was, from the archive to the desk."""
        note = Note(Action.RESTORE_SESSION, reasoning=Said("decision.brought_back"))
        return self._file(
            session_id,
            note,
            lambda now: _changed(now, binned_at=None) if now.binned_at else _changed(now, archived=False),
        )

    def archived(self) -> tuple[SessionSummary, ...]:
        """The learner's newest sessions in the archive."""
        return self._store.sessions(self._user_id, place=Place.ARCHIVE, limit=MOST_SESSIONS)

    def _file(self, session_id: str, note: Note, filing: Callable[[Session], Filing]) -> Session:
        def prepared(now: Session) -> Callable[[], Session]:
            wanted = filing(now)
            if wanted == now.filing:
                return lambda: now
            return partial(self._recorder.save, now, note, filing=wanted, payload=wanted.model_dump_json())

        return retried(self._store, self._store.load(session_id), prepared)


def _changed(session: Session, **values: object) -> Filing:
    return session.filing.model_copy(update=values)
