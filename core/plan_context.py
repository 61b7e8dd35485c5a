"""What a session's context says of its plan: which version holds, which is proposed, and what goes with that."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue, ValidationError

from core.context import StudentContext
from core.models import PlannedTopic, PlanVersion

VERSION, PROPOSAL, REFUSED, NEWEST = "plan_version", "plan_proposal", "plan_refused", "plan_newest"
WEAK, ADDED = "plan_weak", "plan_added"


def is_living(context: StudentContext) -> bool:
    """Whether the context says which plan holds. One from before plans could change does not."""
    return VERSION in context.extra_data


def number(context: StudentContext, key: str) -> int:
    """The version under a key; 0 for none."""
    found = context.extra_data.get(key)
    return found if isinstance(found, int) else 0


def weak_topics(context: StudentContext) -> tuple[str, ...]:
    """The topics that the learner is weak in."""
    found = context.extra_data.get(WEAK)
    return tuple(map(str, found)) if isinstance(found, list) else ()


def added_topics(context: StudentContext) -> tuple[PlannedTopic, ...]:
    """The topics that the proposal adds, with the hours that they take in full: they have no row before it is taken."""
    found = context.extra_data.get(ADDED)
    try:
        return tuple(PlannedTopic.model_validate(one) for one in found) if isinstance(found, list) else ()
    except ValidationError:
        return ()


def with_plan(context: StudentContext, last: PlanVersion, weak: Sequence[str]) -> StudentContext:
    """The context after `last` was taken, or after it came to nothing."""
    accepted, proposed = (last.version, 0) if last.was_accepted else (0, last.version)
    kept: dict[str, JsonValue] = {
        VERSION: accepted,
        PROPOSAL: proposed,
        REFUSED: 0,
        NEWEST: max(number(context, NEWEST), last.version),
    }
    return _with(context, kept | {WEAK: list(weak), ADDED: []})


def with_proposal(
    context: StudentContext, holds: int, newest: int, added: Sequence[PlannedTopic] | None, refused: int = 0
) -> StudentContext:
    """The context while version `holds` holds and `newest` is proposed with the topics that it adds; with None for
    these, `newest` was only turned down. `refused` is what the learner asked for, where that does not hold."""
    kept: dict[str, JsonValue] = {VERSION: holds, REFUSED: refused, NEWEST: newest}
    if added is not None:
        kept |= {PROPOSAL: newest, ADDED: [topic.model_dump(mode="json") for topic in added]}
    return _with(context, kept)


def without_proposal(context: StudentContext) -> StudentContext:
    """The context after the proposal was turned down."""
    return _with(context, {PROPOSAL: 0, REFUSED: 0, ADDED: []})


def _with(context: StudentContext, values: dict[str, JsonValue]) -> StudentContext:
    return context.model_copy(update={"extra_data": context.extra_data | values})
