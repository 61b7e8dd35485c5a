"""Looking back: a session replayed from its events, and an agent's decision run again from its recorded inputs."""

from __future__ import annotations

from collections.abc import Iterator

from core.context import StudentContext, replay
from core.errors import InputError
from core.models import AgentEvent, Answer, StudyPhase, Value
from core.placement import findings
from core.ports import PlanRequest, StudyAgents, StudyReads
from core.recording import digest
from core.records import HistoryQuery, Topic

PAGE = 500
RUN_AGAIN = ("begin_placement", "place", "generate_plan", "start_topic", "take_quiz", "submit_answers")


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
    """Run a planner's, tutor's, quiz agent's or evaluator's decision again; True where the same comes out.

    Raises `InputError` where the event is no such decision or its material is no longer there.
    """
    inputs = event.metadata.get("inputs")
    if not isinstance(inputs, dict) or event.action not in RUN_AGAIN:
        raise InputError("This event is not an agent's decision that can be run again.")
    if event.action in ("submit_answers", "place"):
        set_quiz = next((q for q in read.quizzes(event.session_id) if q.id == inputs["quiz_id"]), None)
        if set_quiz is None:
            raise InputError("The quiz of this decision is no longer there.")
        given = tuple(Answer.model_validate(answer) for answer in _list(inputs["answers"]))
        quiz = set_quiz.quiz
        shown: Value = (
            findings(quiz.covers, quiz.questions, given)
            if event.action == "place"
            else agents.analyse(quiz, given).value
        )
        return digest(shown) == event.metadata["digest"]
    known = (read.material(event.session_id, summary.id) for summary in read.materials(event.session_id))
    materials = tuple(material for material in known if material)
    if event.action in ("generate_plan", "begin_placement"):
        request = PlanRequest.model_validate(
            inputs | {"materials": [found for found in materials if found.id in _texts(inputs.get("materials"))]}
        )
        ask = agents.plan if event.action == "generate_plan" else agents.placement
        return digest(ask(request, seed=event.seed).value) == event.metadata["digest"]
    topic = Topic.model_validate(
        {key: inputs[key] for key in ("material_id", "section")}
        | {"name": inputs["topic"], "position": 0, "planned_on": event.timestamp.date()}
    )
    if event.action == "start_topic":
        return digest(agents.teach(topic, materials, seed=event.seed).value) == event.metadata["digest"]
    again = agents.quiz(
        topic, materials, count=int(str(inputs["count"])), seed=event.seed, avoid=_texts(inputs["avoid"])
    )
    return digest(again.value) == event.metadata["digest"]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in _list(value))
