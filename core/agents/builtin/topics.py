"""Where a plan's topics come from: the syllabus, the material, a bundled course or a registered exam."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from rapidfuzz.fuzz import ratio, token_sort_ratio

from core.content.courses import Course, find_course
from core.content.courses.exams import exam_titles, find_exam, topics_in
from core.content.outline.syllabus import syllabus_topics
from core.content.text.memo import MEMO
from core.content.text.prerequisites import read_first
from core.domain.planning.looked_over import as_looked_over, own_names, unlike
from core.errors import PlanError
from core.models import Difficulty, Material, PlannedTopic, PlanRequest, Section
from core.words import Said

COURSE_PREFIX = "course:"
BUNDLED = Said("origin.bundled")
WORDS_AN_HOUR = 6000
LESSON_AND_QUIZ_HOURS = 0.5
UNREAD_TOPIC_HOURS = 1.0
TITLE_MATCH = 72.0
"""How alike two titles must be to name one topic, of 100.

Tried on the 2,600 titles of the bundled exams, the course and the books that the bench reads, and on 4,200 rewordings
and misspellings of them: at 73 one right match of fifty is lost ("area between curves" for "Area under curves" stands
at 72.2); at 70 a third more of all pairs match, most of them by chance.
"""
LITTLE_WORDS = frozenset(("a", "an", "and", "as", "at", "for", "in", "of", "on", "the", "to", "with"))


def alike_topics(phrase: str, names: Sequence[str]) -> set[str]:
    """The names that are like a phrase or have all its longer words."""
    words = [word for word in _folded(phrase).split() if len(word) > 3]
    return {
        name
        for name in names
        if _likeness(phrase, name) >= TITLE_MATCH or (words and all(word in _folded(name) for word in words))
    }


class Place(NamedTuple):
    """Where a topic's text is; an empty `material_id` means nowhere yet."""

    material_id: str = ""
    section: int = 0


Placed = tuple[PlannedTopic, Place]


class Sourced(NamedTuple):
    """The topics to plan with the places of their text, what the exam is called, and where the topics are from."""

    exam_name: str
    origin: Said
    topics: list[Placed]


def topics_for(request: PlanRequest) -> Sourced:
    """A pasted syllabus says what to study; else the material; else a bundled course; else a registered exam; without
    the topics that the learner left out, and with the names that the learner gave.

    It counts an hour for 6,000 words read once, and half an hour more for lesson and quiz. Raises `PlanError` where
    there is nothing to plan from, `InputError` for a syllabus that cannot be read or a scope that the exam lacks.
    """
    sourced = _found(request)
    names = own_names([planned.name for planned, _ in sourced.topics], request.left_out, request.renamed)
    if not names:
        raise PlanError("plan.all_left_out")
    places = [place for planned, place in sourced.topics if planned.name in names]
    staying = as_looked_over([planned for planned, _ in sourced.topics], names)
    return sourced._replace(topics=list(zip(staying, places, strict=True)))


def _found(request: PlanRequest) -> Sourced:
    course, exam = find_course(request.exam), find_exam(request.exam)
    name = request.exam.strip() or "My exam"
    if request.syllabus.strip():
        return Sourced(name, Said("origin.syllabus"), _from_syllabus(request))
    if request.materials:
        return Sourced(name, Said("origin.material"), _from_materials(request.materials))
    if course:
        return Sourced(course.exam_name, BUNDLED, _from_course(course))
    if exam:
        topics = topics_in(exam, request.scope)
        return Sourced(exam.name, Said("origin.exam", exam=exam.title), [(topic, Place()) for topic in topics])
    raise PlanError("plan.nothing_to_plan_from")


