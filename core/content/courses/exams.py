"""The exams that ExamMentor knows: their subjects, parts and topics, from the public syllabi, as data in `exams/`."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path

from pydantic import Field

from core.errors import InputError
from core.models import Difficulty, PlannedTopic, Value

_FOLDER = Path(__file__).parent / "syllabi"


class ExamTopic(Value):
    """One unit of a syllabus. `hours` is our reckoning of a first study with practice; syllabi name none."""

    name: str
    aliases: tuple[str, ...] = ()
    difficulty: Difficulty
    hours: float = Field(gt=0)
    prerequisites: tuple[str, ...] = ()


class Part(Value):
    """A sub-subject."""

    name: str
    aliases: tuple[str, ...] = ()
    topics: tuple[ExamTopic, ...]


class Subject(Value):
    """A subject of an exam."""

    name: str
    aliases: tuple[str, ...] = ()
    parts: tuple[Part, ...]


class Exam(Value):
    """An exam; `syllabus` says which public syllabus the topics follow, `aliases` what learners call it."""

    id: str
    name: str
    title: str
    aliases: tuple[str, ...] = ()
    syllabus: str
    subjects: tuple[Subject, ...]

    @property
    def scopes(self) -> tuple[str, ...]:
        """The subjects and their parts, by name, each subject before its parts."""
        return tuple(name for subject in self.subjects for name in (subject.name, *(p.name for p in subject.parts)))


@cache
def exams() -> tuple[Exam, ...]:
    """Every exam of the registry, by name."""
    read = [Exam.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in _FOLDER.glob("*.toml")]
    return tuple(sorted(read, key=lambda exam: exam.name))


def find_exam(name: str) -> Exam | None:
    """The exam of this id, name or title, whatever the case and spacing."""
    wanted = " ".join(name.casefold().split())
    return next((exam for exam in exams() if wanted in {n.casefold() for n in (exam.id, exam.name, exam.title)}), None)


@cache
def exam_titles() -> frozenset[str]:
    """All names of the exams, as the first line of a syllabus may have them."""
    return frozenset(name for exam in exams() for name in (exam.name, exam.title, *exam.aliases))


def topics_in(exam: Exam, scope: Collection[str] = ()) -> tuple[PlannedTopic, ...]:
    """The topics of an exam within `scope` (names of subjects, parts or topics; none for all), in the syllabus' order.

    Raises `InputError` for a name that the exam does not have.
    """
    names = {*exam.scopes, *(t.name for s in exam.subjects for p in s.parts for t in p.topics)}
    if unknown := [name for name in scope if name not in names]:
        raise InputError("course.no_part", exam=exam.name, part=unknown[0], subjects=_subjects(exam))
    return tuple(
        PlannedTopic(
            name=topic.name,
            difficulty=topic.difficulty,
            hours=topic.hours,
            rationale=f"{subject.name}, {part.name}.",
            prerequisites=topic.prerequisites,
        )
        for subject in exam.subjects
        for part in subject.parts
        for topic in part.topics
        if not scope or {subject.name, part.name, topic.name}.intersection(scope)
    )


def _subjects(exam: Exam) -> tuple[str, ...]:
    return tuple(subject.name for subject in exam.subjects)
