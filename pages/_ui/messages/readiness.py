"""The words of the progress page."""

from __future__ import annotations

from datetime import date

from core.models import Sureness
from core.models.readiness import ForecastRecord, Readiness, SurenessRecord
from pages._ui.messages import count, month

TITLE = "Progress"
EMPTY = "After your first quiz this page says how ready you are for the exam day, topic by topic."
MIXED_UP = "Still mixed up"
ON_THE_DAY = "On the exam day"
READY = "You would get right"
INTERVAL = "Likely range"
DAY = "The day"
READY_LEAD = (
    "The share of medium questions that you would get right on that day, without guessing and if you review nothing "
    "until then. It is a forecast; a review before the day makes it better."
)
READY_CHART = "Expected score on the exam day for each topic, with the interval that holds it four times of five"
READY_TABLE = "All topics as a table"
COLUMNS = {"topic": "Topic", "score": "Expected score", "low": "At least", "high": "At most", "basis": "Rests on"}
TESTED, UNTESTED = "your quizzes on it", "your other topics; not tested yet"
FORECASTS = "How good the forecasts were"
FORECASTS_LEAD = "A result is the share of right answers to at least three questions on one topic of one quiz."
NO_RESULTS = "No quiz has had three questions on one topic yet."
FORECAST_CHART = "Each result beside the interval that was foreseen, oldest first"
FORECAST_TABLE = "Each result as a table"
FORECAST_COLUMNS = {
    "number": "Result",
    "topic": "Topic",
    "day": "Day",
    "expected": "Foreseen",
    "low": "At least",
    "high": "At most",
    "came": "Came",
}
SHOWN_TOPICS = 20
SURENESS = "How sure you were"
SURENESS_LEAD = "You can say with each answer how sure you are. This is how it came out so far."
CALLED: dict[Sureness, str] = {
    "sure": "When you were sure,",
    "think_so": "When you thought so,",
    "guess": "When you guessed,",
}


def mix_ups(number: int) -> str:
    """The way to the mix-ups."""
    return "See what lies behind it" if number == 1 else f"See all {number}, and what lies behind them"


def interval(readiness: Readiness) -> str:
    """An interval of scores."""
    return f"{readiness.low:.0f} to {readiness.high:.0f} %"


def record(record: ForecastRecord) -> str:
    """How good the forecasts were, in words."""
    sentence = (
        f"{record.inside} of {count(record.results, 'result')} lay in the interval that was foreseen; about four of "
        f"five should. On average they were {100 * record.off_by:.0f} points off; always saying your average so far "
        f"would have been {100 * record.off_by_average:.0f} points off."
    )
    return f"{sentence} These are too few to judge by." if record.is_early else sentence


def shown(total: int) -> str:
    """What the chart leaves out."""
    return f"The {SHOWN_TOPICS} lowest of {count(total, 'topic')} are shown."


def on(when: date) -> str:
    """The day that is forecast."""
    return f"{when.day} {month(when)}"


def called(record: SurenessRecord) -> str:
    """How many of the answers that the learner called so were right."""
    return f"{CALLED[record.sureness]} you were right {record.right} of {count(record.answered, 'time')}."
