"""A course that was studied some days ago, so that its review is due today."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.bootstrap import build_agents
from core.models import Session
from core.study.ports import StudyStore
from core.study.service import StudyService
from tests.journey import LONG_COURSE, quiz_of, right_to, to_quiz, wrong_to

LONG_AGO = 30


class DaysAgo:
    """The machine's clock, some days back."""

    def __init__(self, days: int) -> None:
        self.days = timedelta(days=days)

    def now(self) -> datetime:
        return datetime.now().astimezone() - self.days

    def monotonic(self) -> float:
        return 0.0


def studied_ago(
    store: StudyStore, user_id: str, *, days: int = LONG_AGO, wrong: int = 0, name: str = "studied"
) -> Session:
    """A session whose first topic was quizzed so many days ago, so many answers of it wrong ones that show a mix-up."""
    then = StudyService(store, build_agents(), DaysAgo(days), iter([name]).__next__, user_id, 2**20)
    session = to_quiz(then, LONG_COURSE)
    record = quiz_of(then, session)
    noted = [question for question in record.quiz.questions if question.option_notes][:wrong]
    for question in record.quiz.questions:
        session = then.answer(session, record.id, (wrong_to if question in noted else right_to)(question))
    return then.submit_answers(session)
