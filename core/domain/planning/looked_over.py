"""Topics as the learner looked them over before planning: some are left out, some have another name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, count

from core.models import PlannedTopic


def unlike(titles: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """A name for each title of a document: the title, else with its document, else with a number too."""
    taken: dict[str, None] = {}
    for title, document in titles:
        names = chain((title, f"{title} ({document})"), (f"{title} ({document}, {number})" for number in count(2)))
        taken[next(name for name in names if name not in taken)] = None
    return tuple(taken)


def own_names(found: Sequence[str], left_out: Collection[str], renamed: Mapping[str, str]) -> dict[str, str]:
    """The names of the topics that stay, by those that they were found under. Of two that would have one name the first
    has it, and the other keeps its own."""
    staying = [name for name in found if name not in left_out]
    kept = {name.casefold() for name in staying if not renamed.get(name, "").strip()}
    names: dict[str, str] = {}
    for name in staying:
        new = " ".join(renamed.get(name, "").split())
        takes = bool(new) and new.casefold() not in kept
        kept.add((new if takes else name).casefold())
        names[name] = new if takes else name
    return names


def as_looked_over(topics: Sequence[PlannedTopic], names: Mapping[str, str]) -> list[PlannedTopic]:
    """The topics that stay, under their `names`; what leaned on one that was left out leans on what that needed."""
    by_name = {topic.name: topic for topic in topics}

    def needed(topic: PlannedTopic, met: frozenset[str]) -> Iterable[str]:
        for name in topic.prerequisites:
            if name in names or name not in by_name:
                yield names.get(name, name)
            elif name not in met:
                yield from needed(by_name[name], met | {name})

    return [
        topic.model_copy(
            update={"name": names[topic.name], "prerequisites": tuple(dict.fromkeys(needed(topic, frozenset())))}
        )
        for topic in topics
        if topic.name in names
    ]
