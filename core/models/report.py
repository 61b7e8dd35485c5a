"""How a session stands, to be printed."""

from __future__ import annotations

from datetime import date

from core.models.base import Value
from core.models.misconception import Misconception
from core.models.parts import QuizRecord, Topic
from core.words import Said


class SessionReport(Value):
    """A session's topics, its quizzes that were handed in, newest first, what is mixed up still, and what to do;
    the days are those of the learner in `zone`."""

    exam: str
    exam_on: date | None
    topics: tuple[Topic, ...]
    quizzes: tuple[QuizRecord, ...]
    misconceptions: tuple[Misconception, ...]
    advice: tuple[Said, ...]
    made_on: date
    zone: str


class CourseSummary(Value):
    """What a session comes to: its topics, how long was studied (0 where that is not known), and how many quizzes were
    handed in."""

    topics: tuple[Topic, ...]
    minutes: int
    quizzes: int
