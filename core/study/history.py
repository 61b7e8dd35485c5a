"""The history part of the study service: what the agents did, and why."""

from __future__ import annotations

from datetime import date, timedelta

from core.models import AgentEvent, HistoryFacets, HistoryPage, HistoryQuery, SessionSummary
from core.models.days import beginning
from core.models.history import INSTRUCTOR
from core.study.ports import StudyReads

MOST_SESSIONS = 200


class History:
    """What can be looked up of the events that one may see."""

    def __init__(self, store: StudyReads) -> None:
        self._store = store

    def page(self, query: HistoryQuery) -> HistoryPage:
        """A page of events, newest first."""
        return self._store.history(query)

    def facets(self) -> HistoryFacets:
        """The agents, actions and learners that events can be filtered by."""
        return self._store.facets()

    def sessions(self) -> tuple[SessionSummary, ...]:
        """The newest sessions that events can be filtered by."""
        return self._store.sessions(limit=MOST_SESSIONS)

    def corrections(self, most: int) -> tuple[AgentEvent, ...]:
        """The newest corrections by instructors."""
        return self._store.history(HistoryQuery(agent=INSTRUCTOR, limit=most)).events

    def within(self, query: HistoryQuery, since: date | None, until: date | None, zone: str) -> HistoryQuery:
        """The query from the beginning of one day to the end of another, as the reader in `zone` has them."""
        return query.model_copy(
            update={
                "since": beginning(since, zone) if since else None,
                "until": beginning(until + timedelta(days=1), zone) if until else None,
            }
        )
