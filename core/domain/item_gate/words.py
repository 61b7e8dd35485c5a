"""What the rules share: an item's words, its key and its distractors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.domain.caches import remembered
from core.domain.plurals import singular
from core.models import Question

WORDS = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
BLANK = re.compile(r"_{2,}")
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"")
_TRUE_OR_FALSE = re.compile(r"^\s*true or false\s*[?:.]\s*", re.IGNORECASE)


def listed(text: str) -> tuple[str, ...]:
    """The words of a list written as one string."""
    return tuple(text.split())


_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        listed("zero one two three four five six seven eight nine ten eleven twelve"),
    )
}
# "Not" and its kin stay: what they turn round is another question.
_EMPTY = frozenset(
    listed(
        "a an the of in on at by for with from to into as is are was were be been being do does did has have had can "
        "could will would may might must shall should it its this that these those there and or which what who whom "
        "whose where when why how one following fill blank type missing term terms choose select all every apply "
        "applies best most statement statements option options answer answers question true false correct right "
        "incorrect wrong according material describe describes fit fits"
    )
)


def folded(text: str) -> str:
    """The text's words in small letters, one space apart."""
    return " ".join(WORDS.findall(text.casefold()))


@remembered(8192)
def plain(text: str) -> str:
    """`folded`, kept: for the texts of an item, which many rules look at."""
    return folded(text)


@remembered(8192)
def content(text: str) -> frozenset[str]:
    """The words that carry a meaning, in the singular; numbers as figures."""
    words = (_NUMBER_WORDS.get(word, word) for word in plain(BLANK.sub(" ", text)).split())
    return frozenset(singular(word) for word in words if word not in _EMPTY)


def unquoted(text: str) -> str:
    """The text without what it quotes: a quotation's wording is not the item writer's."""
    return _QUOTED.sub(" ", text)


def statement(question: Question) -> str:
    """What a true-false item states, without "True or false?"."""
    return _TRUE_OR_FALSE.sub("", question.text)


def distractors(question: Question) -> tuple[str, ...]:
    """The wrong options."""
    return tuple(option for index, option in enumerate(question.options) if index not in question.key)


def keys(question: Question) -> tuple[str, ...]:
    """The right options, or the answers that are taken."""
    if question.question_type == "fill_blank":
        return question.accepted_answers
    return tuple(question.options[index] for index in question.key)


def is_choice(question: Question) -> bool:
    """Whether options of the writer's own are chosen from."""
    return question.question_type in ("multiple_choice", "multi_select")


def shown(question: Question) -> Iterator[str]:
    """Every text that is in view before the answer."""
    yield question.text
    yield from question.options
