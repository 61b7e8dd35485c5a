"""How well right answers are foreseen: the ratings beside simpler and fitted ways (`mastery_rivals`).

A log is a CSV file with the columns `learner,topic,item,at,right` and, if known, `chance` (of guessing right, 0 to 1):
`at` an ISO 8601 time, `right` 0 or 1, one line an answer, packed with gzip or not; `MASTERY_LOG` names the file.
Answers of one learner at one time are one quiz, foreseen before any of them is seen; a log of single answers is set as
quizzes first. Without a file a log is simulated.

Learners are disjoint between the halves: one half fits the other ways and rates the items, the other is foreseen, each
quiz from what lies before it. Cold, the ratings see nothing of the first half either.
"""

from __future__ import annotations

import math
import os
import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from core.domain.mastery import Ability, after, item_rating, topic_offset
from core.models import Attempt, ItemEvidence
from tests.bench.mastery_log import Answered, by_learner, read_log, set_as_quizzes, simulated
from tests.bench.mastery_rivals import NEEDS_NOTHING, NEEDS_SCIKIT_LEARN, SURE, Pairs
from tests.bench.measure import Figure

SEED = 20261125
RATINGS, COLD, GROWN = "the ratings", "the ratings, cold", "the ratings, growing with practice"
GROWTH = 0.2
"""Logits that a topic gains by ln(1 + answers on it), for that one way alone: the app's ratings have no such term."""


def rows() -> Iterator[Figure]:
    """AUC and log-loss of each way to foresee, on the log that MASTERY_LOG names or a simulated one."""
    named = os.environ.get("MASTERY_LOG", "")
    log = set_as_quizzes(read_log(Path(named))) if named else simulated(SEED)
    name = Path(named).name if named else "simulated log"
    foreseen, inside = foresee(log)
    try:
        foreseen |= regressions(log)
    except ImportError as exc:
        print(f"(skipped: {', '.join(NEEDS_SCIKIT_LEARN)}; {exc}, see requirements-bench.txt)", file=sys.stderr)
    yield Figure(f"{name}: answers foreseen", len(foreseen[RATINGS]), "")
    for way, share in inside.items():
        yield Figure(f"{name}: quizzes whose result lay in the 80 % interval, {way}", share, "")
    for way, pairs in foreseen.items():
        yield Figure(f"{name}: AUC, {way}", auc(pairs), "")
        yield Figure(f"{name}: log-loss, {way}", log_loss(pairs), "")
    for tenth, count, expected, came in tenths(foreseen[RATINGS]):
        yield Figure(f"{name}: right where {expected:.3f} was foreseen (tenth {tenth + 1}, {count} answers)", came, "")


def foresee(log: Sequence[Answered]) -> tuple[dict[str, Pairs], dict[str, float]]:
    """What each way foresaw of the second half of the learners, with what came; and the share of their quizzes whose
    result lay in the interval that the ratings gave."""
    others, later = halves(log)
    foreseen: dict[str, Pairs] = {way: foresees(others, later) for way, foresees in NEEDS_NOTHING.items()}
    inside: dict[str, float] = {}
    known = {COLD: Items(), RATINGS: measured(others), GROWN: measured(others, GROWTH)}
    for way, items in known.items():
        foreseen[way], inside[way] = rated(items, later, GROWTH if way == GROWN else 0.0)
    return foreseen, inside


def regressions(log: Sequence[Answered]) -> dict[str, Pairs]:
    """The same of the ways that are logistic regressions. Raises `ImportError` without scikit-learn."""
    others, later = halves(log)
    return {way: foresees(others, later) for way, foresees in NEEDS_SCIKIT_LEARN.items()}


