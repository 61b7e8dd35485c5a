"""What stands beside the ratings: each way learns from other learners' answers and foresees a log, quiz by quiz.

A forecast rests on what lies before its quiz. Forecasts come in the order of `by_learner`. Logistic regressions need
scikit-learn (`requirements-bench.txt`).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from tests.bench.mastery_log import Answered, by_learner

SURE = 0.01
Pairs = list[tuple[float, bool]]
Way = Callable[[Sequence[Answered], Sequence[Answered]], Pairs]
Features = dict[str, float]
# Corbett & Anderson 1995 (Knowledge tracing, UMUAI 4) fit their own tutor; these are round figures of that size.
KNOWN_FIRST, LEARNT, SLIPS = 0.3, 0.1, 0.1
KNOWN_GRID, LEARNT_GRID = (0.1, 0.3, 0.5, 0.7, 0.9), (0.01, 0.03, 0.1, 0.2, 0.4)
SLIP_GRID, GUESS_GRID = (0.02, 0.05, 0.1, 0.2, 0.3), (0.05, 0.1, 0.2, 0.35, 0.5)
STEPS, SLOWINGS = (0.2, 0.4, 0.8, 1.2, 1.8), (0.02, 0.05, 0.1, 0.3)


@dataclass
class Counts:
    """A learner's right and wrong answers so far: all of them (under ""), on each topic and on each item."""

    right: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, quiz: Iterable[Answered]) -> None:
        for answer in quiz:
            for name in _levels(answer).values():
                (self.right if answer.right else self.wrong)[name] += 1


def counted(log: Iterable[Answered]) -> Iterator[tuple[Answered, Counts]]:
    """Each answer with the counts before its quiz; they go on after it."""
    for quizzes in by_learner(log).values():
        counts = Counts()
        for quiz in quizzes:
            yield from ((answer, counts) for answer in quiz)
            counts.add(quiz)


def constant(others: Sequence[Answered], log: Sequence[Answered]) -> Pairs:
    """The others' share of right answers."""
    share = _share(others)
    return [(share, answer.right) for answer, _ in counted(log)]


def running_average(others: Sequence[Answered], log: Sequence[Answered]) -> Pairs:
    """The share of right answers on the topic so far, drawn to the others' with the weight of two."""
    share, pairs = _share(others), Pairs()
    for answer, counts in counted(log):
        right, wrong = counts.right[f"topic {answer.topic}"], counts.wrong[f"topic {answer.topic}"]
        pairs.append(((right + 2 * share) / (right + wrong + 2), answer.right))
    return pairs


def tracing(_: Sequence[Answered], log: Sequence[Answered]) -> Pairs:
    """Knowledge tracing with round parameters: it needs nobody else's answers."""
    pairs = Pairs()
    for quizzes in by_learner(log).values():
        known = defaultdict[str, float](lambda: KNOWN_FIRST)
        for quiz in quizzes:
            for answer in quiz:
                share = known[answer.topic]
                pairs.append((share * (1 - SLIPS) + (1 - share) * answer.chance, answer.right))
            for answer in quiz:
                known[answer.topic] = traced(known[answer.topic], answer)
    return pairs


def traced(known: float, answer: Answered) -> float:
    """The chance that a topic is known after an answer (Corbett & Anderson 1995, equations 1 and 2)."""
    after: float = _traced(known, answer, LEARNT, SLIPS, max(answer.chance, SURE))
    return after


def fitted_tracing(others: Sequence[Answered], log: Sequence[Answered]) -> Pairs:
    """Knowledge tracing with the four parameters of each topic that make the others' answers likeliest, of a grid."""
    grid = np.array([*product(KNOWN_GRID, LEARNT_GRID, SLIP_GRID, GUESS_GRID)])
    losses: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(len(grid)))
    for answer, expected in _foretraced(others, lambda _: grid.T):
        losses[answer.topic] -= np.log(expected if answer.right else 1 - expected)
    every = grid[np.argmin(sum(losses.values(), np.zeros(len(grid))))]
    best = {topic: grid[np.argmin(loss)] for topic, loss in losses.items()}
    foretraced = _foretraced(log, lambda topic: best.get(topic, every))
    return [(float(expected), answer.right) for answer, expected in foretraced]


def _foretraced(
    log: Iterable[Answered], parameters: Callable[[str], np.ndarray]
) -> Iterator[tuple[Answered, np.ndarray]]:
    for quizzes in by_learner(log).values():
        known: dict[str, np.ndarray] = {}
        for quiz in quizzes:
            for answer in quiz:
                first, _, slips, guesses = parameters(answer.topic)
                share = known.get(answer.topic, first)
                yield answer, share * (1 - slips) + (1 - share) * np.maximum(guesses, answer.chance)
            for answer in quiz:
                first, learnt, slips, guesses = parameters(answer.topic)
                guess = np.maximum(guesses, answer.chance)
                known[answer.topic] = _traced(known.get(answer.topic, first), answer, learnt, slips, guess)


