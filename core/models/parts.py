"""A session's parts: what it has beside phase, context and history, and what one commit writes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Literal

from pydantic import model_validator

from core.models.attempt import Attempt
from core.models.base import Difficulty, OwnWord, Percent, Source, Value
from core.models.document import Material, MaterialFile
from core.models.lesson import Lesson
from core.models.misconception import Misconception
from core.models.plan import PlanVersion
from core.models.quiz import PLACEMENT, Answer, PerformanceAnalysis, Quiz, QuizKind

MESSAGES_A_COMMIT, ATTEMPTS_A_COMMIT = 100, 1000
TopicStatus = Literal["planned", "learning", "studied", "done", "left_out"]


class Topic(Value):
    """A topic of a session's plan and how it stands.

    `material_id` and `section` say where its text is (`section` counts from 0; an empty `material_id` means
    that there is none yet). `mastery_score` runs from 0 to 100, None before the first quiz. A topic that was left out
    of the plan is neither due nor counted. What is `studied` is known for now, and `done` once a later day has shown it
    again. `own_word` is what the learner says of a topic that was studied without the app.
    """

    name: str
    position: int
    planned_on: date
    difficulty: Difficulty = "medium"
    hours: float = 0
    prerequisites: tuple[str, ...] = ()
    material_id: str = ""
    section: int = 0
    status: TopicStatus = "planned"
    answered: int = 0
    right: int = 0
    mastery_score: Percent | None = None
    review_on: date | None = None
    own_word: OwnWord | None = None

    @property
    def is_studied(self) -> bool:
        """Whether the plan has nothing more to give it: it is looked at again when its review is due."""
        return self.status in ("studied", "done")

    @property
    def is_by_own_word(self) -> bool:
        """Whether only the learner can say how it stands: there is nothing to read on it, and nothing was answered."""
        return not self.material_id and not self.answered and self.status != "left_out"

    @property
    def takes_own_word(self) -> bool:
        """Whether the learner may say how it stands: it is in the plan, and no quiz of its own has said so."""
        is_quizzed = self.answered > 0 and self.status != "planned"
        return self.status != "left_out" and (self.own_word is not None or not is_quizzed)

    @property
    def due_on(self) -> date | None:
        """When it is to be looked at: once begun on its review, else on the day that the plan gives it."""
        if self.status == "planned":
            return self.planned_on
        return self.review_on or (None if self.is_studied else self.planned_on)


class SaidOn(Value):
    """What the learner said of a topic, and on which day."""

    day: date
    word: OwnWord


class QuizRecord(Value):
    """A quiz as it was set, the answers so far, and its analysis once it was submitted."""

    id: str
    quiz: Quiz
    seed: int
    created_at: datetime
    answers: tuple[Answer, ...] = ()
    submitted_at: datetime | None = None
    analysis: PerformanceAnalysis | None = None
    kind: QuizKind = QuizKind.QUIZ

    @model_validator(mode="before")
    @classmethod
    def _of_before_there_were_kinds(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "kind" in data:
            return data
        quiz = data.get("quiz")
        topic = quiz.topic if isinstance(quiz, Quiz) else quiz.get("topic") if isinstance(quiz, dict) else None
        return {**data, "kind": QuizKind.PLACEMENT} if topic == PLACEMENT else data


class GivenAnswer(Value):
    """One answer as it was given, before the quiz is submitted."""

    quiz_id: str
    answer: Answer


class CorrectedQuiz(Value):
    """A quiz's analysis once a question of it is void, or no longer."""

    id: str
    analysis: PerformanceAnalysis


class ChatMessage(Value):
    """One side of a question to the tutor about a topic; `sources` are what the tutor quotes."""

    role: Literal["learner", "tutor"]
    text: str
    sources: tuple[Source, ...] = ()
    topic: str
    at: datetime


class Conversation(Value):
    """What was asked about a topic and answered, oldest first."""

    messages: tuple[ChatMessage, ...]


class PartLists(Value):
    """The parts that a commit writes some of, and that a session has all of, under the same name."""

    topics: tuple[Topic, ...] = ()
    plans: tuple[PlanVersion, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    chat: tuple[ChatMessage, ...] = ()


class Parts(PartLists):
    """What one commit writes. It is added, or replaces what is there: topics by name, plans by version, the quiz and
    misconceptions by id, the lesson by topic, the answer by quiz and question. Chat is only added to. Of an attempt
    that is there already only `is_void` changes. A `file` is that of `material`, or of one that is there."""

    lesson: Lesson | None = None
    quiz: QuizRecord | None = None
    answer: GivenAnswer | None = None
    corrected: tuple[CorrectedQuiz, ...] = ()
    material: Material | None = None
    removed_material: str | None = None
    file: MaterialFile | None = None


class AllParts(PartLists):
    """What a session has. Quizzes (with their answers), chat and materials stand in the order they were made."""

    lessons: tuple[Lesson, ...] = ()
    quizzes: tuple[QuizRecord, ...] = ()
    materials: tuple[Material, ...] = ()

    def split(self) -> Iterator[Parts]:
        """The parts as commits write them, each after what it refers to: the large ones one by one, the rest last."""
        yield from (Parts(material=material) for material in self.materials)
        yield from (Parts(lesson=lesson) for lesson in self.lessons)
        yield from (Parts(quiz=quiz) for quiz in self.quizzes)
        for at in range(0, len(self.chat), MESSAGES_A_COMMIT):
            yield Parts(chat=self.chat[at : at + MESSAGES_A_COMMIT])
        for at in range(0, len(self.attempts), ATTEMPTS_A_COMMIT):
            yield Parts(attempts=self.attempts[at : at + ATTEMPTS_A_COMMIT])
        yield Parts(
            **{name: getattr(self, name) for name in PartLists.model_fields if name not in ("chat", "attempts")}
        )
