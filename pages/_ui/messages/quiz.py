"""The quiz page's words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from core.models import Answer, Question, QuestionType, Quiz, Sureness
from pages._ui.messages import count

ALL_AT_ONCE = "Show all questions at once"
FLAG = "Come back to this one"
SURE = "How sure are you? You need not say."
SURENESS: dict[Sureness, str] = {"sure": "Sure", "think_so": "I think so", "guess": "A guess"}
BEFORE = "Before you hand in"
CLOCK = "A clock for the quiz? There is none unless you choose one."
MINUTES = (5, 10, 15, 20, 30)
TIME_UP = "The time is up. Hand in what you have, or finish first: nothing is lost, and nothing is handed in by itself."
REPORT = "Something wrong with this question?"
REPORT_REASON = "What is wrong with it?"
REPORT_SEND = "Report it"
REPORTED = "Reported. Thank you: an instructor will look at it."
NONE_TITLE = "No quiz yet"
NONE = "A quiz opens when you have read a lesson."
WEAK = "This document explains little; questions from it are weaker."
FEW = 5
MOST_NAMED = 3
NEXT = "Next question"
BACK = "Back"
SAVED = "Answers are saved as you give them."
LAST = "You can hand in once you have been through all the questions."
ELSEWHERE = "This question was answered in another tab. Here is that answer; you can change it."
HINT = "Hint"
TYPED = "Your answer"
SUBMITTED = "This quiz was handed in. Your answers are kept below."
QUESTION_TYPES: dict[QuestionType, str] = {
    "multiple_choice": "Choose one",
    "true_false": "True or false",
    "fill_blank": "Type the missing words",
    "multi_select": "Choose all that apply",
}


def time_left(seconds: float, allowed: int) -> str:
    """The time left of the minutes that were chosen."""
    if seconds < 60:
        return f"**Less than a minute left** of {count(allowed, 'minute')}"
    return f"**{count(math.ceil(seconds / 60), 'minute')} left** of {allowed}"


def minutes(chosen: int) -> str:
    """A choice of the clock."""
    return f"{chosen} min"


def answered_of(answered: int, total: int) -> str:
    """How far the learner is with all questions on the page."""
    return f"{count(total, 'question')} · {answered} answered"


def state(number: int, answer: Answer | None) -> str:
    """One question before handing in: its number and how it stands."""
    if answer is None:
        return f"{number} open"
    words = ["open"] if answer.is_blank else ["answered"]
    if answer.sureness and not answer.is_blank:
        words.append(f"“{SURENESS[answer.sureness]}”")
    return f"{number} {', '.join([*words, 'come back'] if answer.is_flagged else words)}"


def said(answer: Answer | None) -> list[str]:
    """How sure of an answer the learner said to be, inside a line; nothing where they did not."""
    return [f"you said “{SURENESS[answer.sureness]}”"] if answer and answer.sureness else []


def open_questions(questions: Sequence[Question], answers: Mapping[str, Answer]) -> str:
    """What is still open or marked, in one line."""
    empty = [n for n, q in enumerate(questions, 1) if q.id not in answers or answers[q.id].is_blank]
    flagged = [n for n, q in enumerate(questions, 1) if q.id in answers and answers[q.id].is_flagged]
    parts = [
        f"**Open:** {_numbers(empty)}. An open question counts as wrong." if empty else "Every question is answered."
    ]
    if flagged:
        parts.append(f"**To come back to:** {_numbers(flagged)}.")
    return " ".join(parts)


def _numbers(places: Sequence[int]) -> str:
    return ", ".join(map(str, places))


def notes(quiz: Quiz) -> list[str]:
    """What a learner should know of a quiz before answering: weak, borrowed or few questions, and what to do."""
    notes = [WEAK] if quiz.is_weak else []
    if neighbours := quiz.neighbours:
        named = [f"“{title}”" for title in [*neighbours][:MOST_NAMED]]
        rest = len(neighbours) - len(named)
        *first, last = [*named, f"{count(rest, 'other topic')} near it"] if rest else named
        listed = f"{', '.join(first)} and {last}" if first else last
        number, total = sum(neighbours.values()), len(quiz.questions)
        some = f"{number} of {total} {'is' if number == 1 else 'are'}"
        how_many = some if number < total else "all of them are" if total > 1 else "it is"
        notes.append(f"This topic's own text gives too few questions: {how_many} from {listed}.")
    if len(quiz.questions) < FEW:
        notes.append(
            f"The material carries only {count(len(quiz.questions), 'question')} here, so the score says little. "
            "Go over the lesson again afterwards, or add more to read from the plan page."
        )
    return notes


def question_of(number: int, total: int, answered: int) -> str:
    """Where the learner is in a quiz."""
    return f"Question {number} of {total} · {answered} answered"
