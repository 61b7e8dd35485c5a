"""Which exam a text names, and which of its subjects, parts and topics."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from core.agents.router.lexicon import lexicon, single_cues, wide_cues
from core.agents.router.words import find_phrase, words_of
from core.content.courses import course_ids, load_course
from core.content.courses.exams import Exam, exams, topics_in

_CAT = ("cat",)
_EXAM_WORDS = frozenset(
    ("exam", "percentile", "mba", "iim", "iims", "quant", "varc", "dilr", "lrdi", "aspirant", "cutoff")
)
_STRONG = ("preparation", "prep", "taiyari", "plan", "mock", "quiz", "syllabus", "schedule")
_JOINTS = frozenset(("and", "of", "the", "in"))
_OWNERS = frozenset(("my", "meri", "mera", "a", "our", "hamari", "the", "his", "her"))


@dataclass(frozen=True)
class Named:
    """A subject, part or topic of an exam as a text names it; `at` are the places of its words."""

    subject: str
    part: str = ""
    topic: str = ""
    at: range = range(0)


@dataclass(frozen=True)
class NamedExam:
    """An exam or bundled course that a text names. `exam` is None for a course."""

    name: str
    at: range
    exam: Exam | None = None


def find_exams(text: str, words: Sequence[str]) -> list[NamedExam]:
    """The exams that a text names, in its order, and a bundled course where it names no exam."""
    named = []
    for exam in exams():
        for phrase in _names(exam):
            at = find_phrase(words, phrase)
            if at and (tuple(phrase) != _CAT or _means_the_exam(text, words)):
                named.append(NamedExam(exam.name, at, exam))
                break
    if not named:
        for course in map(load_course, course_ids()):
            if at := find_phrase(words, words_of(course.exam_name)):
                named.append(NamedExam(course.exam_name, at))
    return sorted(named, key=lambda exam: exam.at.start)


def find_subjects(
    exam: Exam, words: Sequence[str], taken: Collection[int] = (), *, unlike: Collection[int] = ()
) -> list[Named]:
    """What of the exam a text names as it is written, or where it names nothing so, what is alike.

    The longest phrases come first and no word counts twice. A phrase that stands for several subjects counts for none.
    Words at `unlike` are never taken for a slip of something else.
    """
    cues = {place for place, word in enumerate(words) if word in single_cues()}
    cues.update(place for phrase in wide_cues() if (at := find_phrase(words, phrase)) for place in at)
    return _find(exam, words, {*taken, *cues}, exactly=True) or _find(
        exam, words, {*taken, *cues, *unlike}, exactly=False
    )


def named_topics(exam: Exam, text: str) -> frozenset[str]:
    """The topics that a text means: those it names, and all of a subject or part that it names without a topic."""
    topics: set[str] = set()
    for named in find_subjects(exam, words_of(text)):
        if named.topic:
            topics.add(named.topic)
        else:
            topics.update(topic.name for topic in topics_in(exam, [named.part or named.subject]))
    return frozenset(topics)


def find_elsewhere(
    exam: Exam, words: Sequence[str], taken: Collection[int] = (), *, exactly: bool = False
) -> tuple[str, ...]:
    """The subjects that a text names and this exam does not have, in the text's order."""
    own = {phrase for phrase, _ in _phrases(exam)}
    used = set(taken)
    names: dict[int, str] = {}
    for phrase, name in _subjects():
        if phrase not in own and (at := find_phrase(words, phrase, used, exactly=exactly)):
            used.update(at)
            names[at.start] = name
    return tuple(dict.fromkeys(names[place] for place in sorted(names)))


def exams_with(words: Sequence[str]) -> tuple[str, ...]:
    """The exams of which a text names a subject or topic, as it is written."""
    return tuple(exam.name for exam in exams() if _find(exam, words, set(), exactly=True))


def _find(exam: Exam, words: Sequence[str], used: set[int], *, exactly: bool) -> list[Named]:
    named: list[Named] = []
    for phrase, meanings in _phrases(exam):
        at = find_phrase(words, phrase, used, exactly=exactly)
        if at is None:
            continue
        used.update(at)
        if len({meaning.subject for meaning in meanings}) == 1:
            meaning = meanings[0]
            named.append(Named(meaning.subject, meaning.part, meaning.topic, at))
    return named


def _means_the_exam(text: str, words: Sequence[str]) -> bool:
    """Whether “cat” is the exam and not the animal."""
    if any(word in lexicon().words.animal for word in words):
        return False
    if "CAT" in re.findall(r"\w+", text) or len(words) == 1 or any(word in _EXAM_WORDS for word in words):
        return True
    owned = any(word == "cat" and words[place - 1] in _OWNERS for place, word in enumerate(words) if place)
    return any(word in (_STRONG if owned else single_cues()) for word in words)


@cache
def _names(exam: Exam) -> tuple[tuple[str, ...], ...]:
    names = {tuple(words_of(name)) for name in (exam.name, exam.title, *exam.aliases)} - {()}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@cache
def _subjects() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Every phrase that names a subject of some exam or school, with the subject's name; the longest first."""
    names = {tuple(words_of(name)): name.capitalize() for name in lexicon().words.other_subjects}
    for exam in exams():
        for subject in exam.subjects:
            names |= {tuple(words_of(name)): subject.name for name in (subject.name, *subject.aliases)}
    return tuple(sorted(names.items(), key=lambda entry: (-len(entry[0]), entry[0])))


@cache
def _phrases(exam: Exam) -> tuple[tuple[tuple[str, ...], tuple[Named, ...]], ...]:
    """Every phrase that names something in the exam, with all that it can mean; the longest first."""
    meanings: dict[tuple[str, ...], list[Named]] = {}
    for subject in exam.subjects:
        named = [(Named(subject.name), (subject.name, *subject.aliases))]
        for part in subject.parts:
            named.append((Named(subject.name, part.name), (part.name, *part.aliases)))
            named += [
                (Named(subject.name, part.name, topic.name), (topic.name, *topic.aliases)) for topic in part.topics
            ]
        for meaning, names in named:
            for name in names:
                phrase = tuple(words_of(name))
                # Learners leave the little words of a long name out.
                for wording in {phrase, tuple(word for word in phrase if word not in _JOINTS)} - {()}:
                    meanings.setdefault(wording, []).append(meaning)
    return tuple(
        (phrase, tuple(meanings[phrase])) for phrase in sorted(meanings, key=lambda p: (-len(p), -len("".join(p)), p))
    )
