"""How well right answers are foreseen: the ratings beside a constant, a running average and knowledge tracing.

A log is a CSV file with the columns `learner,topic,item,at,right` and, if known, `chance` (of guessing right, 0 to 1):
`at` an ISO 8601 time, `right` 0 or 1, one line an answer; `MASTERY_LOG` names the file. Answers of one learner at one
time are one quiz, foreseen before any of them is seen. Without a file a log is simulated.

Learners are disjoint between the halves: one half gives the constant and the items' ratings, the other is foreseen,
each quiz from what lies before it.
"""

from __future__ import annotations

import csv
import math
import os
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

from core.domain.mastery import Ability, after, item_rating
from core.models import Attempt, ItemEvidence
from tests.bench.measure import Figure

SEED, LEARNERS, TOPICS, ITEMS, QUIZZES, A_QUIZ = 20261125, 300, 8, 15, 12, 10
SURE = 0.01
# Corbett & Anderson 1995 (Knowledge tracing, UMUAI 4) fit their own tutor; these are round figures of that size.
KNOWN_FIRST, LEARNT, SLIPS = 0.3, 0.1, 0.1
Forecasts = dict[str, list[tuple[float, bool]]]


@dataclass(frozen=True)
class Answered:
    """One line of a log."""

    learner: str
    topic: str
    item: str
    at: datetime
    right: bool
    chance: float = 0.0


def rows() -> Iterator[Figure]:
    """AUC and log-loss of each way to foresee, on the log that MASTERY_LOG names or a simulated one."""
    named = os.environ.get("MASTERY_LOG", "")
    log = read_log(Path(named)) if named else simulated(SEED)
    name = Path(named).name if named else "simulated log"
    foreseen, inside = foresee(log)
    yield Figure(f"{name}: answers foreseen", len(foreseen["ratings"]), "")
    yield Figure(f"{name}: quizzes whose result lay in the 80 % interval", inside, "")
    for way, pairs in foreseen.items():
        yield Figure(f"{name}: AUC, {way}", auc(pairs), "")
        yield Figure(f"{name}: log-loss, {way}", log_loss(pairs), "")


def read_log(path: Path) -> list[Answered]:
    """The log in a CSV file. Raises `ValueError` with the line where it is no such log."""
    found = []
    with path.open(newline="", encoding="utf-8-sig") as file:
        for number, line in enumerate(csv.DictReader(file), 2):
            try:
                at = datetime.fromisoformat(line["at"])
                right = {"0": False, "1": True}[line["right"].strip()]
                chance = float(line.get("chance") or 0)
                found.append(
                    Answered(
                        line["learner"],
                        line["topic"],
                        line["item"],
                        at if at.tzinfo else at.replace(tzinfo=UTC),
                        right,
                        chance,
                    )
                )
            except (KeyError, ValueError, AttributeError) as exc:
                raise ValueError(f"{path.name}, line {number}: this is no line of an answer log ({exc})") from exc
    return found


def simulated(seed: int, learners: int = LEARNERS) -> list[Answered]:
    """A log of learners who learn as they study, forget between quizzes, slip and guess: not the model's own world."""
    lot = random.Random(seed)
    hard = {f"t{topic}-{item}": lot.gauss(0, 0.9) for topic in range(TOPICS) for item in range(ITEMS)}
    log = []
    for number in range(learners):
        overall, speed = lot.gauss(0, 0.9), lot.uniform(0.02, 0.12)
        skill = {topic: overall + lot.gauss(-0.2, 0.7) for topic in range(TOPICS)}
        peak = dict(skill)
        at, seen = datetime(2026, 1, 5, 9, tzinfo=UTC), dict.fromkeys(skill, datetime(2026, 1, 5, 9, tzinfo=UTC))
        for _ in range(QUIZZES):
            at += timedelta(hours=lot.uniform(4, 72))
            topic = lot.randrange(TOPICS)
            faded = 0.08 * math.log1p((at - seen[topic]).days)
            skill[topic] = max(skill[topic] - faded, peak[topic] - 0.8)
            for item in lot.sample(range(ITEMS), A_QUIZ):
                name, chance = f"t{topic}-{item}", lot.choice((0.0, 0.25, 0.25, 0.5))
                know = 1 / (1 + math.exp(hard[name] - skill[topic]))
                right = lot.random() < chance + (1 - chance) * know * 0.96
                log.append(Answered(f"l{number}", f"t{topic}", name, at, right, chance))
                skill[topic] += speed
            peak[topic], seen[topic] = max(peak[topic], skill[topic]), at
    return log


