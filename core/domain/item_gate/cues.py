"""Rules against cues: what would give the key away to somebody who does not know the subject.

The numbers are those of the guidelines in Haladyna, Downing & Rodriguez (2002); the words in quotation marks are the
flaws' names in Moore et al. (2023). Both are cited in full in `core/domain/item_gate/__init__.py`.
"""

from __future__ import annotations

import re

from core.domain.item_gate.words import BLANK, WORDS, distractors, is_choice, keys, plain, statement
from core.domain.plurals import is_plural
from core.models import Question

LONGEST_RATIO = 1.6
LONGEST_FROM = 40
SHORT_KEY = 4

_ABSOLUTE = re.compile(
    r"\b(?:always|never|all|none|every|only|completely|entirely|absolutely|impossible|cannot ever|"
    r"must always|no one|nobody|everyone)\b",
    re.IGNORECASE,
)
_STRONGEST = re.compile(
    r"(?<!almost )(?<!nearly )\b(?:always|never|absolutely|under no circumstances|without exception)\b", re.IGNORECASE
)
_ARTICLE = re.compile(r"(?<!/)\b(?:a|an) _{2,}|(?<!/)\b(?:a|an)\s*[:…]*\s*$", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b(?:these|those|many|several|is|are|was|were|has|have) _{2,}|_{2,} (?:is|are|was|were|has|have)\b"
    r"|\b(?:which|what) (?:[\w-]+ ){0,3}(?:is|are|was|were|has|have)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s*[,;/+]\s*|\s+(?:and|with|but)\s+", re.IGNORECASE)
_OPPOSITES = (
    ("increase", "decrease"),
    ("more", "less"),
    ("more", "fewer"),
    ("higher", "lower"),
    ("larger", "smaller"),
    ("faster", "slower"),
    ("before", "after"),
    ("above", "below"),
    ("rise", "fall"),
    ("gain", "lose"),
    ("with", "without"),
    ("inside", "outside"),
    ("positive", "negative"),
    ("can", "cannot"),
)
_NEGATIONS = frozenset(("not", "no", "never"))


def key_in_stem(question: Question) -> bool:
    """The stem contains the key and gives it away (28b; "word repeats")."""
    if question.question_type in ("true_false", "multi_select"):
        return False
    stem = f" {plain(BLANK.sub(' ', question.text))} "
    return any(f" {plain(key)} " in stem or f" {plain(key)}s " in stem for key in keys(question) if plain(key))


def clang_association(question: Question) -> bool:
    """A telling word of a short key stands in the stem and in no distractor (28b; "word repeats")."""
    if question.question_type != "multiple_choice":
        return False
    stem = set(plain(question.text).split())
    elsewhere = set(plain(" ".join(distractors(question))).split())
    return any(
        len(key.split()) <= SHORT_KEY
        and any(len(word) >= 5 and word in stem - elsewhere for word in plain(key).split())
        for key in keys(question)
    )


def longest_option(question: Question) -> bool:
    """The key stands out by its length: over 40 characters and over 1.6 times the longest distractor (24, 28d;
    "longest answer correct")."""
    if question.question_type != "multiple_choice":
        return False
    longest = max((len(option) for option in distractors(question)), default=0)
    return any(len(key) > LONGEST_FROM and len(key) > LONGEST_RATIO * longest for key in keys(question))


def absolute_distractors(question: Question) -> bool:
    """ "Always", "never" and the like in every distractor, or in two, and in no key (28a; "absolute terms")."""
    wrong = distractors(question)
    if not is_choice(question) or not wrong or any(_ABSOLUTE.search(key) for key in keys(question)):
        return False
    return sum(bool(_ABSOLUTE.search(option)) for option in wrong) >= min(2, len(wrong))


def absolute_statement(question: Question) -> bool:
    """A false statement that says "always" or "never" is guessed to be false (28a; "absolute terms")."""
    is_false = question.question_type == "true_false" and question.right_answer.casefold() in ("false", "no")
    return is_false and bool(_STRONGEST.search(statement(question)))


def article_cue(question: Question) -> bool:
    """ "a ____", "an ____", or a stem that ends in "a" or "an", answers by grammar (28c; "grammatical cues")."""
    return bool(_ARTICLE.search(question.text))


def number_cue(question: Question) -> bool:
    """The stem asks for one or for several, and the key alone is of that number (28c; "grammatical cues")."""
    if question.question_type != "multiple_choice" or not _NUMBER.search(question.text):
        return False
    if any(len(option.split()) > SHORT_KEY for option in question.options):
        return False
    key, others = is_plural(keys(question)[0]), [is_plural(option) for option in distractors(question)]
    return len(others) > 1 and key not in others


def convergence_cue(question: Question) -> bool:
    """Of options made of parts, the key alone has only parts that others have too (28e; "convergence cues")."""
    if question.question_type != "multiple_choice":
        return False
    parts = [{plain(part) for part in _PARTS.split(option) if plain(part)} for option in question.options]
    shared = [
        len(own) > 1 and all(any(part in other for other in parts if other is not own) for part in own) for own in parts
    ]
    return shared.count(True) == 1 and shared[question.key[0]]


def opposite_pair(question: Question) -> bool:
    """Two options that only a "not" or an opposite tells apart, one of them the key: the rest need no thought (28e;
    "logical cues")."""
    if question.question_type != "multiple_choice" or len(question.options) < 3:
        return False
    options = question.options
    pairs = [
        (first, second)
        for first in range(len(options))
        for second in range(first + 1, len(options))
        if _are_opposites(options[first], options[second])
    ]
    return len(pairs) == 1 and question.key[0] in pairs[0]


def _are_opposites(option: str, other: str) -> bool:
    mine, theirs = WORDS.findall(option.casefold()), WORDS.findall(other.casefold())
    if len(mine) != len(theirs):
        short, long = sorted((mine, theirs), key=len)
        return len(long) > 2 and short == [word for word in long if word not in _NEGATIONS]
    differing = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return len(differing) == 1 and any(
        (a.startswith(low) and b.startswith(high)) or (a.startswith(high) and b.startswith(low))
        for a, b in differing
        for low, high in _OPPOSITES
        if a.removeprefix(low).removeprefix(high) == b.removeprefix(low).removeprefix(high)
    )
