"""The courses that come with ExamMentor: lessons and questions that need no upload and no model.

A course is a folder here with a `course.toml`, which names its topic files in the order of study.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from core.content.courses.files import COURSE_FILE, diagram_beside, document_of, read_toml, with_lesson
from core.errors import InputError
from core.models import Difficulty, Lesson, Question, Value

_FOLDER = Path(__file__).parent


class CourseTopic(Value):
    """One topic of a course: its place in a plan, its lesson and its questions."""

    name: str
    difficulty: Difficulty
    hours: float = Field(gt=0)
    rationale: str
    prerequisites: tuple[str, ...]
    lesson: Lesson
    questions: tuple[Question, ...]


class Course(Value):
    """A bundled course; `topics` are in the order of study."""

    id: str
    exam_name: str
    title: str
    overview: str
    topics: tuple[CourseTopic, ...]


def course_ids() -> tuple[str, ...]:
    """The ids of the courses that can be loaded, sorted."""
    return tuple(sorted(file.parent.name for file in _FOLDER.glob(f"*/{COURSE_FILE}")))


@cache
def load_course(course_id: str) -> Course:
    """The course with this id. Raises `InputError` where there is none."""
    if course_id not in course_ids():
        ids = ", ".join(course_ids()) or "none"
        raise InputError("course.unknown", course_id=course_id, ids=ids)
    folder = _FOLDER / course_id
    course = read_toml(folder / COURSE_FILE)
    document = document_of(course["exam_name"])
    topics = [_topic(folder / name, document) for name in course["topics"]]
    return Course.model_validate({**course, "topics": topics})


def find_course(exam: str) -> Course | None:
    """The course whose id, exam name or title is this one, whatever its case and spacing."""
    wanted = _folded(exam)
    for course in map(load_course, course_ids()):
        if wanted in {_folded(name) for name in (course.id, course.exam_name, course.title)}:
            return course
    return None


def _topic(file: Path, document: str) -> CourseTopic:
    return CourseTopic.model_validate(with_lesson(read_toml(file), document, diagram_beside(file)))


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
