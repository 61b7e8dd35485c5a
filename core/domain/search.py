"""Words looked up in what a learner has studied: terms, lessons, notes and questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from core.models import Lesson, QuizRecord
from core.models.note import Hit, HitKind, LessonNote

MOST_HITS = 40
LONGEST_SEARCH = 200
"""So many letters are looked up: each word is held against each of all that was read."""
_ORDER: tuple[HitKind, ...] = ("term", "note", "lesson", "question")
_AROUND = 90
_WORD = re.compile(r"\w+")


def found(
    words: str, lessons: Iterable[Lesson], notes: Iterable[LessonNote], records: Iterable[QuizRecord]
) -> tuple[Hit, ...]:
    """The places where each of the words begins a word, whatever its accents and capitals: terms first, then notes,
    steps of lessons, and questions of quizzes that were handed in; where the title has them comes before the rest.

    Nothing is found where there is no word in `words`.
    """
    wanted = [*dict.fromkeys(_WORD.findall(_plain(words[:LONGEST_SEARCH])))]
    if not wanted:
        return ()
    hits = [
        (_ORDER.index(hit.kind), not _has(hit.title, wanted), place, hit)
        for place, hit in enumerate(_places(lessons, notes, records))
        if _has(f"{hit.title} {hit.excerpt}", wanted)
    ]
    return tuple(
        hit.model_copy(update={"excerpt": _around(hit.excerpt, wanted)}) for *_, hit in sorted(hits)[:MOST_HITS]
    )


def _places(lessons: Iterable[Lesson], notes: Iterable[LessonNote], records: Iterable[QuizRecord]) -> Iterator[Hit]:
    for lesson in lessons:
        for definition in lesson.definitions:
            yield Hit(kind="term", topic=lesson.topic, title=definition.term, excerpt=definition.meaning)
        if lesson.intuition:
            yield Hit(kind="lesson", topic=lesson.topic, title=lesson.topic, excerpt=lesson.intuition)
        for number, step in enumerate(lesson.steps, 1):
            yield Hit(kind="lesson", topic=lesson.topic, step=number, title=step.title, excerpt=step.content)
    for note in notes:
        excerpt = " ".join((note.text, *note.highlights)).strip()
        yield Hit(kind="note", topic=note.topic, step=note.step, title=note.title or note.topic, excerpt=excerpt)
    asked: set[str] = set()
    for record in records:
        # What is asked just now is not looked up.
        for question in record.quiz.questions if record.submitted_at else ():
            if question.id not in asked:
                asked.add(question.id)
                topic = question.topic or record.quiz.topic
                yield Hit(kind="question", topic=topic, title=question.text, excerpt=question.explanation)


def _plain(text: str) -> str:
    """The text without accents and capitals, letter for letter as long as it was where that can be."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def _has(text: str, wanted: list[str]) -> bool:
    words = _WORD.findall(_plain(text))
    return all(any(word.startswith(start) for word in words) for start in wanted)


def _around(text: str, wanted: list[str]) -> str:
    """The part of a text where the first of the words stands."""
    folded = " ".join(text.split())
    for match in _WORD.finditer(folded):
        if any(_plain(match.group()).startswith(start) for start in wanted):
            begin, end = max(0, match.start() - _AROUND), min(len(folded), match.end() + _AROUND)
            break
    else:
        begin, end = 0, min(len(folded), 2 * _AROUND)
    if begin:
        begin = folded.find(" ", begin) + 1 or begin
    if end < len(folded):
        end = max(folded.rfind(" ", begin, end), begin + 1)
    return f"{'… ' if begin else ''}{folded[begin:end]}{' …' if end < len(folded) else ''}"
