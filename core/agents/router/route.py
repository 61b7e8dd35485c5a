"""The router itself: how the words of a text become a decision."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from core.agents.router.lexicon import Intent, lexicon
from core.agents.router.negations import (
    excluded_exams,
    excluded_subjects,
    known_subjects,
    places_left_out,
    what_is_left,
)
from core.agents.router.subjects import Named, NamedExam, exams_with, find_elsewhere, find_exams, find_subjects
from core.agents.router.times import latest, read_times
from core.agents.router.words import find_phrase, words_of
from core.content.courses.exams import Exam
from core.models import RouteDecision, Scope
from core.words import Said

LONGEST = 500
SURE_ENOUGH = 0.5
_WEAK = re.compile(
    r"\b(?:weak|struggl\w+|bad|poor|worst|stuck|kamzor)\s+(?:in|at|with|on)\s+(?P<in>[^,.;!?\n]+)|"
    r"(?P<mein>[\w ]{3,40}?)\s+(?:me|mein|main)\s+(?:weak|kamzor|kamjor)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Lines:
    """A text's words, and the places of each line's words among them."""

    words: list[str]
    places: tuple[range, ...]

    def outside(self, line: range) -> set[int]:
        return set(range(len(self.words))) - set(line)


@dataclass(frozen=True)
class _Matter:
    """The part of the exam that a text is about, what it leaves out, and what the learner knows or is weak in."""

    subjects: Sequence[Named] = ()
    out: Sequence[Named] = ()
    knows: Sequence[Named] = ()
    is_weak_alone: bool = False
    nothing_left: bool = False
    at: frozenset[int] = frozenset()

    @property
    def is_said(self) -> bool:
        return bool(self.subjects or self.out or self.knows)


def route(text: str, today: date) -> RouteDecision:
    """What a text asks for, in which exam and about what. `today` dates a day without a year.

    Deterministic. A low `confidence` comes with the one question that would help; where nothing but subjects that the
    exam does not have is named, that is `refusal`. A text of several lines is a sentence and the answers to what was
    asked about it: of exam, subject and time the last line that speaks of it counts.
    """
    times = latest([read_times(line, today) for line in text[:LONGEST].split("\n")])
    lines = _lines(times.rest)
    words = lines.words
    named, taken = _exams(times.rest, lines)
    exam = named[0] if len(named) == 1 else None
    cues = _cues(words, taken)
    unlike = {place for at, _, _ in cues for place in at}.union(n for n, word in enumerate(words) if _is_little(word))
    weak = {place for phrase in weak_in(times.rest) for place in find_phrase(words, words_of(phrase)) or ()}
    matter = _matter(exam.exam, lines, taken, weak, unlike) if exam and exam.exam else _Matter()
    used = taken | matter.at
    elsewhere = _elsewhere(exam.exam, words, used, matter) if exam and exam.exam else ()
    cues = _cues(words, used)
    own = _own_topic(lines, used.union(*(at for at, _, _ in cues)))
    within = exams_with(words) if not named else ()
    is_study = not any(find_phrase(words[lines.places[-1].start :], words_of(cue)) for cue in lexicon().words.no_study)
    has_time = bool(times.days or times.on or times.not_until)
    is_bare = bool((named or (own and times.is_counted)) and is_study) or (
        bool(within) and (has_time or not own) if not named else matter.is_said or has_time
    )
    intent, lead = _intent(cues, is_bare=is_bare)
    if not (named or within or is_study):
        intent = None
    if matter.is_said and not matter.subjects and intent in ("explain", "quiz"):
        # Who asks to be tested on what they know wants just that.
        matter = _Matter(subjects=matter.knows, out=matter.out, knows=matter.knows, at=matter.at)
    question = _question(named, intent, has_matter=bool(exam or own) or intent == "autopilot")
    homeless = within if own and not question and intent in ("explain", "quiz") else ()
    not_here = _not_here(exam, elsewhere)
    refused = None if matter.is_said else not_here
    not_taken = (
        *times.not_taken,
        *((not_here,) if not_here and matter.is_said else ()),
        *((Said("route.nothing_left", exam=exam.name),) if exam and matter.nothing_left else ()),
        *((_which_exam(homeless),) if homeless else ()),
    )
    return RouteDecision(
        intent=intent or "unknown",
        exam=exam.name if exam else "",
        scope=_scope(matter.subjects, own if not named else ""),
        confidence=_confidence(lead, exam=exam, is_clear=not question),
        needs_clarification=bool(question),
        clarifying_question=str(question or ""),
        refusal=str(refused or ""),
        days=times.days,
        exam_date=times.on,
        hours=times.hours,
        weak_in=weak_in(times.rest),
        scope_is_weak=matter.is_weak_alone,
        weekdays_off=times.weekdays_off,
        knows=_names(matter.knows),
        left_out=_names(matter.out),
        exams=homeless,
        not_taken=tuple(map(str, not_taken)),
        question=question,
        refused=refused,
        not_understood=not_taken,
    )


def weak_in(text: str) -> tuple[str, ...]:
    """What a text says that the learner is weak in, as it says it."""
    phrases = [match["in"] or match["mein"] for match in _WEAK.finditer(text)]
    parts = (part.strip() for phrase in phrases for part in re.split(r",| and | & | aur ", phrase))
    return tuple(part for part in parts if part)


def _lines(text: str) -> _Lines:
    words: list[str] = []
    places = []
    for line in text.split("\n"):
        start = len(words)
        words += words_of(line)
        places.append(range(start, len(words)))
    return _Lines(words, tuple(places))


def _exams(text: str, lines: _Lines) -> tuple[list[NamedExam], set[int]]:
    """The exams of the last line that names any, without those it rules out; and the places of all that are named."""
    named: list[NamedExam] = []
    taken: set[int] = set()
    for line, place in zip(text.split("\n"), lines.places, strict=True):
        words = [lines.words[n] for n in place]
        exams = find_exams(line, words)
        taken.update(place.start + n for exam in exams for n in exam.at)
        ruled_out = excluded_exams(words, exams)
        named = [exam for exam in exams if exam not in ruled_out] or named
    return named, taken


def _matter(exam: Exam, lines: _Lines, taken: set[int], weak: set[int], unlike: set[int]) -> _Matter:
    """The matter of the last line that names anything of the exam."""

    def find(used: set[int]) -> list[Named]:
        for line in reversed(lines.places):
            if named := find_subjects(exam, lines.words, used | lines.outside(line), unlike=unlike):
                return named
        return []

    # What the learner is weak in does not narrow what there is to study, where anything else is named.
    subjects = find(taken | weak)
    is_weak_alone = bool(weak) and not subjects and bool(subjects := find(taken))
    at = frozenset(place for subject in subjects for place in subject.at)
    out = excluded_subjects(lines.words, subjects)
    knows = [subject for subject in known_subjects(lines.words, subjects) if subject not in out]
    subjects = [subject for subject in subjects if subject not in out and subject not in knows]
    left = what_is_left(exam, subjects, out) if out else subjects
    if out and not left:
        return _Matter(subjects=subjects, knows=knows, nothing_left=True, at=at)
    return _Matter(left, out, knows, is_weak_alone, at=at)


def _elsewhere(exam: Exam, words: Sequence[str], used: Collection[int], matter: _Matter) -> tuple[str, ...]:
    """The subjects that a text names and the exam does not have; beside some that it has, slips do not count."""
    return find_elsewhere(exam, words, {*used, *places_left_out(words)}, exactly=matter.is_said)


def _cues(words: Sequence[str], used: Collection[int]) -> list[tuple[range, Intent, float]]:
    """The cues of a text with their places, the longest phrases first; no word counts twice."""
    taken: set[int] = set()
    cues: list[tuple[range, Intent, float]] = []
    for phrase, intent, weight in _phrases():
        at = find_phrase(words, phrase, taken)
        if at is not None and not (len(phrase) == 1 and used and at.start in used):
            taken.update(at)
            cues.append((at, intent, weight))
    return cues


def _intent(cues: Sequence[tuple[range, Intent, float]], *, is_bare: bool) -> tuple[Intent | None, float]:
    """The intent that the cues most speak for, the first in a draw, and by how much it leads.

    A bare name of an exam or a topic, with or without a time, asks for a plan.
    """
    scores: dict[Intent, float] = {}
    first: dict[Intent, int] = {}
    for at, intent, weight in cues:
        scores[intent] = max(scores.get(intent, 0), weight)
        first[intent] = min(first.get(intent, at.start), at.start)
    if not scores:
        return ("plan", 0.5) if is_bare else (None, 0.0)
    ranked = sorted(scores, key=lambda intent: (-scores[intent], first[intent]))
    behind = scores[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0], scores[ranked[0]] - behind


def _own_topic(lines: _Lines, gone: Collection[int]) -> str:
    """What the last line with words of its own is about: no exam, no cues, no times, no little words."""
    for line in reversed(lines.places):
        left = [
            word
            for place in line
            if place not in gone
            and len(word := lines.words[place]) > 2
            and not word[0].isdigit()
            and not _is_little(word)
        ]
        if left:
            return " ".join(left[:6])
    return ""


def _is_little(word: str) -> bool:
    words = lexicon().words
    numbers, spans = lexicon().numbers, lexicon().spans
    return any(word in group for group in (words.little, numbers, spans, words.hours, words.minutes))


def _names(subjects: Sequence[Named]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(subject.topic or subject.part or subject.subject for subject in subjects))


def _scope(subjects: Sequence[Named], own: str) -> Scope:
    names = {subject.subject for subject in subjects}
    if len(names) != 1:
        # There is room for one subject; several stand among the topics.
        return Scope(topics=_names(subjects) or ((own,) if own else ()))
    inner = [subject for subject in subjects if subject.part]
    parts = {subject.part for subject in inner}
    return Scope(
        subject=subjects[0].subject,
        sub_subject=inner[0].part if len(parts) == 1 else "",
        # Of several parts each is named, or the whole subject would be meant.
        topics=_names(inner)
        if len(parts) > 1
        else tuple(dict.fromkeys(subject.topic for subject in inner if subject.topic)),
    )


def _question(named: Sequence[NamedExam], intent: str | None, *, has_matter: bool) -> Said | None:
    if len(named) > 1:
        return Said("route.which_exam", exams=[exam.name for exam in named])
    if intent is None:
        return Said("route.what")
    return None if has_matter else Said("route.which")


def _confidence(lead: float, *, exam: NamedExam | None, is_clear: bool) -> float:
    """From 0 to 1, by the lead of the intent and a known exam; below `SURE_ENOUGH` where something is unclear."""
    confidence = 0.3 + 0.4 * min(1.0, lead / 3) + (0.3 if exam else 0.1)
    return round(confidence if is_clear else min(confidence, SURE_ENOUGH - 0.1), 2)


def _not_here(exam: NamedExam | None, elsewhere: Sequence[str]) -> Said | None:
    if not elsewhere or exam is None or exam.exam is None:
        return None
    names = sorted(subject.name for subject in exam.exam.subjects)
    return Said("route.not_here", exam=exam.name, names=elsewhere, subjects=names)


def _which_exam(names: Sequence[str]) -> Said:
    return Said("route.no_exam", exams=names, count=len(names))


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], Intent, float], ...]:
    """Every cue with its intent and weight, the longest first."""
    phrases = [(tuple(word.split()), cues.intent, cues.weight) for cues in lexicon().cues for word in cues.words]
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase[0]), phrase[0])))
