"""What a text takes out of its exam, and what it says the learner knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from core.agents.router.lexicon import lexicon
from core.agents.router.subjects import Named, NamedExam
from core.agents.router.words import words_of
from core.content.courses.exams import Exam

_JOINTS = frozenset(("and", "or", "aur", "nor", "the", "all", "of", "any", "for", "my"))


def excluded_exams(words: Sequence[str], named: Sequence[NamedExam]) -> list[NamedExam]:
    """Which of several named exams is meant not to be: not JEE, instead of JEE."""
    if len(named) < 2:
        return []
    starts = {place for place, _ in _after(words, lexicon().words.without)}
    ends = _before(words, ("nahi",))
    return [exam for exam in named if starts & _leads(words, exam.at.start) or exam.at.stop in ends]


def excluded_subjects(words: Sequence[str], subjects: Sequence[Named]) -> list[Named]:
    """The subjects that a text leaves out: except physics and optics."""
    return _marked(words, subjects, lexicon().words.without, lexicon().words.without_after)


def known_subjects(words: Sequence[str], subjects: Sequence[Named]) -> list[Named]:
    """The subjects that the learner claims to know already."""
    return _marked(words, subjects, lexicon().words.knows, lexicon().words.knows_after)


def places_left_out(words: Sequence[str]) -> set[int]:
    """The places of the words that follow at once on “except” and its like."""
    return {place for start, _ in _after(words, lexicon().words.without) for place in (start, start + 1)}


def what_is_left(exam: Exam, subjects: Sequence[Named], out: Sequence[Named]) -> list[Named]:
    """What is left of `subjects` (of the whole exam where that is empty) without `out`, in as few names as do."""
    whole = subjects or [Named(subject.name) for subject in exam.subjects]
    return [rest for unit in whole for rest in _left(exam, unit, out)]


def _left(exam: Exam, unit: Named, out: Sequence[Named]) -> Iterator[Named]:
    if any(_has(subject, unit) for subject in out):
        return
    if not any(_has(unit, subject) for subject in out):
        yield unit
        return
    for inner in _within(exam, unit):
        yield from _left(exam, inner, out)


def _has(outer: Named, inner: Named) -> bool:
    """Whether `inner` is `outer` or stands in it."""
    return outer.subject == inner.subject and outer.part in ("", inner.part) and outer.topic in ("", inner.topic)


def _within(exam: Exam, unit: Named) -> list[Named]:
    subject = next(subject for subject in exam.subjects if subject.name == unit.subject)
    if not unit.part:
        return [Named(subject.name, part.name) for part in subject.parts]
    part = next(part for part in subject.parts if part.name == unit.part)
    return [Named(subject.name, part.name, topic.name) for topic in part.topics]


def _marked(
    words: Sequence[str], subjects: Sequence[Named], before: Collection[str], after: Collection[str]
) -> list[Named]:
    """The subjects that stand in a row right behind a phrase of `before`, or right before one of `after`."""
    by_start = {subject.at.start: subject for subject in subjects}
    by_end = {subject.at.stop: subject for subject in subjects}
    marked: list[Named] = []
    for start, _ in _after(words, before):
        place = start
        while place < len(words):
            if place in by_start:
                marked.append(by_start[place])
                place = by_start[place].at.stop
            elif words[place] in _JOINTS:
                place += 1
            else:
                break
    for stop in _before(words, after):
        place = stop
        while place > 0 and (place in by_end or words[place - 1] in ("and", "aur")):
            subject = by_end.get(place)
            if subject:
                marked.append(subject)
            place = subject.at.start if subject else place - 1
    return list(dict.fromkeys(marked))


def _leads(words: Sequence[str], start: int) -> set[int]:
    """The places from which only little words lead to `start`."""
    places = {start}
    while start > 0 and words[start - 1] in _JOINTS:
        start -= 1
        places.add(start)
    return places


def _after(words: Sequence[str], phrases: Collection[str]) -> list[tuple[int, str]]:
    """The places right behind each of these phrases."""
    return [(start + len(phrase), " ".join(phrase)) for start, phrase in _stand(words, phrases)]


def _before(words: Sequence[str], phrases: Collection[str]) -> set[int]:
    """The places at which one of these phrases begins."""
    return {start for start, _ in _stand(words, phrases)}


def _stand(words: Sequence[str], phrases: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    for phrase in sorted(phrases):
        parts = words_of(phrase)
        for start in range(len(words) - len(parts) + 1):
            if list(words[start : start + len(parts)]) == parts:
                yield start, parts
