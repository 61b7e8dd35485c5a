"""Amounts of time as learners write them, made digits."""

from __future__ import annotations

import re
from functools import cache

from core.agents.router.lexicon import lexicon

_AND_A_HALF = re.compile(r"\b(?P<n>\w+)(?P<unit>)(?: +and)? +a +half\b(?= +[a-z])")
_UNIT_AND_A_HALF = re.compile(r"\b(?P<n>\w+) +(?P<unit>\w+) +and +a +half\b")
_A_HALF = re.compile(r"\b(?:half|aadha|1/2) +(?:an? +)?(?=[a-z])")
_COMMA = re.compile(r"\b(\d{1,2}),(\d{1,2})(?= *[a-z])")
_THOUSANDS = re.compile(r"\b(\d{1,3}),(\d{3})\b")
_NUMBERS_IN_WORDS = {"dedh": "1.5", "dhai": "2.5"}


def in_digits(text: str) -> str:
    """The text, folded, with its amounts in digits: two weeks, one and a half hours, 1,5 hours."""
    text = _AND_A_HALF.sub(_with_half, text.casefold().replace("½", " 1/2"))
    text = _UNIT_AND_A_HALF.sub(_with_half, text)
    text = _COMMA.sub(r"\1.\2", _THOUSANDS.sub(r"\1\2", _A_HALF.sub("0.5 ", text)))
    for word, number in _NUMBERS_IN_WORDS.items():
        text = re.sub(rf"\b{word}\b", number, text)
    return _worded().sub(_with_digits, text)


def _with_digits(match: re.Match[str]) -> str:
    before = match.string[: match.start()].split()[-1:]
    # “3 hours a day” is a rate and speaks of no single day.
    if match["words"] in ("a", "an") and before and before[0].lstrip("0123456789.") in _counted():
        return match[0]
    return f"{_number(match['words'])} {match['unit']}"


@cache
def _counted() -> frozenset[str]:
    """What there can be so much of in a day or week."""
    words = lexicon().words
    return words.hours | words.minutes | {*lexicon().spans, "times", "once", "twice"}


def _with_half(match: re.Match[str]) -> str:
    number = match["n"]
    if not (number.isdigit() or number in lexicon().numbers):
        return match[0]
    return f"{_number(number)}.5 {match['unit']}".strip()


@cache
def _worded() -> re.Pattern[str]:
    """Numbers in words before a unit of time."""
    words = lexicon().words
    numbers = "|".join(sorted(map(re.escape, (*lexicon().numbers, "next")), key=len, reverse=True))
    units = {*lexicon().spans, *words.hours, *words.minutes}
    return re.compile(
        rf"(?<![\w.])(?P<words>(?:{numbers})(?:[ -]+(?:and +)?(?:{numbers}))*)[ -]+"
        rf"(?P<unit>{'|'.join(sorted(map(re.escape, units), key=len, reverse=True))})(?!\w)(?! and a half)"
    )


def _number(words: str) -> int:
    """Twenty five is 25, a hundred and twenty is 120; in “a two week plan” the last word counts."""
    value = 0
    for word in re.findall(r"[^\s-]+", words):
        number = int(word) if word.isdigit() else lexicon().numbers.get(word, 0 if word == "and" else 1)
        if number == 100:
            value = 100 * max(1, value)
        elif value >= 100 or (value >= 20 and number < 10):
            value += number
        else:
            value = number
    return value
