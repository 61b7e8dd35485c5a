"""Which units of study are to be read before which: where one uses what an earlier one introduces."""

from __future__ import annotations

from collections.abc import Sequence

from core.content.text.definitions import definitions
from core.content.text.memo import MEMO
from core.content.text.terms import survey, survey_counts
from core.models import Section

MOST_LINKS = 2
LEAST_USES = 3  # of a term in the later unit
RARE_SHARE = 0.2  # of the units may use the term at all
FEWEST_RARE = 3


@MEMO.keeps(bytes_a_character=2)
def read_first(sections: tuple[Section, ...]) -> tuple[tuple[int, ...], ...]:
    """For each unit the earlier ones to read first, by their number: at most two, and never a circle.

    A unit leans on an earlier one that defines a term which it uses several times and does not define itself, where
    few other units speak of it: what all of them speak of orders nothing.
    """
    whole = survey(sections)
    counts = [survey_counts(section, whole) for section in sections]
    introduced: dict[str, int] = {}
    defined = [{definition.key for definition in definitions(section)} for section in sections]
    for number, keys in enumerate(defined):
        for key in sorted(keys):
            introduced.setdefault(key, number)
    few = max(FEWEST_RARE, RARE_SHARE * len(sections))
    links: list[tuple[int, ...]] = []
    for number, _ in enumerate(sections):
        weight: dict[int, int] = {}
        for key, first in introduced.items():
            uses = counts[number][key]
            if first < number and key not in defined[number] and uses >= LEAST_USES and whole.spread[key] <= few:
                weight[first] = weight.get(first, 0) + uses
        links.append(tuple(sorted(_heaviest(weight))))
    return tuple(links)


def _heaviest(weight: dict[int, int]) -> Sequence[int]:
    return sorted(weight, key=lambda first: (-weight[first], first))[:MOST_LINKS]
