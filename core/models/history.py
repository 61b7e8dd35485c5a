"""Events as a session's history keeps them, and the pages in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field, JsonValue

from core.models.base import StudyPhase, Value
from core.models.limits import LONGEST_NAME, LONGEST_REASONING
from core.words import Said


class ContextPatch(Value):
    """What an event changed in a session's context: keys set (one level into `extra_data`), and keys removed."""

    set: dict[str, JsonValue] = Field(default_factory=dict)
    set_extra: dict[str, JsonValue] = Field(default_factory=dict)
    unset: tuple[str, ...] = ()
    unset_extra: tuple[str, ...] = ()


INSTRUCTOR = "instructor"
"""The agent of what an instructor corrects. Only `StudyStore.correct` writes it."""


def is_instructors(agent: str) -> bool:
    """Whether an agent would be taken for the instructor."""
    return agent.strip().casefold() == INSTRUCTOR


SPOKEN = "reasoning"
"""Where an event's metadata has its reasoning as `Said`: none has it from before there were codes."""


class AgentEvent(Value):
    """One line of a session's history.

    `id` is the store's, rising; 0 until it is stored. `user_id` says whose session it is, and is the store's too: what
    an event that is to be stored says of it is not looked at.
    """

    id: int = 0
    session_id: str
    user_id: str = ""
    timestamp: datetime
    phase_before: StudyPhase
    phase_after: StudyPhase
    action: Annotated[str, Field(max_length=LONGEST_NAME)]
    agent: Annotated[str, Field(max_length=LONGEST_NAME)]
    reasoning: Annotated[str, Field(max_length=LONGEST_REASONING)] = ""
    metadata: dict[str, JsonValue] = Field(default_factory=dict)
    context_patch: ContextPatch = ContextPatch()
    seed: int = Field(default=0, ge=0, lt=2**63)
    duration_ms: float = Field(default=0, ge=0)

    @property
    def said(self) -> Said:
        """Why it was done: by its code, or in the words that are kept."""
        spoken = self.metadata.get(SPOKEN)
        return Said.of(spoken) if isinstance(spoken, dict) and "code" in spoken else Said(self.reasoning)


class HistoryQuery(Value):
    """Which events to show, newest first. Empty fields do not filter; `phase` is the phase after the event.

    `before` is the id that the last page ended at (a page holds smaller ids), `since` and `until` bound the
    time on both sides, `since` included and `until` not. With `after` the page holds larger ids instead, and
    its events come oldest first; 0 begins at the first.
    """

    session_id: str = ""
    user_id: str = ""
    agent: str = ""
    action: str = ""
    phase: StudyPhase | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None
    after: int | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 50


class HistoryPage(Value):
    """A page of events in the query's order. The next page's query is this one with `before` as `next_before`, or with
    `after` as `next_after` where the order is oldest first; None at the end."""

    events: tuple[AgentEvent, ...]
    next_before: int | None = None
    next_after: int | None = None

    @classmethod
    def cut(cls, ids: Sequence[int], events: Sequence[AgentEvent], query: HistoryQuery) -> HistoryPage:
        """The page of `query`. `ids` are those of the rows that were found, one more than it holds where there are
        more, and `events` those of them that can be read."""
        on_page = ids[: query.limit]
        page = tuple(event for event in events if event.id in on_page)
        end = on_page[-1] if len(ids) > query.limit else None
        return cls(events=page, next_before=end) if query.after is None else cls(events=page, next_after=end)


class Learner(Value):
    """Whose study the history holds, by the name that tells them from others, their id where they have given none."""

    id: str
    name: str


class HistoryFacets(Value):
    """The values that the history can be filtered by; the learners by name."""

    agents: tuple[str, ...]
    actions: tuple[str, ...]
    learners: tuple[Learner, ...] = ()

    def name_of(self, user_id: str) -> str:
        """The name of a learner, or their id where none of that id is here."""
        return next((learner.name for learner in self.learners if learner.id == user_id), user_id)
