"""What a session keeps in its context's `extra_data`: the intake, which plan holds, what was answered again."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import JsonValue, ValidationError

from core.errors import InputError
from core.models import Intake, PlannedTopic, PlanVersion, Session, StudentContext
from core.models.feedback import AnsweredAgain

VERSION, PROPOSAL, REFUSED, NEWEST = "plan_version", "plan_proposal", "plan_refused", "plan_newest"
BEFORE = "plan_before"
WEAK, ADDED = "plan_weak", "plan_added"
AGAIN_KEY = "asked_again"
_PREFIX = "intake_"


def with_extra(context: StudentContext, values: dict[str, JsonValue]) -> StudentContext:
    """The context with `values` set in its `extra_data`."""
    return context.model_copy(update={"extra_data": context.extra_data | values})


def read_intake(context: StudentContext) -> Intake:
    """The intake that a context holds. Raises `InputError` where a field of it is of the wrong kind."""
    extra = context.extra_data
    try:
        return Intake.model_validate({n: extra[_PREFIX + n] for n in Intake.model_fields if _PREFIX + n in extra})
    except ValidationError as exc:
        wrong = ", ".join(sorted({f"{_PREFIX}{error['loc'][0]}" for error in exc.errors()}))
        raise InputError(f"What this session keeps from its intake cannot be read: {wrong}. Fill it in again.") from exc


def with_intake(context: StudentContext, intake: Intake) -> StudentContext:
    """The context with `intake`, each field under a key of its own, so that an event holds only what was edited."""
    return with_extra(context, {_PREFIX + name: value for name, value in intake.model_dump(mode="json").items()})


def is_living(context: StudentContext) -> bool:
    """Whether the context says which plan holds. One from before plans could change does not."""
    return VERSION in context.extra_data


def number(context: StudentContext, key: str) -> int:
    """The version under a key; 0 for none."""
    version = context.extra_data.get(key)
    return version if isinstance(version, int) else 0


def weak_topics(context: StudentContext) -> tuple[str, ...]:
    """The topics that the learner is weak in."""
    names = context.extra_data.get(WEAK)
    return tuple(map(str, names)) if isinstance(names, list) else ()


def added_topics(context: StudentContext) -> tuple[PlannedTopic, ...]:
    """The topics that the proposal adds, with the hours that they take in full: they have no row before it is taken."""
    entries = context.extra_data.get(ADDED)
    try:
        return tuple(PlannedTopic.model_validate(entry) for entry in entries) if isinstance(entries, list) else ()
    except ValidationError:
        return ()


def with_plan(context: StudentContext, last: PlanVersion, weak: Sequence[str]) -> StudentContext:
    """The context after `last` was taken, or after it came to nothing."""
    accepted, proposed = (last.version, 0) if last.was_accepted else (0, last.version)
    values: dict[str, JsonValue] = {
        VERSION: accepted,
        BEFORE: number(context, VERSION),
        PROPOSAL: proposed,
        REFUSED: 0,
        NEWEST: max(number(context, NEWEST), last.version),
    }
    return with_extra(context, values | {WEAK: list(weak), ADDED: []})


def with_proposal(
    context: StudentContext, holds: int, newest: int, added: Sequence[PlannedTopic] | None, refused: int = 0
) -> StudentContext:
    """The context while version `holds` holds and `newest` is proposed with the topics that it adds; with None for
    these, `newest` was only turned down. `refused` is what the learner asked for, where that does not hold."""
    values: dict[str, JsonValue] = {VERSION: holds, REFUSED: refused, NEWEST: newest}
    if added is not None:
        values |= {PROPOSAL: newest, ADDED: [topic.model_dump(mode="json") for topic in added]}
    return with_extra(context, values)


def without_proposal(context: StudentContext) -> StudentContext:
    """The context after the proposal was turned down."""
    return with_extra(context, {PROPOSAL: 0, REFUSED: 0, ADDED: []})


def answered_again(session: Session) -> dict[str, AnsweredAgain]:
    """What was answered to the questions that the last analysis asks again, by the ids of these."""
    entries = session.context.extra_data.get(AGAIN_KEY)
    if not isinstance(entries, dict):
        return {}
    try:
        return {name: AnsweredAgain.model_validate(answer) for name, answer in entries.items()}
    except ValidationError:
        # A script may write there what it likes; then nothing was answered.
        return {}
