"""Wrong options: of the key's own kind, from the same material, and wrong for a reason that can be shown. Pure.

Options are alike in number, length, shape and grammar (Haladyna et al. 2002, guidelines 22-24) and come from
what a learner may mix up with the key (guideline 29): what the text sets beside it, what it defines elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.agents.builtin.index import Index
from core.material.sentences import Sentence
from core.material.terms import fold, is_plural, singular
from core.models import OptionNote, Source

_CONTENT = re.compile(r"[^\W\d_][\w’'-]{3,}")
_COMMON = frozenset(
    ["that", "this", "with", "from", "which", "have", "each", "other", "their", "these", "than", "then", "when", "where", "into", "such", "more", "most", "also", "many", "some", "only", "very", "used", "uses", "using", "between", "about", "through", "different", "every", "because", "they", "there", "been", "being", "will", "would", "could", "should", "called", "known", "does", "make", "made", "same", "part"]
)
OVERLAP_LIMIT = 0.45


def content(text: str) -> frozenset[str]:
    """A text's content words, cut to six letters so that inflected forms meet."""
    return frozenset(singular(word.lower())[:6] for word in _CONTENT.findall(text) if word.lower() not in _COMMON)


def shape(text: str) -> str:
    """What an option looks like: "acronym", "name" (has a capital) or "word"."""
    if any(word.isupper() and len(word) > 1 for word in text.split()):
        return "acronym"
    return "name" if text != text.lower() else "word"


def _is_abbreviation(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    initials = "".join(word[0] for word in re.split(r"[\s-]+", long) if word)
    return short.replace(".", "").casefold().rstrip("s") in (initials.casefold(), initials.casefold().rstrip("s"))


def is_alike(key: str, other: str) -> bool:
    """Whether two terms could stand as options side by side: one number, shape and near length, neither inside the other."""
    mine, theirs = key.lower().split(), other.lower().split()
    if (
        not mine
        or not theirs
        or is_plural(key) != is_plural(other)
        or shape(key) != shape(other)
        or abs(len(mine) - len(theirs)) > 1
    ):
        return False
    folded, other_folded = fold(key), fold(other)
    if (
        folded in other_folded
        or other_folded in folded
        or set(folded.split()) & set(other_folded.split()) == set(folded.split())
    ):
        return False
    if len(mine) == 1 and len(theirs) == 1:
        if mine[0].endswith("ing") != theirs[0].endswith("ing"):
            return False
        if singular(mine[0])[:5] == singular(theirs[0])[:5]:
            return False
    return not _is_abbreviation(key, other)


def fits_elsewhere(index: Index, other: str, stem: str) -> bool:
    """Whether the material says something so close to the stem about the other term that it might fit the blank too."""
    words = content(stem)
    if not words:
        return True
    for mention in index.mentions.get(other, ()):
        shared = words & content(mention.sentence.text)
        if len(shared) >= 3 and len(shared) >= OVERLAP_LIMIT * len(words):
            return True
    return any(
        len(words & content(one.quote)) >= max(3, OVERLAP_LIMIT * len(words)) for one in index.defined.get(other, ())
    )


def _is_kind_of(index: Index, key: str, other: str) -> bool:
    for one, two in ((key, other), (other, key)):
        for definition in index.defined.get(one, ()):
            if (
                f" {two} " in f" {fold(' '.join(definition.meaning.split()[:7]))} "
                or f" {two} " in f" {' '.join(singular(word) for word in definition.meaning.lower().split()[:7])} "
            ):
                return True
    return False


def _candidates(index: Index, key: str, section: int) -> list[str]:
    near = [one.key for one in index.section_terms[section]]
    far = [
        one.key
        for number, found in enumerate(index.section_terms)
        if number != section
        for one in found
        if one.is_marked or one.count >= 3
    ]
    return sorted(
        {*near, *far, *index.defined, *index.siblings.get(key, ())} - {key} - index.synonyms.get(key, frozenset())
    )


def _closeness(index: Index, key: str, other: str, section: int) -> float:
    mine, theirs = key.split(), other.split()
    near = {one.key: one for one in index.section_terms[section]}
    second = index.siblings.get(key, frozenset()) & index.siblings.get(other, frozenset())
    points = 4.0 * (other in index.siblings.get(key, ()))
    points += 1.5 * bool(second)
    points += 2.0 * (other in index.defined and key in index.defined) + 1.0 * (other in index.defined)
    points += 1.5 * (other in near) + 1.0 * (other in near and near[other].is_marked)
    points += 2.0 * (mine[-1] == theirs[-1] and len(mine) > 1) + 1.0 * (mine[0] == theirs[0])
    points += 0.7 * (mine[-1][-3:] == theirs[-1][-3:]) + 0.5 * (len(mine) == len(theirs))
    return points + min(1.0, 0.1 * index.survey.totals[other])


def distractors(
    index: Index, key: str, stem: str, *, section: int, count: int = 3, spelling: str = ""
) -> tuple[str, ...]:
    """Up to `count` keys of terms that a learner may take for the key and that the stem does not bear out, best first."""
    shown = spelling or index.spelling(key)
    stem_words = " ".join(singular(word) for word in re.findall(r"[^\W_]+", stem.lower()))
    padded = f" {stem_words} "
    found = [
        other
        for other in _candidates(index, key, section)
        if is_alike(shown, index.spelling(other))
        and f" {' '.join(singular(word) for word in other.split())} " not in padded
        and (index.mentions.get(other) or other in index.defined)
        and index.statement(other)[0]
        and not _is_kind_of(index, key, other)
        and not fits_elsewhere(index, other, stem)
    ]
    ranked = sorted(found, key=lambda other: (-_closeness(index, key, other, section), other))
    chosen: list[str] = []
    for other in ranked:
        clash = any(
            not is_alike(index.spelling(one), index.spelling(other)) or other in index.synonyms.get(one, ())
            for one in chosen
        )
        if not clash:
            chosen.append(other)
        if len(chosen) == count:
            break
    return tuple(chosen)


def at_page(page: int | None) -> str:
    """ " (page 3)", or nothing where the material has no pages."""
    return f" (page {page})" if page else ""


def note(index: Index, option: int, key: str, other: str, document: str, *, besides: str = "") -> OptionNote:
    """Why somebody takes `other` for `key`, with the material's own words about `other` to show the difference."""
    quote, page = index.statement(other, besides=besides)
    mine, theirs = index.spelling(key), index.spelling(other)
    is_defined = any(one.quote == quote for one in index.defined.get(other, ()))
    said = f"“{quote}”{at_page(page)}"
    return OptionNote(
        option_index=option,
        misconception=f"You may be mixing up “{mine}” with “{theirs}”.",
        counter_example=said if is_defined else f"The material uses “{theirs}” for something else: {said}",
        source=Source(document=document, page=page, quote=quote),
    )


def quoted(sentence: Sentence, document: str) -> Source:
    """The source that a sentence is."""
    return Source(document=document, page=sentence.page, quote=sentence.text)


def spellings(index: Index, keys: Sequence[str]) -> tuple[str, ...]:
    """How the material writes the terms."""
    return tuple(index.spelling(key) for key in keys)
