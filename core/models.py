"""The values that move between the parts: frozen, validated, and the public JSON of the command line."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

Difficulty = Literal["easy", "medium", "hard"]
QuestionType = Literal["multiple_choice", "true_false", "fill_blank", "multi_select"]
Fraction = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[float, Field(ge=0, le=100)]


class Value(BaseModel):
    """A frozen value. Unknown fields are refused, so that a misspelt one is found where it is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class StudyPhase(StrEnum):
    """Where a session is. The value is what the database keeps in `current_state`."""

    INTAKE = "INTAKE"
    PLANNING = "PLANNING"
    LEARNING = "LEARNING"
    QUIZZING = "QUIZZING"
    ANALYZING = "ANALYZING"
    COMPLETED = "COMPLETED"


class Source(Value):
    """Where a statement stands: document, page from 1 (None where there are no pages), and the words there."""

    document: str
    page: int | None = None
    quote: str = ""


# --- plan -------------------------------------------------------------------------------------------------------------


class PlannedTopic(Value):
    """One topic on one day. `hours` is what it takes on that day."""

    name: str
    difficulty: Difficulty = "medium"
    hours: float = Field(ge=0)
    rationale: str = ""
    prerequisites: tuple[str, ...] = ()


class DailyPlan(Value):
    """One day of the plan; `day` counts from 1."""

    day: int = Field(ge=1)
    date: date
    theme: str
    topics: tuple[PlannedTopic, ...]
    estimated_hours: float = Field(ge=0)
    is_revision: bool = False


class StudyPlan(Value):
    """A day plan up to an exam."""

    exam_name: str
    total_days: int = Field(ge=1)
    overview: str
    schedule: tuple[DailyPlan, ...]
    critical_topics: tuple[str, ...] = ()


class PlanVerification(Value):
    """What the verifier found. `coverage` is the share of the syllabus that has a place, counted, not estimated."""

    is_valid: bool
    coverage: Fraction
    missing_topics: tuple[str, ...] = ()
    overloaded_days: tuple[int, ...] = ()
    prerequisite_issues: tuple[str, ...] = ()
    other_issues: tuple[str, ...] = ()
    critique: str = ""


class PlanVersion(Value):
    """A draft with its verification, and whether the learner's session took it."""

    version: int = Field(ge=1)
    plan: StudyPlan
    verification: PlanVerification
    was_accepted: bool


class PlanOutcome(Value):
    """Every draft in order, the last verification, and the plan that passed (None where none did)."""

    final_plan: StudyPlan | None
    versions: tuple[PlanVersion, ...]
    verification: PlanVerification


# --- lesson -----------------------------------------------------------------------------------------------------------


class LessonStep(Value):
    """One step of a lesson; `analogy` may be empty."""

    title: str
    content: str
    analogy: str = ""
    source: Source | None = None


class Definition(Value):
    """A term as the material defines it."""

    term: str
    meaning: str
    source: Source | None = None


class Lesson(Value):
    """A lesson on one topic. Empty strings mean that the material has nothing to say there."""

    topic: str
    intuition: str
    steps: tuple[LessonStep, ...]
    definitions: tuple[Definition, ...] = ()
    real_world_example: str = ""
    common_pitfall: str = ""
    practice_question: str = ""
    sources: tuple[Source, ...] = ()
    is_thin: bool = False


# --- quiz -------------------------------------------------------------------------------------------------------------


class OptionNote(Value):
    """Why somebody would pick a wrong option, and what shows that it is wrong."""

    option_index: int = Field(ge=0)
    misconception: str
    counter_example: str
    source: Source | None = None


