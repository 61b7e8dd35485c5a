"""How much of a material can be asked about: the share of its sentences that stand alone."""

from __future__ import annotations

from functools import lru_cache

from core.documents import Section
from core.material.sentences import is_self_contained, sentences

# Measured: textbooks and guides 0.29 to 0.49; typesetting and interface manuals 0.07 to 0.19.
LEAST_SHARE = 0.2
FEWEST = 40  # sentences: shorter notes are not judged


@lru_cache(maxsize=8)
def usable_share(sections: tuple[Section, ...]) -> float:
    """The share of sentences that stand alone, from 0 to 1; 1 for a text too short to tell."""
    every = [one.text for section in sections for one in sentences(section)]
    if len(every) < FEWEST:
        return 1.0
    return sum(map(is_self_contained, every)) / len(every)


def explains_little(sections: tuple[Section, ...]) -> bool:
    """Whether the text is mostly labels, commands, code or asides, so that questions from it are weaker."""
    return usable_share(sections) < LEAST_SHARE
