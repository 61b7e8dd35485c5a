"""What a session keeps in its context's `extra_data`: the intake, which plan holds, what was answered again,
checked and disputed, and its part of a review."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pydantic import JsonValue, ValidationError

from core.errors import InputError
from core.models import Intake, PlannedTopic, PlanVersion, SaidOn, Session, StudentContext
from core.models.attempt import item_of
from core.models.feedback import AnsweredAgain
from core.models.review import ReviewPart

VERSION, PROPOSAL, REFUSED, NEWEST = "plan_version", "plan_proposal", "plan_refused", "plan_newest"
BEFORE = "plan_before"
WEAK, ADDED = "plan_weak", "plan_added"
AGAIN_KEY = "asked_again"
GOAL_KEY = "daily_minutes"
CHECKED, DISPUTED = "checked", "disputed"
OWN_WORDS = "own_words"
REVIEW_PART = "review"
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
        wrong = sorted({f"{_PREFIX}{error['loc'][0]}" for error in exc.errors()})
        raise InputError("session.intake_unread", wrong=wrong) from exc


def with_intake(context: StudentContext, intake: Intake) -> StudentContext:
    """The context with `intake`, each field under a key of its own, so that an event holds only what was edited."""
    return with_extra(context, {_PREFIX + name: value for name, value in intake.model_dump(mode="json").items()})


def daily_goal(context: StudentContext) -> int:
    """The minutes that a day is meant to have: as the learner set them, else as many as were given at intake; 0 where a
    script wrote what is neither."""
    minutes = context.extra_data.get(GOAL_KEY)
    if isinstance(minutes, int) and not isinstance(minutes, bool) and minutes > 0:
        return minutes
    try:
        return round(60 * read_intake(context).hours)
    except InputError:
        return 0


def named_exam(context: StudentContext) -> str:
    """What the exam is called at intake; empty where it has no name yet."""
    return str(context.extra_data.get(_PREFIX + "exam") or "")


def with_exam(context: StudentContext, exam: str) -> StudentContext:
    """The context with the exam's name."""
    return with_extra(context, {_PREFIX + "exam": exam})


def hours_a_day(context: StudentContext) -> float:
    """The hours that the learner said a day has; 0 where a script wrote what is no number."""
    hours = context.extra_data.get(_PREFIX + "hours")
    return float(hours) if isinstance(hours, int | float) else 0.0


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


def own_words(context: StudentContext, topic: str) -> tuple[SaidOn, ...]:
    """What the learner said of a topic that was studied without the app, oldest first."""
    entries = _own_words(context).get(topic)
    try:
        return tuple(SaidOn.model_validate(entry) for entry in entries) if isinstance(entries, list) else ()
    except ValidationError:
        # A script may write there what it likes; then nothing was said.
        return ()


def with_own_words(context: StudentContext, topic: str, words: Sequence[SaidOn]) -> StudentContext:
    """The context where the learner has said this of a topic."""
    others = {name: entries for name, entries in _own_words(context).items() if name != topic}
    said: list[JsonValue] = [word.model_dump(mode="json") for word in words]
    return with_extra(context, {OWN_WORDS: others | ({topic: said} if said else {})})


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


def checked(context: StudentContext, quiz_id: str) -> tuple[str, ...]:
    """The questions of an open quiz whose answers were checked, by id: these answers stay as they are."""
    return _names(_by_quiz(context).get(quiz_id))


def with_checked(context: StudentContext, quiz_id: str, question_id: str) -> StudentContext:
    """The context after the answer to a question of a quiz was checked."""
    names: list[JsonValue] = [*checked(context, quiz_id), question_id]
    return with_extra(context, {CHECKED: _by_quiz(context) | {quiz_id: names}})


def without_checked(context: StudentContext, quiz_id: str) -> StudentContext:
    """The context after a quiz was handed in: nothing of it can be answered any more."""
    by_quiz = _by_quiz(context)
    left = {name: questions for name, questions in by_quiz.items() if name != quiz_id}
    return with_extra(context, {CHECKED: left}) if quiz_id in by_quiz else context


def disputed(context: StudentContext) -> frozenset[str]:
    """The items whose marks the learner disputes."""
    return frozenset(_names(context.extra_data.get(DISPUTED)))


def is_disputed(context: StudentContext, question_id: str) -> bool:
    """Whether the learner disputes the mark of a question, however it was asked."""
    return item_of(question_id) in disputed(context)


def with_disputed(context: StudentContext, items: Collection[str]) -> StudentContext:
    """The context where these are the items whose marks the learner disputes."""
    others = {name: value for name, value in context.extra_data.items() if name != DISPUTED}
    extra = others | {DISPUTED: [*sorted(items)]} if items else others
    return context.model_copy(update={"extra_data": extra})


def review_part(context: StudentContext) -> ReviewPart | None:
    """The session's part of the review that drew from it last; None where none did."""
    try:
        return ReviewPart.model_validate(context.extra_data.get(REVIEW_PART))
    except ValidationError:
        # A script may write there what it likes; then it is none.
        return None


def with_review_part(context: StudentContext, part: ReviewPart) -> StudentContext:
    """The context with this part of a review."""
    return with_extra(context, {REVIEW_PART: part.model_dump(mode="json")})


def _by_quiz(context: StudentContext) -> dict[str, JsonValue]:
    entries = context.extra_data.get(CHECKED)
    return entries if isinstance(entries, dict) else {}


def _own_words(context: StudentContext) -> dict[str, JsonValue]:
    entries = context.extra_data.get(OWN_WORDS)
    return entries if isinstance(entries, dict) else {}


def _names(entry: JsonValue) -> tuple[str, ...]:
    # A script may write there what it likes; then it is none.
    return tuple(map(str, entry)) if isinstance(entry, list) else ()
