"""How hard an item is, and how easily it is guessed."""

from __future__ import annotations

from core.attempts import ItemEvidence
from core.models import Difficulty, Question

RATED = {"easy": -0.8, "medium": 0.0, "hard": 0.8}
PRIOR_INFORMATION = 2.0
HARDEST = 3.0


def item_rating(difficulty: Difficulty, evidence: ItemEvidence | None = None) -> float:
    """An item's difficulty in logits, from -3 to 3: what its author says of it, drawn to what the answers say.

    Each answer with forecast f and item rating b then is a measurement b + (f - right) / f(1 - f) with the weight
    f(1 - f), the step of a logistic rating; the author's word weighs as much as two answers' information. Sums do not
    depend on the order of the answers (Pelánek 2016, section 3, takes them one by one with a falling step).
    """
    prior: float = RATED[difficulty]
    if evidence is None:
        return prior
    rating = (PRIOR_INFORMATION * prior + evidence.weight) / (PRIOR_INFORMATION + evidence.information)
    return min(max(rating, -HARDEST), HARDEST)


def guess_chance(question: Question) -> float:
    """The chance of being right without knowing anything: one in the options; one in all picks for several; 0 typed."""
    if question.question_type == "fill_blank":
        return 0.0
    if question.question_type == "multi_select":
        # Every pick but none at all and nothing left out can be meant.
        return 1 / float(2 ** len(question.options) - 1)
    return 1 / len(question.options)
