"""An item that keeps every rule, to be changed where a test needs one that does not."""

from __future__ import annotations

from typing import Any

from core.models import Question, Source

QUOTE = Source(document="cells.pdf", page=3, quote="Osmosis is the diffusion of water across a membrane.")


def item(**changes: Any) -> Question:
    fields: dict[str, Any] = {
        "id": "q1",
        "text": "Which movement of water needs a membrane that lets only some molecules pass?",
        "question_type": "multiple_choice",
        "options": ("Osmosis", "Glycolysis", "Fermentation", "Mitosis"),
        "correct_option_index": 0,
        "explanation": "The material says: “Osmosis is the diffusion of water across a membrane.” (page 3)",
        "concept_tested": "osmosis",
        "sources": (QUOTE,),
    }
    return Question(**(fields | changes))


def judged(text: str, key: int = 0, **changes: Any) -> Question:
    """A true-false item; key 0 is "True"."""
    options = {"question_type": "true_false", "options": ("True", "False"), "correct_option_index": key}
    return item(text=text, **(options | changes))


def typed(text: str, *answers: str) -> Question:
    """An item with an answer to be typed."""
    return item(
        text=text,
        question_type="fill_blank",
        options=(),
        correct_option_index=None,
        accepted_answers=answers or ("osmosis",),
    )


def several(*options: str, keys: tuple[int, ...] = (0, 1), **changes: Any) -> Question:
    """An item with several right options."""
    return item(
        question_type="multi_select", options=options, correct_option_index=None, correct_indexes=keys, **changes
    )
