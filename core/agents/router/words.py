"""Text as words, and words that are alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.fuzz import ratio

from core.domain.plurals import singular

ALIKE = 82.0
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?[\u0900-\u097f]*|[\u0900-\u097f]+")


def words_of(text: str) -> list[str]:
    """The words of a text, folded: no case, no marks, no accents on Latin letters."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(folded)]


def is_alike(word: str, wanted: str) -> bool:
    """Whether `word` is `wanted` or a slip of it.

    Letters doubled count as slips in words from three letters, swapped ones from four, a wrong, missing or extra letter
    from five, two of them from eight.
    """
    if _is_same(word, wanted):
        return True
    if len(wanted) < 3 or not wanted.isalpha() or not word.isalpha():
        return False
    has_same_letters = len(word) == len(wanted) >= 4 and sorted(word) == sorted(wanted)
    if word[0] != wanted[0] and not has_same_letters:
        return False
    if len(word) > len(wanted) and _once(word) == _once(wanted):
        return True
    slips = DamerauLevenshtein.distance(word, wanted, score_cutoff=2)
    if slips == 1:
        return has_same_letters or len(wanted) >= 5
    return slips == 2 and len(wanted) >= 8 and ratio(word, wanted) >= ALIKE


def find_phrase(
    words: Sequence[str], phrase: Sequence[str], taken: Collection[int] = (), *, exactly: bool = False
) -> range | None:
    """Where a phrase stands in the words, slips allowed; None where it does not, or only on words in `taken`."""
    same = _is_same if exactly else is_alike
    size = len(phrase)
    for start in range(len(words) - size + 1):
        place = range(start, start + size)
        if taken and any(n in taken for n in place):
            continue
        if all(same(words[n], wanted) for n, wanted in zip(place, phrase, strict=True)):
            return place
    return None


def _is_same(word: str, wanted: str) -> bool:
    """Whether two words are the same, in the singular or the plural."""
    return word == wanted or singular(word) == singular(wanted)


def _once(word: str) -> str:
    """The word without repeated letters."""
    return re.sub(r"(.)\1+", r"\1", word)
