"""A lesson."""

from __future__ import annotations

from core.models.base import Source, Value


class LessonStep(Value):
    """One step of a lesson; `analogy` may be empty."""

    title: str
    content: str
    analogy: str = ""
    source: Source | None = None


class Definition(Value):
    """A term as the material defines it."""

    term: str
    meaning: str
    source: Source | None = None


class Lesson(Value):
    """A lesson on one topic. Empty strings mean that the material has nothing to say there."""

    topic: str
    intuition: str
    steps: tuple[LessonStep, ...]
    definitions: tuple[Definition, ...] = ()
    real_world_example: str = ""
    common_pitfall: str = ""
    practice_question: str = ""
    sources: tuple[Source, ...] = ()
    is_thin: bool = False


class TutorAnswer(Value):
    """What the material says to a question: a sentence to the learner, and the passages word for word, best first.

    Where the material does not say, `found` is False and there are no passages.
    """

    found: bool
    text: str
    passages: tuple[Source, ...] = ()
