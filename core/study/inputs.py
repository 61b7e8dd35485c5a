"""What an agent's decision rested on, one value a decision: as its event records it, and run again from there.

What is recorded stays readable: a field that is added has a default, and none is renamed.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date

from pydantic import JsonValue, SerializerFunctionWrapHandler, model_serializer

from core.domain.assessment.grading import grade
from core.domain.assessment.placement import findings
from core.domain.assessment.review_draw import pooled
from core.domain.planning.inputs import ReplanInputs, replan_again
from core.models import Action, AgentEvent, Answer, Quiz, QuizRecord, RecordedRequest, Topic, Value
from core.study.lookups import quiz_of, texts
from core.study.ports import StudyAgents, StudyReads


class Inputs(Value):
    """The inputs of one kind of decision."""

    @abstractmethod
    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """What the same decision gives now, with the seed of its event.

        Raises `LookupError` where something that it rests on is no longer there, and what the agent raises.
        """


class RouteInputs(Inputs):
    """What a learner said, and on which day."""

    text: str
    today: date

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        return agents.route(self.text, self.today).value


class PlanInputs(RecordedRequest, Inputs):
    """What a plan was made for."""

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        return agents.plan(self.request(texts(read, event.session_id)), seed=event.seed).value


class PlacementInputs(RecordedRequest, Inputs):
    """What a placement quiz was drawn for."""

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        return agents.placement(self.request(texts(read, event.session_id)), seed=event.seed).value


class PlanChangeInputs(ReplanInputs, Inputs):
    """What a change of the plan rested on."""

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        versions = read.plans(event.session_id, since=self.from_version)
        plans = {version.version: version.plan for version in versions}
        return replan_again(self, plans[self.from_version], read.topics(event.session_id)).plan


class TopicInputs(Inputs):
    """A topic, and the text that was taken for it, which need not be the one first planned."""

    topic: str
    material_id: str
    section: int

    def as_it_was(self, event: AgentEvent) -> Topic:
        """The topic as far as the decision looked at it."""
        return Topic(
            name=self.topic,
            position=0,
            planned_on=event.timestamp.date(),
            material_id=self.material_id,
            section=self.section,
        )


class TeachInputs(TopicInputs):
    """What a lesson was made from."""

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        return agents.teach(self.as_it_was(event), texts(read, event.session_id), seed=event.seed).value


class QuizInputs(TopicInputs):
    """What a quiz was drawn from: so many questions, those to `avoid` only where there were no others."""

    count: int
    avoid: tuple[str, ...]

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        materials = texts(read, event.session_id)
        return agents.quiz(self.as_it_was(event), materials, count=self.count, seed=event.seed, avoid=self.avoid).value


class ReviewInputs(Inputs):
    """What the pool of a review was drawn from in one session, topic by topic."""

    draws: tuple[QuizInputs, ...]

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        return pooled(Quiz.model_validate(draw.again(event, read, agents)) for draw in self.draws)


class AskInputs(TopicInputs):
    """A question, and the materials that were looked through for it."""

    question: str
    materials: tuple[str, ...]

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        materials = texts(read, event.session_id)
        searched = tuple(material for material in materials if material.id in self.materials)
        return agents.ask(self.question, self.as_it_was(event), searched, seed=event.seed).value


class AnswersInputs(Inputs):
    """A quiz, and the answers that were given to it."""

    quiz_id: str
    answers: tuple[Answer, ...]

    def record(self, event: AgentEvent, read: StudyReads) -> QuizRecord:
        """The quiz as it was set. Raises `LookupError` where there is none."""
        record = quiz_of(read, event.session_id, self.quiz_id)
        if record is None:
            raise LookupError(self.quiz_id)
        return record


class FindingsInputs(AnswersInputs):
    """What a placement's findings rested on."""

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        quiz = self.record(event, read).quiz
        return findings(quiz.covers, quiz.questions, self.answers)


class AnalysisInputs(AnswersInputs):
    """What an analysis rested on; `void` are the questions that counted for nothing then."""

    void: tuple[str, ...] = ()

    def again(self, event: AgentEvent, read: StudyReads, agents: StudyAgents) -> Value:
        """See `Inputs.again`."""
        quiz = self.record(event, read).quiz.without(self.void)
        return agents.analyse(quiz, grade(quiz, self.answers)).value

    @model_serializer(mode="wrap")
    def _named_where_there_are_some(self, dump: SerializerFunctionWrapHandler) -> dict[str, JsonValue]:
        written: dict[str, JsonValue] = dump(self)
        return {name: value for name, value in written.items() if name != "void" or value}


INPUTS: Mapping[str, type[Inputs]] = {
    Action.ROUTE: RouteInputs,
    Action.BEGIN_PLACEMENT: PlacementInputs,
    Action.PLACE: FindingsInputs,
    Action.GENERATE_PLAN: PlanInputs,
    Action.REPLAN: PlanChangeInputs,
    Action.START_TOPIC: TeachInputs,
    Action.ASK: AskInputs,
    Action.TAKE_QUIZ: QuizInputs,
    Action.SUBMIT_ANSWERS: AnalysisInputs,
    Action.BEGIN_REVIEW: ReviewInputs,
}
"""The decisions that can be run again, by the action that records them."""
