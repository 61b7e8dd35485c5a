"""Looking back: a session replayed from its events, and an agent's decision run again from its recorded inputs."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from core.domain.rules import RULES
from core.errors import InputError
from core.models import AgentEvent, HistoryQuery, StudentContext, StudyPhase, Value
from core.models.context import replay
from core.study.inputs import INPUTS
from core.study.ports import StudyAgents, StudyReads
from core.study.recorder import digest

PAGE = 500


class Replay(Value):
    """What a session's events give, and whether that is what is stored."""

    events: int
    phase: StudyPhase
    context: StudentContext
    is_same: bool


def all_events(read: StudyReads, query: HistoryQuery) -> Iterator[AgentEvent]:
    """Every event of the query in its order, a page at a time."""
    query = query.model_copy(update={"limit": PAGE})
    while True:
        page = read.history(query)
        yield from page.events
        if page.next_before is None and page.next_after is None:
            return
        cursor = {"before": page.next_before} if query.after is None else {"after": page.next_after}
        query = query.model_copy(update=cursor)


def replay_session(read: StudyReads, session_id: str) -> Replay:
    """Replay every event of a session and compare with the stored phase and context. Raises `SessionNotFound`."""
    session = read.load(session_id)
    events = [*all_events(read, HistoryQuery(session_id=session_id))]
    while (now := read.load(session_id)).version != session.version:
        # Somebody studied on meanwhile: events and state must be of the same moment.
        session, events = now, [*all_events(read, HistoryQuery(session_id=session_id))]
    phase, context = replay(session.user_id, session_id, reversed(events))
    is_same = phase is session.phase and context == session.context
    return Replay(events=len(events), phase=phase, context=context, is_same=is_same)


def can_run_again(event: AgentEvent) -> bool:
    """Whether an event is an agent's decision whose inputs were recorded."""
    return event.action in INPUTS and "inputs" in event.metadata


def is_by_earlier_rules(event: AgentEvent) -> bool:
    """Whether an earlier version of the agents made the decision: it may come out differently today."""
    rules = event.metadata.get("rules")
    return not isinstance(rules, int) or rules < RULES


def run_again(read: StudyReads, agents: StudyAgents, event: AgentEvent) -> bool:
    """Run an agent's decision again from its recorded inputs; True where the same comes out.

    Raises `InputError` where the event is no such decision or what it rests on is no longer there.
    """
    if not can_run_again(event):
        raise InputError("session.no_decision")
    try:
        inputs = INPUTS[event.action].model_validate(event.metadata["inputs"])
        return digest(inputs.again(event, read, agents)) == event.metadata["digest"]
    except (ValidationError, LookupError) as exc:
        raise InputError("session.inputs_gone") from exc
