"""The words of what follows a quiz."""

from __future__ import annotations

from core.models import PerformanceAnalysis, QuizRecord
from core.models.feedback import QuizCorrection, TopicStanding
from core.models.proof import ENOUGH_SCORE
from core.words import Said
from pages._ui.messages import count, day, told

NONE_TITLE = "Nothing to look at yet"
NONE = "After a quiz this page shows what went well and what to look at again."
SCORE = "Score"
NOTHING_COUNTED = "Nothing counted"
RIGHT_ANSWERS = "Right answers"
CONCEPTS = "By concept"
CHART = "Share of right answers for each concept of the quiz"
TABLE = "The same as a table"
STANDING = {"planned": "Not studied yet", "learning": "Not studied yet", "studied": "Studied", "done": "Done"}
WENT_WRONG = "What went wrong"
ALL_RIGHT = "Nothing went wrong. Every answer was right."
YOURS = "Your answer"
NEAR_MISS = "One letter from the right word."
BLANK = "No answer"
KEY = "Right answer"
MISCONCEPTION = "What may lie behind it"
COUNTER = "What speaks against it"
NEXT = "What to do now"
DONE = "This session is finished. Its results are kept."
CONCEPT_COLUMNS = {"concept": "Concept", "right": "Right", "asked": "Asked", "share": "Share right"}
RIGHT = "Right"
WRONG = "Wrong"
WENT_RIGHT = "What went right"
TAKEN_OUT = "Taken out by an instructor: it counts for nothing."
AGAIN = "Try it again"
AGAIN_LEAD = "It does not count for the score. It shows whether the mix-up is gone."
AGAIN_SEND = "Check my answer"
NEXT_TOPIC = "Next topic"
SUGGESTED = "suggested"


def score(percent: float | None) -> str:
    """A quiz's score."""
    return NOTHING_COUNTED if percent is None else f"{percent:.0f} %"


def shown(analysis: PerformanceAnalysis) -> str:
    """What the quiz showed."""
    return told(analysis.said) if analysis.said else f"{analysis.summary} {analysis.encouragement}"


def advice(analysis: PerformanceAnalysis) -> tuple[str, ...]:
    """What to do now, a line each."""
    return tuple(told(line) for line in analysis.what_to_do)


def right_of(right: int, asked: int) -> str:
    """A score in questions."""
    return f"{right} of {asked}"


def expected(record: QuizRecord) -> str:
    """What was foreseen of the quiz; empty for one that was set without a forecast."""
    quiz = record.quiz
    if not quiz.forecasts:
        return ""
    foreseen = f"{quiz.expected_right:.0f} of {len(quiz.forecasts)}"
    return f"Before the quiz, about {foreseen} right answers were expected of you."


def standing(standing: TopicStanding) -> str:
    """How a topic stands after a quiz, and what it still takes."""
    topic, proof = standing.topic, standing.proof
    review = f" It is looked at again on {day(topic.review_on)}." if topic.review_on else ""
    if topic.status == "done":
        return f"You have shown that you know {topic.name}.{review}"
    if topic.is_studied:
        later = " One right answer on a later day makes it done." if proof.is_enough else ""
        return f"What builds on {topic.name} is open.{later}{review}"
    lacking = [
        f"an expected score of {ENOUGH_SCORE} % (now {proof.score:.0f} %)" if proof.score_lacks else "",
        f"{count(proof.right_lacking, 'more right answer')} without help" if proof.right_lacking else "",
        ("", "a right answer on another concept", "right answers on two concepts")[proof.concepts_lacking],
    ]
    *firsts, last = [part for part in lacking if part] or ["another quiz"]
    parts = f"{', '.join(firsts)} and {last}" if firsts else last
    return f"{topic.name} still takes {parts}.{review}"


def corrected(correction: QuizCorrection) -> str:
    """What an instructor changed about the quiz's score."""
    before, after = correction.before, correction.after
    what = "A question was taken out" if correction.is_void else "A question was taken in again"
    scores = f" Your score: {score(before).lower()} before, {score(after).lower()} now." if before != after else ""
    return f"{what} by an instructor.{scores} The reason: {correction.reason}"


def again(*, is_right: bool, said: str) -> str:
    """How a question that was asked again went."""
    how = "right; another day will show that it stays" if is_right else "not right yet"
    return f"You answered “{said}”. That is {how}."


def why_next(reason: Said) -> str:
    """Why a topic is suggested."""
    return f"Why this one: {told(reason)}"
