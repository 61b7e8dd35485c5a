"""How ready a learner is for the exam day, and how good such forecasts were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.models.base import Sureness, Value

FEW_RESULTS = 5
FEW_ANSWERS = 5
LEAST_ANSWERS = 3
"""To one topic in one quiz, for a share of them to be a result."""


@dataclass(frozen=True)
class Readiness:
    """A topic on the exam day: the expected score, 0 to 100, and the interval that holds it four times of five.

    Nothing is reviewed until then. `is_tested` is False where it rests on the other topics alone.
    """

    topic: str
    score: float
    low: float
    high: float
    is_tested: bool
    hours: float = 0


@dataclass(frozen=True)
class QuizForecast:
    """What was expected of a quiz on a topic before its answers were seen, and what came: shares from 0 to 1.

    `low` and `high` hold four of five results, if the forecast is a good one.
    """

    topic: str
    at: datetime
    expected: float
    low: float
    high: float
    came: float
    answered: int

    @property
    def is_inside(self) -> bool:
        """Whether the result lies in the interval."""
        return self.low <= self.came <= self.high


@dataclass(frozen=True)
class ForecastRecord:
    """How good the forecasts of past quizzes were: shares from 0 to 1.

    `inside` of `results` lay in their interval, which was to hold four of five. `off_by` is the mean distance of result
    and forecast, `off_by_average` that of always saying the average of the results before.
    """

    results: int
    inside: int
    off_by: float
    off_by_average: float

    @property
    def is_early(self) -> bool:
        """Whether there are too few results to say."""
        return self.results < FEW_RESULTS


@dataclass(frozen=True)
class SurenessRecord:
    """How many of the answers that the learner called so were right."""

    sureness: Sureness
    right: int
    answered: int


class Progress(Value):
    """How ready a learner is on the day of the exam, topic by topic in the plan's order and `overall` (None without
    topics), and the quizzes' forecasts, oldest first, with how good they were; `sureness` says the same of how sure the
    learner was."""

    exam_on: date
    topics: tuple[Readiness, ...]
    overall: Readiness | None
    forecasts: tuple[QuizForecast, ...]
    record: ForecastRecord
    sureness: tuple[SurenessRecord, ...] = ()
