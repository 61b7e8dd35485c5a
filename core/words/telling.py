"""How a code and its fields become a sentence, by a catalogue of words.

A catalogue has a template for each code, written as for `str.format`. Beside Python's own formats a field may have:

    {topics:count topic}    3 topics, by its number
    {topics:number is|are}  is, where it is 1, else are
    {names:listed}          a, b and 2 more: the first five
    {names:and}, {names:or} a, b and c
    {names:joined}          a, b, c
    {names:all_and}, {names:all_or}, {names:and_no}     a and b and c
    {why:inside}            what is said, without its full stop
    {parts}                 what is said, one after the other
    {on:day}                Mon 23 Nov
    {on:long}               23 November
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from core.words.english import ENGLISH

if TYPE_CHECKING:
    from core.words.said import Said

MOST_LISTED = 5


def told(said: Said, words: Mapping[str, str] = ENGLISH) -> str:
    """What is said, in the language of `words`. What they have no template for is a sentence as it stands."""
    template = words.get(said.code)
    return said.code if template is None else _Sentence(words).vformat(template, (), said.fields)


class _Sentence(string.Formatter):
    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def format_field(self, value: Any, format_spec: str) -> str:
        kind, _, rest = format_spec.partition(" ")
        if way := _WAYS.get(kind):
            return way(self._words, value, rest)
        return format(value, format_spec) if format_spec else self._plain(value)

    def _plain(self, value: Any) -> str:
        return " ".join(_texts(self._words, value)) if isinstance(value, tuple) else _text(self._words, value)


def _text(words: Mapping[str, str], value: Any) -> str:
    return told(value, words) if hasattr(value, "code") else str(value)


def _count(words: Mapping[str, str], value: int, noun: str) -> str:
    one, _, many = noun.partition("|")
    return f"{value} {one if value == 1 else many or f'{one}s'}"


def _number(_: Mapping[str, str], value: int, forms: str) -> str:
    return forms.split("|")[value != 1]


def _texts(words: Mapping[str, str], value: Iterable[Any]) -> list[str]:
    return [_text(words, part) for part in value]


def _joined(words: Mapping[str, str], value: Iterable[Any], _: str) -> str:
    return ", ".join(_texts(words, value))


def _inside(words: Mapping[str, str], value: Any, _: str) -> str:
    return _text(words, value).rstrip(".")


def _listed(words: Mapping[str, str], value: Sequence[Any], most: str) -> str:
    shown = int(most or MOST_LISTED)
    names = ", ".join(_texts(words, value[:shown]))
    return words["and_more"].format(names=names, number=len(value) - shown) if len(value) > shown else names


def _last_by(code: str) -> Callable[[Mapping[str, str], Iterable[Any], str], str]:
    def way(words: Mapping[str, str], value: Iterable[Any], _: str) -> str:
        *firsts, last = _texts(words, value)
        return words[code].format(names=", ".join(firsts), last=last) if firsts else last

    return way


def _all_by(code: str) -> Callable[[Mapping[str, str], Iterable[Any], str], str]:
    def way(words: Mapping[str, str], value: Iterable[Any], _: str) -> str:
        return f" {words[code]} ".join(_texts(words, value))

    return way


def _day(code: str) -> Callable[[Mapping[str, str], date | str, str], str]:
    def way(words: Mapping[str, str], value: date | str, _: str) -> str:
        day = value if isinstance(value, date) else date.fromisoformat(value)
        names = {name: words[f"{name}s"].split()[day.month - 1] for name in ("month", "short_month")}
        names |= {name: words[f"{name}s"].split()[day.weekday()] for name in ("weekday", "short_weekday")}
        return words[code].format(day=day.day, year=day.year, **names)

    return way


_WAYS: Mapping[str, Callable[[Mapping[str, str], Any, str], str]] = {
    "count": _count,
    "number": _number,
    "listed": _listed,
    "joined": _joined,
    "inside": _inside,
    "and": _last_by("and"),
    "or": _last_by("or"),
    "all_and": _all_by("all_and"),
    "all_or": _all_by("all_or"),
    "and_no": _all_by("and_no"),
    "day": _day("day"),
    "long": _day("long_day"),
}
