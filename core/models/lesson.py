"""A lesson and its parts, and what the tutor answers beside it."""

from __future__ import annotations

from pydantic import Field

from core.models.base import Source, Value
from core.words import Said


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


class Diagram(Value):
    """A picture as the text of an SVG file, and in words (`alt`) for those who do not see it."""

    svg: str = Field(pattern=r"^<svg\s")
    alt: str


class Lesson(Value):
    """A lesson on one topic. Empty strings mean that the material has nothing to say there.

    `is_thin` where its section says little, `is_weak` where the whole document explains little.
    """

    topic: str
    intuition: str
    steps: tuple[LessonStep, ...]
    definitions: tuple[Definition, ...] = ()
    real_world_example: str = ""
    common_pitfall: str = ""
    practice_question: str = ""
    sources: tuple[Source, ...] = ()
    is_thin: bool = False
    is_weak: bool = False
    diagram: Diagram | None = None

    @property
    def text(self) -> str:
        """What it teaches, without titles, analogies and the practice question: what a quotation may be taken from."""
        return "\n".join(
            (
                self.intuition,
                *(step.content for step in self.steps),
                *(definition.meaning for definition in self.definitions),
                self.real_world_example,
                self.common_pitfall,
            )
        )


class TutorAnswer(Value):
    """What the material says to a question: a sentence to the learner, and the passages word for word, best first.

    Where the material does not say, `found` is False and there are no passages.
    """

    found: bool
    text: str
    passages: tuple[Source, ...] = ()
    said: Said | None = None
    """The sentence by its code."""
