"""A short placement quiz: which question comes next, and what the answers show.

After knowledge space theory (Doignon & Falmagne 1985, "Spaces for the assessment of knowledge", International Journal
of Man-Machine Studies 23(2), 175-196): a right answer on a topic implies what it needs, a wrong one what leans on it.
So one answer speaks of several topics, and each question is on the topic that leaves least open either way. One right
answer may be a guess: a topic counts as known after two, on it or on what needs it, or after one to a hard item. A slip
counts as it falls: so short a quiz proposes what may be known, and the learner has the last word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, get_args

from core.domain.assessment.grading import is_right
from core.domain.planning.order import leaning_on
from core.models import Answer, Difficulty, PlannedTopic, Question
from core.models.limits import PLACEMENT_QUESTIONS
from core.models.placement import Findings

LEVELS: tuple[Difficulty, ...] = get_args(Difficulty)
ENOUGH_RIGHT = 2


def next_question(
    topics: Sequence[PlannedTopic], pool: Sequence[Question], answers: Iterable[Answer]
) -> Question | None:
    """The question of the pool that comes next after these answers, in whatever order they are given; None at the end.

    The end is after 8 questions, or where no undecided topic has one left. The topic is the one with most undecided
    topics both among those it needs and among those that lean on it; the first of several in the syllabus. The first
    item is of medium difficulty where there is one, each next one a step harder after a right answer, easier after a
    wrong one.
    """
    return _walk(topics, pool, answers).next


def findings(topics: Sequence[PlannedTopic], pool: Sequence[Question], answers: Iterable[Answer]) -> Findings:
    """What the answers show so far. An answer to a question that was never next counts for nothing."""
    walk = _walk(topics, pool, answers)
    return Findings(
        known=tuple(topic.name for topic in topics if topic.name in walk.known),
        implied=tuple(topic.name for topic in topics if topic.name in walk.known - walk.shown),
        open=tuple(topic.name for topic in topics if topic.name in walk.open),
        asked=walk.asked,
        right=walk.right,
    )


class _Walk(NamedTuple):
    """How the answers led through the topics; of those known some were `shown` so by answers of their own."""

    next: Question | None
    known: frozenset[str]
    shown: frozenset[str]
    open: frozenset[str]
    asked: int
    right: int


def _walk(topics: Sequence[PlannedTopic], pool: Sequence[Question], answers: Iterable[Answer]) -> _Walk:
    # A store gives answers in no order of time. None is needed: each answer says which question came after it.
    given = {answer.question_id: answer for answer in answers}
    names = [topic.name for topic in topics]
    needed = _reached({topic.name: topic.prerequisites for topic in topics})
    leaning = _reached(leaning_on(topics))
    items = _by_topic(pool)
    # Right answers on each topic, and with those on what needs it; one to a hard item counts as two.
    own: Counter[str] = Counter()
    implied: Counter[str] = Counter()
    open_: set[str] = set()
    level, asked, right = LEVELS.index("medium"), 0, 0

    def at(following: Question | None) -> _Walk:
        known, shown = (frozenset(name for name in names if of[name] >= ENOUGH_RIGHT) for of in (implied, own))
        return _Walk(following, known, shown, frozenset(open_), asked, right)

    while asked < PLACEMENT_QUESTIONS:
        undecided = [name for name in names if implied[name] < ENOUGH_RIGHT and name not in open_]
        name = _halving([name for name in undecided if items.get(name)], needed, leaning, frozenset(undecided))
        if name is None:
            break
        question = min(items[name], key=lambda item: abs(LEVELS.index(item.difficulty) - level))
        if question.id not in given:
            return at(question)
        items[name].remove(question)
        asked += 1
        level = LEVELS.index(question.difficulty)
        if is_right(question, given[question.id]):
            right += 1
            weight = ENOUGH_RIGHT if question.difficulty == "hard" else 1
            own[name] += weight
            implied.update(dict.fromkeys(needed[name] | {name}, weight))
            level += 1
        else:
            open_ |= leaning[name] | {name}
            level -= 1
    return at(None)


def _halving(
    names: Sequence[str],
    needed: Mapping[str, frozenset[str]],
    leaning: Mapping[str, frozenset[str]],
    undecided: frozenset[str],
) -> str | None:
    return max(names, key=lambda name: min(len(needed[name] & undecided), len(leaning[name] & undecided)), default=None)


def _by_topic(pool: Sequence[Question]) -> dict[str, list[Question]]:
    """The items of each topic; one that stands under two topics is the first's, so that no answer counts twice."""
    items: dict[str, list[Question]] = {}
    for question in {item.id: item for item in reversed(pool)}.values():
        items.setdefault(question.topic, []).insert(0, question)
    return items


def _reached(links: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    """For each topic all those that its links lead to, near and far."""
    reached: dict[str, frozenset[str]] = {}
    for name in links:
        met: set[str] = set()
        waiting = [*links[name]]
        while waiting:
            topic = waiting.pop()
            if topic in links and topic not in met:
                met.add(topic)
                waiting += links[topic]
        reached[name] = frozenset(met)
    return reached
