"""What a section speaks of: its terms, ranked; no language model.

Noun phrases are found as runs of content words (Rose et al. 2010, RAKE) that repeat, the longer run before the shorter
one inside it (Frantzi et al. 2000, C-value). Whether a word is a noun or a verb is read off the material itself: what
stands after "the" against what stands after "to".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.content.text.definitions import definitions
from core.content.text.memo import MEMO
from core.content.text.sentences import sentences
from core.content.text.words import (
    BEFORE_VERB,
    DETERMINERS,
    GENERIC_HEADS,
    LY_NOUNS,
    PREPOSITIONS,
    STOP,
    VERB_FORMS,
    fold,
)
from core.domain.caches import remembered
from core.domain.plurals import is_plural, singular
from core.models import Section, Value

MAX_TERM_WORDS = 4

_BEFORE_ADJECTIVE = frozenset(
    {"is", "are", "was", "were", "be", "been", "more", "most", "very", "quite", "equally", "less"}
)
_TWO_SMALL = re.compile(r"(?:of|is|in|to|for|by|with|and|from|as|on)(?:a|an|the)$")
# Small words that no other word begins or ends with: "in" would make two of "inform", "some" of "someone".
_RUN_ON = frozenset(("the", "of", "and", "that", "this", "which", "from", "their", "to"))
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


class Term(Value):
    """A term of a section. `key` is folded (lower case, singular); `count` is how often the section has it."""

    text: str
    key: str
    count: int
    score: float
    is_marked: bool = False


@dataclass(frozen=True)
class Survey:
    """What a material's words do: runs per section, evidence for nouns and verbs, and each run's usual spelling."""

    totals: Counter[str] = field(default_factory=Counter)
    spread: Counter[str] = field(default_factory=Counter)
    spellings: dict[str, Counter[str]] = field(default_factory=dict)
    nouns: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)
    heads: Counter[str] = field(default_factory=Counter)
    adjectives: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    sections: int = 0

    def is_run_together(self, word: str) -> bool:
        """Whether a word that the material hardly has is two that it often has, as where a PDF lost a space."""
        low = word.lower()
        if _TWO_SMALL.match(low):
            return True
        often = max(3, 4 * self.words[low])
        if len(low) < 6 or self.words[low] > 4:
            return False
        halves = ((low[:cut], low[cut:]) for cut in range(2, len(low) - 1))
        return any(
            (left in _RUN_ON or (right in _RUN_ON and len(left) > 3))
            and min(self.words[left], self.words[right]) >= often
            for left, right in halves
        )

    def spelling(self, key: str) -> str:
        """The way in which the material mostly writes a run inside its sentences."""
        seen = self.spellings.get(key)
        if not seen:
            return key
        # Headings and labels capitalise what the running text does not.
        plain = [text for text in seen if text == text.lower()]
        pool = plain if 4 * sum(seen[text] for text in plain) >= sum(seen.values()) else list(seen)
        return min(pool, key=lambda text: (-seen[text], text))


@dataclass(frozen=True)
class Run:
    """A run of content words in a sentence, with where it begins and ends."""

    words: tuple[str, ...]
    start: int
    end: int
    before: str


@remembered(1024)
def _tokens(text: str) -> tuple[tuple[str, int, int], ...]:
    return tuple((match.group(), match.start(), match.end()) for match in _WORD.finditer(text))


def _evidence(texts: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    nouns: Counter[str] = Counter()
    verbs: Counter[str] = Counter()
    for text in texts:
        before = ""
        for word, _, _ in _tokens(text):
            low = word.lower()
            if before in DETERMINERS or (before in PREPOSITIONS and not low.endswith("ing")):
                nouns[low] += 1
            elif before in BEFORE_VERB:
                verbs[low] += 1
            before = low
    return nouns, verbs


def is_verbish(word: str, nouns: Counter[str], verbs: Counter[str]) -> bool:
    """Whether a word is more likely a verb or an adverb, by the list and by how the material uses it."""
    low = word.lower()
    if low.endswith("ly") and low not in LY_NOUNS:
        return True
    seen_noun, seen_verb = nouns[low], verbs[low]
    if low in VERB_FORMS:
        return seen_noun <= seen_verb + (2 if low.endswith(("ed", "ing")) else 0)
    if low.endswith(("ed", "ing")):
        return seen_noun == 0 or seen_verb > seen_noun
    return seen_verb > 2 * seen_noun and seen_verb > 1


def _breaks(word: str, before: str, in_run: str, nouns: Counter[str], verbs: Counter[str]) -> bool:
    """Whether a run ends before the word. `before` is the word to its left, `in_run` the run's last word, if any."""
    low = word.lower()
    if not word or len(word) == 1 or low in STOP:
        return True
    if low not in VERB_FORMS or low.endswith("ly"):
        return is_verbish(word, nouns, verbs)
    if before in DETERMINERS and not in_run:
        return False
    if low.endswith(("ed", "ing")) or before in BEFORE_VERB:
        return is_verbish(word, nouns, verbs)
    if in_run:
        # "electron transport" against "plants transport": number agreement tells the noun from the verb.
        return low.endswith("s") != is_plural(in_run)
    return is_verbish(word, nouns, verbs)


