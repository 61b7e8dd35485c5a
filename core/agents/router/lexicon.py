"""The words by which learners say what they want, from `lexicon.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from core.models import Value

Intent = Literal["plan", "explain", "quiz", "autopilot"]


class Cues(Value):
    """Words and phrases that speak for an intent, and how strongly."""

    intent: Intent
    weight: float
    words: tuple[str, ...]


class Words(Value):
    """Words by what they tell: `little` ones tell nothing, `animal` ones that a cat is no exam.

    What stands behind a phrase of `without`, or before one of `without_after`, is left out; of `knows`, it is known.
    """

    hours: frozenset[str]
    minutes: frozenset[str]
    without: frozenset[str]
    without_after: frozenset[str]
    knows: frozenset[str]
    knows_after: frozenset[str]
    animal: frozenset[str]
    no_study: frozenset[str]
    other_subjects: frozenset[str]
    little: frozenset[str]


class Lexicon(Value):
    """Cues for intents, numbers in words, and the days in a span of time."""

    cues: tuple[Cues, ...]
    numbers: dict[str, int]
    spans: dict[str, int]
    words: Words


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    return Lexicon.model_validate(tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")))


@cache
def single_cues() -> frozenset[str]:
    """The cues that are one word."""
    return frozenset(word for cues in lexicon().cues for word in cues.words if " " not in word)


@cache
def wide_cues() -> tuple[tuple[str, ...], ...]:
    """The cues of several words."""
    return tuple(tuple(word.split()) for cues in lexicon().cues for word in cues.words if " " in word)
