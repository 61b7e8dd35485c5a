"""Answer logs for the mastery bench: read from a CSV file, simulated, and set as quizzes."""

from __future__ import annotations

import csv
import gzip
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

LEARNERS, TOPICS, ITEMS, QUIZZES, A_QUIZ, FEWEST = 300, 8, 15, 12, 10, 5


@dataclass(frozen=True)
class Answered:
    """One line of a log."""

    learner: str
    topic: str
    item: str
    at: datetime
    right: bool
    chance: float = 0.0


def read_log(path: Path) -> list[Answered]:
    """The log in a CSV file. Raises `ValueError` with the line where it is no such log."""
    answers = []
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", newline="", encoding="utf-8-sig") as file:
        for number, line in enumerate(csv.DictReader(file), 2):
            try:
                at = datetime.fromisoformat(line["at"])
                right = {"0": False, "1": True}[line["right"].strip()]
                chance = float(line.get("chance") or 0)
                answers.append(
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
    return answers


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


def set_as_quizzes(log: Sequence[Answered]) -> list[Answered]:
    """A log of single answers as the app would have set it: ten answers of a learner on one topic are a quiz, handed in
    with the last of them; what is left at the end is one from five answers on. A log that has quizzes stays."""
    moments = Counter((answer.learner, answer.at) for answer in log)
    if 2 * len(moments) < len(log):
        return [*log]
    answers_on: dict[tuple[str, str], list[Answered]] = defaultdict(list)
    for answer in sorted(log, key=lambda answer: (answer.learner, answer.at)):
        answers_on[answer.learner, answer.topic].append(answer)
    quizzes = (
        answers[first : first + A_QUIZ] for answers in answers_on.values() for first in range(0, len(answers), A_QUIZ)
    )
    return [replace(answer, at=quiz[-1].at) for quiz in quizzes if len(quiz) >= FEWEST for answer in quiz]


def by_learner(log: Iterable[Answered]) -> dict[str, list[list[Answered]]]:
    """Each learner's quizzes, by time."""
    quizzes_of: dict[str, dict[datetime, list[Answered]]] = defaultdict(lambda: defaultdict(list))
    for answer in log:
        quizzes_of[answer.learner][answer.at].append(answer)
    return {name: [quizzes[at] for at in sorted(quizzes)] for name, quizzes in sorted(quizzes_of.items())}
