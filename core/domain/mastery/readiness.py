"""How ready a learner is for the exam day, and how good such forecasts were."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime

from core.domain.mastery.ratings import SPREAD_80, Ability
from core.models import Attempt, Sureness, Topic
from core.models.readiness import FEW_ANSWERS, ForecastRecord, QuizForecast, Readiness, SurenessRecord

_SURENESS: tuple[Sureness, ...] = ("sure", "think_so", "guess")


def readiness(ability: Ability, topics: Iterable[Topic], exam_at: datetime) -> tuple[Readiness, ...]:
    """The topics of the plan on the exam day, in its order: the chance of a right answer to a medium item without
    guessing, with what is forgotten until then."""

    def share(topic: Topic, spread: float) -> float:
        return round(100 * ability.expected(topic.name, exam_at, spread=spread), 1)

    return tuple(
        Readiness(
            topic=topic.name,
            score=share(topic, 0),
            low=share(topic, -SPREAD_80),
            high=share(topic, SPREAD_80),
            is_tested=topic.name in ability.topics,
            hours=topic.hours,
        )
        for topic in topics
        if topic.status != "left_out"
    )


def overall(ready: Sequence[Readiness]) -> Readiness | None:
    """All topics together, each weighing as many hours as were planned for it; None without topics.

    The topics' doubts go together (all share the overall rating), so the intervals' ends are averaged too: the widest
    reading.
    """
    weights = [topic.hours or 1 for topic in ready]
    if not ready:
        return None

    def mean(values: Iterable[float]) -> float:
        total = math.fsum(weight * value for weight, value in zip(weights, values, strict=True))
        return round(total / math.fsum(weights), 1)

    return Readiness(
        topic="",
        score=mean(topic.score for topic in ready),
        low=mean(topic.low for topic in ready),
        high=mean(topic.high for topic in ready),
        is_tested=any(topic.is_tested for topic in ready),
        hours=math.fsum(topic.hours for topic in ready),
    )


def forecast_record(forecasts: Sequence[QuizForecast]) -> ForecastRecord:
    """How good these forecasts were, oldest first."""
    came = [forecast.came for forecast in forecasts]
    # Before the first quiz there is no average: half is as good as anything.
    averages = [math.fsum(came[:number]) / number if number else 0.5 for number in range(len(came))]
    count = len(forecasts) or 1
    return ForecastRecord(
        results=len(forecasts),
        inside=sum(forecast.is_inside for forecast in forecasts),
        off_by=math.fsum(abs(forecast.expected - forecast.came) for forecast in forecasts) / count,
        off_by_average=math.fsum(abs(mean - share) for mean, share in zip(averages, came, strict=True)) / count,
    )


def sureness_records(log: Iterable[Attempt]) -> tuple[SurenessRecord, ...]:
    """How right the learner was by how sure, surest first: where there are five answers that count, and none blank."""
    told = [attempt for attempt in log if attempt.counts and not attempt.is_blank]
    records = (
        SurenessRecord(sureness, sum(attempt.is_right for attempt in called), len(called))
        for sureness in _SURENESS
        for called in [[attempt for attempt in told if attempt.sureness == sureness]]
    )
    return tuple(record for record in records if record.answered >= FEW_ANSWERS)
