"""Rules on a topic's questions together: nobody gets far by guessing, and every level is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import mean

from core.models import Question

LETTERS = "ABCDEFGH"
LEVELS = ("easy", "medium", "hard")
FEWEST = 4
LONGER = 1.15
"""A key that is a few characters longer than its distractors tells nobody anything."""

Problem = tuple[str, str]


def key_positions(questions: Sequence[Question]) -> Counter[str]:
    """How many keys of single choices stand at each letter."""
    return Counter(LETTERS[question.key[0]] for question in _choices(questions))


def balance_problems(questions: Sequence[Question]) -> Iterator[Problem]:
    """What is wrong and what to do. Where there are too few questions to tell, it says nothing.

    Guidelines 20 (the key's place varies) and 24 (options of about one length) of Haladyna, Downing & Rodriguez
    (2002), Applied Measurement in Education 15(3).
    """
    missing = [level for level in LEVELS if level not in {question.difficulty for question in questions}]
    if missing:
        yield f"there is no question that is {' or '.join(missing)}", "Write one of each difficulty"
    choices = _choices(questions)
    if len(choices) >= FEWEST:
        yield from _places(choices)
        yield from _lengths(choices)
    verdicts = [question.right_answer for question in questions if question.question_type == "true_false"]
    if len(verdicts) >= FEWEST and len(set(verdicts)) == 1:
        yield f"every statement to judge is {verdicts[0].casefold()}", "Turn some of them round"


def _choices(questions: Sequence[Question]) -> list[Question]:
    return [question for question in questions if question.question_type == "multiple_choice"]


def _places(choices: Sequence[Question]) -> Iterator[Problem]:
    by_count = sorted(choices, key=lambda question: len(question.options))
    for count, group in groupby(by_count, key=lambda question: len(question.options)):
        same = list(group)
        # One more than its share, so that no order is forced upon a few questions.
        most = -(-len(same) // count) + 1
        for letter, keys in key_positions(same).items():
            if len(same) >= FEWEST and keys > most:
                yield (
                    f"{letter} is the key of {keys} of {len(same)} choices with {count} options",
                    f"Move some keys: {most} at most",
                )


def _lengths(choices: Sequence[Question]) -> Iterator[Problem]:
    keys = mean(len(question.options[question.key[0]]) for question in choices)
    others = mean(
        len(option)
        for question in choices
        for index, option in enumerate(question.options)
        if index not in question.key
    )
    if keys > LONGER * others:
        yield (
            f"keys have {keys:.0f} characters on average and wrong options {others:.0f}",
            "Shorten keys or lengthen wrong options",
        )
