"""The index of a material's terms for the agents that write: where each stands, what it means, what comes with it."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from itertools import pairwise
from typing import Concatenate, ParamSpec, TypeVar

from core.content.text.definitions import DefinedTerm, definitions
from core.content.text.memo import MEMO
from core.content.text.sentences import Sentence, is_self_contained, sentences
from core.content.text.terms import Run, Survey, Term, ranked_terms, runs, survey
from core.content.text.words import COMMON, fold, listed
from core.domain.caches import remembered
from core.domain.plurals import singular
from core.models import Section

TERMS_PER_SECTION = 30

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_CONTENT = re.compile(r"[^\W\d_][\w’'-]{3,}")
_ITEM = r"(?:[\w’'-]+ ){0,3}[\w’'-]+(?: \([\w-]+\))?"
_LIST = re.compile(
    rf"(?P<hyper>(?:[\w’'-]+ ){{0,3}}[\w’'-]+),? (?P<link>include|includes|including|such as|are|"
    rf"consists? of|comprises?|is made up of|are made up of|"
    rf"namely|contains?)(?: (?:the|both|mainly|"
    rf"for example))?:? (?P<list>{_ITEM}(?:, {_ITEM})*,? (?:and|or) {_ITEM})(?=[.,;)]|$)"
)
_COORDINATE = re.compile(r"^(?:,? (?:and|versus|vs\.?|rather than|whereas|while|unlike|but not)) (?:the |an? )?$")
_SYNONYM = re.compile(
    r"^(?:,? or (?:the |an? |simply )?|,? (?:also |often |sometimes )?(?:called|known as|termed|"
    r"i\.e\.,?|that is,?) (?:the |an? )?| \(| [“\"])$"
)


_MEASURED = listed(
    "exact accurate precise correct wrong entire resulting selected chosen given previous current recent actual "
    "original desired required remaining existing proper true false real only own extra separate various initial final "
    "overall respective corresponding particular interesting optimal best better worse closer longer shorter"
)


@remembered(16384)
def content(text: str) -> frozenset[str]:
    """A text's content words, cut to six letters so that inflected forms meet."""
    return frozenset(singular(word.lower())[:6] for word in _CONTENT.findall(text) if word.lower() not in COMMON)


@dataclass(frozen=True)
class Mention:
    """A term in a sentence: the characters from `start` to `end`. `original` is set where the sentence was cut."""

    sentence: Sentence
    section: int
    start: int
    end: int
    original: str = ""

    @property
    def quote(self) -> str:
        """The sentence as the material has it."""
        return self.original or self.sentence.text


@dataclass(frozen=True)
class Listing:
    """Things that a sentence names together: "X include A, B and C"."""

    hyper: str
    members: tuple[str, ...]
    sentence: Sentence
    section: int


@dataclass(frozen=True, eq=False)
class Index:
    """A material's terms. Keys are folded; `section_terms` are ranked per section.

    `phrases` are a section's runs of several words that the material repeats, `openers` what its sentences open with;
    `universe` holds the terms that may stand as options, `vectors` the weighted company that each keeps. `answers` are
    what `kept_in_index` keeps.
    """

    sections: tuple[Section, ...]
    survey: Survey
    section_terms: tuple[tuple[Term, ...], ...]
    mentions: Mapping[str, tuple[Mention, ...]]
    defined: Mapping[str, tuple[DefinedTerm, ...]]
    siblings: Mapping[str, frozenset[str]]
    synonyms: Mapping[str, frozenset[str]]
    listings: tuple[Listing, ...]
    phrases: tuple[tuple[str, ...], ...]
    openers: tuple[tuple[str, ...], ...]
    countable: frozenset[str]
    universe: tuple[str, ...]
    vectors: Mapping[str, Mapping[str, float]]
    answers: dict[object, object] = field(default_factory=dict, repr=False)

    def likeness(self, key: str, other: str) -> float:
        """How far two terms keep the same company in the material's sentences: a cosine from 0 to 1."""
        mine, theirs = self.vectors.get(key, {}), self.vectors.get(other, {})
        small, large = (mine, theirs) if len(mine) < len(theirs) else (theirs, mine)
        return sum(weight * large[word] for word, weight in small.items() if word in large)

    def number(self, section: Section) -> int:
        """The section's place in the material."""
        return self.sections.index(section)

    def mentions_in(self, number: int, key: str) -> tuple[Mention, ...]:
        """Where that section itself has the term: in a long book most mentions are elsewhere."""
        return tuple(mention for mention in self.mentions.get(key, ()) if mention.section == number)

    def is_everywhere(self, key: str) -> bool:
        """Whether half of a longer material speaks of it: its subject, which tells one section from no other."""
        return self.survey.sections >= 6 and self.survey.spread[key] > 0.5 * self.survey.sections

    def spelling(self, key: str) -> str:
        """How the material writes the term."""
        if key in self.survey.spellings:
            return self.survey.spelling(key)
        return self.defined[key][0].term if key in self.defined else key

    def statement(self, key: str, *, besides: str = "") -> tuple[str, int | None]:
        """The words that best show a term: its definition, else a sentence that stands alone, else any with it."""
        for definition in self.defined.get(key, ()):
            if definition.quote != besides:
                return definition.quote, definition.page
        mentions = [mention for mention in self.mentions.get(key, ()) if mention.sentence.text != besides]
        best = min((mention for mention in mentions if len(mention.sentence.text) < 400), key=_plainness, default=None)
        return (best.sentence.text, best.sentence.page) if best else ("", None)


