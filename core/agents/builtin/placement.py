"""The questions that a placement quiz may ask: a few on topics from all over the syllabus, each passed by the gate."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

from core.agents.builtin.items.quiz_items import make_items
from core.agents.builtin.topics import COURSE_PREFIX, Place, Placed, Sourced, topics_for
from core.content.courses import load_course
from core.domain.assessment.placement import LEVELS
from core.domain.assessment.rivals import with_rivals
from core.domain.item_gate import gate
from core.domain.planning.order import leaning_on
from core.errors import NothingToStudy, PlanError
from core.models import Material, PlannedTopic, PlanRequest, Question, Quiz
from core.models.limits import PLACEMENT_QUESTIONS
from core.models.quiz import PLACEMENT
from core.study.ports import Decision
from core.words import Said

TOPICS = 12
TRIES = 3
DRAWN = 8
MINUTES_A_QUESTION = 1
WORDS = 50_000
"""What is read for a placement at most: a longer text would keep the learner waiting for over two seconds."""


def placement_pool(request: PlanRequest, *, seed: int) -> Decision[Quiz]:
    """Up to 3 questions (easy, medium and hard) on each of up to 12 topics, spread over those that have a text; 8
    topics where none needs another.

    Raises `NothingToStudy` where none has, or none whose text gives a question.
    """
    sourced = _sourced(request)
    with_text = _with_text(sourced.topics)
    if not with_text:
        raise NothingToStudy("quiz.placement_no_text")
    questions, drawn_from = _pool(with_text, request.materials, seed)
    if not questions:
        raise NothingToStudy("quiz.placement_few_sentences")
    asked_on = len(drawn_from)
    quiz = Quiz(
        topic=PLACEMENT,
        questions=questions,
        time_estimate_minutes=min(asked_on, PLACEMENT_QUESTIONS) * MINUTES_A_QUESTION,
        covers=_covered([planned for planned, _ in sourced.topics], drawn_from),
    )
    quiz = with_rivals(
        quiz,
        (block.text for material in request.materials for section in material.sections for block in section.blocks),
    )
    counts = {"questions": len(questions), "asked_on": asked_on, "topics": len(sourced.topics)}
    reasoning = Said("decision.placement_pool", origin=sourced.origin, most=PLACEMENT_QUESTIONS, **counts)
    return Decision("quiz", quiz, reasoning, request.inputs)


def _sourced(request: PlanRequest) -> Sourced:
    try:
        return topics_for(request)
    except PlanError as exc:
        raise NothingToStudy("quiz.placement_nothing") from exc


def _with_text(topics: Sequence[Placed]) -> list[Placed]:
    """The topics that have a text of their own: of two with theirs in one section, questions could not tell which."""
    first = {place: planned for planned, place in reversed(topics) if place.material_id}
    return [(planned, place) for planned, place in topics if first.get(place) is planned]


def _pool(
    with_text: Sequence[Placed], materials: Sequence[Material], seed: int
) -> tuple[tuple[Question, ...], frozenset[str]]:
    """The questions in the syllabus' order, each with its topic, and the topics that they are on."""
    questions: list[Question] = []
    stretches = _stretches(with_text)
    read = _read(stretches, materials)
    for few in stretches:
        for planned, place in few:
            if place in read and (own := _one_a_level(_items(planned, place, materials, read, seed))):
                questions += [question.model_copy(update={"topic": planned.name}) for question in own]
                break
    passed, _ = gate(questions)
    return passed, frozenset(question.topic for question in passed)


def _stretches(placed: Sequence[Placed]) -> list[Sequence[Placed]]:
    """The first topics of up to 12 stretches of the syllabus, of about the same length."""
    # Where no topic says anything about another, those beyond the last question would never be asked about.
    count = min(TOPICS if any(planned.prerequisites for planned, _ in placed) else PLACEMENT_QUESTIONS, len(placed))
    ends = [len(placed) * number // count for number in range(count + 1)]
    return [placed[start : min(end, start + TRIES)] for start, end in pairwise(ends)]


def _read(stretches: Sequence[Sequence[Placed]], materials: Sequence[Material]) -> frozenset[Place]:
    """The places that questions and their wrong options are taken from: all of a shorter text, else the first topics
    of each stretch, then the second ones, and so on."""
    words = {
        Place(material.id, number): section.words
        for material in materials
        for number, section in enumerate(material.sections)
    }
    in_turn = [few[turn][1] for turn in range(TRIES) for few in stretches if turn < len(few)]
    if sum(words.values()) <= WORDS:
        return frozenset((*words, *in_turn))
    taken: set[Place] = set()
    total = 0
    for place in in_turn:
        if not taken or total + words.get(place, 0) <= WORDS:
            taken.add(place)
            total += words.get(place, 0)
    return frozenset(taken)


def _items(
    planned: PlannedTopic, place: Place, materials: Sequence[Material], read: frozenset[Place], seed: int
) -> tuple[Question, ...]:
    if place.material_id.startswith(COURSE_PREFIX):
        topic = load_course(place.material_id.removeprefix(COURSE_PREFIX)).topics[place.section]
        passed, _ = gate(topic.questions, topic.lesson.text)
        return tuple(random.Random(f"{seed}:{planned.name}").sample(passed, len(passed)))
    material = next(material for material in materials if material.id == place.material_id)
    pool = [section for number, section in enumerate(material.sections) if Place(material.id, number) in read]
    questions, _ = make_items(material.sections[place.section], pool, material.name, count=DRAWN, seed=seed)
    return questions


def _one_a_level(questions: Sequence[Question]) -> tuple[Question, ...]:
    """One question of each difficulty. Half of all guesses at a statement are right: only where there is no other."""
    others = [question for question in questions if question.question_type != "true_false"]
    first = {question.difficulty: question for question in reversed(others or questions)}
    return tuple(first[level] for level in LEVELS if level in first)


def _covered(topics: Sequence[PlannedTopic], asked_on: frozenset[str]) -> tuple[PlannedTopic, ...]:
    """The topics that an answer can say something about: those asked on, and those that need others or are needed."""
    leaning = leaning_on(topics)
    return tuple(topic for topic in topics if topic.name in asked_on or topic.prerequisites or leaning[topic.name])
