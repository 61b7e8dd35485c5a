"""The words of a review: on its page, and where it is offered."""

from __future__ import annotations

from datetime import date

from core.models.review import ReviewDue, ReviewEnd, TopicReviewed
from pages._ui.messages import count, day

TITLE = "Review"
LEAD = "What is due of all your exams, mixed. Each answer is marked at once, with the reason."
BEGIN = "Start the review"
WORKING = "Choosing your questions"
SKIP = "Skip"
LAST = "See how it went"
STOP = "Stop here"
STOP_LEAD = "“Stop here” hands in what you answered. The rest counts for nothing, and comes again."
HANDING_IN = "Working out what comes back when"
NOTHING_DUE = "Nothing is due today"
NOTHING_YET = (
    "After your first quiz, each topic comes back here just before you would forget it. A mix-up comes back the day "
    "after. You need do nothing for it."
)
NOTHING_TO_COME = "Nothing is due by itself: what you study next comes back here."
ENDED_NOTHING = "Nothing was answered, so nothing has changed."
BACK = "What comes back when"
NOT_BY_ITSELF = "not by itself"
SOONER = "What went wrong comes back sooner."
CLEARED = "Cleared"
HOME = "Go to the home page"
MORE = "More is due"
ASK_NOW = "Ask me now"


def length(due: ReviewDue) -> str:
    """How long a review is."""
    return f"{count(due.left, 'question')}, {due.minutes} min"


def offer(due: ReviewDue) -> str:
    """The way to a review."""
    if due.is_open:
        left = f"{count(due.left, 'question')} left, {due.minutes} min" if due.left else "all answered"
        return f"Go on with your review: {left}"
    return f"Review: {length(due)}"


def about(due: ReviewDue) -> str:
    """What a review that was not begun asks."""
    return f"{length(due)}."


def coming(on: date | None) -> str:
    """When the next review is due."""
    return f"Your next review: {day(on)}." if on else NOTHING_TO_COME


def whose(exam: str, topic: str) -> str:
    """What a question is from."""
    return f"{exam} · {topic}" if exam else topic


def score(ended: ReviewEnd) -> str:
    """How a review went."""
    return right_of(ended.right, ended.asked)


def praise(ended: ReviewEnd) -> str:
    """What went better than was to be expected; empty where it did not."""
    if ended.right < ended.asked and ended.right < ended.expected + 1:
        return ""
    expected = f"{ended.expected:.0f}"
    if ended.right == ended.asked:
        return "All of it is still there."
    return f"More than expected: about {expected} were foreseen. What you learned has stayed."


def right_of(right: int, asked: int) -> str:
    """How many answers were right."""
    return f"{right} of {asked} right"


def returning(topic: TopicReviewed) -> str:
    """When a topic comes back."""
    return f"back on {day(topic.review_on)}" if topic.review_on else NOT_BY_ITSELF
