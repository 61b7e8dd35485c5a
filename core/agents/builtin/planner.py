"""The built-in planner: topics from what there is to study, then a verified day plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from core.agents.builtin.topics import Placed, alike_topics, topics_for
from core.agents.router import named_topics, weak_in
from core.content.courses.exams import find_exam
from core.domain.planning import make_plan, placed_topics
from core.models import PlannedStudy, PlannedTopic, PlanRequest, PlanVersion, Topic
from core.study.ports import Decision
from core.words import Said, in_turn

KNOWN_SHARE = 0.25
WEAK_SHARE = 1.5
LONGEST_TOPIC_HOURS = 24.0


def plan_study(request: PlanRequest, watch: Callable[[PlanVersion], None] | None = None) -> Decision[PlannedStudy]:
    """Topics with a day plan, verified; `watch` is told of each draft.

    A topic that the learner knows gets a quarter of its time, one that the goal says is weak half as much again.
    Raises `PlanError` where there is nothing to plan, `InputError` for a syllabus that cannot be read.
    """
    sourced = topics_for(request)
    names = [planned.name for planned, _ in sourced.topics]
    folded = {" ".join(name.casefold().split()) for name in request.known}
    known = {name for name in names if " ".join(name.casefold().split()) in folded}
    weak = _weak(request, names) - known
    placed = [(_fitted(planned, known, weak), place) for planned, place in sourced.topics]
    outcome = make_plan(
        sourced.exam_name,
        [planned for planned, _ in placed],
        request.window,
        goal=request.goal.strip(),
        known=known,
        weak=weak,
        watch=watch,
    )
    last = outcome.versions[-1]
    rows = placed_topics(_rows(placed, request), last.plan, leave_out=last.was_accepted)
    study = PlannedStudy(exam_name=sourced.exam_name, outcome=outcome, topics=rows, weak=tuple(sorted(weak)))
    drafts = len(outcome.versions)
    reasoning = in_turn(
        Said("decision.plan_topics", topics=len(rows), origin=sourced.origin),
        Said("decision.draft_passed" if last.was_accepted else "decision.no_draft_passed", drafts=drafts),
        last.verification.verdict,
    )
    return Decision("planner", study, reasoning, request.inputs)


def _weak(request: PlanRequest, names: Sequence[str]) -> set[str]:
    exam = find_exam(request.exam)
    topics: set[str] = set()
    for phrase in weak_in(request.goal):
        if exam:
            meant = {request.renamed.get(name, name) for name in named_topics(exam, phrase)}
            topics |= meant.intersection(names)
        topics |= alike_topics(phrase, names)
    return topics


def _fitted(planned: PlannedTopic, known: Collection[str], weak: Collection[str]) -> PlannedTopic:
    if planned.name in known:
        hours = max(0.25, round(4 * planned.hours * KNOWN_SHARE) / 4)
        return planned.model_copy(update={"hours": hours, "rationale": "You know it already: a short look."})
    if planned.name in weak:
        hours = min(LONGEST_TOPIC_HOURS, round(4 * planned.hours * WEAK_SHARE) / 4)
        rationale = f"{planned.rationale} You are weak in it, so it gets more time."
        return planned.model_copy(update={"hours": hours, "rationale": rationale.strip()})
    return planned


def _rows(placed: Sequence[Placed], request: PlanRequest) -> list[Topic]:
    return [
        Topic(
            name=planned.name,
            position=position,
            planned_on=request.start,
            difficulty=planned.difficulty,
            hours=planned.hours,
            prerequisites=planned.prerequisites,
            material_id=place.material_id,
            section=place.section,
        )
        for position, (planned, place) in enumerate(placed)
    ]
