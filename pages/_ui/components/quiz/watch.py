"""How an answer came about: how long its question was on the screen, and whether its hint was opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

from core.models import Answer, Question
from core.models.quiz import LONGEST_ANSWERING
from pages._ui.components.quiz.question import is_hint_open


@dataclass
class Watch:
    """What this tab has seen of a quiz: the one question on the screen and since when, the seconds that those before it
    were there, and the questions whose hint was opened."""

    question_id: str = ""
    since: float = 0.0
    before: dict[str, float] = field(default_factory=dict)
    hints: set[str] = field(default_factory=set)
    clock: Callable[[], float] = monotonic

    def turn_to(self, question: Question | None) -> None:
        """This question alone is on the screen from now on; None where there are several."""
        question_id, now = question.id if question else "", self.clock()
        if question_id == self.question_id:
            return
        if self.question_id:
            self.before[self.question_id] = self._seconds(now)
        self.question_id, self.since = question_id, now

    def look(self, question: Question, stored: Answer) -> None:
        """Notice whether a question's hint is open, or was in whichever tab `stored` was given."""
        if is_hint_open(question) or stored.hint_opened:
            self.hints.add(question.id)

    def told(self, answer: Answer) -> Answer:
        """The answer with how it came about. Of several questions on the screen nobody knows which is thought of."""
        is_alone = answer.question_id == self.question_id
        return answer.model_copy(
            update={
                "seconds": round(self._seconds(self.clock()), 1) if is_alone else None,
                "hint_opened": answer.question_id in self.hints,
            }
        )

    def _seconds(self, now: float) -> float:
        return min(self.before.get(self.question_id, 0.0) + now - self.since, LONGEST_ANSWERING)
