"""How good a sentence is to be asked about, and to whom it speaks."""

from __future__ import annotations

import re

from core.agents.builtin.items.index import Index, Mention

_ADDRESSES = re.compile(r"\b(?:you|your|yours|yourself|we)\b", re.IGNORECASE)
_LEANS = re.compile(
    r"\b(?:it|its|they|their|them|also|too|then|again|thus|therefore|another|the same|respectively)\b", re.IGNORECASE
)
_INTERFACE = re.compile(
    r"\b(?:click\w*|buttons?|menus?|dialog(?:ue)?s?|check ?box\w*|windows?|toolbars?|icons?|drag\w*|tabs?|screens?|"
    r"cursor|keyboard|press(?:ing|ed)?|mouse|select(?:ing|ed)?|typ(?:ing|ed)|pop-?ups?|drop-?down|rows?|columns?|"
    r"pane|prompt)\b",
    re.IGNORECASE,
)
_FOUND_THERE = re.compile(r"^(?:There (?:is|are|was|were)|(?:Two|Three|Four|Five|Six|Several|Some) [\w-]+ [\w-]+) ")
_CONTRASTS = re.compile(r"\b(?:however|therefore|thus|instead|then|themselves|still|yet|nevertheless)\b", re.IGNORECASE)


def addresses(sentence: str) -> bool:
    """Whether a sentence says "you" or "we"; it may still state a fact."""
    return _ADDRESSES.search(sentence) is not None


def is_subject(mention: Mention) -> bool:
    """Whether the sentence opens with the term, apart from an article and one adverbial up to a comma."""
    return bool(
        re.fullmatch(
            r"(?:(?:In|For|During|Within|At|Under|On|After|When) [^,]{3,40}, )?(?:(?:An?|The|Each|Every|a|"
            r"an|the|each|every) )?",
            mention.sentence.text[: mention.start],
        )
    )


def speaks_of_interface(sentence: str) -> bool:
    """Whether a sentence is about buttons and menus rather than about what there is to know."""
    return _INTERFACE.search(sentence) is not None


def is_statement(sentence: str) -> bool:
    """Whether a sentence can be judged true or false by somebody who knows the subject and has no screen in view."""
    return not (
        addresses(sentence)
        or speaks_of_interface(sentence)
        or _FOUND_THERE.match(sentence)
        or _CONTRASTS.search(sentence)
    )


def worth_of(index: Index, number: int, key: str, mention: Mention) -> float:
    """How good a sentence is to ask its term of, from -4 to 8; subjects and ranked or defined terms come first."""
    rank = next((place for place, term in enumerate(index.section_terms[number]) if term.key == key), 30)
    words = len(mention.sentence.text.split())
    return (
        3.0 * is_subject(mention)
        - 1.0 * bool(_LEANS.search(mention.sentence.text))
        - 3.0 * bool(_INTERFACE.search(mention.sentence.text))
        + 2.0 * (10 <= words <= 28)
        + 2.0 * (rank < 8)
        + 1.0 * (key in index.defined)
        - rank / 30
    )
