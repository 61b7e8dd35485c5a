"""Ask the material: how often it is right where it answers, and where it says that the material does not say.

The labelled questions over a textbook and notes that the repository carries stand in `tests/unit/test_asking.py`; those
over real documents in `tests/data/asked.csv`, each with words that an answer must have, or none where the document does
not say. They were written from the documents' text before they were asked.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core import ROOT
from core.agents.builtin.question_answering import answered, material_indexes
from core.models import Material, TutorAnswer
from tests.asked import ANSWERABLE, NOT_THERE, book
from tests.bench.measure import Figure

LABELLED = ROOT / "tests" / "data" / "asked.csv"
PRECISE = 0.95


@dataclass(frozen=True)
class Asked:
    """A question with the words that one of the passages must have, or others after a "|"; empty where the material
    does not say."""

    question: str
    words: str


def labelled() -> dict[str, list[Asked]]:
    """The questions over real documents, by the document's file name without its ending."""
    questions: dict[str, list[Asked]] = {}
    with LABELLED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            questions.setdefault(row["document"], []).append(Asked(row["question"], row["words"]))
    return questions


def rows(documents: Mapping[str, Material]) -> Iterator[Figure]:
    """The figures over the carried texts, and over those of `documents` that questions are labelled for."""
    carried = [Asked(question, words) for question, words in ANSWERABLE.items()] + [Asked(q, "") for q in NOT_THERE]
    yield from shares("textbook and notes", book(), carried, bound=PRECISE)
    for name, asked in labelled().items():
        if name in documents:
            yield from shares(name, (documents[name],), asked)


def shares(
    name: str, materials: tuple[Material, ...], asked: list[Asked], bound: float | None = None
) -> Iterator[Figure]:
    """The shares that are right of what was answered, of what was refused, and of all."""
    indexes = material_indexes(materials)
    answers = [(entry, answered(entry.question, indexes)) for entry in asked]
    right_answers = [_is_right(entry, answer) for entry, answer in answers if answer.found]
    refused = [not entry.words for entry, answer in answers if not answer.found]
    right = sum(right_answers) + sum(refused)
    for label, value, count in (
        ("right where it answers", _share(right_answers), len(right_answers)),
        ("right where it says that the material does not say", _share(refused), len(refused)),
        ("right of all", right / len(asked), len(asked)),
    ):
        yield Figure(f"ask, {name}, {len(asked)} questions: {label} ({count})", value, "share", at_least=bound)


def _is_right(entry: Asked, answer: TutorAnswer) -> bool:
    quotes = [" ".join(passage.quote.split()) for passage in answer.passages]
    return bool(entry.words) and any(words in quote for words in entry.words.split("|") for quote in quotes)


def _share(are_right: list[bool]) -> float:
    return sum(are_right) / len(are_right) if are_right else 1.0
