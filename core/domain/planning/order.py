"""The order of topics: what a topic needs comes before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from heapq import heapify, heappop, heappush

from core.errors import PlanError
from core.models import PlannedTopic


def in_order(topics: Sequence[PlannedTopic]) -> tuple[PlannedTopic, ...]:
    """The topics with prerequisites before what needs them, otherwise as given. Raises `PlanError` on a circle."""
    return _sorted(topics, lambda _: 0)


def early_for_hard(topics: Sequence[PlannedTopic]) -> frozenset[str]:
    """The names of the hard topics and of all that these need."""
    by_name = {topic.name: topic for topic in topics}
    wanted = [topic.name for topic in topics if topic.difficulty == "hard"]
    early = set(wanted)
    while wanted:
        more = [p for p in by_name[wanted.pop()].prerequisites if p in by_name and p not in early]
        early.update(more)
        wanted += more
    return frozenset(early)


def hard_first(topics: Sequence[PlannedTopic]) -> tuple[PlannedTopic, ...]:
    """The topics with the hard ones, and what these need, as early as their prerequisites allow."""
    early = early_for_hard(topics)
    return _sorted(topics, lambda topic: topic.name not in early)


def depths(topics: Sequence[PlannedTopic]) -> Mapping[str, int]:
    """How long the longest chain of prerequisites below each topic is; `topics` have prerequisites first."""
    depth: dict[str, int] = {}
    for topic in topics:
        depth[topic.name] = max((depth[name] + 1 for name in topic.prerequisites if name in depth), default=0)
    return depth


def leaning_on(topics: Sequence[PlannedTopic]) -> Mapping[str, tuple[str, ...]]:
    """For each topic those that need it directly."""
    leaning: dict[str, list[str]] = {topic.name: [] for topic in topics}
    for topic in topics:
        for needed in topic.prerequisites:
            if needed in leaning:
                leaning[needed].append(topic.name)
    return {name: tuple(names) for name, names in leaning.items()}


def _sorted(topics: Sequence[PlannedTopic], group: Callable[[PlannedTopic], int]) -> tuple[PlannedTopic, ...]:
    by_name = {topic.name: topic for topic in topics}
    if len(by_name) < len(topics):
        raise PlanError("plan.same_name")
    rank = {topic.name: (group(topic), place) for place, topic in enumerate(topics)}
    sorter = TopologicalSorter({t.name: [p for p in t.prerequisites if p in by_name] for t in topics})
    try:
        sorter.prepare()
    except CycleError as exc:
        circle = " → ".join(exc.args[1])
        raise PlanError("plan.circle", topics=circle) from exc
    ready = [(rank[name], name) for name in sorter.get_ready()]
    heapify(ready)
    ordered: list[PlannedTopic] = []
    while ready:
        _, name = heappop(ready)
        ordered.append(by_name[name])
        sorter.done(name)
        for free in sorter.get_ready():
            heappush(ready, (rank[free], free))
    return tuple(ordered)
