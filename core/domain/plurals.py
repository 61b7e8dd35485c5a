"""The singular and the plural of English nouns, by their endings and by lists of those that no ending tells."""

from __future__ import annotations

import re

from core.domain.caches import remembered

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> dict[str, str]:
    """A list of plurals with their singulars, written as one string: "feet foot teeth tooth"."""
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_IRREGULAR = _pairs(
    "children child people person men man women woman feet foot teeth tooth mice mouse geese goose oxen ox "
    "knives knife lives life wives wife leaves leaf halves half shelves shelf selves self wolves wolf calves calf "
    "loaves loaf thieves thief hooves hoof "
    "bacteria bacterium mitochondria mitochondrion stomata stoma criteria criterion phenomena phenomenon "
    "nuclei nucleus fungi fungus stimuli stimulus alveoli alveolus loci locus foci focus radii radius "
    "indices index vertices vertex matrices matrix appendices appendix axes axis "
    "crises crisis oases oasis emphases emphasis synopses synopsis "
    "buses bus gases gas lenses lens biases bias aliases alias atlases atlas canvases canvas quizzes quiz "
    "menus menu cpus cpu gpus gpu"
)
# Plurals without a singular of their own, or with one that nobody uses.
_ALWAYS_PLURAL = _listed("data media")
_ALWAYS_SINGULAR = _listed(
    "bias alias atlas canvas pancreas whereas lens news diabetes herpes rabies scabies caries chaos cosmos pathos "
    "ethos thermos biceps triceps forceps corps"
)
_NOT_PLURAL = ("ss", "us", "is", "series", "species", "'s", "’s")
# Fields of study are one thing; "relics" and "heuristics" are several.
_FIELD_OF_STUDY = re.compile(
    r"(?:acoust|aesthet|athlet|ballist|cybernet|dynam|econom|electron|ergonom|eth|genet|genom|gymnast|hydraul|informat"
    r"|kinemat|kinet|linguist|logist|mathemat|mechan|obstetr|opt|pediatr|phonet|phys|pneumat|polit|proteom|robot|semant"
    r"|stat|statist|tecton|therapeut)ics$"
)
# "-e" belongs to the noun although the ending looks as if it came with the "s".
_ENDS_IN_E = _listed(
    "movies cookies calories prairies zombies caches aches headaches toothaches niches avalanches "
    "reuses misuses abuses excuses fuses ruses muses refuses confuses diffuses infuses accuses "
    "shoes horseshoes canoes oboes floes"
)


@remembered(65536)
def singular(word: str) -> str:
    """An English noun's singular, in small letters; any other word, such as "analysis" and "class", as it is."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or word in _ALWAYS_SINGULAR:
        return word
    if word.endswith("ae") and not word.endswith("ceae"):
        return word[:-1]
    if not word.endswith("s") or word.endswith(_NOT_PLURAL) or _FIELD_OF_STUDY.search(word):
        return word
    return _without_ending(word)


def _without_ending(word: str) -> str:
    if word in _ENDS_IN_E or len(word) == 4:
        return word[:-1]
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("yses", "heses", "gnoses")):
        return f"{word[:-2]}is"
    # "causes" and "houses" end in "-e", "viruses" and "bonuses" do not.
    if word.endswith("uses") and not word.endswith(("auses", "ouses")):
        return word[:-2]
    return word[:-2] if word.endswith(("ches", "shes", "xes", "sses", "zzes", "tzes", "oes")) else word[:-1]


@remembered(65536)
def is_plural(text: str) -> bool:
    """Whether the last word has an English plural's form."""
    last = _WORD.findall(text.casefold())[-1:]
    return any(word in _ALWAYS_PLURAL or singular(word) != word for word in last)