def _plainness(mention: Mention) -> tuple[bool, int, int, int]:
    """A sort key: sentences that stand alone first, then those that open with the term, then the earliest."""
    sentence = mention.sentence
    return not is_self_contained(sentence.text), mention.start, mention.section, sentence.index


def kept_in_index(
    answer: Callable[Concatenate[Index, Asked], Answer],
) -> Callable[Concatenate[Index, Asked], Answer]:
    """A decorator: keep what is worked out of an index in that index, so that it goes when the index goes."""

    @wraps(answer)
    def remembered(index: Index, /, *asked: Asked.args, **named: Asked.kwargs) -> Answer:
        key = (answer, asked, *named.items())
        if key not in index.answers:
            index.answers[key] = answer(index, *asked, **named)
        return index.answers[key]  # type: ignore[return-value]

    return remembered


def index_of(section: Section, pool: Sequence[Section]) -> Index:
    """The index of the material that the section is part of."""
    sections = pool if section in pool else (section, *pool)
    # One order, so that each section of a material finds the same index in the cache.
    return index_over(tuple(sorted(sections, key=lambda part: (part.page_from or 0, part.path, part.title))))


# Its sections, its survey and what `kept_in_index` adds among them; a long book takes half of it.
@MEMO.keeps(bytes_a_character=80)
def index_over(pool: tuple[Section, ...]) -> Index:
    """The index of a whole material."""
    whole = survey(pool)
    mentions: dict[str, list[Mention]] = defaultdict(list)
    siblings: dict[str, set[str]] = defaultdict(set)
    synonyms: dict[str, set[str]] = defaultdict(set)
    listings: list[Listing] = []
    defined: dict[str, list[DefinedTerm]] = defaultdict(list)
    countable: set[str] = set()
    phrases: list[list[str]] = [[] for _ in pool]
    openers: list[list[str]] = [[] for _ in pool]
    for number, section in enumerate(pool):
        for definition in definitions(section):
            defined[definition.key].append(definition)
        for sentence in sentences(section):
            noun_runs = runs(sentence.text, whole.nouns, whole.verbs)
            keys = [fold(" ".join(run.words)) for run in noun_runs]
            for key, run in zip(keys, noun_runs, strict=True):
                mentions[key].append(Mention(sentence, number, run.start, run.end))
                if run.before in ("a", "an", "each", "every"):
                    countable.add(key)
            for key, next_key, between in _neighbours(sentence.text, keys, noun_runs):
                if _SYNONYM.match(between):
                    _pair(synonyms, key, next_key)
                elif _COORDINATE.match(between):
                    _pair(siblings, key, next_key)
            if noun_runs and noun_runs[0].start <= len("During the early "):
                openers[number].append(keys[0])
            phrases[number] += [key for key in keys if " " in key]
            listings += _listings(sentence, number)
    _relate(listings, siblings, synonyms)
    section_terms = tuple(ranked_terms(section, whole, limit=TERMS_PER_SECTION) for section in pool)
    universe = {
        term.key
        for ranked in section_terms
        for term in ranked
        if term.count >= 2 or len(pool) < 6 or (term.is_marked and whole.totals[term.key] > 1)
    }
    universe = {key for key in universe if " " in key or _stands_alone(key, whole, defined, section_terms)}
    universe |= {key for own in openers for key in own if " " in key and whole.totals[key] > 1}
    universe = {key for key in universe if _names_a_kind(key)}
    universe |= set(defined) | {key for key, others in siblings.items() if others and whole.totals[key] >= 2}
    return Index(
        sections=pool,
        survey=whole,
        section_terms=section_terms,
        openers=tuple(tuple(key for key in dict.fromkeys(own) if key in universe) for own in openers),
        phrases=tuple(tuple(key for key in dict.fromkeys(own) if whole.totals[key] > 1) for own in phrases),
        countable=frozenset(countable),
        universe=tuple(sorted(universe & (set(mentions) | set(defined)))),
        vectors=_vectors(universe, mentions),
        mentions={key: tuple(places) for key, places in mentions.items()},
        defined={key: tuple(meanings) for key, meanings in defined.items()},
        siblings={key: frozenset(others) for key, others in siblings.items()},
        synonyms={key: frozenset(others) for key, others in synonyms.items()},
        listings=tuple(listings),
    )


