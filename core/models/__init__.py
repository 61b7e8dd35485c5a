"""The values that move between the parts: frozen, validated, and the public JSON of the command line."""

from core.models.base import Difficulty, Fraction, Percent, QuestionType, Source, StudyPhase, Value
from core.models.history import AgentEvent, ContextPatch, RouteDecision, Scope
from core.models.lesson import Definition, Diagram, Lesson, LessonStep, TutorAnswer
from core.models.plan import (
    DailyPlan,
    LeftOut,
    PlanChange,
    PlanEdit,
    PlannedTopic,
    PlanOutcome,
    PlanVerification,
    PlanVersion,
    StudyPlan,
    StudyWindow,
)
from core.models.quiz import (
    Answer,
    ConceptMastery,
    ItemForecast,
    MisconceptionAnalysis,
    OptionNote,
    PerformanceAnalysis,
    Question,
    Quiz,
)

__all__ = [
    "AgentEvent",
    "Answer",
    "ConceptMastery",
    "ContextPatch",
    "DailyPlan",
    "Definition",
    "Diagram",
    "Difficulty",
    "Fraction",
    "ItemForecast",
    "LeftOut",
    "Lesson",
    "LessonStep",
    "MisconceptionAnalysis",
    "OptionNote",
    "Percent",
    "PerformanceAnalysis",
    "PlanChange",
    "PlanEdit",
    "PlanOutcome",
    "PlanVerification",
    "PlanVersion",
    "PlannedTopic",
    "Question",
    "QuestionType",
    "Quiz",
    "RouteDecision",
    "Scope",
    "Source",
    "StudyPhase",
    "StudyPlan",
    "StudyWindow",
    "TutorAnswer",
    "Value",
]
