"""What a tab remembers of the review that it shows, so that a press reads nothing that it has read."""

from __future__ import annotations

from dataclasses import dataclass

from core.models import Answer
from core.models.review import Review, ReviewItem
from pages._ui.desk import Desk, memory
from pages._ui.session import attempt


@dataclass
class Sitting:
    """The review as it was looked up or answered last (None: it is to be looked up), and the place that was turned to;
    None before the first."""

    review: Review | None = None
    place: int | None = None


def sitting_of(desk: Desk) -> Sitting:
    """What this tab remembers; it is forgotten when the page is left."""
    return memory(Sitting, page=desk.page)


def reviewed(desk: Desk, first: str) -> Review:
    """The review as it stands, the question `first` before the others."""
    sitting = sitting_of(desk)
    if sitting.review is None:
        sitting.review, sitting.place = desk.service.reviews.look(desk.zone, first), None
    return sitting.review


def begin(desk: Desk) -> bool:
    """Begin a review, or go on with the open one; False where there is nothing to ask, which is said."""
    review = attempt(desk, lambda: desk.service.reviews.begin(desk.zone))
    if review is None:
        return False
    sitting_of(desk).review, sitting_of(desk).place = review, None
    return True


def check(desk: Desk, item: ReviewItem, answer: Answer) -> None:
    """Keep an answer and show its mark. Where it was answered elsewhere, the review is looked up anew."""
    sitting = sitting_of(desk)
    before, sitting.review = sitting.review, None
    marked = attempt(desk, lambda: desk.service.reviews.answer(item, answer, desk.zone))
    if before and marked:
        sitting.review = before.answered(item.question.id, marked)
    elif before:
        sitting.review = before


def finish(desk: Desk) -> bool:
    """Hand the review in; False where it was refused, which is said."""
    sitting = sitting_of(desk)
    review = attempt(desk, lambda: desk.service.reviews.finish(desk.zone))
    if review is None:
        return False
    sitting.review, sitting.place = review, None
    return True
