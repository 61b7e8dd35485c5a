"""Whether a question's text gives its own answer away."""

from __future__ import annotations

import re

from core.agents.builtin.distractors import shape
from core.agents.builtin.index import content
from core.domain.plurals import singular
from core.material.words import STOP


def gives_away(term: str, stem: str) -> bool:
    """Whether the stem has a word of the term, or the words that the term is short for."""
    said = {singular(word.lower()) for word in re.findall(r"[^\W_]+", stem)}
    own = {
        singular(word.lower()) for word in re.findall(r"[^\W_]+", term) if len(word) > 2 and word.lower() not in STOP
    }
    return bool(content(term) & content(stem) or own & said) or is_spelled_out(term, stem)


def is_spelled_out(term: str, stem: str) -> bool:
    """Whether the stem has the words that an abbreviation is made of: "____ stands for Message Passing Interface"."""
    letters = term.rstrip("s").lower()
    if shape(term) != "acronym" or not letters.isalpha():
        return False
    words = re.findall(r"[^\W\d_]+", stem.lower())
    size = len(letters)
    return any("".join(word[0] for word in words[start : start + size]) == letters for start in range(len(words)))
