"""The history part of the study service: what the agents did, and why."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core.models import AgentEvent, HistoryFacets, HistoryPage, HistoryQuery, SessionSummary
from core.models.history import INSTRUCTOR
from core.study.ports import Clock, StudyReads

MOST_SESSIONS = 200


class History:
    """What can be looked up of the events that one may see."""

    def __init__(self, store: StudyReads, clock: Clock) -> None:
        self._store, self._clock = store, clock

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

    def within(self, query: HistoryQuery, since: date | None, until: date | None) -> HistoryQuery:
        """The query from the beginning of one day to the end of another, in the zone of the clock."""
        zone = self._clock.now().tzinfo
        return query.model_copy(
            update={
                "since": datetime.combine(since, time.min, zone) if since else None,
                "until": datetime.combine(until + timedelta(days=1), time.min, zone) if until else None,
            }
        )
