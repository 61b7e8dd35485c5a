"""The quiz page's words, and those of what follows a quiz."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from core.models import Answer, Question
from core.records import QuizRecord
from pages._ui.messages import count

ALL_AT_ONCE = "Show all questions at once"
FLAG = "Come back to this one"
BEFORE = "Before you hand in"
CLOCK = "A clock for the quiz? There is none unless you choose one."
MINUTES = (5, 10, 15, 20, 30)
TIME_UP = "The time is up. Hand in what you have, or finish first: nothing is lost, and nothing is handed in by itself."
REPORT = "Something wrong with this question?"
REPORT_REASON = "What is wrong with it?"
REPORT_SEND = "Report it"
REPORTED = "Reported. Thank you: an instructor will look at it."

RIGHT = "Right"
WRONG = "Wrong"
WENT_RIGHT = "What went right"
TAKEN_OUT = "Taken out by an instructor: it counts for nothing."
AGAIN = "Try it again"
AGAIN_LEAD = "It does not count for the score. It shows whether the mix-up is gone."
AGAIN_SEND = "Check my answer"
NEXT_TOPIC = "Next topic"
SUGGESTED = "suggested"


def time_left(seconds: float, allowed: int) -> str:
    """The time left of the minutes that were chosen."""
    if seconds < 60:
        return f"**Less than a minute left** of {count(allowed, 'minute')}"
    return f"**{count(math.ceil(seconds / 60), 'minute')} left** of {allowed}"


def minutes(chosen: int) -> str:
    """A choice of the clock."""
    return f"{chosen} min"


def answered_of(answered: int, total: int) -> str:
    """How far the learner is with all questions on the page."""
    return f"{count(total, 'question')} · {answered} answered"


def state(number: int, answer: Answer | None) -> str:
    """One question before handing in: its number and how it stands."""
    said = "open" if answer is None or answer.is_blank else "answered"
    return f"{number} {said}, come back" if answer and answer.is_flagged else f"{number} {said}"


def standing(questions: Sequence[Question], answers: Mapping[str, Answer]) -> str:
    """What is still open or marked, in one line."""
    empty = [n for n, q in enumerate(questions, 1) if q.id not in answers or answers[q.id].is_blank]
    flagged = [n for n, q in enumerate(questions, 1) if q.id in answers and answers[q.id].is_flagged]
    parts = [
        f"**Open:** {_numbers(empty)}. An open question counts as wrong." if empty else "Every question is answered."
    ]
    if flagged:
        parts.append(f"**To come back to:** {_numbers(flagged)}.")
    return " ".join(parts)


def expected(record: QuizRecord) -> str:
    """What was foreseen of the quiz; empty for one that was set without a forecast."""
    asked = record.quiz.forecasts
    if not asked:
        return ""
    right = sum(one.forecast for one in asked)
    return f"Before the quiz, about {right:.0f} of {len(asked)} right answers were expected of you."


def corrected(before: float | None, after: float | None, reason: str, *, is_void: bool) -> str:
    """What an instructor changed about the quiz's score."""
    what = "A question was taken out" if is_void else "A question was taken in again"
    scores = (
        f" Your score: {before:.0f} % before, {after:.0f} % now." if before is not None and after is not None else ""
    )
    return f"{what} by an instructor.{scores} The reason: {reason}"


def again(*, is_right: bool, said: str) -> str:
    """How a question that was asked again went."""
    return f"You answered “{said}”. That is {'right: the mix-up looks settled' if is_right else 'not right yet'}."


def why_next(reason: str) -> str:
    """Why a topic is suggested."""
    return f"Why this one: {reason}"


def _numbers(places: Sequence[int]) -> str:
    return ", ".join(map(str, places))