def best_section(name: str, materials: Sequence[Material]) -> tuple[Material, int] | None:
    """The section whose title is nearest to a topic's name, or that speaks of it most; None where none does."""
    places = [(material, n) for material in materials for n in range(len(material.sections))]
    if not places:
        return None
    titled = max(places, key=lambda place: _likeness(name, place[0].sections[place[1]].title))
    if _likeness(name, titled[0].sections[titled[1]].title) >= TITLE_MATCH:
        return titled
    words = [word for word in _folded(name).split() if len(word) > 3]
    spoken = max(places, key=lambda place: _mentions(words, place[0].sections[place[1]]))
    return spoken if _mentions(words, spoken[0].sections[spoken[1]]) >= 3 else None


def _from_course(course: Course) -> list[Placed]:
    return [
        (
            PlannedTopic(
                name=topic.name,
                difficulty=topic.difficulty,
                hours=topic.hours,
                rationale=topic.rationale,
                prerequisites=topic.prerequisites,
            ),
            Place(COURSE_PREFIX + course.id, number),
        )
        for number, topic in enumerate(course.topics)
    ]


def _from_materials(materials: Sequence[Material]) -> list[Placed]:
    sections = [(material, number) for material in materials for number in range(len(material.sections))]
    middle = median(material.sections[number].words for material, number in sections) if sections else 0
    names = unlike((material.sections[number].title, material.name) for material, number in sections)
    named = {(material.id, number): name for (material, number), name in zip(sections, names, strict=True)}
    placed = []
    for (material, number), name in zip(sections, names, strict=True):
        earlier = tuple(named[material.id, first] for first in read_first(material.sections)[number])
        topic = _topic_of(name, material.sections[number], middle).model_copy(update={"prerequisites": earlier})
        placed.append((topic, Place(material.id, number)))
    return placed


def _from_syllabus(request: PlanRequest) -> list[Placed]:
    placed = []
    for topic in syllabus_topics(request.syllabus, exam_titles()):
        best = best_section(topic.title, request.materials)
        if best:
            material, number = best
            section = material.sections[number]
            placed.append((_topic_of(topic.title, section, section.words), Place(material.id, number)))
        else:
            under = f" under {topic.path[-1]}" if topic.path else ""
            planned = PlannedTopic(name=topic.title, hours=UNREAD_TOPIC_HOURS, rationale=f"In your syllabus{under}.")
            placed.append((planned, Place()))
    return placed


def _topic_of(name: str, section: Section, middle: float) -> PlannedTopic:
    hours = max(0.25, round(4 * (section.words / WORDS_AN_HOUR + LESSON_AND_QUIZ_HOURS)) / 4)
    pages = ""
    if section.page_from is not None:
        pages = (
            f"Page {section.page_from}, "
            if section.page_to in (None, section.page_from)
            else f"Pages {section.page_from} to {section.page_to}, "
        )
    return PlannedTopic(
        name=name,
        difficulty=_difficulty(section.words, middle),
        hours=hours,
        rationale=f"{pages}about {section.words} words to read.",
    )


def _difficulty(words: int, middle: float) -> Difficulty:
    """Long for this document is hard, short is easy: a guess from length, said as such nowhere else."""
    if words > 1.6 * middle:
        return "hard"
    return "easy" if words < 0.6 * middle else "medium"


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


@MEMO.keeps(bytes_a_character=3)
def _said(section: Section) -> str:
    """A section's text, folded. Kept, since each topic of a syllabus looks through all sections."""
    return _folded(" ".join(block.text for block in section.blocks))


def _likeness(title: str, other: str) -> float:
    """How alike two titles are, 0 to 100: as they stand, or with their words of weight in one order."""
    return max(ratio(_folded(title), _folded(other)), token_sort_ratio(_weighty(title), _weighty(other)))


def _weighty(title: str) -> str:
    return " ".join(word for word in _folded(title).split() if word not in LITTLE_WORDS)


def _mentions(words: Sequence[str], section: Section) -> int:
    """How often a section says the rarest of the words."""
    if not words:
        return 0
    text = _said(section)
    return min(text.count(word) for word in words)
