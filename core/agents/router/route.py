"""From words to a decision."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache

from core.agents.router.lexicon import Intent, lexicon
from core.agents.router.subjects import Named, NamedExam, find_elsewhere, find_exams, find_subjects, names_a_topic
from core.agents.router.times import date_in, days_in, hours_in
from core.agents.router.words import find_phrase, words_of
from core.models import RouteDecision, Scope

LONGEST = 500
SURE_ENOUGH = 0.5
_WEAK = re.compile(
    r"\b(?:weak|struggl\w+|bad|poor|worst|stuck|kamzor)\s+(?:in|at|with|on)\s+(?P<in>[^,.;!?]+)|"
    r"(?P<mein>[\w ]{3,40}?)\s+(?:me|mein|main)\s+(?:weak|kamzor|kamjor)\b",
    re.IGNORECASE,
)
_WHICH = "What do you want to study? Name an exam such as NEET, or a subject of your own."
_WHAT = "What would you like: a plan, an explanation, or a quiz?"


def route(text: str, today: date) -> RouteDecision:
    """What a text asks for, in which exam and about what. `today` dates a day without a year.

    Deterministic. A low `confidence` comes with the one question that would help; a subject that the exam does not have
    comes with `refusal`.
    """
    text = text[:LONGEST]
    words = words_of(text)
    named = find_exams(text, words)
    exam = named[0] if len(named) == 1 else None
    taken = {place for one in named for place in one.at}
    cues = _cues(words, taken)
    said = {place for at, _, _ in cues for place in at}.union(n for n, word in enumerate(words) if _is_little(word))
    # What the learner is weak in does not narrow what there is to study, where anything else is named.
    weak = {place for phrase in weak_in(text) for place in find_phrase(words, words_of(phrase)) or ()}
    subjects = find_subjects(exam.exam, words, taken | weak, unlike=said) if exam and exam.exam else []
    is_weak_alone = bool(weak) and not subjects
    if is_weak_alone and exam and exam.exam:
        subjects = find_subjects(exam.exam, words, taken, unlike=said)
    used = taken | {place for one in subjects for place in one.at}
    elsewhere = find_elsewhere(exam.exam, words, used) if exam and exam.exam and not subjects else ""
    cues = _cues(words, used)
    own = _own_topic(words, used.union(*(at for at, _, _ in cues)))
    is_registered = bool(named) or names_a_topic(words)
    days, on = days_in(text, words), date_in(text, today)
    has_time = days is not None or on is not None
    intent, lead = _intent(cues, is_bare=is_registered and (bool(subjects) or has_time or not own))
    if not is_registered and any(find_phrase(words, words_of(cue)) for cue in lexicon().words.no_study):
        intent = None
    question = _question(named, intent, has_matter=bool(exam or own) or intent == "autopilot")
    scope = _scope(subjects, own if not named else "")
    confidence = _confidence(lead, exam=exam, is_clear=not question)
    return RouteDecision(
        intent=intent or "unknown",
        exam=exam.name if exam else "",
        scope=scope,
        confidence=confidence,
        needs_clarification=bool(question),
        clarifying_question=question,
        refusal=_refusal(exam, elsewhere),
        days=days,
        exam_date=on,
        hours=hours_in(text, words),
        weak_in=weak_in(text),
        scope_is_weak=is_weak_alone and bool(subjects),
    )


def weak_in(text: str) -> tuple[str, ...]:
    """What a text says that the learner is weak in, as it says it."""
    found = [match["in"] or match["mein"] for match in _WEAK.finditer(text)]
    parts = (part.strip() for phrase in found for part in re.split(r",| and | & | aur ", phrase))
    return tuple(part for part in parts if part)


def _cues(words: Sequence[str], used: Collection[int]) -> list[tuple[range, Intent, float]]:
    """The cues of a text with their places, the longest phrases first; no word counts twice."""
    taken: set[int] = set()
    found: list[tuple[range, Intent, float]] = []
    for phrase, intent, weight in _phrases():
        at = find_phrase(words, phrase, taken)
        if at is not None and not (len(phrase) == 1 and used and at.start in used):
            taken.update(at)
            found.append((at, intent, weight))
    return found


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


def _own_topic(words: Sequence[str], gone: Collection[int]) -> str:
    """What a text is about beside its exam: the words that are neither cues, nor times, nor little words."""
    left = [
        word
        for place, word in enumerate(words)
        if place not in gone and len(word) > 2 and not word[0].isdigit() and not _is_little(word)
    ]
    return " ".join(left[:6])


def _is_little(word: str) -> bool:
    known = lexicon()
    return any(word in group for group in (known.words.little, known.numbers, known.spans, known.words.hours))


def _scope(subjects: Sequence[Named], own: str) -> Scope:
    names = {one.subject for one in subjects}
    if len(names) != 1:
        # There is room for one subject; several stand among the topics.
        named = tuple(dict.fromkeys(one.topic or one.part or one.subject for one in subjects))
        return Scope(topics=named or ((own,) if own else ()))
    parts = {one.part for one in subjects if one.part}
    return Scope(
        subject=subjects[0].subject,
        sub_subject=parts.pop() if len(parts) == 1 else "",
        topics=tuple(dict.fromkeys(one.topic for one in subjects if one.topic)),
    )


def _question(named: Sequence[NamedExam], intent: str | None, *, has_matter: bool) -> str:
    if len(named) > 1:
        return f"Which exam is it: {' or '.join(one.name for one in named)}?"
    if intent is None:
        return _WHAT
    return "" if has_matter else _WHICH


def _confidence(lead: float, *, exam: NamedExam | None, is_clear: bool) -> float:
    """From 0 to 1, by the lead of the intent and a known exam; below `SURE_ENOUGH` where something is unclear."""
    found = 0.3 + 0.4 * min(1.0, lead / 3) + (0.3 if exam else 0.1)
    return round(found if is_clear else min(found, SURE_ENOUGH - 0.1), 2)


def _refusal(exam: NamedExam | None, elsewhere: str) -> str:
    if not elsewhere or exam is None or exam.exam is None:
        return ""
    names = sorted(subject.name for subject in exam.exam.subjects)
    has = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{exam.name} has no {elsewhere}. Its subjects are {has}."


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], Intent, float], ...]:
    """Every cue with its intent and weight, the longest first."""
    every = [(tuple(word.split()), cues.intent, cues.weight) for cues in lexicon().cues for word in cues.words]
    return tuple(sorted(every, key=lambda found: (-len(found[0]), found[0])))
