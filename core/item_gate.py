"""The checks that every question passes before a learner sees it, whether code, a model or an author wrote it. Pure.

The rules come from Haladyna, Downing & Rodriguez (2002), "A review of multiple-choice item-writing guidelines for
classroom assessment", Applied Measurement in Education 15(3) (the number in brackets is the guideline's there), and
from the nineteen item-writing flaws as automated by Moore et al. (2023, arXiv 2307.08161).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from core.models import Question, Value

MIN_STEM_WORDS = 4
MAX_STEM_WORDS = 80
LONGEST_RATIO = 1.6
LONGEST_FROM = 40
SHORT_KEY = 4

_WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ALL_OR_NONE = re.compile(
    r"\b(?:all|none|both|neither|any|some|two|more than one) of (?:the|these|those) ?(?:above|"
    r"below|options|answers|choices|listed|following)?\s*\.?$"
    r"|\b(?:both|either) (?:a|b|c|d|1|2|3) (?:and|or) (?:a|b|c|d|1|2|3)\b|\b(?:all|none) (?:of them|above)\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|all|none|every|only|completely|entirely|absolutely|impossible|cannot ever|"
    r"must always|no one|nobody|everyone)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:the (?:above|below|previous|preceding|former|latter)|(?:shown|described|mentioned|seen|"
    r"listed|given|discussed) (?:above|below|earlier|previously)|"
    r"(?:this|these|the following|the next|the preceding) (?:figures?|tables?|diagrams?|sections?|"
    r"chapters?|passages?|pages?|paragraphs?|images?|pictures?|equations?|listings?)|"
    r"(?:in|see|from) (?:figure|fig\.|table|section|chapter|equation|listing) \d)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?<!/)\b(?:a|an) _{2,}", re.IGNORECASE)
_BLANK = re.compile(r"_{2,}")


class Rejected(Value):
    """A question that was not let through. `reasons` are the names of the rules it breaks."""

    question_id: str
    text: str
    reasons: tuple[str, ...]


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _distractors(question: Question) -> tuple[str, ...]:
    return tuple(option for index, option in enumerate(question.options) if index not in question.key)


def _keys(question: Question) -> tuple[str, ...]:
    if question.question_type == "fill_blank":
        return question.accepted_answers
    return tuple(question.options[index] for index in question.key)


def _is_choice(question: Question) -> bool:
    return question.question_type in ("multiple_choice", "multi_select")


def too_few_options(question: Question) -> bool:
    """Three options suffice and fewer do not (guideline 18); several right ones need four, and at least one wrong."""
    needed = {"multiple_choice": 3, "true_false": 2, "multi_select": 4, "fill_blank": 0}[question.question_type]
    return len(question.options) < needed or (question.question_type != "fill_blank" and not _distractors(question))


def duplicate_options(question: Question) -> bool:
    """Two options that read the same leave two keys or none (guideline 20: options are independent)."""
    plain = [_plain(option) for option in question.options]
    return len(set(plain)) < len(plain) or "" in plain


def key_in_stem(question: Question) -> bool:
    """The stem contains the key and gives it away (guideline 28b; "logical cue" in the 19 flaws)."""
    if question.question_type in ("true_false", "multi_select"):
        return False
    stem = f" {_plain(_BLANK.sub(' ', question.text))} "
    return any(f" {_plain(key)} " in stem or f" {_plain(key)}s " in stem for key in _keys(question) if _plain(key))


def clang_association(question: Question) -> bool:
    """A telling word of a short key stands in the stem and in no distractor (guideline 28b; "word repeats")."""
    if question.question_type != "multiple_choice":
        return False
    stem = set(_plain(question.text).split())
    elsewhere = set(_plain(" ".join(_distractors(question))).split())
    return any(
        len(key.split()) <= SHORT_KEY
        and any(len(word) >= 5 and word in stem - elsewhere for word in _plain(key).split())
        for key in _keys(question)
    )


def missing_source(question: Question) -> bool:
    """No words of the material are named as what the item rests on (guideline 1: important content, not opinion)."""
    return not any(source.quote.strip() for source in question.sources)


def missing_explanation(question: Question) -> bool:
    """Nothing would tell a learner why the key is right."""
    return len(question.explanation.split()) < 3


def all_or_none(question: Question) -> bool:
    """ "All of the above" and "none of the above" (guidelines 25 and 26)."""
    return any(_ALL_OR_NONE.search(option) for option in question.options)


def longest_option(question: Question) -> bool:
    """The key stands out by its length (guideline 24): over 40 characters and over 1.6 times the longest distractor."""
    if question.question_type != "multiple_choice":
        return False
    longest = max((len(option) for option in _distractors(question)), default=0)
    return any(len(key) > LONGEST_FROM and len(key) > LONGEST_RATIO * longest for key in _keys(question))


def absolute_distractors(question: Question) -> bool:
    """ "Always", "never" and the like in every distractor and in no key give the key away (guideline 28a)."""
    wrong = _distractors(question)
    if not _is_choice(question) or not wrong:
        return False
    return all(_ABSOLUTE.search(option) for option in wrong) and not any(
        _ABSOLUTE.search(key) for key in _keys(question)
    )


def context_dependent(question: Question) -> bool:
    """The item points at something that the learner does not have in view (guideline 4: items are independent)."""
    return any(_ELSEWHERE.search(text) for text in (question.text, *question.options))


def article_cue(question: Question) -> bool:
    """ "a ____" or "an ____" answers by grammar (guideline 28d; "grammatical cues" in the 19 flaws)."""
    return bool(_ARTICLE.search(question.text))


def stem_length(question: Question) -> bool:
    """Under 4 words say nothing, over 80 are window dressing (guidelines 8 and 14; "unfocused stem")."""
    return not MIN_STEM_WORDS <= len(_BLANK.sub("blank", question.text).split()) <= MAX_STEM_WORDS


def blank_count(question: Question) -> bool:
    """A typed answer has one blank at most, or its stem asks in words ("fill-in-the-blank" in the 19 flaws)."""
    return len(_BLANK.findall(question.text)) > 1


RULES: dict[str, Callable[[Question], bool]] = {
    "too_few_options": too_few_options,
    "duplicate_options": duplicate_options,
    "key_in_stem": key_in_stem,
    "clang_association": clang_association,
    "missing_source": missing_source,
    "missing_explanation": missing_explanation,
    "all_or_none": all_or_none,
    "longest_option": longest_option,
    "absolute_distractors": absolute_distractors,
    "context_dependent": context_dependent,
    "article_cue": article_cue,
    "stem_length": stem_length,
    "blank_count": blank_count,
}


def check_item(question: Question) -> tuple[str, ...]:
    """The names of the rules that the question breaks, in the order of `RULES`; empty where it may be shown."""
    return tuple(name for name, is_broken in RULES.items() if is_broken(question))


def gate(questions: Sequence[Question]) -> tuple[tuple[Question, ...], tuple[Rejected, ...]]:
    """The questions that may be shown, in their order, and those that may not, with why.

    Between items one more rule holds, "duplicate_item": the same id, or the same stem with the same key, comes once.
    """
    passed: list[Question] = []
    rejected: list[Rejected] = []
    ids: set[str] = set()
    asked: set[tuple[str, ...]] = set()
    for question in questions:
        reasons = check_item(question)
        asks = (_plain(question.text), *sorted(_plain(key) for key in _keys(question)))
        if question.id in ids or asks in asked:
            reasons = (*reasons, "duplicate_item")
        if reasons:
            rejected.append(Rejected(question_id=question.id, text=question.text, reasons=reasons))
            continue
        ids.add(question.id)
        asked.add(asks)
        passed.append(question)
    return tuple(passed), tuple(rejected)
