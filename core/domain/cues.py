"""What an item shows of the word that is to be typed: letters at its blank or in a cue, and how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BLANK = re.compile(r"([^\W\d_]+)[_…]{2,}([^\W\d_]*)|[_…]{2,}([^\W\d_]+)")
# Letters without quotes end what is said: "begins with a capital" shows none.
_QUOTED, _BARE = r"[“\"'‘]-?([^\W\d_]{1,12})-?[”\"'’…]", r"-?([^\W\d_]{1,3})-?…?(?=\s*(?:[).,;:?!]|and\b|$))"
_LETTERS = rf"(?:the letters? )?(?:{_QUOTED}|{_BARE})"
_BEGINS = re.compile(rf"\b(?:begin|start)(?:s|ning|ing)? with {_LETTERS}", re.I)
_ENDS = re.compile(rf"\bend(?:s|ing)? (?:with|in|on) {_LETTERS}", re.I)
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_LENGTH = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)})[- ]letters?\b", re.I)


class Cue(NamedTuple):
    """How a word begins and ends, as an item shows it; empty where it does not."""

    begin: str = ""
    end: str = ""


def cues(text: str) -> Iterator[Cue]:
    """What the text of an item shows of a word's letters, as "ri____", "____ase" and "begins with r" do."""
    for begin, end, end_alone in _BLANK.findall(text):
        yield Cue(begin, end or end_alone)
    for quoted, bare in _BEGINS.findall(text):
        yield Cue(begin=quoted or bare)
    for quoted, bare in _ENDS.findall(text):
        yield Cue(end=quoted or bare)


def shows_length(text: str, length: int) -> bool:
    """Whether the text says that the word has so many letters."""
    numbers = (number.casefold() for number in _LENGTH.findall(text))
    return any((int(number) if number.isdigit() else _NUMBERS.index(number) + 2) == length for number in numbers)
