"""Which language a text is in, and how hard it is to read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from core.domain.caches import remembered
from core.domain.item_gate.words import WORDS

LEAST_HITS = 3
LEAD = 2

_STOP_WORDS = {
    "en": "the of and to in is that it for are with as which what this be by from not does do an or its",
    "de": "der die das und ist von den nicht mit ein eine zu im für auf dem des sich welche wird durch sind bei",
    "fr": "le la les des et est une un dans du que qui pour par sur au avec ne pas quel quelle sont ce cette",
    "es": "el la los las de y en que es un una por con para del se su cuál qué lo al como más son",
    "it": "il lo gli di che è un una per con del della dei nel si sono quale come alla da le i più non",
    "pt": "o os as de e em que é um uma por com para do da dos não se qual como mais são ao pela",
    "nl": "de het een en van in is dat die niet met voor op aan door zijn wordt welke bij te naar als ook",
}
_WORDS_OF = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}
_VOWELS = re.compile(r"[aeiouy]+")


@remembered(1024)
def language_of(text: str) -> str:
    """A Latin text's language by its commonest words ("en", "de" ...), any other text's script ("CYRILLIC"); empty
    where neither is clear.

    Counting stop words is the baseline of Grefenstette (1995), "Comparing two language identification schemes".
    """
    script = _script(text)
    if script != "LATIN":
        return script
    words = [word.casefold() for word in WORDS.findall(text)]
    hits = Counter({name: sum(word in stops for word in words) for name, stops in _WORDS_OF.items()})
    (first, most), (_, next_most) = hits.most_common(2)
    return first if most >= LEAST_HITS and most >= LEAD * next_most else ""


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text: years of school that reading it takes.

    0.39 * words per sentence + 11.8 * syllables per word - 15.59 (Kincaid, Fishburne, Rogers & Chissom 1975,
    "Derivation of new readability formulas for Navy enlisted personnel", Research Branch Report 8-75).
    """
    words = [word for word in WORDS.findall(text.casefold()) if word.isascii() and word.isalpha()]
    if not words:
        return 0.0
    sentences = max(1, len(re.findall(r"[.?!:;]+(?=\s|$)", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _script(text: str) -> str:
    letters = [char for char in text if char.isalpha()]
    scripts = Counter(unicodedata.name(char, "").split(" ")[0] for char in letters)
    name, count = scripts.most_common(1)[0] if scripts else ("", 0)
    return name if letters and count >= 0.6 * len(letters) else ""


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    is_silent = word.endswith("e") and not word.endswith(("le", "ee"))
    return max(1, groups - is_silent)
