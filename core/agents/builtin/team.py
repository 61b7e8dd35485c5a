"""The built-in agents: deterministic for a seed, no model, no network."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from datetime import date

from core.agents.builtin.evaluation import analyse
from core.agents.builtin.items.quiz_items import make_items
from core.agents.builtin.lesson import make_lesson
from core.agents.builtin.placement import placement_pool
from core.agents.builtin.planner import plan_study
from core.agents.builtin.question_answering import answered, course_index, material_indexes
from core.agents.builtin.topics import BUNDLED, COURSE_PREFIX, Place, best_section
from core.agents.router import route
from core.content.courses import CourseTopic, load_course
from core.content.text.sentences import explains_little
from core.domain.assessment.grading import Mark
from core.domain.assessment.rivals import with_rivals
from core.domain.assessment.selection import LEVELS, time_needed
from core.domain.item_gate import Rejected, gate
from core.errors import NothingToStudy
from core.models import (
    Lesson,
    Material,
    PerformanceAnalysis,
    PlannedStudy,
    PlanRequest,
    PlanVersion,
    Question,
    Quiz,
    RouteDecision,
    Section,
    Source,
    Topic,
    TutorAnswer,
)
from core.study.inputs import AskInputs, QuizInputs, RouteInputs, TeachInputs
from core.study.ports import Decision
from core.words import Said, in_turn

ENOUGH = 5
NEIGHBOURS = 9

# Questions, those that the gate turned down, and by a borrowed question's id the section that it is from.
Asked = tuple[tuple[Question, ...], tuple[Rejected, ...], dict[str, str]]


class BuiltinAgents:
    """`StudyAgents` from the material itself and the bundled courses."""

    def route(self, text: str, today: date) -> Decision[RouteDecision]:
        """See `StudyAgents.route`."""
        decision = route(text, today)
        named = [part for part in (decision.exam, decision.scope.subject, *decision.scope.topics) if part]
        taken_for = {"intent": Said(f"intent.{decision.intent}"), "sure": decision.confidence}
        reasoning = in_turn(
            Said("route.taken_for_about", named=named, **taken_for) if named else Said("route.taken_for", **taken_for),
            Said("route.asked", question=decision.question) if decision.question else None,
            decision.refused,
            *decision.not_understood,
        )
        return Decision("router", decision, reasoning, RouteInputs(text=text, today=today))

    def plan(
        self, request: PlanRequest, *, seed: int, watch: Callable[[PlanVersion], None] | None = None
    ) -> Decision[PlannedStudy]:
        """See `StudyAgents.plan`. It draws nothing by lot and takes `seed` because the port does."""
        return plan_study(request, watch)

    def teach(self, topic: Topic, materials: tuple[Material, ...], *, seed: int) -> Decision[Lesson]:
        """See `StudyAgents.teach`."""
        if course := _course_topic(topic):
            lesson = course.lesson.model_copy(update={"topic": topic.name})
            where, place = BUNDLED, Place(topic.material_id, topic.section)
        else:
            # Only a text that gives a question too: a lesson that no quiz can follow would lead nowhere.
            material, section, _ = _readable(topic, materials, 1, seed, ())
            lesson = make_lesson(section, material.name, seed=seed, pool=material.sections)
            named = {"topic": topic.name, "is_weak": explains_little(material.sections)}
            lesson = lesson.model_copy(update=named)
            where, place = _where(material, section), _place(material, section)
        if not lesson.intuition and not lesson.steps:
            raise _nothing(topic)
        counts = {"steps": len(lesson.steps), "definitions": len(lesson.definitions)}
        thin = Said("decision.lesson_thin") if lesson.is_thin else None
        reasoning = in_turn(Said("decision.lesson", where=where, **counts), thin)
        return Decision("tutor", lesson, reasoning, TeachInputs(topic=topic.name, **place._asdict()))

    def quiz(
        self, topic: Topic, materials: tuple[Material, ...], *, count: int, seed: int, avoid: Collection[str] = ()
    ) -> Decision[Quiz]:
        """See `StudyAgents.quiz`."""
        if course := _course_topic(topic):
            passed, rejected = gate(course.questions, course.lesson.text)
            questions, where = _drawn(passed, count, seed, avoid), BUNDLED
            read: tuple[str, ...] = (course.lesson.text,)
            is_weak, borrowed, place = False, dict[str, str](), Place(topic.material_id, topic.section)
        else:
            material, section, (questions, rejected, borrowed) = _readable(topic, materials, count, seed, avoid)
            place = _place(material, section)
            read = tuple(block.text for part in material.sections for block in part.blocks)
            is_weak = explains_little(material.sections)
            where = _where(material, section)
            if helped := [*dict.fromkeys(borrowed.values())]:
                where = Said("decision.helped_out", where=where, titles=[f"“{title}”" for title in helped])
        quiz = with_rivals(
            Quiz(
                topic=topic.name,
                questions=questions,
                time_estimate_minutes=time_needed(questions),
                is_weak=is_weak,
                borrowed=borrowed,
            ),
            read,
        )
        again = sum(question.id in set(avoid) for question in questions)
        reasons = sorted({reason for item in rejected for reason in item.reasons})
        reasoning = in_turn(
            Said("decision.questions", questions=len(questions), wanted=count, where=where),
            Said("decision.asked_before", questions=again) if again else None,
            Said("decision.gate_turned_down", questions=len(rejected), reasons=reasons)
            if rejected
            else Said("decision.gate_passed"),
            Said("decision.weak_document") if is_weak else None,
        )
        inputs = QuizInputs(topic=topic.name, **place._asdict(), count=count, avoid=tuple(sorted(avoid)))
        return Decision("quiz", quiz, reasoning, inputs)

    def ask(self, question: str, topic: Topic, materials: tuple[Material, ...], *, seed: int) -> Decision[TutorAnswer]:
        """See `StudyAgents.ask`. It draws nothing by lot and takes `seed` because the port does."""
        indexes = material_indexes(materials)
        if topic.material_id.startswith(COURSE_PREFIX):
            indexes |= dict([course_index(topic.material_id.removeprefix(COURSE_PREFIX))])
        if not any(index.passages for index in indexes.values()):
            raise NothingToStudy("tutor.no_text")
        answer = answered(question, indexes)
        searched = sum(len(index.passages) for index in indexes.values())
        quoted = {str(said): said for said in map(_quoted, answer.passages)}
        reasoning = in_turn(
            Said("decision.searched", passages=searched),
            Said("decision.quoted", places=quoted.values()) if answer.found else answer.said,
        )
        named = tuple(material.id for material in materials)
        inputs = AskInputs(
            topic=topic.name,
            material_id=topic.material_id,
            section=topic.section,
            question=question,
            materials=named,
        )
        return Decision("tutor", answer, reasoning, inputs)

    def placement(self, request: PlanRequest, *, seed: int) -> Decision[Quiz]:
        """See `StudyAgents.placement`."""
        return placement_pool(request, seed=seed)

    def analyse(self, quiz: Quiz, marks: tuple[Mark, ...]) -> Decision[PerformanceAnalysis]:
        """See `StudyAgents.analyse`."""
        analysis = analyse(quiz, marks)
        weak = [concept.concept for concept in analysis.concepts if concept.right < concept.asked]
        if analysis.overall_score is None:
            return Decision("evaluator", analysis, Said("decision.no_score"))
        reasoning = in_turn(
            Said("decision.score", score=analysis.overall_score, questions=len(quiz.questions)),
            Said("decision.points_lost", concepts=weak) if weak else Said("decision.no_point_lost"),
        )
        return Decision("evaluator", analysis, reasoning)


def _course_topic(topic: Topic) -> CourseTopic | None:
    if not topic.material_id.startswith(COURSE_PREFIX):
        return None
    return load_course(topic.material_id.removeprefix(COURSE_PREFIX)).topics[topic.section]


def _readable(
    topic: Topic, materials: tuple[Material, ...], count: int, seed: int, avoid: Collection[str]
) -> tuple[Material, Section, Asked]:
    """The text on a topic that gives questions: the planned one, else what was added later. Raises `NothingToStudy`."""
    planned = [
        (material, material.sections[topic.section])
        for material in materials
        if material.id == topic.material_id and topic.section < len(material.sections)
    ]
    others = [material for material in materials if material.id != topic.material_id]
    best = best_section(topic.name, others)
    added = [(best[0], best[0].sections[best[1]])] if best else []
    for material, section in planned + added:
        asked = _asked(material, section, count, seed, avoid)
        if asked[0]:
            return material, section, asked
    raise _nothing(topic)


def _asked(material: Material, section: Section, count: int, seed: int, avoid: Collection[str]) -> Asked:
    """Questions on a section, with those turned down, and for each question of a neighbour the neighbour's title.

    A section that gives only a few is helped out by its neighbours, the nearest first.
    """
    here = material.sections.index(section)
    nearest = sorted(range(len(material.sections)), key=lambda place: (abs(place - here), place))
    questions: tuple[Question, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    borrowed: dict[str, str] = {}
    wanted = count
    for place in nearest[:NEIGHBOURS]:
        source = material.sections[place]
        passed, turned_down = make_items(source, material.sections, material.name, count=wanted, seed=seed, avoid=avoid)
        ids = {question.id for question in questions}
        added = tuple(question for question in passed if question.id not in ids)
        if source is not section:
            added = tuple(question.model_copy(update={"topic": source.title}) for question in added)
            borrowed |= {question.id: source.title for question in added}
        questions += added
        rejected += turned_down
        if len(questions) >= min(count, ENOUGH):
            break
        wanted = min(count, ENOUGH) - len(questions)
    return questions, rejected, borrowed


def _nothing(topic: Topic) -> NothingToStudy:
    return NothingToStudy("quiz.few_sentences", topic=topic.name)


def _place(material: Material, section: Section) -> Place:
    return Place(material.id, material.sections.index(section))


def _where(material: Material, section: Section) -> Said:
    if section.page_from is None:
        return Said("decision.section_of", title=section.title, document=material.name)
    return Said("decision.page_of", document=material.name, page=section.page_from)


def _drawn(questions: tuple[Question, ...], count: int, seed: int, avoid: Collection[str]) -> tuple[Question, ...]:
    """`count` of them by lot, those not asked before first, then from easy to hard."""
    shuffled = random.Random(seed).sample(questions, len(questions))
    fresh_first = sorted(shuffled, key=lambda question: question.id in avoid)[:count]
    return tuple(sorted(fresh_first, key=lambda question: LEVELS.index(question.difficulty)))


def _quoted(source: Source) -> Said | str:
    if source.page is None:
        return source.document
    return Said("decision.page_of", document=source.document, page=source.page)
