"""The quiz page's words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from core.models import Answer, Question, QuestionType, Quiz, Sureness
from pages._ui.messages import count

Mode = Literal["practice", "exam"]
MODE = "How you take this quiz"
MODES: dict[Mode, str] = {"practice": "Practice", "exam": "Exam"}
HOW: dict[Mode, str] = {
    "practice": "Each answer is saved. Check shows at once if it is right; then it stays.",
    "exam": "Each answer is saved. You see what was right when you hand in.",
}
ALL_AT_ONCE = "All questions at once"
KEYS = "Keys"
KEYS_LINE = (
    "<b>Keys:</b> <kbd>1</kbd> to <kbd>9</kbd> choose, <kbd>Enter</kbd> checks and goes on, <kbd>F</kbd> flags, "
    "<kbd>H</kbd> opens the hint."
)
KEYS_SEEN = "Got it"
CHECK, CHECKED = "Check", "Checked"
CHOOSE = "Choose or type an answer first, or go on without."
LOCKED = "This answer was checked, so it stays as it is."
FLAG = "Flag"
SURE = "How sure are you?"
SURENESS: dict[Sureness, str] = {"sure": "Sure", "think_so": "I think so", "guess": "A guess"}
BEFORE = "Before you hand in"
CLOCK = "A clock for the quiz? There is none unless you choose one."
MINUTES = (5, 10, 15, 20, 30)
TIME_UP = "The time is up. Hand in what you have, or finish first: nothing is lost, and nothing is handed in by itself."
REPORT = "Report"
REPORT_REASON = "What is wrong with it?"
REPORT_SEND = "Report it"
REPORTED = "Reported. Thank you."
NONE_TITLE = "No quiz yet"
NONE = "A quiz opens when you have read a lesson."
WEAK = "This document explains little; questions from it are weaker."
FEW = 5
MOST_NAMED = 3
NEXT = "Next"
BACK = "Back"
ELSEWHERE = "This question was answered in another tab. Here is that answer; you can change it."
HINT = "Hint"
PROGRESS = "How far you are"
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


def head(number: int, total: int, answered: int) -> str:
    """Where the learner is in a quiz, in words and as a line, in HTML."""
    words = f"Question {number} of {total} · {answered} answered"
    line = f'<progress aria-label="{PROGRESS}" max="{total}" value="{number}"></progress>'
    return f'<p class="em-head">{words}</p>{line}'


def head_of_all(total: int, answered: int) -> str:
    """How far the learner is with all questions on the page, in HTML."""
    return f'<p class="em-head">{count(total, "question")} · {answered} answered</p>'


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


def sentence(words: str) -> str:
    """Words that stand for themselves."""
    return words[:1].upper() + words[1:]


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
