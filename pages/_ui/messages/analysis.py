"""The words of what follows a quiz."""

from __future__ import annotations

from core.models import PerformanceAnalysis
from core.models.feedback import Milestone, QuizCorrection, QuizFeedback, TopicStanding
from core.models.levels import Level, level
from core.models.proof import ENOUGH_SCORE
from pages._ui.messages import PAGES, count, day

TITLE = PAGES["analysis"]
NONE = "After a quiz this page shows what went well and what to look at again."
NOTHING_COUNTED = "Nothing counted"
CONCEPTS = "By concept"
CHART = "Share of right answers for each concept of the quiz"
TABLE = "The same as a table"
WENT_WRONG = "What went wrong"
ALL_RIGHT = "Nothing went wrong. Every answer was right."
YOURS = "Your answer"
NEAR_MISS = "One letter from the right word."
BLANK = "No answer"
KEY = "Right answer"
KEY_LATER = "shows once you have tried it again"
MISCONCEPTION = "What may lie behind it"
COUNTER = "What speaks against it"
NEXT = "What to do now"
CONCEPT_COLUMNS = {"concept": "Concept", "right": "Right", "share": "Share"}
WENT_RIGHT = "What went right"
TAKEN_OUT = "Taken out: it counts for nothing."
WHY = "Why"
WHY_AND_AGAIN = "Why, and try it again"
AGAIN = "Try it again"
AGAIN_LEAD = "It does not count for the score. It shows whether the mix-up is gone."
AGAIN_SEND = "Check my answer"
ROUND = "The missed ones again"
ROUND_NEXT = "Next one"
ROUND_END = "Done"
MILESTONES: dict[Milestone, str] = {
    Milestone.COURSE_DONE: "You have studied every topic of this course.",
    Milestone.TOPIC_FIRM: "This topic is firm now: you knew it on a later day too.",
    Milestone.FIRST_QUIZ: "Your first quiz is done.",
    Milestone.HIGH_SCORE: "90 % or more: very well done.",
}
_MEANS: dict[Level, str] = {
    "new": "This topic is still new to you.",
    "shaky": "This topic is still shaky.",
    "fair": "You know this topic fairly well.",
    "firm": "You know this topic well.",
}


def score(percent: float | None) -> str:
    """A quiz's score."""
    return NOTHING_COUNTED if percent is None else f"{percent:.0f} %"


def counts(analysis: PerformanceAnalysis, blank: int) -> list[str]:
    """The score in questions: right, and wrong, of these those without an answer; without what there is none of."""
    wrong = analysis.asked - analysis.right
    left = f" ({blank} without an answer)" if blank else ""
    return [f"✓ {analysis.right} right" if analysis.right else "", f"✗ {wrong} wrong{left}" if wrong else ""]


def right_of(right: int, asked: int) -> str:
    """How a concept went, in questions."""
    return f"{right} of {asked}"


def means(feedback: QuizFeedback) -> str:
    """What the score means for the topic, in a sentence; empty where the plan has no such topic."""
    return _MEANS[level(feedback.standing.topic)] if feedback.standing else ""


def advice(feedback: QuizFeedback) -> str:
    """What to do now, in a sentence."""
    if feedback.is_low:
        return "Read it again or try the missed ones, then go on."
    if feedback.missed:
        return "Go on, or try the missed ones again first."
    return "Go on with the next topic."


def praise(feedback: QuizFeedback) -> str:
    """What is said where more went right than was expected; empty where it did not."""
    if not feedback.is_better_than_expected:
        return ""
    return f"Better than expected: {feedback.analysis.right} right, where about {_foreseen(feedback)} were likely."


def expected(feedback: QuizFeedback) -> str:
    """What was foreseen of the quiz; empty for one that was set without a forecast."""
    if not feedback.record.quiz.forecasts:
        return ""
    return f"Before the quiz, about {_foreseen(feedback)} right answers were expected of you."


def _foreseen(feedback: QuizFeedback) -> str:
    quiz = feedback.record.quiz
    return f"{quiz.expected_right:.0f} of {len(quiz.forecasts)}"


def standing(standing: TopicStanding) -> str:
    """How a topic stands after a quiz, and what it still takes."""
    topic, proof = standing.topic, standing.proof
    review = f" It comes up again on {day(topic.review_on)}." if topic.review_on else ""
    if topic.status == "done":
        return f"You have shown that you know {topic.name}.{review}"
    if topic.is_studied:
        later = " One right answer on a later day makes it firm." if proof.is_enough else ""
        return f"What builds on {topic.name} is open.{later}{review}"
    lacking = [
        f"a score of {ENOUGH_SCORE} % (now {proof.score:.0f} %)" if proof.score_lacks else "",
        f"{count(proof.right_lacking, 'more right answer')} without help" if proof.right_lacking else "",
        ("", "a right answer on another concept", "right answers on two concepts")[proof.concepts_lacking],
    ]
    *firsts, last = [part for part in lacking if part] or ["another quiz"]
    parts = f"{', '.join(firsts)} and {last}" if firsts else last
    return f"{topic.name} still needs {parts}.{review}"


def corrected(correction: QuizCorrection, *, is_own: bool) -> str:
    """What an instructor, or the learner alone, changed about the quiz's score."""
    before, after = correction.before, correction.after
    what = "A question was taken out" if correction.is_void else "A question was taken in again"
    who = "" if is_own else " by an instructor"
    scores = f" Your score: {score(before).lower()} before, {score(after).lower()} now." if before != after else ""
    return f"{what}{who}.{scores} The reason: {correction.reason}"


def again(*, is_right: bool, said: str) -> str:
    """How a question that was asked again went."""
    how = "right; another day will show that it stays" if is_right else "not right yet"
    return f"You answered “{said}”. That is {how}."


def round_title(place: int, total: int) -> str:
    """The heading of a question that is asked again, among those that are."""
    return f"{ROUND}: {place} of {total}"


def round_ended(right: int, total: int) -> str:
    """How the questions went that were asked again."""
    return f"{right} of the {count(total, 'missed question')} {'is' if right == 1 else 'are'} right now."
