"""Looking back: a session replayed from its events, and an agent's decision run again from its recorded inputs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from core.domain.assessment.placement import findings
from core.domain.planning.inputs import ReplanInputs, replan_again
from core.errors import InputError
from core.models import (
    Action,
    AgentEvent,
    Answer,
    HistoryQuery,
    Material,
    PlanRequest,
    StudentContext,
    StudyPhase,
    Topic,
    Value,
)
from core.models.context import replay
from core.study.lookups import quiz_of, texts
from core.study.ports import StudyAgents, StudyReads
from core.study.recorder import digest

PAGE = 500
_DATE = TypeAdapter(date)
RUN_AGAIN = (
    Action.ROUTE,
    Action.BEGIN_PLACEMENT,
    Action.PLACE,
    Action.GENERATE_PLAN,
    Action.REPLAN,
    Action.START_TOPIC,
    Action.ASK,
    Action.TAKE_QUIZ,
    Action.SUBMIT_ANSWERS,
)


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


def run_again(read: StudyReads, agents: StudyAgents, event: AgentEvent) -> bool:
    """Run an agent's decision again (router, planner, tutor, quiz agent, evaluator); True where the same comes out.

    Raises `InputError` where the event is no such decision or what it rests on is no longer there.
    """
    inputs = event.metadata.get("inputs")
    if not isinstance(inputs, dict) or event.action not in RUN_AGAIN:
        raise InputError("This event is not an agent's decision that can be run again.")
    try:
        return digest(_decided_again(read, agents, event, inputs)) == event.metadata["digest"]
    except (ValidationError, KeyError, TypeError) as exc:
        raise InputError("What this decision rests on is no longer there, or an older version recorded it.") from exc


def _decided_again(read: StudyReads, agents: StudyAgents, event: AgentEvent, inputs: dict[str, JsonValue]) -> BaseModel:
    if event.action == Action.ROUTE:
        return agents.route(str(inputs["text"]), _DATE.validate_python(inputs["today"])).value
    if event.action == Action.REPLAN:
        asked = ReplanInputs.model_validate(inputs)
        plans = {one.version: one.plan for one in read.plans(event.session_id, since=asked.from_version)}
        return replan_again(asked, plans[asked.from_version], read.topics(event.session_id)).plan
    if event.action in (Action.SUBMIT_ANSWERS, Action.PLACE):
        record = quiz_of(read, event.session_id, str(inputs["quiz_id"]))
        if record is None:
            raise KeyError(inputs["quiz_id"])
        quiz = record.quiz
        given = tuple(Answer.model_validate(answer) for answer in _list(inputs["answers"]))
        if event.action == Action.PLACE:
            return findings(quiz.covers, quiz.questions, given)
        return agents.analyse(quiz.without(_texts(inputs.get("void"))), given).value
    materials = texts(read, event.session_id)
    if event.action in (Action.GENERATE_PLAN, Action.BEGIN_PLACEMENT):
        named = _texts(inputs.get("materials"))
        wanted = inputs | {"materials": [found for found in materials if found.id in named]}
        agent = agents.placement if event.action == Action.BEGIN_PLACEMENT else agents.plan
        return agent(PlanRequest.model_validate(wanted), seed=event.seed).value
    return _studied_again(agents, event, inputs, materials)


def _studied_again(
    agents: StudyAgents, event: AgentEvent, inputs: dict[str, JsonValue], materials: tuple[Material, ...]
) -> BaseModel:
    topic = Topic.model_validate(
        {key: inputs[key] for key in ("material_id", "section")}
        | {"name": inputs["topic"], "position": 0, "planned_on": event.timestamp.date()}
    )
    if event.action == Action.START_TOPIC:
        return agents.teach(topic, materials, seed=event.seed).value
    if event.action == Action.ASK:
        searched = _texts(inputs["materials"])
        then = tuple(material for material in materials if material.id in searched)
        return agents.ask(str(inputs["question"]), topic, then, seed=event.seed).value
    count, asked_before = int(str(inputs["count"])), _texts(inputs["avoid"])
    return agents.quiz(topic, materials, count=count, seed=event.seed, avoid=asked_before).value


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in _list(value))
