"""A review: what is due of all exams in one queue, how it is gone through, and what it came to."""

from __future__ import annotations

from datetime import date, timedelta

from core.models.base import Moment, Value
from core.models.feedback import MarkedAnswer
from core.models.quiz import Question

REVIEW = "review:quiz"
"""What a review's quiz has for a topic: each of its questions names its own."""
SECONDS_A_QUESTION = 30
"""A rule of thumb: nothing is read before, and each is marked at once."""
ENDS_AFTER = timedelta(days=1)
"""A review that was left is handed in with what was answered, so long after the last answer."""


def minutes_for(questions: int) -> int:
    """How long so many questions take, in whole minutes."""
    return -(-questions * SECONDS_A_QUESTION // 60)


class TopicAsk(Value):
    """So many questions on a topic of a session."""

    session_id: str
    topic: str
    questions: int


class MixUpAsk(Value):
    """A misconception of a session to be asked about again."""

    session_id: str
    misconception_id: str


class ReviewQueue(Value):
    """What a review asks: topics that are due, the most overdue first, and misconceptions, the most urgent first.

    `next_on` is the first day on which something more is due; None where nothing will be by itself.
    """

    topics: tuple[TopicAsk, ...] = ()
    mix_ups: tuple[MixUpAsk, ...] = ()
    next_on: date | None = None

    @property
    def questions(self) -> int:
        """How many questions it asks at most."""
        return sum(ask.questions for ask in self.topics) + len(self.mix_ups)

    @property
    def session_ids(self) -> tuple[str, ...]:
        """The sessions that it draws from."""
        topics, mix_ups = (ask.session_id for ask in self.topics), (ask.session_id for ask in self.mix_ups)
        return tuple(dict.fromkeys((*topics, *mix_ups)))


class ReviewPart(Value):
    """What a session keeps of the review that drew from it last: which, its quiz there with so many questions, and
    when it was begun, answered or handed in last."""

    id: str
    quiz_id: str
    asked: int
    at: Moment
    is_open: bool = True

    def is_over(self, now: Moment) -> bool:
        """Whether it was left so long ago that it is handed in as it is."""
        return self.is_open and now - self.at >= ENDS_AFTER


class ReviewDue(Value):
    """What a review would ask now, or still asks where one is open: `left` of its questions."""

    questions: int
    left: int
    is_open: bool
    next_on: date | None = None

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return minutes_for(self.left)


class ReviewItem(Value):
    """One question of a review: where it is from, its place in that quiz, and its answer once there is one. The topic
    is the question's."""

    session_id: str
    exam: str
    quiz_id: str
    place: int
    question: Question
    marked: MarkedAnswer | None = None


class TopicReviewed(Value):
    """How a topic came out of a review, and when it comes back; None where it does not by itself."""

    exam: str
    topic: str
    right: int
    asked: int
    review_on: date | None


class ReviewEnd(Value):
    """What a review came to: topics by the day on which they come back, and the mix-ups that it cleared, in words.

    `expected` right answers were foreseen of those that count.
    """

    topics: tuple[TopicReviewed, ...]
    cleared: tuple[str, ...] = ()
    expected: float = 0

    @property
    def right(self) -> int:
        """How many answers were right."""
        return sum(topic.right for topic in self.topics)

    @property
    def asked(self) -> int:
        """How many answers count."""
        return sum(topic.asked for topic in self.topics)


class Review(Value):
    """A learner's review: its questions in the order in which they are asked, of those exams that have an open part.

    Empty where none is open. `ended` is the one that was handed in last, on this day.
    """

    items: tuple[ReviewItem, ...] = ()
    ended: ReviewEnd | None = None

    @property
    def left(self) -> int:
        """How many questions are not answered yet."""
        return sum(item.marked is None for item in self.items)

    def answered(self, question_id: str, marked: MarkedAnswer) -> Review:
        """The review with this answer."""
        return self.model_copy(
            update={
                "items": tuple(
                    item.model_copy(update={"marked": marked}) if item.question.id == question_id else item
                    for item in self.items
                )
            }
        )