def halves(log: Sequence[Answered]) -> tuple[list[Answered], list[Answered]]:
    """The answers of one half of the learners, drawn by lot, and of the other."""
    names = sorted({answer.learner for answer in log})
    first = set(random.Random(SEED).sample(names, len(names) // 2))
    return (
        [answer for answer in log if answer.learner in first],
        [answer for answer in log if answer.learner not in first],
    )


class Items:
    """What answers say about items, and about their topics."""

    def __init__(self) -> None:
        self._evidence: dict[str, ItemEvidence] = {}
        self._of_topic: dict[str, set[str]] = defaultdict(set)
        self._offsets: dict[str, float] = {}

    def rating(self, answer: Answered) -> float:
        """How hard the answer's item is, as far as is known: nobody said anything of it beforehand."""
        topic = answer.topic
        if topic not in self._offsets:
            items = sorted(self._of_topic.get(topic, ()))
            self._offsets[topic] = topic_offset(("medium", self._evidence[item]) for item in items)
        return item_rating("medium", self._evidence.get(answer.item), offset=self._offsets[topic])

    def add(self, answer: Answered, attempt: Attempt) -> None:
        empty = ItemEvidence(question_id=answer.item, answered=0, information=0, weight=0)
        before, share = self._evidence.get(answer.item, empty), attempt.forecast * (1 - attempt.forecast)
        self._evidence[answer.item] = ItemEvidence(
            question_id=answer.item,
            answered=before.answered + 1,
            information=before.information + share,
            weight=before.weight + share * attempt.item_rating + attempt.forecast - attempt.is_right,
        )
        self._of_topic[answer.topic].add(answer.item)
        self._offsets.pop(answer.topic, None)


def rated(items: Items, log: Sequence[Answered], growth: float = 0.0) -> tuple[Pairs, float]:
    """What the ratings foresee of a log, with what came; and the share of quizzes inside their interval."""
    pairs, inside = Pairs(), list[bool]()
    for quizzes in by_learner(log).values():
        ability = Ability()
        for quiz in quizzes:
            attempts = _attempts(ability, quiz, items, growth)
            pairs += [(attempt.forecast, attempt.is_right) for attempt in attempts]
            ability = after(ability, attempts)
        inside += [forecast.is_inside for forecast in ability.forecasts]
    return pairs, sum(inside) / len(inside)


def measured(log: Sequence[Answered], growth: float = 0.0) -> Items:
    """The items as these answers measure them, quiz by quiz as they came."""
    items, abilities = Items(), defaultdict[str, Ability](Ability)
    quizzes = [quiz for of_learner in by_learner(log).values() for quiz in of_learner]
    for quiz in sorted(quizzes, key=lambda quiz: (quiz[0].at, quiz[0].learner)):
        ability = abilities[quiz[0].learner]
        attempts = _attempts(ability, quiz, items, growth)
        abilities[quiz[0].learner] = after(ability, attempts)
        for answer, attempt in zip(quiz, attempts, strict=True):
            items.add(answer, attempt)
    return items


def _attempts(ability: Ability, quiz: Sequence[Answered], items: Items, growth: float) -> list[Attempt]:
    """The quiz's answers with what the ability before them foresees."""
    attempts = []
    for number, answer in enumerate(quiz):
        # A topic that grows by so much is one whose items grow easier by as much.
        rating = items.rating(answer) - growth * math.log1p(ability.skill(answer.topic).answered)
        forecast = ability.expected(answer.topic, answer.at, rating=rating, chance=answer.chance)
        attempts.append(
            Attempt(
                quiz_id=answer.at.isoformat(),
                question_id=f"{answer.item}-{number}",
                topic=answer.topic,
                at=answer.at,
                is_right=answer.right,
                chance=answer.chance,
                item_rating=rating,
                forecast=forecast,
            )
        )
    return attempts


def auc(pairs: Sequence[tuple[float, bool]]) -> float:
    """The chance that a right answer was foreseen higher than a wrong one (the Mann-Whitney statistic), ties a half."""
    ranked, below, total, wrong = sorted(pairs), 0, 0.0, sum(not right for _, right in pairs)
    for _, group in groupby(ranked, key=lambda pair: pair[0]):
        rights = [right for _, right in group]
        missed = rights.count(False)
        total += rights.count(True) * (below + missed / 2)
        below += missed
    return total / (wrong * (len(pairs) - wrong))


def log_loss(pairs: Sequence[tuple[float, bool]]) -> float:
    """The mean surprise in nats, forecasts held between 0.01 and 0.99 for every way alike."""
    held = [(min(max(share, SURE), 1 - SURE), right) for share, right in pairs]
    return -math.fsum(math.log(share if right else 1 - share) for share, right in held) / len(held)


def tenths(pairs: Sequence[tuple[float, bool]]) -> list[tuple[int, int, float, float]]:
    """Calibration: each tenth from 0 to 1 that has forecasts, with their number, their mean, and the share that came
    right."""
    of_tenth: dict[int, Pairs] = defaultdict(list)
    for share, right in pairs:
        of_tenth[min(int(10 * share), 9)].append((share, right))
    return [
        (
            tenth,
            len(group),
            math.fsum(share for share, _ in group) / len(group),
            sum(right for _, right in group) / len(group),
        )
        for tenth, group in sorted(of_tenth.items())
    ]
