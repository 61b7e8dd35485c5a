"""A store that forgets when the process ends: for tests, and when no database can be opened."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from core.errors import Conflict, SessionErased, StoreUnavailable
from core.models import (
    Changes,
    MadeFromFile,
    Parts,
    PlannedStudy,
)
from core.models.attempt import item_of
from core.models.history import is_instructors
from core.models.session import BROUGHT_IN
from core.stores.answers import judged_by, with_own_words
from core.stores.bounds import check_counts
from core.stores.corrected import check_told, counts_otherwise, on_corrected
from core.stores.memory.reads import MemoryReads
from core.stores.memory.session_data import (
    Shelf,
    asks,
    begun,
    check_parts,
    own,
    put,
    without,
    without_words,
)


class MemoryStudyStore(MemoryReads):
    """`StudyStore` in dictionaries under one lock."""

    def commit(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        return self._commit(session_id, base_version, commit_id, changes)

    def correct(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        return self._commit(session_id, base_version, commit_id, changes, is_correction=True)

    def _commit(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, *, is_correction: bool = False
    ) -> int:
        with self._lock:
            shelf = self._shelf_for(session_id, base_version, commit_id, changes)
            if commit_id in shelf.commits:
                return shelf.commits[commit_id]
            base = base_version if is_correction else shelf.base_of(base_version)
            if shelf.session.version != base:
                raise Conflict("session.changed_elsewhere")
            check_counts(changes)
            check_parts(shelf, changes)
            if is_correction:
                check_told(changes, shelf.session.context)
            elif any(is_instructors(event.agent) for event in changes.events):
                raise StoreUnavailable("store.forged")
            version, parts = base + 1, judged_by(changes, self._out)
            if base != base_version:
                parts = on_corrected(parts, shelf.session.context, shelf.parts.topics, shelf.parts.quizzes)
            is_outdated = base != base_version or counts_otherwise(changes.attempts, parts.attempts)
            after = own(shelf.session.after(parts, version))
            shelf.session = after.model_copy(update={"is_outdated": after.is_outdated or is_outdated})
            shelf.commits[commit_id] = version
            if is_correction:
                shelf.corrections.add(version)
                parts = with_own_words(parts, shelf.parts.topics)
            self._shelves[session_id] = shelf
            self._erased.pop(session_id, None)
            owner = shelf.session.user_id
            self._events += [
                event.model_copy(update={"id": next(self._numbers), "user_id": owner}) for event in parts.events
            ]
            put(shelf, parts)
            return version

    def bring_in(self, session_id: str, import_id: str, commits: Iterable[Changes]) -> bool:
        with self._lock:
            if session_id in self._shelves:
                if f"{import_id}-0" in self._shelves[session_id].commits:
                    return False
                raise Conflict("session.changed_elsewhere")
            events, erased_at, is_whole = len(self._events), self._erased.get(session_id), False
            try:
                for number, changes in enumerate(commits):
                    self._commit(session_id, number, f"{import_id}-{number}", changes)
                is_whole = True
            finally:
                if not is_whole:
                    self._shelves.pop(session_id, None)
                    del self._events[events:]
                    self._erased |= {session_id: erased_at} if erased_at else {}
        return True

    def erase_session(self, session_id: str, at: datetime) -> None:
        with self._lock:
            if session_id not in self._erased:
                self._erase({session_id: self._shelf(session_id).session.user_id}, at)

    def erase_account(self, user_id: str, at: datetime) -> None:
        with self._lock:
            owners = {name: shelf.session.user_id for name, shelf in self._shelves.items()}
            self._erase({name: owner for name, owner in owners.items() if owner == user_id}, at)
            self._uncache({user_id})

    def _erase(self, owners: Mapping[str, str], at: datetime) -> None:
        for session_id in owners:
            del self._shelves[session_id]
            self._erased[session_id] = at
        self._events = [event for event in self._events if event.session_id not in owners]
        self._uncache({*owners.values()})

    def _uncache(self, user_ids: Collection[str]) -> None:
        self._cached = {key: kept for key, kept in self._cached.items() if key[0] not in user_ids}

    def erase_file(
        self, session_id: str, base_version: int, commit_id: str, changes: Changes, gone: MadeFromFile
    ) -> int:
        with self._lock:
            shelf = self._shelf(session_id)
            if shelf.session.version != base_version and commit_id not in shelf.commits:
                # What was corrected meanwhile may speak of the file too.
                raise Conflict("session.changed_elsewhere")
            version = self._commit(session_id, base_version, commit_id, changes)
            shelf = self._shelves[session_id]
            shelf.parts = without(shelf.parts, gone)
            self._events = [
                without_words(event) if event.session_id == session_id and event.id in gone.event_ids else event
                for event in self._events
            ]
            self._uncache({shelf.session.user_id})
            return version

    def mark_question(self, question_id: str, *, is_void: bool) -> tuple[str, ...]:
        item = item_of(question_id)
        with self._lock:
            self._out = self._out | {item} if is_void else self._out - {item}
            asking = sorted(name for name, shelf in self._shelves.items() if asks(shelf.parts, item))
            for name in asking:
                put(self._shelves[name], judged_by(_marked(self._shelves[name]), self._out))
            return tuple(asking)

    def cache_plan(self, user_id: str, key: str, study: PlannedStudy, now: datetime, until: datetime) -> None:
        with self._lock:
            over = [entry for entry, (_, end) in self._cached.items() if entry[0] == user_id and end <= now]
            for entry in over:
                del self._cached[entry]
            self._cached[user_id, key] = (study, until)

    def _shelf_for(self, session_id: str, base_version: int, commit_id: str, changes: Changes) -> Shelf:
        if session_id in self._shelves:
            return self._shelf(session_id)
        if session_id in self._erased and not (changes.created and commit_id.startswith(BROUGHT_IN)):
            raise SessionErased("session.erased")
        if changes.created is None:
            return self._shelf(session_id)
        return begun(session_id, changes.created, changes)


def _marked(shelf: Shelf) -> Parts:
    return Parts(attempts=shelf.parts.attempts, misconceptions=shelf.parts.misconceptions)
