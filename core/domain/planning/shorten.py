"""Too little time: less for each topic, down to the least that is worth it, then fewer topics, by priority."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from heapq import heapify, heappop, heappush

from core.domain.planning.limits import least_quarters, quarters
from core.domain.planning.order import depths, leaning_on
from core.domain.planning.spare_time import handed_out
from core.models import LeftOut, PlannedTopic
from core.words import Said

Wanted = list[tuple[PlannedTopic, int]]


def shortened(wanted: Wanted, room: int, least: Sequence[int] = (), *, weak: Collection[str] = ()) -> Wanted:
    """Less time for each topic in proportion, never less than its least; what is left over goes where `spare_time`
    says.

    It fits into `room` quarters wherever the least of each does, and then fills them. `least` is a share of what is
    wanted where it is not given, and never more than that.
    """
    total = sum(asked for _, asked in wanted)
    if total <= room:
        return list(wanted)
    lows = least or [least_quarters(asked) for _, asked in wanted]
    least = [min(low, asked) for low, (_, asked) in zip(lows, wanted, strict=True)]
    more = total - sum(least)
    share = max(0, room - sum(least)) / more if more else 0.0
    counts = [low + int((asked - low) * share) for low, (_, asked) in zip(least, wanted, strict=True)]
    counts = handed_out(wanted, counts, room - sum(counts), weak)
    return [(topic, now) for (topic, _), now in zip(wanted, counts, strict=True)]


def fitted(
    topics: Sequence[PlannedTopic],
    days: int,
    room: int,
    *,
    known: Collection[str],
    weak: Collection[str],
    least: Callable[[int], int] = least_quarters,
) -> tuple[frozenset[str], tuple[LeftOut, ...]]:
    """The topics that fit into `days` days of `room` quarters with the `least` of their time each, and what is left
    out for them.

    Only a topic that nothing kept needs can go. Those that are known go first, then those that build on most others,
    so that the basics of every part stay, then the later ones of the syllabus; a weak one goes only where no other is
    left. `topics` have prerequisites first.
    """
    leaning = leaning_on(topics)
    above = {name: len(others) for name, others in leaning.items()}
    by_name = {topic.name: topic for topic in topics}
    place = {topic.name: number for number, topic in enumerate(topics)}
    needs = {topic.name: least(quarters(topic.hours)) for topic in topics}
    total = sum(needs.values())

    depth = depths(topics)

    def first_to_go(name: str) -> tuple[bool, bool, int, int, str]:
        return (name in weak, name not in known, -depth[name], -place[name], name)

    leaves = [first_to_go(name) for name, others in above.items() if others == 0]
    heapify(leaves)
    left_out: list[LeftOut] = []
    while total > days * room and leaves:
        name = heappop(leaves)[-1]
        total -= needs[name]
        left_out.append(LeftOut.because(name, _why(name, known, weak, len(leaning[name]), depth[name])))
        for needed in by_name[name].prerequisites:
            if needed in above:
                above[needed] -= 1
                if above[needed] == 0:
                    heappush(leaves, first_to_go(needed))
    names_left_out = {topic.name for topic in left_out}
    return frozenset(name for name in by_name if name not in names_left_out), tuple(left_out)


def _why(name: str, known: Collection[str], weak: Collection[str], leaning: int, depth: int) -> Said:
    if name in known:
        return Said("plan.out_known")
    if name in weak:
        return Said("plan.out_weak")
    if leaning:
        return Said("plan.out_leaning", topics=leaning)
    if depth:
        return Said("plan.out_deep", others=depth)
    return Said("plan.out_late")
