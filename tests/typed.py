"""The labelled pairs of typed answers: what a teacher takes for right, and why."""

from __future__ import annotations

import csv

from core import ROOT
from core.domain.assessment.grading import is_right
from core.domain.assessment.rivals import near_terms
from core.models import Answer, Question, Value

DATA = ROOT / "tests" / "data"
_STEMS = {
    "en": "Type the term that is missing in the text of this unit.",
    "de": "Wie ist die Zahl oder das Wort, das in dem Text des Kapitels fehlt und mit der Angabe gemeint ist?",
    "ru": "Введите слово или число, которого не хватает в тексте этой главы.",
    "fr": "Quelle est la valeur qui manque dans le texte et que les auteurs du chapitre ont donnée pour la suite ?",
}


class Pair(Value):
    """A typed answer to an item, and whether a teacher takes it for right; `rivals` are other terms of the material."""

    field: str
    language: str
    accepted: str
    typed: str
    is_right: bool
    rivals: tuple[str, ...]
    why: str

    @property
    def question(self) -> Question:
        """The item, as one that knows its rivals."""
        return Question(
            id="typed",
            text=_STEMS.get(self.language, "___"),
            question_type="fill_blank",
            accepted_answers=(self.accepted,),
            rivals=near_terms((self.accepted,), self.rivals),
            explanation="",
            concept_tested=self.accepted,
        )

    @property
    def is_marked_so(self) -> bool:
        """Whether the app marks it as the teacher does."""
        return is_right(self.question, Answer(question_id="typed", text=self.typed)) == self.is_right


def pairs(part: str) -> tuple[Pair, ...]:
    """A part of the table: "unseen", written before the rules, "seen", or "fresh", written after by who had not seen
    them."""
    with (DATA / f"typed_{part}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Pair(
                **row | {"is_right": row["is_right"] == "yes", "rivals": tuple(filter(None, row["rivals"].split("|")))}  # type: ignore[arg-type]
            )
            for row in csv.DictReader(file)
        )
