"""Wrong options: of the key's own kind, from the same material, and wrong for a reason that can be shown.

Options are alike in number, length, shape and grammar (Haladyna et al. 2002, guidelines 22-24) and come from
what a learner may mix up with the key (guideline 29): what the text sets beside it, what it defines elsewhere.
"""

from __future__ import annotations

import re

from core.agents.builtin.items.index import Index, content, kept_in_index
from core.content.text.terms import Term
from core.content.text.words import STOP, fold
from core.domain.plurals import is_plural, singular
from core.models import OptionNote, Source

OVERLAP_LIMIT = 0.45
_TOKEN = re.compile(r"\w+")
FAR = 1.5


def shape(text: str) -> str:
    """What an option looks like: "acronym", "name" (has a capital) or "word"."""
    if any(word.isupper() and len(word) > 1 for word in text.split()):
        return "acronym"
    return "name" if text != text.lower() else "word"


def _is_abbreviation(key: str, other: str) -> bool:
    short, long = sorted((key, other), key=len)
    initials = "".join(word[0] for word in re.split(r"[\s-]+", long) if word)
    return short.replace(".", "").casefold().rstrip("s") in (initials.casefold(), initials.casefold().rstrip("s"))


def squashed(term: str) -> str:
    """A term without blanks and hyphens: "trim marks" and "trimmarks" are one."""
    return re.sub(r"[\s’'-]", "", fold(term))


def is_alike(key: str, other: str) -> bool:
    """Whether two terms can be options side by side: one number, shape and near length, neither inside the other."""
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
        squashed(key) == squashed(other)
        or folded in other_folded
        or other_folded in folded
        or set(folded.split()) & set(other_folded.split()) == set(folded.split())
    ):
        return False
    if mine[-1].endswith("ics") != theirs[-1].endswith("ics"):
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
    statements = [content(mention.sentence.text) for mention in index.mentions.get(other, ())]
    statements += [content(definition.quote) for definition in index.defined.get(other, ())]
    return any(len(words & statement) >= max(3, OVERLAP_LIMIT * len(words)) for statement in statements)


def stands_alike(index: Index, other: str, before: str, after: str) -> bool:
    """Whether the material has the other term before or after the very same words, so that it would fit there too."""
    ahead, behind = _TOKEN.findall(after.lower())[:3], _TOKEN.findall(before.lower())[-3:]
    frames = {len(words) == 3 and bool(content(" ".join(words))) for words in (ahead, behind)}
    if True not in frames:
        return False
    for mention in index.mentions.get(other, ()):
        text = mention.sentence.text.lower()
        if (
            content(" ".join(ahead))
            and len(ahead) == 3
            and _TOKEN.findall(text[mention.end : mention.end + 80])[:3] == ahead
        ):
            return True
        left = text[max(0, mention.start - 80) : mention.start]
        if content(" ".join(behind)) and len(behind) == 3 and _TOKEN.findall(left)[-3:] == behind:
            return True
    return False


def _is_kind_of(index: Index, key: str, other: str) -> bool:
    for term, kind in ((key, other), (other, key)):
        for definition in index.defined.get(term, ()):
            if (
                f" {kind} " in f" {fold(' '.join(definition.meaning.split()[:7]))} "
                or f" {kind} " in f" {' '.join(singular(word) for word in definition.meaning.lower().split()[:7])} "
            ):
                return True
    return False


@kept_in_index
def _alike(index: Index, key: str, shown: str) -> tuple[str, ...]:
    """Every term of the material that could stand beside `shown`, nearest in topic first."""
    same = index.synonyms.get(key, frozenset()) | {key}
    return tuple(
        other
        for other in index.universe
        if other not in same
        and is_alike(shown, index.spelling(other))
        and not index.is_everywhere(other)
        and not _is_kind_of(index, key, other)
    )


@kept_in_index
def _terms_of(index: Index, section: int) -> dict[str, Term]:
    return {term.key: term for term in index.section_terms[section]}


