"""Rules on a topic and on the order of topics: complete lessons, explained wrong options, prerequisites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter

from core.content.courses import CourseTopic
from core.content.courses.balance import balance_problems
from core.content.courses.findings import Finding
from core.domain.item_gate.words import content
from core.models import Lesson, Question

SHORT_KEY = 3
STEM = 5  # letters that a word's forms share: "permeable", "permeability"
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,4}\b")  # longer ones are words in capitals, or sequences of bases


def topic_findings(topic: CourseTopic, file: str) -> Iterator[Finding]:
    """What is to be mended in one topic, the item gate's own rules left out."""
    yield from (
        Finding(file=file, what=f"the lesson has no {part}", advice="Write it") for part in _missing(topic.lesson)
    )
    yield from (Finding(file=file, what=what, advice=advice) for what, advice in balance_problems(topic.questions))
    document = topic.lesson.sources[0].document
    taught = _taught(topic.lesson)
    for question in topic.questions:
        yield from (
            Finding(file=file, item=question.id, what=what, advice=advice)
            for what, advice in _item_problems(question, document)
        )
        if unknown := _untaught(question, taught, topic.lesson):
            what = f"the lesson does not have {', '.join(f'“{word}”' for word in unknown)}"
            advice = "Teach what the question needs, or use the lesson's words"
            yield Finding(file=file, item=question.id, what=what, advice=advice, is_warning=True)


def order_findings(topics: Sequence[tuple[str, CourseTopic]]) -> Iterator[Finding]:
    """Topics that share a name, or that need what is not there, comes later, or needs them."""
    names = [topic.name for _, topic in topics]
    for place, (file, topic) in enumerate(topics):
        if topic.name in names[:place]:
            yield Finding(file=file, what=f"“{topic.name}” is the name of two topics", advice="Give one another name")
        for needed in topic.prerequisites:
            if needed not in names:
                what = f"it needs “{needed}”, which is no topic of the course"
                yield Finding(file=file, what=what, advice="Mend the name or take it out")
            elif needed not in names[:place] and needed != topic.name:
                advice = "Put it before in course.toml, or take the prerequisite out"
                yield Finding(file=file, what=f"it needs “{needed}”, which comes later", advice=advice)
    try:
        TopologicalSorter({topic.name: topic.prerequisites for _, topic in topics}).prepare()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        what = f"these topics need each other in a circle: {circle}"
        yield Finding(file="course.toml", what=what, advice="Take one prerequisite out")


def _missing(lesson: Lesson) -> Iterator[str]:
    parts = {
        "intuition": lesson.intuition,
        "steps": "".join(step.content for step in lesson.steps),
        "real_world_example": lesson.real_world_example,
        "common_pitfall": lesson.common_pitfall,
    }
    yield from (name for name, text in parts.items() if not text.strip())
    yield from (f"content in its step “{step.title}”" for step in lesson.steps if not step.content.strip())


def _item_problems(question: Question, document: str) -> Iterator[tuple[str, str]]:
    noted = {note.option_index: note for note in question.option_notes}
    for index in range(len(question.options)):
        note = noted.get(index)
        if index not in question.key and not (note and note.misconception.strip() and note.counter_example.strip()):
            yield (
                f"its wrong option “{question.options[index]}” has no misconception or no counter-example",
                f"Write [[questions.option_notes]] with option_index = {index} and both",
            )
    if any(source.document != document for source in question.sources):
        yield "it names another document as its source", f"Write document = “{document}”"


def _taught(lesson: Lesson) -> frozenset[str]:
    titles = " ".join(step.title for step in lesson.steps)
    terms = " ".join(definition.term for definition in lesson.definitions)
    return frozenset(word[:STEM] for word in content(f"{lesson.topic} {titles} {terms} {lesson.text}"))


def _untaught(question: Question, taught: frozenset[str], lesson: Lesson) -> list[str]:
    """Words of the concept, of a short key and of a typed answer, and acronyms, that the lesson nowhere has."""
    keys = question.accepted_answers[:1] or [
        question.options[index] for index in question.key if question.question_type != "true_false"
    ]
    short = [key for key in keys if len(key.split()) <= SHORT_KEY]
    telling = sorted(word for word in content(" ".join(short)) if len(word) >= STEM and not word.isdigit())
    unknown = [word for word in telling if word[:STEM] not in taught]
    concept = content(question.concept_tested)
    # A concept's name is a label ("bulk transport"): one word of it is enough to know it by.
    if not any(word[:STEM] in taught for word in concept):
        unknown += sorted(concept - set(unknown))
    acronyms = sorted(set(_ACRONYM.findall(" ".join((question.text, *question.options)))))
    return unknown + [
        acronym for acronym in acronyms if acronym not in lesson.text and acronym.casefold() not in unknown
    ]
