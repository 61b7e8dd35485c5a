"""Lists that are longer than what an API answers with at a time are read to their end."""

from __future__ import annotations

from core.models import Misconception, Question
from core.study.lookups import all_parts
from core.study.ports import StudyStore
from tests.doubles import NOON, asked, begin, changes, question, quiz_record, topic

MANY = 1001
A_COMMIT = 100


def noted(number: int) -> Misconception:
    return Misconception(
        id=f"m{number:04}",
        topic="Leaves",
        concept="light",
        confusion="Leaves eat light.",
        counter_example="They are lit by it.",
        question_id="q1",
        noticed_at=NOON,
    )


def test_a_session_with_very_much_in_it_comes_back_whole(store: StudyStore) -> None:
    begin(store, "s1", topics=(topic("Leaves"),))
    mixed_up = tuple(map(noted, range(MANY)))
    version = store.commit("s1", 1, "noted", changes("s1", events=(), misconceptions=mixed_up))
    asked_before: Question = question()
    for number in range(MANY):
        said = (*asked("Why green?"),) * (A_COMMIT // 2) if number < MANY // A_COMMIT + 1 else ()
        quiz = quiz_record(f"quiz-{number:04}", asked_before)
        version = store.commit("s1", version, f"quiz-{number}", changes("s1", events=(), quiz=quiz, chat=said))
    parts = all_parts(store, "s1")
    assert [mix_up.id for mix_up in parts.misconceptions] == [mix_up.id for mix_up in mixed_up]
    assert [quiz.id for quiz in parts.quizzes] == [f"quiz-{number:04}" for number in range(MANY)]
    assert len(parts.chat) == A_COMMIT * (MANY // A_COMMIT + 1)