def runs(text: str, nouns: Counter[str], verbs: Counter[str]) -> tuple[Run, ...]:
    """The runs of content words in a sentence, between function words, verbs and punctuation."""
    ended: list[Run] = []
    current: list[tuple[str, int, int]] = []
    before = left = ""
    end = 0
    for word, start, stop in (*_tokens(text), ("", len(text), len(text))):
        gap = text[end:start]
        is_break = _breaks(word, before, current[-1][0] if current and not gap.strip() else "", nouns, verbs)
        if current and (
            is_break
            or gap.strip()
            or (word.endswith(("’s", "'s")) != current[-1][0].endswith(("’s", "'s")) and not gap)
        ):
            ended.append(Run(tuple(token[0] for token in current), current[0][1], current[-1][2], left))
            current = []
        if not is_break:
            if not current:
                left = "" if gap.strip() else before
            current.append((word, start, stop))
        before, end = word.lower(), stop
    return tuple(ended)


@MEMO.keeps(bytes_a_character=30)
def survey(pool: tuple[Section, ...]) -> Survey:
    """What the sections of one material do with their words."""
    by_section = [tuple(sentence.text for sentence in sentences(section)) for section in pool]
    nouns, verbs = _evidence([text for texts in by_section for text in texts])
    result = Survey(nouns=nouns, verbs=verbs, sections=len(pool))
    for texts in by_section:
        for text in texts:
            lowered = [word.lower() for word, _, _ in _tokens(text)]
            result.words.update(lowered)
            result.adjectives.update(word for before, word in pairwise(lowered) if before in _BEFORE_ADJECTIVE)
        here: set[str] = set()
        for text in texts:
            for run in runs(text, nouns, verbs):
                if run.before in DETERMINERS or run.before in PREPOSITIONS:
                    result.heads[singular(run.words[-1].lower())] += 1
                for words in _grams(run.words):
                    spelled = " ".join(words)
                    key = fold(spelled)
                    here.add(key)
                    result.totals[key] += 1
                    # A sentence's first word has a capital for another reason.
                    weight = 1 if run.start == 0 and words[0] is run.words[0] else 3
                    if weight == 1 and spelled[1:] == spelled[1:].lower():
                        spelled = spelled[0].lower() + spelled[1:]
                    result.spellings.setdefault(key, Counter())[spelled] += weight
        result.spread.update(here)
    return result


def _grams(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for size in range(1, min(MAX_TERM_WORDS, len(words)) + 1):
        for start in range(len(words) - size + 1):
            yield words[start : start + size]


def terms(section: Section, pool: Sequence[Section] = (), *, limit: int = 40) -> tuple[Term, ...]:
    """The section's terms, best first: marked by the typesetting, then repeated and specific to this section."""
    return ranked_terms(section, survey(tuple(pool) if section in pool else (section, *pool)), limit=limit)


def ranked_terms(section: Section, whole: Survey, *, limit: int) -> tuple[Term, ...]:
    """`terms`, where the material's survey is at hand."""
    own = survey_counts(section, whole)
    marked = {
        fold(word.strip(' .,;:()“”"'))
        for block in section.blocks
        for word in block.emphasis
        if block.kind not in ("heading", "code")
    }
    marked |= {fold(section.title)} | {definition.key for definition in definitions(section)}
    scored: list[Term] = []
    for key, count in own.items():
        words = key.split()
        is_marked = key in marked
        if len(key) < 3 or words[-1] in GENERIC_HEADS or (not is_marked and not _is_noun(words, whole)):
            continue
        if not is_marked and count < 2 and not (len(words) > 1 and whole.totals[key] > 2):
            continue
        specific = math.log(1 + whole.sections / max(1, whole.spread[key])) + 0.5
        score = count * specific * (1 + 0.6 * (len(words) - 1)) * (3 if is_marked else 1)
        scored.append(Term(text=whole.spelling(key), key=key, count=count, score=round(score, 4), is_marked=is_marked))
    longest = [term for term in scored if not _is_inside_longer(term, scored)]
    return tuple(sorted(longest, key=lambda term: (-term.score, term.key))[:limit])


def survey_counts(section: Section, whole: Survey) -> Counter[str]:
    """How often the section has each run."""
    counts: Counter[str] = Counter()
    for sentence in sentences(section):
        for run in runs(sentence.text, whole.nouns, whole.verbs):
            counts.update(fold(" ".join(words)) for words in _grams(run.words))
    return counts


def _is_noun(words: Sequence[str], whole: Survey) -> bool:
    if len(words) == 1 and whole.adjectives[words[0]] >= whole.heads[words[0]]:
        return False
    return whole.heads[singular(words[-1])] > 0 and not is_verbish(words[0], whole.nouns, whole.verbs)


def _is_inside_longer(term: Term, others: Sequence[Term]) -> bool:
    return any(
        len(other.key) > len(term.key)
        and f" {term.key} " in f" {other.key} "
        and other.count * 1.5 >= term.count
        and (other.is_marked or not term.is_marked)
        for other in others
    )
