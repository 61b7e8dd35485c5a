"""What a learner can take along, and bring into another store of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import IO

from core.errors import Conflict, InputError, SessionNotFound, StoreAway, StoreError
from core.models import HistoryQuery, SessionSummary, Value
from core.models.session import BROUGHT_IN
from core.study.audit import all_events
from core.study.backup.archive import pack, unpack
from core.study.backup.checks import check
from core.study.backup.commits import commits
from core.study.backup.files import MOST_SESSIONS, Arriving, LearnerFile, SessionFile, validated
from core.study.lookups import all_parts
from core.study.ports import Clock, StudyStore
from core.words import Said

LARGEST_JSON_FILE = 256 * 2**20
_TRIES = 5


class BroughtIn(Value):
    """The ids of the sessions that a file brought, of those that were here as it says, and of those here otherwise.

    `stopped` says why the store took no more of it; what it had taken by then is there, each session whole.
    """

    written: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    stopped: Said | None = None


class Backup:
    """What a learner can take along, and bring in."""

    def __init__(self, store: StudyStore, clock: Clock, user_id: str) -> None:
        self._store, self._clock, self._user_id = store, clock, user_id

    def archive(self) -> Iterator[bytes]:
        """All of the learner's sessions with their files as a zip, in pieces. Versions count anew where it is brought
        in. Begins with a look at the store, so that what is wrong with it is raised before the first piece: `StoreAway`
        too, since what was opened here is not everything."""
        try:
            self._store.history(HistoryQuery(user_id=self._user_id, limit=1))
        except StoreAway as exc:
            raise StoreAway("backup.away") from exc
        summaries = list[SessionSummary]()
        before: tuple[datetime, str] | None = None
        while page := self._store.sessions(self._user_id, limit=MOST_SESSIONS, before=before):
            summaries += page
            before = (page[-1].updated_at, page[-1].id)
        summaries.sort(key=lambda summary: (summary.created_at, summary.id))
        return pack(self._clock.now(), self._sessions(tuple(summary.id for summary in summaries)))

    def bring_in(self, file: IO[bytes]) -> BroughtIn:
        """Write the sessions of such a file into this store, as the learner's own, each whole or not at all.

        All are checked before one is written. The same file again writes nothing twice; a session that is here
        otherwise is left as it is. Raises `InputError` where it is no such file, a newer version made it, or all of its
        sessions are here otherwise.
        """
        sessions = tuple(_arriving(file))
        if len({arriving.id for arriving in sessions}) < len(sessions):
            raise InputError("backup.session_twice")
        for arriving in sessions:
            check(arriving.read(), self._user_id, arriving.digests)
            for material_id in arriving.digests:
                arriving.file(material_id)
        written, known, other = list[str](), list[str](), list[str]()
        stopped: Said | None = None
        for arriving in sessions:
            made = commits(arriving.read(), self._user_id, arriving.digests.keys(), arriving.file, self._clock.now())
            try:
                is_new = self._store.bring_in(arriving.id, f"{BROUGHT_IN}{arriving.digest[:40]}", made)
            except Conflict:
                other.append(arriving.id)
            except StoreError as error:
                if not written:
                    raise
                stopped = error.said
                break
            else:
                (written if is_new else known).append(arriving.id)
        if other and not written and not known:
            raise InputError("backup.all_here")
        return BroughtIn(written=tuple(written), known=tuple(known), other=tuple(other), stopped=stopped)

    def _sessions(self, session_ids: tuple[str, ...]) -> Iterator[tuple[SessionFile, Iterator[tuple[str, bytes]]]]:
        for session_id in session_ids:
            try:
                session_file, named = self._session(session_id)
            except SessionNotFound:
                # It was erased meanwhile.
                continue
            yield session_file, self._files(session_id, named)

    def _files(self, session_id: str, material_ids: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        for material_id in material_ids:
            if file := self._store.material_file(session_id, material_id):
                yield material_id, file

    def _session(self, session_id: str) -> tuple[SessionFile, tuple[str, ...]]:
        """The session as it was at one moment, and the materials whose file is kept."""
        read = self._store
        for _ in range(_TRIES):
            session = read.load(session_id)
            events = all_events(read, HistoryQuery(session_id=session_id, after=0))
            session_file = SessionFile(
                session=session.model_copy(update={"version": 0, "is_outdated": False}),
                events=tuple(event.model_copy(update={"id": 0}) for event in events),
                **dict(all_parts(read, session_id)),
            )
            named = tuple(summary.id for summary in read.materials(session_id) if summary.has_file)
            if read.load(session_id).version == session.version:
                return session_file, named
        raise Conflict("session.changed_elsewhere")


def _arriving(file: IO[bytes]) -> Iterator[Arriving]:
    file.seek(0)
    start = file.read(2)
    file.seek(0)
    return unpack(file) if start == b"PK" else _of_before(file)


def _of_before(file: IO[bytes]) -> Iterator[Arriving]:
    """The sessions of a file of the shape of before: one JSON, which is held whole."""
    data = file.read(LARGEST_JSON_FILE + 1)
    if len(data) > LARGEST_JSON_FILE:
        raise InputError("backup.json_large", most=LARGEST_JSON_FILE // 2**20)
    for session_file in validated(LearnerFile, data).sessions:
        files = {kept.material_id: kept.data for kept in session_file.files}
        if len(files) < len(session_file.files):
            raise InputError("backup.material_twice")
        yield Arriving(
            id=session_file.session.id,
            digest=hashlib.sha256(session_file.model_dump_json().encode()).hexdigest(),
            digests={material_id: hashlib.sha256(kept).hexdigest() for material_id, kept in files.items()},
            read=lambda session_file=session_file: session_file.model_copy(update={"files": ()}),  # type: ignore[misc]
            file=files.__getitem__,
        )
