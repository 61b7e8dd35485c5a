"""What the writing agents know of a material: where each term stands, what it means, what stands beside it. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.documents import Section
from core.material.sentences import Sentence, is_self_contained, sentences
from core.material.terms import DefinedTerm, Survey, Term, definitions, fold, runs, survey, terms

TERMS_PER_SECTION = 24

_ITEM = r"(?:[\w’'-]+ ){0,3}[\w’'-]+(?: \([\w-]+\))?"
_LIST = re.compile(
    rf"(?P<hyper>(?:[\w’'-]+ ){{0,3}}[\w’'-]+),? (?P<link>include|includes|including|such as|are|consists? of|comprises?|is made up of|are made up of|"
    rf"namely|contains?)(?: (?:the|both|mainly|for example))?:? (?P<list>{_ITEM}(?:, {_ITEM})*,? (?:and|or) {_ITEM})(?=[.,;)]|$)"
)
_COORDINATE = re.compile(r"^(?:,? (?:and|versus|vs\.?|rather than|whereas|while|unlike|but not)) (?:the |an? )?$")
_SYNONYM = re.compile(
    r"^(?:,? or (?:the |an? |simply )?|,? (?:also |often |sometimes )?(?:called|known as|termed|i\.e\.,?|that is,?) (?:the |an? )?| \(| [“\"])$"
)


@dataclass(frozen=True)
class Mention:
    """A term in a sentence: the characters from `start` to `end`."""

    sentence: Sentence
    section: int
    start: int
    end: int


@dataclass(frozen=True)
class Listing:
    """Things that a sentence names together: "X include A, B and C"."""

    hyper: str
    members: tuple[str, ...]
    sentence: Sentence
    section: int


@dataclass(frozen=True)
class Index:
    """A material's terms. Keys are folded; `section_terms` are ranked per section."""

    sections: tuple[Section, ...]
    survey: Survey
    section_terms: tuple[tuple[Term, ...], ...]
    mentions: Mapping[str, tuple[Mention, ...]]
    defined: Mapping[str, tuple[DefinedTerm, ...]]
    siblings: Mapping[str, frozenset[str]]
    synonyms: Mapping[str, frozenset[str]]
    listings: tuple[Listing, ...]

    def number(self, section: Section) -> int:
        """The section's place in the material."""
        return self.sections.index(section)

    def spelling(self, key: str) -> str:
        """How the material writes the term."""
        if key in self.survey.spellings:
            return self.survey.spelling(key)
        return self.defined[key][0].term if key in self.defined else key

    def statement(self, key: str, *, besides: str = "") -> tuple[str, int | None]:
        """The words that best show what a term is: its definition, else a sentence that stands alone, else any with it."""
        for one in self.defined.get(key, ()):
            if one.quote != besides:
                return one.quote, one.page
        mentions = [
            one for one in self.mentions.get(key, ()) if one.sentence.text != besides and len(one.sentence.text) < 400
        ]
        best = min(
            mentions,
            key=lambda one: (not is_self_contained(one.sentence.text), one.start, one.section, one.sentence.index),
            default=None,
        )
        return (best.sentence.text, best.sentence.page) if best else ("", None)


def index_of(section: Section, pool: Sequence[Section]) -> Index:
    """The index of the material that the section is part of."""
    return index_over(tuple(pool) if section in pool else (section, *pool))


@lru_cache(maxsize=16)
def index_over(pool: tuple[Section, ...]) -> Index:
    """The index of a whole material."""
    whole = survey(pool)
    mentions: dict[str, list[Mention]] = defaultdict(list)
    siblings: dict[str, set[str]] = defaultdict(set)
    synonyms: dict[str, set[str]] = defaultdict(set)
    listings: list[Listing] = []
    defined: dict[str, list[DefinedTerm]] = defaultdict(list)
    for number, section in enumerate(pool):
        for one in definitions(section):
            defined[one.key].append(one)
        for sentence in sentences(section):
            found = runs(sentence.text, whole.nouns, whole.verbs)
            keys = [fold(" ".join(run.words)) for run in found]
            for key, run in zip(keys, found, strict=True):
                mentions[key].append(Mention(sentence, number, run.start, run.end))
            for (key, run), (next_key, next_run) in zip(
                zip(keys, found, strict=True), list(zip(keys, found, strict=True))[1:], strict=False
            ):
                between = sentence.text[run.end : next_run.start]
                if key != next_key and _SYNONYM.match(between):
                    synonyms[key].add(next_key)
                    synonyms[next_key].add(key)
                elif key != next_key and _COORDINATE.match(between):
                    siblings[key].add(next_key)
                    siblings[next_key].add(key)
            listing = _listing(sentence, number)
            if listing:
                listings.append(listing)
                for member in listing.members:
                    siblings[fold(member)].update(fold(other) for other in listing.members if other != member)
    return Index(
        sections=pool,
        survey=whole,
        section_terms=tuple(terms(section, pool, limit=TERMS_PER_SECTION) for section in pool),
        mentions={key: tuple(found) for key, found in mentions.items()},
        defined={key: tuple(found) for key, found in defined.items()},
        siblings={key: frozenset(found) for key, found in siblings.items()},
        synonyms={key: frozenset(found) for key, found in synonyms.items()},
        listings=tuple(listings),
    )


def _listing(sentence: Sentence, section: int) -> Listing | None:
    match = _LIST.search(sentence.text)
    if not match:
        return None
    parts = re.split(r",? (?:and|or) |, ", match["list"])
    members = tuple(re.sub(r"^(?:the|an?|its|their)\s+", "", part.strip(), flags=re.IGNORECASE) for part in parts)
    is_fit = (
        len(members) >= 3
        and len({fold(one) for one in members}) == len(members)
        and all(3 <= len(one) <= 40 for one in members)
    )
    return Listing(hyper=match["hyper"], members=members, sentence=sentence, section=section) if is_fit else None
