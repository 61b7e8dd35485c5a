"""What can be studied without a file of one's own, as it is offered."""

from __future__ import annotations

from core.models.base import Value


class CourseOffer(Value):
    """A bundled course, and the exam that it is for."""

    id: str
    exam: str


class ExamOffer(Value):
    """An exam that is known: the public syllabus that its topics follow, the parts that it can be narrowed to, and its
    topics by name."""

    name: str
    syllabus: str
    scopes: tuple[str, ...]
    topics: tuple[str, ...]
