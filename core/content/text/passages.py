"""A material's passages, and those that have a question's words: BM25 (Robertson & Zaragoza 2009).

A passage is one to three sentences of a block that stand together; the headings above it count as its context.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.content.text.memo import MEMO
from core.content.text.sentences import Sentence, is_prose, points_back, sentences, split_sentences
from core.content.text.words import STOP, listed
from core.domain.caches import remembered
from core.domain.plurals import singular
from core.models import Section

MAX_SENTENCES = 3
MIN_WORDS = 4
K1, B = 1.2, 0.75
# What a heading's word is worth against one of the passage's own, and a passage that hardly stands by itself.
CONTEXT_WEIGHT = 0.4
LEANING, NO_PROSE = 0.8, 0.6

# Letters with the marks that Indian and Thai scripts write on them.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff])*")
_CALLED = re.compile(r"\b(?:called|known as|termed|named|referred to as)\b")
# Words that STOP has as empty in a term, and that a question may well ask for.
_ASKED_FOR = listed(
    "part parts number numbers reason reasons result results people person time times day days basic first second "
    "sort sorts set sets end third two three four five six seven eight nine ten"
)
_EMPTY = (STOP - _ASKED_FOR) | listed(
    "my mine ours ve re ll don didn doesn isn aren wasn won isnt dont doesnt whats s t d m explain define describe "
    "tell mean means meaning meant definition called name please happen happens happened else exactly really actually "
    "work works"
)
_ENDINGS = ("ations", "ation", "ments", "ment", "ness", "ings", "ing", "ions", "ion", "edly", "ed", "ers", "er", "ly")


@remembered(65536)
def stem(word: str) -> str:
    """A word without its commonest endings, so that its forms meet: divides, divided, dividing."""
    low = singular(word.casefold())
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= (4 if ending in ("er", "ers") else 3):
            low = low[: -len(ending)]
            if len(low) > 3 and low[-1] == low[-2] and low[-1] not in "lsz":
                low = low[:-1]
            break
    for ending in ("ate", "e", "i", "y"):
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            return low[: -len(ending)]
    return low


def content_words(text: str) -> tuple[str, ...]:
    """A text's words that carry content, in lower case and in order."""
    words = (match.group() for match in _WORD.finditer(text.casefold()))
    return tuple(word for word in words if word not in _EMPTY and (len(word) > 1 or not word.isascii()))


def words_of(text: str) -> tuple[str, ...]:
    """The stems of a text's words that carry content, in order."""
    return tuple(map(stem, content_words(text)))


@dataclass(frozen=True)
class Passage:
    """Sentences that stand together, word for word; `place` is their section's number.

    `worth` is 1, or less where it points at what stands before it or is no prose.
    """

    text: str
    page: int | None
    place: int
    worth: float = 1.0

    def is_about(self, term: tuple[str, ...]) -> bool:
        """Whether a sentence of it opens with the term (as stems), or says what is called so."""
        parts = (part for sentence in split_sentences(self.text) for part in (sentence, *_CALLED.split(sentence)[1:]))
        return any(words_of(part)[: len(term)] == term for part in parts)


@dataclass(frozen=True, eq=False)
class PassageIndex:
    """A material's passages, and for each stem how often which of them have it (a heading's word counts less)."""

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    lengths: tuple[int, ...]
    postings: Mapping[str, Mapping[int, float]]


@dataclass(frozen=True)
class Hit:
    """A passage that has words of a question: `own` stems in its text, `above` ones in its headings."""

    index: PassageIndex
    number: int
    score: float
    own: frozenset[str]
    above: frozenset[str]

    @property
    def near(self) -> frozenset[str]:
        """The stems that it or its headings have."""
        return self.own | self.above

    @property
    def passage(self) -> Passage:
        """The passage itself."""
        return self.index.passages[self.number]


@MEMO.keeps(bytes_a_character=12)
def passage_index(sections: tuple[Section, ...]) -> PassageIndex:
    """The index of a material's sections. Kept by what they hold, which nobody but their owner can choose."""
    passages: list[Passage] = []
    lengths: list[int] = []
    postings: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for place, section in enumerate(sections):
        for passage, heading in _passages(section, place):
            own = Counter(words_of(passage.text))
            for word, times in own.items():
                postings[word][len(passages)] = times
            for word in {*words_of(heading)}:
                postings[word][len(passages)] = own[word] + CONTEXT_WEIGHT
            passages.append(passage)
            lengths.append(own.total())
    return PassageIndex(sections, tuple(passages), tuple(lengths), postings)


def rarity(word: str, indexes: Sequence[PassageIndex]) -> float:
    """How much a stem tells: its inverse document frequency over all passages; the most where none has it."""
    total = sum(len(index.passages) for index in indexes)
    having = sum(len(index.postings.get(word, ())) for index in indexes)
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


def search(words: Sequence[str], indexes: Sequence[PassageIndex]) -> list[Hit]:
    """The passages that have any of these stems, best first; of two alike the one that stands first."""
    total = sum(len(index.passages) for index in indexes)
    usual = sum(sum(index.lengths) for index in indexes) / total if total else 1.0
    hits: list[Hit] = []
    weights = {word: rarity(word, indexes) for word in dict.fromkeys(words)}
    for index in indexes:
        scores: defaultdict[int, float] = defaultdict(float)
        own: defaultdict[int, set[str]] = defaultdict(set)
        above: defaultdict[int, set[str]] = defaultdict(set)
        for word, weight in weights.items():
            for number, times in index.postings.get(word, {}).items():
                length = 1 - B + B * index.lengths[number] / usual
                gained = weight * times * (K1 + 1) / (times + K1 * length)
                scores[number] += gained * index.passages[number].worth
                if times >= 1:
                    own[number].add(word)
                if times % 1:
                    above[number].add(word)
        hits += [
            Hit(index, number, score, frozenset(own[number]), frozenset(above[number]))
            for number, score in scores.items()
        ]
    order = {id(index): place for place, index in enumerate(indexes)}
    return sorted(hits, key=lambda hit: (-hit.score, order[id(hit.index)], hit.number))


def _passages(section: Section, place: int) -> Iterator[tuple[Passage, str]]:
    """The section's passages in order, each with the headings above it."""
    above = " ".join((*section.path, section.title))
    nearest, passed = "", 0
    seen: set[str] = set()
    for block, group in groupby(sentences(section), key=lambda sentence: sentence.block):
        nearest = next(
            (heading.text for heading in section.blocks[passed:block][::-1] if heading.kind == "heading"), nearest
        )
        passed = block
        is_list = section.blocks[block].kind == "list"
        for together in _together(tuple(group), is_list=is_list):
            text = " ".join(sentence.text for sentence in together)
            if text not in seen and len(text.split()) >= MIN_WORDS:
                seen.add(text)
                worth = (LEANING if points_back(text) else 1.0) * (1.0 if is_prose(text) else NO_PROSE)
                yield Passage(text, together[0].page, place, worth), f"{above} {nearest}"


def _together(group: Sequence[Sentence], *, is_list: bool) -> Iterator[list[Sentence]]:
    """A block's sentences, each with those after it that point back at it."""
    current: list[Sentence] = []
    for sentence in group:
        if current and (is_list or len(current) == MAX_SENTENCES or not points_back(sentence.text)):
            yield current
            current = []
        current.append(sentence)
    if current:
        yield current