def _closeness(index: Index, key: str, other: str, section: int) -> float:
    """How easily a learner may take one for the other; below `FAR` nobody would."""
    mine, theirs = key.split(), other.split()
    near = _terms_of(index, section)
    second = index.siblings.get(key, frozenset()) & index.siblings.get(other, frozenset())
    points = 4.0 * (other in index.siblings.get(key, ())) + 1.5 * bool(second)
    likeness = index.likeness(key, other)
    is_near = likeness > 0.1 or len(index.sections) < 6
    points += 2.0 * (other in index.defined and key in index.defined and is_near) + 0.5 * (other in index.defined)
    points += 1.0 * (other in near) + 1.0 * (other in near and near[other].is_marked)
    points += 2.0 * (mine[-1] == theirs[-1] and len(mine) > 1)
    points += 0.5 * (mine[-1][-3:] == theirs[-1][-3:]) + 0.3 * (len(mine) == len(theirs))
    points -= 1.5 * ((key in index.countable) != (other in index.countable))
    return points + 6.0 * likeness


def distractors(
    index: Index, key: str, stem: str, *, section: int, count: int = 3, spelling: str = ""
) -> tuple[str, ...]:
    """Up to `count` keys of terms that may be taken for the key and that the stem does not bear out, best first."""
    shown = spelling or index.spelling(key)
    stem_words = " ".join(singular(word) for word in re.findall(r"[^\W_]+", stem.lower()))
    rated = [(_closeness(index, key, other, section), other) for other in _alike(index, key, shown)]
    chosen: list[str] = []
    for closeness, other in sorted(rated, key=lambda rating: (-rating[0], rating[1])):
        if closeness < FAR or len(chosen) == count:
            break
        bare = " ".join(singular(word) for word in other.split())
        is_clash = any(
            not is_alike(index.spelling(earlier), index.spelling(other)) or other in index.synonyms.get(earlier, ())
            for earlier in chosen
        )
        told = (content(other) - content(key)) & content(stem)
        tail = bare.split(" ", 1)[-1]
        if (
            not is_clash
            and not told
            and f" {tail} " not in f" {stem_words} "
            and index.statement(other)[0]
            and not fits_elsewhere(index, other, stem)
        ):
            chosen.append(other)
    return tuple(chosen)


def at_page(page: int | None) -> str:
    """ " (page 3)", or nothing where the material has no pages."""
    return f" (page {page})" if page else ""


def note(index: Index, option: int, key: str, other: str, document: str, *, besides: str = "") -> OptionNote:
    """Why somebody takes `other` for `key`, with the material's own words about `other` to show the difference."""
    quote, page = index.statement(other, besides=besides)
    mine, theirs = index.spelling(key), index.spelling(other)
    is_defined = any(definition.quote == quote for definition in index.defined.get(other, ()))
    quoted = f"“{quote}”{at_page(page)}"
    return OptionNote(
        option_index=option,
        misconception=f"You may be mixing up “{mine}” with “{theirs}”.",
        counter_example=quoted if is_defined else f"The material uses “{theirs}” for something else: {quoted}",
        source=Source(document=document, page=page, quote=quote),
    )


def gives_away(term: str, stem: str) -> bool:
    """Whether the stem has a word of the term, or the words that the term is short for."""
    around = {singular(word.lower()) for word in re.findall(r"[^\W_]+", stem)}
    own = {
        singular(word.lower()) for word in re.findall(r"[^\W_]+", term) if len(word) > 2 and word.lower() not in STOP
    }
    return bool(content(term) & content(stem) or own & around) or is_spelled_out(term, stem)


def is_spelled_out(term: str, stem: str) -> bool:
    """Whether the stem has the words that an abbreviation is made of: "____ stands for Message Passing Interface"."""
    letters = term.rstrip("s").lower()
    if shape(term) != "acronym" or not letters.isalpha():
        return False
    words = re.findall(r"[^\W\d_]+", stem.lower())
    size = len(letters)
    return any("".join(word[0] for word in words[start : start + size]) == letters for start in range(len(words)))
