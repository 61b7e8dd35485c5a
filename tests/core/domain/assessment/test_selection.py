"""Which questions are asked again."""

from __future__ import annotations

from datetime import timedelta

from core.domain.assessment.selection import to_ask_again
from core.models import Evidence, Misconception
from tests.doubles import NOON, question


def mix_up(number: int, *evidence: Evidence) -> Misconception:
    """A misconception that the question of that number showed, noticed on the day of that number."""
    return Misconception(
        id=f"m{number}",
        topic="Leaves",
        concept="food",
        confusion="Plants eat.",
        counter_example="They make it.",
        question_id=f"q{number}",
        noticed_at=NOON + timedelta(days=number),
        evidence=evidence,
    )


def test_a_misconception_from_before_the_answer_log_is_asked_about_again_in_its_turn() -> None:
    asked = {f"q{number}": question(number) for number in range(1, 4)}
    shown = Evidence(at=NOON + timedelta(days=2), question_id="q2", shows_it=True)
    noted = (mix_up(3), mix_up(2, shown), mix_up(1))
    again = to_ask_again(noted, "Leaves", asked, NOON + timedelta(days=4))
    assert [question.id for question in again] == ["q1", "q2", "q3"]


def test_what_the_learner_was_sure_of_is_asked_again_first() -> None:
    asked = {f"q{number}": question(number) for number in range(1, 5)}

    def shown(number: int, *, is_sure: bool = False, times: int = 1) -> Misconception:
        at = NOON + timedelta(days=number)
        evidence = Evidence(at=at, question_id=f"q{number}", shows_it=True, is_sure=is_sure)
        more = (evidence.model_copy(update={"at": at + timedelta(hours=hour)}) for hour in range(times))
        return mix_up(number, *more)

    noted = (shown(1), shown(2, times=2), shown(3, is_sure=True), shown(4, is_sure=True, times=2))
    again = to_ask_again(noted, "Leaves", asked, NOON + timedelta(days=6))
    assert [question.id for question in again] == ["q4", "q3", "q2"]