def foresee(log: Sequence[Answered]) -> tuple[Forecasts, float]:
    """What each way foresaw of the second half of the learners, with what came; and the share of their quizzes whose
    result lay in the interval that the ratings gave."""
    names = sorted({answer.learner for answer in log})
    first = set(random.Random(SEED).sample(names, len(names) // 2))
    fitted = [answer for answer in log if answer.learner in first]
    constant = sum(answer.right for answer in fitted) / len(fitted)
    evidence = _measured(fitted)
    foreseen: Forecasts = {"a constant": [], "running average": [], "knowledge tracing": [], "ratings": []}
    inside: list[bool] = []
    for quizzes in _by_learner(answer for answer in log if answer.learner not in first).values():
        ability, tracing = Ability(), dict[str, float]()
        right, asked = defaultdict[str, int](int), defaultdict[str, int](int)
        for quiz in quizzes:
            attempts = _attempts(ability, quiz, evidence)
            for answer, attempt in zip(quiz, attempts, strict=True):
                share = (right[answer.topic] + 2 * constant) / (asked[answer.topic] + 2)
                known = tracing.get(answer.topic, KNOWN_FIRST)
                foreseen["a constant"].append((constant, answer.right))
                foreseen["running average"].append((share, answer.right))
                foreseen["knowledge tracing"].append((known * (1 - SLIPS) + (1 - known) * answer.chance, answer.right))
                foreseen["ratings"].append((attempt.forecast, answer.right))
            for answer in quiz:
                right[answer.topic] += answer.right
                asked[answer.topic] += 1
                tracing[answer.topic] = traced(tracing.get(answer.topic, KNOWN_FIRST), answer)
            ability = after(ability, attempts)
        inside += [forecast.is_inside for forecast in ability.forecasts]
    return foreseen, sum(inside) / len(inside)


def traced(known: float, answer: Answered) -> float:
    """The chance that a topic is known after an answer (Corbett & Anderson 1995, equations 1 and 2)."""
    guess = max(answer.chance, SURE)
    if answer.right:
        shown = known * (1 - SLIPS) / (known * (1 - SLIPS) + (1 - known) * guess)
    else:
        shown = known * SLIPS / (known * SLIPS + (1 - known) * (1 - guess))
    return shown + (1 - shown) * LEARNT


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


def _by_learner(log: Iterable[Answered]) -> dict[str, list[list[Answered]]]:
    """Each learner's quizzes, by time."""
    quizzes_of: dict[str, dict[datetime, list[Answered]]] = defaultdict(lambda: defaultdict(list))
    for answer in log:
        quizzes_of[answer.learner][answer.at].append(answer)
    return {name: [quizzes[at] for at in sorted(quizzes)] for name, quizzes in sorted(quizzes_of.items())}


def _attempts(ability: Ability, quiz: Sequence[Answered], evidence: Mapping[str, ItemEvidence]) -> list[Attempt]:
    """The quiz's answers with what the ability before them foresees."""
    attempts = []
    for number, answer in enumerate(quiz):
        rating = item_rating("medium", evidence.get(answer.item))
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


def _measured(log: Sequence[Answered]) -> dict[str, ItemEvidence]:
    """The items as this half's answers measure them, quiz by quiz as they came."""
    evidence: dict[str, ItemEvidence] = {}
    abilities = defaultdict[str, Ability](Ability)
    quizzes = [quiz for of_learner in _by_learner(log).values() for quiz in of_learner]
    for quiz in sorted(quizzes, key=lambda quiz: (quiz[0].at, quiz[0].learner)):
        ability = abilities[quiz[0].learner]
        attempts = _attempts(ability, quiz, evidence)
        abilities[quiz[0].learner] = after(ability, attempts)
        for answer, attempt in zip(quiz, attempts, strict=True):
            before = evidence.get(
                answer.item, ItemEvidence(question_id=answer.item, answered=0, information=0, weight=0)
            )
            share = attempt.forecast * (1 - attempt.forecast)
            evidence[answer.item] = ItemEvidence(
                question_id=answer.item,
                answered=before.answered + 1,
                information=before.information + share,
                weight=before.weight + share * attempt.item_rating + attempt.forecast - attempt.is_right,
            )
    return evidence
