"""The words for the ways on from a quiz's results, and for the end of a course."""

from __future__ import annotations

from collections.abc import Sequence

from core.models import Topic
from core.models.feedback import Passage
from core.models.levels import levels
from core.models.report import CourseSummary
from core.words import Said
from pages._ui.messages import count, told
from pages._ui.messages.levels import LEVELS

STOP = "Stop for today"
NEXT_TOPIC = "Next topic"
SUGGESTED = "suggested"
MISSED = "The missed ones again"
YES = "End it"
NO = "No, keep it open"
SURE = "End this course? Its plan and lessons stay to be read, and nothing more is asked."
MOST_NAMED = 5
DONE_TITLE = "Well done: this course is finished"
DONE = "Its results are kept, and you can read its lessons at any time."


def start(topic: str, *, is_same: bool) -> str:
    """The way into the next topic, which may be the same once more."""
    return "Study this topic again" if is_same else f"Go on: {topic}"


def read_again(passage: Passage) -> str:
    """The way back into the lesson."""
    return f"Read {passage.concept if passage.step and passage.concept else passage.topic} again"


def why_next(reason: Said) -> str:
    """Why a topic is suggested."""
    return f"Why this one: {told(reason)}"


def not_started(topics: Sequence[Topic]) -> str:
    """What of the course was not begun; empty where all was."""
    if not topics:
        return ""
    names = [topic.name for topic in topics[:MOST_NAMED]]
    more = f" and {len(topics) - MOST_NAMED} more" if len(topics) > MOST_NAMED else ""
    return f"{count(len(topics), 'topic')} {'is' if len(topics) == 1 else 'are'} not started: {', '.join(names)}{more}."


def came_to(summary: CourseSummary) -> str:
    """What a course comes to: how well its topics are known, its quizzes, and the time."""
    known = ", ".join(
        f"{number} {LEVELS[level].lower()}" for level, number in reversed(levels(summary.topics).items()) if number
    )
    hours, minutes = divmod(summary.minutes, 60)
    time = " ".join(part for part in (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "") if part)
    quizzes = "1 quiz" if summary.quizzes == 1 else f"{summary.quizzes} quizzes"
    parts = [f"Of {count(len(summary.topics), 'topic')}: {known}", quizzes, f"{time} of study" if time else ""]
    return f"{' · '.join(part for part in parts if part)}."
