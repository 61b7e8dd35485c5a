"""How well a topic is known, from the answers given, and when to look at it again. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from core.models import Percent

REVIEW_AFTER_DAYS = ((60.0, 1), (85.0, 3), (100.0, 7))


def mastery_score(right: int, answered: int) -> Percent:
    """The share of right answers on a topic, 0 to 100: the plain running average over all its quizzes."""
    if not 0 <= right <= answered or answered == 0:
        raise ValueError(f"{right} right of {answered} answered is not a score")
    return round(100 * right / answered, 1)


def review_date(score: Percent, on: date) -> date:
    """When a topic is due again: a day later under 60, three days later under 85, else a week later.

    A rule of thumb in the spirit of expanding retrieval (Landauer & Bjork 1978), not a fitted model.
    """
    return on + timedelta(days=next((days for bound, days in REVIEW_AFTER_DAYS if score < bound), 7))
