"""Rules on what an item rests on: a quotation of the text that is taught, in its language, and why the key is right.

`text` is what the learner was given to read; empty where it is not at hand.
"""

from __future__ import annotations

from core.domain.caches import remembered
from core.domain.item_gate.language import language_of
from core.domain.item_gate.words import folded, plain, shown
from core.models import Question

ENOUGH = 5000  # characters that show a text's language


def missing_source(question: Question) -> bool:
    """No words of the material are named as what the item rests on (Haladyna et al. 2002, guideline 2: important
    content, and 6: no opinion)."""
    return not any(source.quote.strip() for source in question.sources)


def missing_explanation(question: Question) -> bool:
    """Nothing would tell a learner why the key is right (elaborated feedback: Shute 2008, "Focus on formative
    feedback", Review of Educational Research 78(1))."""
    explanation = question.explanation
    return len(explanation.split()) < 3 and (explanation.isascii() or len(explanation) < 6)


def unsupported_source(question: Question, text: str) -> bool:
    """A quotation that does not stand in the text: it was made up or changed (DESIGN.md, 4 (7) and (9))."""
    if not text:
        return False
    taught = _read(text)
    return any(f" {plain(source.quote)} " not in taught for source in question.sources if source.quote.strip())


@remembered(4)
def _read(text: str) -> str:
    return f" {folded(text)} "


def language_mismatch(question: Question, text: str) -> bool:
    """The item is in another language than the text, or than what it quotes of it (guideline 8: plain vocabulary)."""
    read = text[:ENOUGH] or " ".join(source.quote for source in question.sources)
    mine, theirs = language_of(" ".join(shown(question))), language_of(read)
    return bool(mine and theirs) and mine != theirs
