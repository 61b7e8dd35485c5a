"""What a commit writes on a session that was corrected meanwhile, where the database does not say so itself."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import StoreUnavailable
from core.models import AgentEvent, Attempt, Changes, ContextPatch, QuizRecord, StudentContext, Topic

_OF_SCORE = ("last_quiz_score", "misconceptions")
_BEGUN = ("learning", "studied", "done")


def check_told(changes: Changes, context: StudentContext) -> None:
    """Raise `StoreUnavailable` where the events of a correction do not make of this context what it leaves."""
    if changes.made_on(context).context != changes.context:
        raise StoreUnavailable("store.not_told")


def on_corrected(
    changes: Changes, context: StudentContext, topics: Iterable[Topic], quizzes: Iterable[QuizRecord]
) -> Changes:
    """The changes on a session that has this context, these topics and quizzes: scores, topic figures and analyses stay
    corrected, and the events say no more than what they change."""
    kept = {name: getattr(context, name) for name in _OF_SCORE}
    known = {topic.name: topic for topic in topics}
    quiz, analyses = changes.quiz, {record.id: record.analysis for record in quizzes}
    if quiz and analyses.get(quiz.id):
        quiz = quiz.model_copy(update={"analysis": analyses[quiz.id]})
    return changes.model_copy(
        update={
            "context": changes.context.model_copy(update=kept),
            "events": tuple(map(_without_scores, changes.events)),
            "topics": tuple(_with_figures(topic, known.get(topic.name)) for topic in changes.topics),
            "quiz": quiz,
        }
    )


def counts_otherwise(given: Iterable[Attempt], judged: Iterable[Attempt]) -> bool:
    """Whether of these answers others count than whoever handed them in thought."""
    return any(one.is_void != other.is_void for one, other in zip(given, judged, strict=True))


def _without_scores(event: AgentEvent) -> AgentEvent:
    patch = event.context_patch
    changed = {name: value for name, value in patch.set.items() if name not in _OF_SCORE}
    gone = tuple(name for name in patch.unset if name not in _OF_SCORE)
    return event.model_copy(update={"context_patch": ContextPatch(**dict(patch) | {"set": changed, "unset": gone})})


def _with_figures(topic: Topic, held: Topic | None) -> Topic:
    if held is None:
        return topic
    figures = {name: getattr(held, name) for name in ("answered", "right", "mastery_score", "review_on")}
    is_begun = held.status in _BEGUN and topic.status in _BEGUN
    return topic.model_copy(update=figures | {"status": held.status if is_begun else topic.status})