def _traced(known: Any, answer: Answered, learnt: Any, slips: Any, guess: Any) -> Any:
    """One step, for numbers and for arrays of them alike."""
    hit, luck = (1 - slips, guess) if answer.right else (slips, 1 - guess)
    shown = known * hit / (known * hit + (1 - known) * luck)
    return shown + (1 - shown) * learnt


def elo(others: Sequence[Answered], log: Sequence[Answered]) -> Pairs:
    """Elo of learners, their topics and items (Pelánek 2016), its two constants tuned on the others' answers; the items
    are rated by the others alone."""

    def loss(steps: tuple[float, float]) -> float:
        pairs = _rated(others, steps, {}, {}, moves_items=True)
        return -math.fsum(math.log(share if right else 1 - share) for share, right in pairs)

    steps = min(product(STEPS, SLOWINGS), key=loss)
    hard: dict[str, float] = {}
    times: dict[str, int] = {}
    _rated(others, steps, hard, times, moves_items=True)
    return _rated(log, steps, hard, times, moves_items=False)


def _rated(
    log: Iterable[Answered],
    steps: tuple[float, float],
    hard: dict[str, float],
    times: dict[str, int],
    *,
    moves_items: bool,
) -> Pairs:
    step, slowing = steps
    pairs = Pairs()
    for quizzes in by_learner(log).values():
        rating, asked = defaultdict[str, float](float), defaultdict[str, int](int)
        for quiz in quizzes:
            forecasts = []
            for answer in quiz:
                logit = rating[""] + rating[answer.topic] - hard.get(answer.item, 0.0)
                forecasts.append(answer.chance + (1 - answer.chance) / (1 + math.exp(-logit)))
            for answer, forecast in zip(quiz, forecasts, strict=True):
                share = min(max(forecast, SURE), 1 - SURE)
                pairs.append((share, answer.right))
                for name in ("", answer.topic):
                    rating[name] += step / (1 + slowing * asked[name]) * (answer.right - share)
                    asked[name] += 1
                if moves_items:
                    seen = times.get(answer.item, 0)
                    hard[answer.item] = hard.get(answer.item, 0.0) - step / (1 + slowing * seen) * (
                        answer.right - share
                    )
                    times[answer.item] = seen + 1
    return pairs


def factors(answer: Answered, counts: Counts) -> Features:
    """Performance factors (Pavlik, Cen & Koedinger 2009): the topic, and how often it went right and wrong."""
    name = f"topic {answer.topic}"
    return {name: 1, f"right {name}": counts.right[name], f"wrong {name}": counts.wrong[name]}


def histories(answer: Answered, counts: Counts) -> Features:
    """Item, topic, and the learner's right and wrong answers over all, on the topic and on the item, as logarithms.

    A learner whom nobody fitted has no coefficient: the counts over all stand for them.
    """
    features: Features = {f"item {answer.item}": 1, f"topic {answer.topic}": 1}
    for level, name in _levels(answer).items():
        features |= {f"{level} right": math.log1p(counts.right[name]), f"{level} wrong": math.log1p(counts.wrong[name])}
    return features


def shares(answer: Answered, counts: Counts) -> Features:
    """Item, topic, and how the right answers stand to the wrong ones, blind for how many there were."""
    features: Features = {f"item {answer.item}": 1, f"topic {answer.topic}": 1}
    for level, name in _levels(answer).items():
        features[level] = math.log((counts.right[name] + 1) / (counts.wrong[name] + 1))
    return features


def _levels(answer: Answered) -> dict[str, str]:
    return {"all": "", "topic": f"topic {answer.topic}", "item": f"item {answer.item}"}


def regression(features: Callable[[Answered, Counts], Features]) -> Way:
    """The way that fits a logistic regression over these features. Raises `ImportError` without scikit-learn."""

    def foreseen(others: Sequence[Answered], log: Sequence[Answered]) -> Pairs:
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression

        vectors, model = DictVectorizer(), LogisticRegression(max_iter=2000)
        before = [(features(answer, counts), answer.right) for answer, counts in counted(others)]
        model.fit(vectors.fit_transform([row for row, _ in before]), [right for _, right in before])
        now = [(features(answer, counts), answer.right) for answer, counts in counted(log)]
        forecasts = model.predict_proba(vectors.transform([row for row, _ in now]))[:, 1]
        return [(float(forecast), right) for forecast, (_, right) in zip(forecasts, now, strict=True)]

    return foreseen


def _share(log: Sequence[Answered]) -> float:
    return sum(answer.right for answer in log) / len(log)


NEEDS_NOTHING: Mapping[str, Way] = {
    "a constant": constant,
    "running average": running_average,
    "knowledge tracing, round": tracing,
    "knowledge tracing, fitted": fitted_tracing,
    "Elo, tuned": elo,
}
NEEDS_SCIKIT_LEARN: Mapping[str, Way] = {
    "performance factors": regression(factors),
    "logistic regression": regression(histories),
    "logistic regression, blind for the amount of practice": regression(shares),
}
