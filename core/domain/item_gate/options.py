"""Rules on the options: enough of them, each a different answer, of one kind and in order.

The numbers are those of the guidelines in Haladyna, Downing & Rodriguez (2002); the words in quotation marks are the
flaws' names in Moore et al. (2023). Both are cited in full in `core/domain/item_gate/__init__.py`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise

from core.domain.item_gate.words import distractors, is_choice, keys, plain, statement, unquoted
from core.domain.plurals import singular
from core.models import Question

_ALL_OR_NONE = re.compile(
    r"\b(?:all|none|both|neither|any|some|two|more than one) of (?:the|these|those) ?(?:above|"
    r"below|options|answers|choices|listed|following)?\s*\.?$"
    r"|\b(?:all|none) (?:of them|above)\b",
    re.IGNORECASE,
)
_NAMED = r"(?:both |either |only |options? |answers? |statements? )*"
_LETTER, _DIGIT = r"\(?(?:[A-E]|I{1,3}|IV|V)\)?", r"\(?[1-5]\)?"
_LETTERS, _DIGITS = (
    re.compile(rf"^{_NAMED}{sign}(?:, ?{sign})*,? (?:and|or|&) {sign}(?: only)?\.?$", re.IGNORECASE)
    for sign in (_LETTER, _DIGIT)
)
_ENUMERATES = re.compile(r"(?:^|[\s(])(?:1|A|I)[.):]\s")
_FILLER = re.compile(
    r"^(?:n/?a|tbd|todo|lorem ipsum.*|foo|bar|baz|placeholder|(?:option|answer|choice|distractor) ?(?:[a-e]|\d)|"
    r"i (?:do not|don['’]t) know|don['’]t know|not sure|no idea|something else|other|nothing|unknown|\W+)\.?$",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:frequently|occasionally|often|sometimes|seldom|rarely|from time to time|now and then|in some cases|"
    r"more or less|quite a (?:few|lot)|a lot|etc)\b",
    re.IGNORECASE,
)
_VERDICTS = frozenset(("true", "false", "yes", "no"))
_NUMBER = re.compile(
    r"^\D{0,2}?(?P<sign>[-−]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?(?:/(?P<under>[1-9]\d*))?"
    r" ?(?P<unit>%|°?[^\W\d_]+(?: [^\W\d_]+)?)?\.?$"
)
_RANGE = re.compile(r"^(\d+(?:\.\d+)?) ?(?:-|–|to) ?(\d+(?:\.\d+)?)(?: ?(?:%|[^\W\d_]+))?\.?$")
_ARTICLES = frozenset(("a", "an", "the"))


def too_few_options(question: Question) -> bool:
    """Three options suffice and fewer do not (18); several right ones need four, and at least one wrong."""
    needed = {"multiple_choice": 3, "true_false": 2, "multi_select": 4, "fill_blank": 0}[question.question_type]
    return len(question.options) < needed or (question.question_type != "fill_blank" and not distractors(question))


def duplicate_options(question: Question) -> bool:
    """Two options that read the same leave two keys or none (22; "more than one correct")."""
    read = [_as_read(option) for option in question.options]
    return len(set(read)) < len(read) or "" in read


def equivalent_options(question: Question) -> bool:
    """Two options say the same in other words or figures: "0.5" and "1/2", "salt and water" and "water and salt" (19,
    22; "more than one correct")."""
    meant = [_as_meant(option) for option in question.options]
    return is_choice(question) and len(set(meant)) < len(meant)


def overlapping_ranges(question: Question) -> bool:
    """A number that lies in two options' ranges has two keys (22; "more than one correct")."""
    matches = [_RANGE.match(option.strip()) for option in question.options]
    if not matches or not all(matches):
        return False
    ranges = sorted((float(match[1]), float(match[2])) for match in matches if match)
    return any(after[0] < before[1] for before, after in pairwise(ranges))


def all_or_none(question: Question) -> bool:
    """ "All of the above" and "none of the above" (25, 26; "all of the above", "none of the above")."""
    return any(_ALL_OR_NONE.search(option) for option in question.options)


def combined_options(question: Question) -> bool:
    """ "A and C", "I and II only": an option made of other options, or of statements that the stem numbers (9; "complex
    or K-type"). Vitamins that are all "A and D" or "B and C" name themselves."""
    lettered = [bool(_LETTERS.match(option.strip())) for option in question.options]
    if _ENUMERATES.search(question.text):
        return any(lettered) or any(_DIGITS.match(option.strip()) for option in question.options)
    return any(lettered) and not all(lettered)


def implausible_distractors(question: Question) -> bool:
    """A distractor that stands for nothing: a placeholder, "I don't know" (28f, 29; "implausible distractors")."""
    return is_choice(question) and any(_FILLER.match(option.strip()) for option in question.options)


def mixed_options(question: Question) -> bool:
    """The key alone is a number, or alone is none: it stands out by its kind (23; "implausible distractors")."""
    if question.question_type != "multiple_choice":
        return False
    key = all(_NUMBER.match(option) for option in keys(question))
    others = [bool(_NUMBER.match(option)) for option in distractors(question)]
    return len(others) > 1 and key not in others


def true_false_misuse(question: Question) -> bool:
    """A statement to judge is a statement, with two verdicts; a choice has no "true" among its options (9;
    "true/false question")."""
    verdicts = [option.casefold().strip(" .") in _VERDICTS for option in question.options]
    if question.question_type != "true_false":
        return any(verdicts)
    asked = unquoted(statement(question)).strip()
    return len(verdicts) != 2 or not all(verdicts) or asked.endswith("?")


def vague_terms(question: Question) -> bool:
    """ "Often", "sometimes" in an option mean something else to everybody ("vague terms")."""
    return is_choice(question) and any(_VAGUE.search(unquoted(option)) for option in question.options)


def lost_sequence(question: Question) -> bool:
    """Numbers that stand neither from small to large nor from large to small (21; "lost sequence")."""
    if not is_choice(question):
        return False
    matches = [_NUMBER.match(option.strip()) for option in question.options]
    units = {(match["unit"] or "").casefold() for match in matches if match}
    if not all(matches) or len(units) != 1:
        return False
    values = [_value(match) for match in matches if match]
    return values not in (sorted(values), sorted(values, reverse=True))


def _value(number: re.Match[str]) -> Fraction:
    whole = Fraction(number["whole"].replace(",", "") + (number["rest"] or ""))
    return (-whole if number["sign"] else whole) / int(number["under"] or 1)


def _as_read(option: str) -> str:
    """The words of an option; where they are not all, as in "x + 1" and "x - 1", the signs too."""
    signs = re.sub(r"[\w\s.,;:!?'\"’“”()]", "", option)
    return plain(option) + signs if not signs or plain(option) else option.strip()


def _as_meant(option: str) -> object:
    """A number's value and unit, else the words in the singular without articles; what "and" joins in any order."""
    if number := _NUMBER.match(option.strip()):
        unit = number["unit"] or ""
        return (_value(number) / 100, "") if unit == "%" else (_value(number), unit.casefold())
    parts = re.split(r"\band\b", _as_read(option))
    words = [tuple(singular(word) for word in part.split() if word not in _ARTICLES) for part in parts]
    return tuple(sorted(words) if len(words) == 2 else words)