def _relate(listings: Sequence[Listing], siblings: dict[str, set[str]], synonyms: dict[str, set[str]]) -> None:
    for listing in listings:
        members = [fold(member) for member in listing.members]
        for member in members:
            # A whole class is no option beside its own members.
            _pair(synonyms, fold(listing.hyper), member)
            siblings[member].update(other for other in members if other != member)


def _neighbours(text: str, keys: Sequence[str], noun_runs: Sequence[Run]) -> Iterator[tuple[str, str, str]]:
    """Each two runs in a row with the words between them."""
    for (key, run), (next_key, next_run) in pairwise(zip(keys, noun_runs, strict=True)):
        if key != next_key:
            yield key, next_key, text[run.end : next_run.start]


def _pair(related: dict[str, set[str]], key: str, other: str) -> None:
    related[key].add(other)
    related[other].add(key)


def _names_a_kind(key: str) -> bool:
    """Whether a phrase names a kind of thing: not "exact converse", "oldest split" or "the program's jargon"."""
    first = key.split()[0]
    if any(char.isdigit() for char in first):
        return False
    return " " not in key or not (first in _MEASURED or first.endswith("est") or "'s " in key)


def _stands_alone(
    key: str, whole: Survey, defined: Mapping[str, object], section_terms: Sequence[Sequence[Term]]
) -> bool:
    """Whether a single word is used as a noun by itself, and not mostly before one."""
    is_marked = any(term.key == key and term.is_marked for ranked in section_terms for term in ranked)
    return (
        is_marked
        or key in defined
        or (whole.heads[key] > 1 + whole.adjectives[key] and 3 * whole.heads[key] >= whole.totals[key])
    )


def _vectors(universe: Collection[str], mentions: Mapping[str, Sequence[Mention]]) -> dict[str, dict[str, float]]:
    company: dict[str, Counter[str]] = {}
    for key in sorted(universe):
        own = content(key)
        company[key] = Counter(
            word for mention in mentions.get(key, ()) for word in sorted(content(mention.sentence.text) - own)
        )
    spread = Counter(word for words in company.values() for word in words)
    vectors: dict[str, dict[str, float]] = {}
    for key, words in company.items():
        weights = {word: count * math.log(1 + len(company) / spread[word]) for word, count in words.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors[key] = {word: weight / length for word, weight in weights.items()}
    return vectors


def _listings(sentence: Sentence, section: int) -> tuple[Listing, ...]:
    match = _LIST.search(sentence.text)
    if not match:
        return ()
    parts = re.split(r",? (?:and|or) |, ", match["list"])
    members = tuple(re.sub(r"^(?:the|an?|its|their)\s+", "", part.strip(), flags=re.IGNORECASE) for part in parts)
    is_fit = (
        len(members) >= 3
        and len({fold(member) for member in members}) == len(members)
        and all(3 <= len(member) <= 40 for member in members)
    )
    return (Listing(hyper=match["hyper"], members=members, sentence=sentence, section=section),) if is_fit else ()
