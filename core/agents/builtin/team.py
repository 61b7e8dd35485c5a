"""The built-in agents: deterministic for a seed, no model, no network."""

from __future__ import annotations

import random
from collections.abc import Collection

from pydantic import JsonValue

from core.agents.builtin.analysis import analyse
from core.agents.builtin.items import make_items
from core.agents.builtin.lesson import make_lesson
from core.agents.builtin.planner import COURSE_PREFIX, best_section, plan_study
from core.courses import CourseTopic, load_course
from core.documents import Material, Section
from core.errors import NothingToStudy
from core.item_gate import gate
from core.models import Answer, Lesson, PerformanceAnalysis, Question, Quiz
from core.ports import Decision, PlannedStudy, PlanRequest
from core.records import Topic

MINUTES_A_QUESTION = {"multiple_choice": 1.0, "true_false": 0.5, "fill_blank": 1.0, "multi_select": 1.5}
LEVELS = ("easy", "medium", "hard")


class BuiltinAgents:
    """`StudyAgents` from the material itself and the bundled courses."""

    def plan(self, request: PlanRequest, *, seed: int) -> Decision[PlannedStudy]:
        """See `StudyAgents.plan`. Nothing in it is drawn by lot; `seed` is taken for the port's sake."""
        return plan_study(request)

    def teach(self, topic: Topic, materials: tuple[Material, ...], *, seed: int) -> Decision[Lesson]:
        """See `StudyAgents.teach`."""
        if course := _course_topic(topic):
            lesson, where = course.lesson, "the bundled course"
        else:
            material, section = _text(topic, materials)
            lesson = make_lesson(section, material.name, seed=seed).model_copy(update={"topic": topic.name})
            where = _where(material, section)
        if not lesson.intuition and not lesson.steps:
            raise _nothing(topic)
        thin = " The section is short, so the lesson is thin." if lesson.is_thin else ""
        reasoning = (
            f"A lesson in {len(lesson.steps)} steps with {len(lesson.definitions)} definitions from {where}.{thin}"
        )
        return Decision("tutor", lesson, reasoning, _inputs(topic))

    def quiz(
        self, topic: Topic, materials: tuple[Material, ...], *, count: int, seed: int, avoid: Collection[str] = ()
    ) -> Decision[Quiz]:
        """See `StudyAgents.quiz`."""
        if course := _course_topic(topic):
            passed, rejected = gate(course.questions)
            questions, where = _drawn(passed, count, seed, avoid), "the bundled course"
        else:
            material, section = _text(topic, materials)
            others = [other for other in material.sections if other is not section]
            questions, rejected = make_items(section, others, material.name, count=count, seed=seed, avoid=avoid)
            where = _where(material, section)
        if not questions:
            raise _nothing(topic)
        minutes = round(sum(MINUTES_A_QUESTION[question.question_type] for question in questions) + 0.5)
        quiz = Quiz(topic=topic.name, questions=questions, time_estimate_minutes=minutes)
        again = sum(question.id in set(avoid) for question in questions)
        repeated = f" {again} were asked before, since there are no others." if again else ""
        dropped = ", ".join(sorted({reason for item in rejected for reason in item.reasons}))
        gated = f" The gate turned {len(rejected)} down ({dropped})." if rejected else " The gate passed every one."
        reasoning = f"{len(questions)} of {count} questions asked for, from {where}.{repeated}{gated}"
        inputs = _inputs(topic) | {"count": count, "avoid": list[JsonValue](sorted(avoid))}
        return Decision("quiz", quiz, reasoning, inputs)

    def analyse(self, quiz: Quiz, answers: tuple[Answer, ...]) -> Decision[PerformanceAnalysis]:
        """See `StudyAgents.analyse`."""
        analysis = analyse(quiz, answers)
        weak = [concept.concept for concept in analysis.concepts if concept.right < concept.asked]
        reasoning = f"{analysis.overall_score:.0f} % right over {len(quiz.questions)} questions. " + (
            f"Points were lost on {', '.join(weak)}." if weak else "No concept lost a point."
        )
        return Decision("evaluator", analysis, reasoning, {"questions": [question.id for question in quiz.questions]})


def _inputs(topic: Topic) -> dict[str, JsonValue]:
    return {"topic": topic.name, "material_id": topic.material_id, "section": topic.section}


def _course_topic(topic: Topic) -> CourseTopic | None:
    if not topic.material_id.startswith(COURSE_PREFIX):
        return None
    return load_course(topic.material_id.removeprefix(COURSE_PREFIX)).topics[topic.section]


def _text(topic: Topic, materials: tuple[Material, ...]) -> tuple[Material, Section]:
    for material in materials:
        if material.id == topic.material_id and topic.section < len(material.sections):
            return material, material.sections[topic.section]
    # Material may have come after the plan: a syllabus topic finds its text by name.
    found = None if topic.material_id else best_section(topic.name, materials)
    if found is None:
        raise _nothing(topic)
    return found[0], found[0].sections[found[1]]


def _nothing(topic: Topic) -> NothingToStudy:
    return NothingToStudy(
        f"There is too little to read about “{topic.name}” yet. Add a file or notes that cover it, "
        "or choose another topic."
    )


def _where(material: Material, section: Section) -> str:
    if section.page_from is None:
        return f"“{section.title}” in {material.name}"
    return f"{material.name}, page {section.page_from}"


def _drawn(questions: tuple[Question, ...], count: int, seed: int, avoid: Collection[str]) -> tuple[Question, ...]:
    """`count` of them by lot, those not asked before first, then from easy to hard."""
    shuffled = random.Random(seed).sample(questions, len(questions))
    fresh_first = sorted(shuffled, key=lambda question: question.id in avoid)[:count]
    return tuple(sorted(fresh_first, key=lambda question: LEVELS.index(question.difficulty)))