class Question(Value):
    """One item. Choice types use `options` with `correct_option_index` (or `correct_indexes` for several);
    `fill_blank` uses `accepted_answers` and has no options."""

    id: str
    text: str
    question_type: QuestionType
    options: tuple[str, ...] = ()
    correct_option_index: int | None = None
    correct_indexes: tuple[int, ...] = ()
    accepted_answers: tuple[str, ...] = ()
    explanation: str
    difficulty: Difficulty = "medium"
    concept_tested: str
    sources: tuple[Source, ...] = ()
    option_notes: tuple[OptionNote, ...] = ()
    hint: str = ""

    @property
    def key(self) -> tuple[int, ...]:
        """The right options' indexes; empty for a typed answer."""
        if self.question_type == "multi_select":
            return self.correct_indexes
        return () if self.correct_option_index is None else (self.correct_option_index,)

    @property
    def right_answer(self) -> str:
        """The right answer in words."""
        if self.question_type == "fill_blank":
            return self.accepted_answers[0]
        return "; ".join(self.options[index] for index in self.key)

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        if self.question_type == "fill_blank":
            if not self.accepted_answers or self.options:
                raise ValueError("a fill_blank question needs accepted_answers and has no options")
        elif not self.key or not all(0 <= index < len(self.options) for index in self.key):
            raise ValueError(f"a {self.question_type} question needs the index of a right option")
        if any(note.option_index >= len(self.options) or note.option_index in self.key for note in self.option_notes):
            raise ValueError("an option note belongs to a wrong option")
        return self


class Quiz(Value):
    """A set of items on one topic."""

    topic: str
    questions: tuple[Question, ...]
    time_estimate_minutes: int = Field(ge=0)


class Answer(Value):
    """What a learner answered: indexes of the options chosen, or the text typed."""

    question_id: str
    chosen: tuple[int, ...] = ()
    text: str = ""

    @property
    def is_blank(self) -> bool:
        """True where nothing was chosen or typed."""
        return not self.chosen and not self.text.strip()


# --- analysis ---------------------------------------------------------------------------------------------------------


class MisconceptionAnalysis(Value):
    """One wrong choice and what it may reveal. `wrong_option_chosen` is the option or the typed text itself."""

    question_id: str = ""
    wrong_option_chosen: str
    inferred_confusion: str
    counter_example: str
    explanation: str
    redemption_question: Question | None = None


class ConceptMastery(Value):
    """How a concept went: right answers of those asked."""

    concept: str
    right: int = Field(ge=0)
    asked: int = Field(ge=1)


class PerformanceAnalysis(Value):
    """What a quiz showed. `overall_score` and `topic_mastery`'s values run from 0 to 100."""

    overall_score: Percent
    summary: str
    topic_mastery: dict[str, Percent]
    concepts: tuple[ConceptMastery, ...] = ()
    misconceptions: tuple[MisconceptionAnalysis, ...] = ()
    recommendations: tuple[str, ...] = ()
    encouragement: str = ""


# --- routing and history ----------------------------------------------------------------------------------------------


class Scope(Value):
    """What a request is about, within an exam."""

    subject: str = ""
    sub_subject: str = ""
    topics: tuple[str, ...] = ()


class RouteDecision(Value):
    """What a free text asks for. With `needs_clarification`, `clarifying_question` is the one thing to ask."""

    intent: Literal["plan", "explain", "quiz", "autopilot", "unknown"]
    exam: str = ""
    scope: Scope = Scope()
    confidence: Fraction
    needs_clarification: bool = False
    clarifying_question: str = ""


class ContextPatch(Value):
    """What an event changed in a session's context: keys set (one level into `extra_data`), and keys removed."""

    set: dict[str, JsonValue] = Field(default_factory=dict)
    set_extra: dict[str, JsonValue] = Field(default_factory=dict)
    unset: tuple[str, ...] = ()
    unset_extra: tuple[str, ...] = ()


class AgentEvent(Value):
    """One line of a session's history. `id` is the store's, rising; 0 until it is stored."""

    id: int = 0
    session_id: str
    timestamp: datetime
    phase_before: StudyPhase
    phase_after: StudyPhase
    action: str
    agent: str
    reasoning: str = ""
    metadata: dict[str, JsonValue] = Field(default_factory=dict)
    context_patch: ContextPatch = ContextPatch()
    seed: int = Field(default=0, ge=0, lt=2**63)
    duration_ms: float = Field(default=0, ge=0)
