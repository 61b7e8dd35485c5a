"""A quiz that was handed in, question by question, as it is looked at again."""

from __future__ import annotations

from enum import StrEnum

from core.models.attempt import TURNED
from core.models.base import Value
from core.models.parts import QuizRecord, Topic
from core.models.proof import TopicProof
from core.models.quiz import Answer, MisconceptionAnalysis, OptionNote, PerformanceAnalysis, Question

LOW_SCORE = 60
"""Under this score what went wrong comes before the next topic."""
PRAISED = 0.5
"""So many more right answers than were expected are more than chance in the rounding."""


class Milestone(StrEnum):
    """What a quiz can earn beside its score."""

    FIRST_QUIZ = "first_quiz"
    HIGH_SCORE = "high_score"
    TOPIC_FIRM = "topic_firm"
    COURSE_DONE = "course_done"


class Passage(Value):
    """Where to read again: the topic whose lesson it is, the concept, and the step, counted from 1; 0 for the whole."""

    topic: str
    concept: str
    step: int


class AnsweredAgain(Value):
    """An answer to a question that was asked again: in words, and whether it was right."""

    said: str
    is_right: bool


class MarkedAnswer(Value):
    """An answer that was marked, as the learner is told of it. A typed one `is_near_miss` where one letter is off;
    `is_disputed` where the learner thinks that it was right, whatever its mark."""

    question: Question
    answer: Answer
    is_right: bool
    is_near_miss: bool = False
    is_disputed: bool = False

    @property
    def notes(self) -> tuple[OptionNote, ...]:
        """What may lie behind the wrong options that were chosen, and what speaks against it."""
        return tuple(note for note in self.question.option_notes if note.option_index in self.answer.chosen)


class QuestionFeedback(Value):
    """A question with the answer that was given and what it may show.

    `again` is a question to try the same once more with, and `answered_again` how that went; both None where there was
    none. One that `is_void` counts for nothing; a typed answer `is_near_miss` where one letter is off. One whose mark
    the learner disputes shows no mix-up and is not asked again.
    """

    question: Question
    answer: Answer | None
    is_right: bool
    is_void: bool
    is_near_miss: bool = False
    is_disputed: bool = False
    misconceptions: tuple[MisconceptionAnalysis, ...] = ()
    again: Question | None = None
    answered_again: AnsweredAgain | None = None

    @property
    def was_sure(self) -> bool:
        """Whether the learner was sure of the answer."""
        return self.answer is not None and self.answer.sureness == "sure"

    @property
    def can_be_tried(self) -> bool:
        """Whether there is a second try that was not taken."""
        return self.again is not None and self.answered_again is None and not self.is_void

    @property
    def gives_away(self) -> bool:
        """Whether the right answer would give a second try away, which asks the same."""
        return self.can_be_tried and self.again is not None and self.again.id == f"{self.question.id}{TURNED}"


class QuizCorrection(Value):
    """What an instructor said in taking a question out of a quiz (or in again), and the score before and after."""

    reason: str
    is_void: bool
    before: float | None
    after: float | None


class TopicStanding(Value):
    """How a topic stands, and what its answers prove."""

    topic: Topic
    proof: TopicProof


class QuizFeedback(Value):
    """A quiz with its analysis, what was corrected about it, oldest first, its questions in order, how its topic stands
    now (None where the plan has no such topic any more), and what it has earned.
    """

    record: QuizRecord
    analysis: PerformanceAnalysis
    corrections: tuple[QuizCorrection, ...]
    questions: tuple[QuestionFeedback, ...]
    standing: TopicStanding | None
    milestones: tuple[Milestone, ...] = ()

    @property
    def is_low(self) -> bool:
        """Whether what went wrong comes first now."""
        score = self.analysis.overall_score
        return score is not None and score < LOW_SCORE

    @property
    def missed(self) -> tuple[QuestionFeedback, ...]:
        """The wrong answers that have a second try which was not taken."""
        return tuple(asked for asked in self.questions if not asked.is_right and asked.can_be_tried)

    @property
    def is_better_than_expected(self) -> bool:
        """Whether clearly more went right than was foreseen."""
        foreseen = self.record.quiz.forecasts
        return bool(foreseen) and self.analysis.right > self.record.quiz.expected_right + PRAISED
