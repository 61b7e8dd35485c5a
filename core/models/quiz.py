"""Questions, answers, and what they show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from enum import StrEnum

from pydantic import Field, model_validator

from core.models.base import Difficulty, Fraction, Percent, QuestionType, Source, Sureness, Value
from core.models.lesson import Diagram
from core.models.plan import PlannedTopic
from core.words import Said

PLACEMENT = "placement:quiz"
"""What a placement's quiz has for a topic; the colon keeps it from being the name of one."""
LONGEST_ANSWERING = 86_400
"""Seconds that one question can have taken: a day."""


class QuizKind(StrEnum):
    """What a set of questions is for. Only a `quiz` moves the phase, the score and the analysis; all feed the log."""

    QUIZ = "quiz"
    PLACEMENT = "placement"
    REVIEW = "review"
    CHECK = "check"
    PROBE = "probe"
    CLOSING = "closing"


class OptionNote(Value):
    """Why somebody would pick a wrong option, and what shows that it is wrong."""

    option_index: int = Field(ge=0)
    misconception: str
    counter_example: str
    source: Source | None = None


class Question(Value):
    """One item. Choice types use `options` with `correct_option_index` (or `correct_indexes` for several);
    `fill_blank` uses `accepted_answers` and has no options. `topic` is set where a quiz is on several topics.

    `rivals` are the other terms of its material within two slips of a typed answer; None where nobody looked for them.
    With `has_math`, what stands between dollar signs in its texts is LaTeX. `figure` is a picture that it is about.
    """

    id: str
    text: str
    question_type: QuestionType
    options: tuple[str, ...] = ()
    correct_option_index: int | None = None
    correct_indexes: tuple[int, ...] = ()
    accepted_answers: tuple[str, ...] = ()
    rivals: tuple[str, ...] | None = None
    explanation: str
    difficulty: Difficulty = "medium"
    concept_tested: str
    sources: tuple[Source, ...] = ()
    option_notes: tuple[OptionNote, ...] = ()
    hint: str = ""
    topic: str = ""
    has_math: bool = False
    figure: Diagram | None = None

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

    def words_of(self, answer: Answer | None) -> str:
        """An answer to it in words; empty for none."""
        if answer is None:
            return ""
        return answer.text or "; ".join(self.options[index] for index in answer.chosen)

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


class ItemForecast(Value):
    """What was expected of a question when its quiz was set: its rating in logits, and the chance of a right answer."""

    question_id: str
    item_rating: float
    forecast: Fraction


class Quiz(Value):
    """A set of items on one topic, or on those that it `covers`: a placement's, with what they need of each other.

    `is_weak` where they come from a text that explains little; `borrowed` names, for each question that is not from the
    topic's own text, the neighbour that it is from. `spare` are items on the same concepts that are kept back, to ask
    again what went wrong. `minutes_allowed` is the time that the learner chose to have, None without a clock.
    `forecasts` were made when it was set.
    """

    topic: str
    questions: tuple[Question, ...]
    time_estimate_minutes: int = Field(ge=0)
    covers: tuple[PlannedTopic, ...] = ()
    is_weak: bool = False
    borrowed: dict[str, str] = Field(default_factory=dict)
    spare: tuple[Question, ...] = ()
    minutes_allowed: int | None = Field(default=None, ge=1, le=600)
    forecasts: tuple[ItemForecast, ...] = ()

    @property
    def neighbours(self) -> dict[str, int]:
        """How many of the questions are from which neighbours."""
        return Counter(self.borrowed[question.id] for question in self.questions if question.id in self.borrowed)

    @property
    def expected_right(self) -> float:
        """How many right answers were foreseen when it was set."""
        return sum(foreseen.forecast for foreseen in self.forecasts)

    def without(self, question_ids: Collection[str]) -> Quiz:
        """The quiz without these questions."""
        left = tuple(question for question in self.questions if question.id not in question_ids)
        return self if len(left) == len(self.questions) else self.model_copy(update={"questions": left})


class Answer(Value):
    """What a learner answered: indexes of the options chosen, or the text typed; and whether to look at it again.

    `seconds` is how long the question was on the screen until then, None where that is not known; `hint_opened` says
    whether its hint was opened by then. `sureness` is how sure the learner said to be, None where nothing was said.
    """

    question_id: str
    chosen: tuple[int, ...] = ()
    text: str = ""
    is_flagged: bool = False
    seconds: float | None = Field(default=None, ge=0, le=LONGEST_ANSWERING)
    hint_opened: bool = False
    sureness: Sureness | None = None

    @property
    def is_blank(self) -> bool:
        """True where nothing was chosen or typed."""
        return not self.chosen and not self.text.strip()

    def says(self, other: Answer) -> bool:
        """Whether it says the same as the other, however either came about and however sure the learner was."""
        return (self.question_id, self.chosen, self.text) == (other.question_id, other.chosen, other.text)

    def is_but_for_sureness(self, other: Answer) -> bool:
        """Whether it is the other, but perhaps for how sure the learner was."""
        return self.model_copy(update={"sureness": other.sureness}) == other


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

    @property
    def share(self) -> float:
        """The share of right answers, from 0 to 1."""
        return self.right / self.asked


class PerformanceAnalysis(Value):
    """What a quiz showed. `overall_score` and `topic_mastery`'s values run from 0 to 100. Where nothing counted
    there is no score."""

    overall_score: Percent | None
    summary: str
    topic_mastery: dict[str, Percent]
    concepts: tuple[ConceptMastery, ...] = ()
    misconceptions: tuple[MisconceptionAnalysis, ...] = ()
    recommendations: tuple[str, ...] = ()
    encouragement: str = ""
    said: Said | None = None
    """Summary and encouragement by their codes."""
    advice: tuple[Said, ...] = ()
    """The recommendations by their codes."""

    @property
    def what_to_do(self) -> tuple[Said, ...]:
        """The recommendations: by their codes, or in the words that are kept."""
        return self.advice or tuple(map(Said, self.recommendations))

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(concept.right for concept in self.concepts)

    @property
    def asked(self) -> int:
        """How many questions were asked."""
        return sum(concept.asked for concept in self.concepts)
