"""Where in a lesson to read again what went wrong in its quiz."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.models import Lesson, Question
from core.models.feedback import Passage, QuestionFeedback

_FILLERS = frozenset(["a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"])


def passage(lesson: Lesson, questions: Sequence[QuestionFeedback]) -> Passage | None:
    """The concept on which most went wrong, with the step of the lesson that is on it; None where nothing did.

    Of two with as much wrong, the one with less right comes first, then the one that was asked about first. What is
    void or disputed does not count.
    """
    counting = [asked for asked in questions if not (asked.is_void or asked.is_disputed)]
    wrong = [asked.question for asked in counting if not asked.is_right]
    if not wrong:
        return None
    missed = Counter(question.concept_tested for question in wrong)
    right = Counter(asked.question.concept_tested for asked in counting if asked.is_right)
    concept = min(missed, key=lambda concept: (-missed[concept], right[concept]))
    return Passage(
        topic=lesson.topic,
        concept=concept,
        step=_step(lesson, concept, [question for question in wrong if question.concept_tested == concept]),
    )


def _step(lesson: Lesson, concept: str, questions: Sequence[Question]) -> int:
    """The number of the step that names the concept, else of the one that says most of what the questions rest on;
    0 where none does either."""
    words = _words(concept)
    quotes = [source.quote for question in questions for source in question.sources if source.quote]

    def fit(number: int) -> tuple[int, int, int]:
        step = lesson.steps[number - 1]
        said = f"{step.content} {step.source.quote if step.source else ''}"
        return len(words & _words(step.title)), sum(quote in said for quote in quotes), -number

    best = max(range(1, len(lesson.steps) + 1), key=fit, default=0)
    return best if best and any(fit(best)[:2]) else 0


def _words(text: str) -> set[str]:
    return {word.strip(".,:;()").casefold() for word in text.split()} - _FILLERS
