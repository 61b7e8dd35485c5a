"""What a change of a plan rests on: from a session's rows, as an event records it, and read back from there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from core.domain.planning import Replanned, Syllabus, in_order, replan, verify
from core.models import LeftOut, PlannedTopic, StudyPlan, StudyWindow, Topic, Value


class ReplanInputs(Value):
    """The inputs of one `replan`: with the plan of `from_version`, and what the rows say and never change (hours,
    difficulty, prerequisites), they give the same plan again.

    `topics` are names in the syllabus' order; those in `added` had no row yet.
    """

    from_version: int
    window: StudyWindow
    goal: str
    topics: tuple[str, ...]
    added: tuple[PlannedTopic, ...]
    done: tuple[str, ...]
    begun: tuple[str, ...]
    left_out: tuple[str, ...]
    known: tuple[str, ...]
    weak: tuple[str, ...]
    anew: bool = False
    lighter: bool = False


def syllabus_of(
    rows: Sequence[Topic],
    plan: StudyPlan,
    *,
    left_out: Sequence[LeftOut],
    added: Sequence[PlannedTopic] = (),
    known: Collection[str] = (),
    weak: Collection[str] = (),
) -> Syllabus:
    """The topics of `rows`, and those `added` that have none, as a plan has to hold them."""
    names = {row.name for row in rows}
    new = [topic for topic in added if topic.name not in names]
    folded = {_folded(name) for name in known}
    rationales = _rationales(plan)
    topics = in_order([*(_planned(row, rationales.get(row.name, "")) for row in rows), *new])
    return Syllabus(
        topics=topics,
        done=frozenset(row.name for row in rows if row.is_studied),
        begun=frozenset(row.name for row in rows if row.status == "learning"),
        left_out=tuple(left_out),
        known=frozenset(topic.name for topic in topics if _folded(topic.name) in folded),
        weak=frozenset(weak),
    )


def replan_inputs(
    from_version: int,
    window: StudyWindow,
    goal: str,
    syllabus: Syllabus,
    added: Sequence[PlannedTopic],
    *,
    anew: bool = False,
    lighter: bool = False,
) -> ReplanInputs:
    """The inputs as an event records them."""
    return ReplanInputs(
        from_version=from_version,
        window=window,
        goal=goal,
        topics=tuple(topic.name for topic in syllabus.topics),
        added=tuple(added),
        done=tuple(sorted(syllabus.done)),
        begun=tuple(sorted(syllabus.begun)),
        left_out=tuple(topic.name for topic in syllabus.left_out),
        known=tuple(sorted(syllabus.known)),
        weak=tuple(sorted(syllabus.weak)),
        anew=anew,
        lighter=lighter,
    )


def replan_again(inputs: ReplanInputs, plan: StudyPlan, rows: Sequence[Topic]) -> Replanned:
    """The plan that `inputs` gave, worked out again from the `plan` of their version and the session's rows as of now.

    Raises `KeyError` where a topic of it is in neither.
    """
    rationales = _rationales(plan)
    by_name = {row.name: _planned(row, rationales.get(row.name, "")) for row in rows}
    by_name |= {topic.name: topic for topic in inputs.added}
    left_out_before = {topic.name: topic for topic in plan.left_out}
    syllabus = Syllabus(
        topics=tuple(by_name[name] for name in inputs.topics),
        done=frozenset(inputs.done),
        begun=frozenset(inputs.begun),
        left_out=tuple(left_out_before[name] for name in inputs.left_out),
        known=frozenset(inputs.known),
        weak=frozenset(inputs.weak),
    )
    return replan(plan, syllabus, inputs.window, inputs.goal, anew=inputs.anew, lighter=inputs.lighter)


def window_left(plan: StudyPlan, today: date, hours: float) -> StudyWindow:
    """What is left of a plan's time; a plan that keeps no window of its own has `hours` a day."""
    return plan.filled(hours).from_day(today)


def verified(plan: StudyPlan, syllabus: Syllabus, window: StudyWindow) -> Replanned:
    """The plan with its verification: what the syllabus leaves out may be missing."""
    verification = verify(plan, syllabus.topics, window, done=syllabus.done, left_out=syllabus.names_left_out)
    return Replanned(plan, verification)


def row_of(topic: PlannedTopic, position: int, today: date) -> Topic:
    """A row for a topic that was added to a plan. Its text is found by its name, once a file covers it."""
    return Topic(name=topic.name, position=position, planned_on=today, difficulty=topic.difficulty, hours=topic.hours)


def _rationales(plan: StudyPlan) -> dict[str, str]:
    return {topic.name: topic.rationale for day in plan.schedule if not day.is_revision for topic in day.topics}


def _planned(row: Topic, rationale: str) -> PlannedTopic:
    return PlannedTopic(
        name=row.name,
        difficulty=row.difficulty,
        hours=row.hours,
        rationale=rationale,
        prerequisites=row.prerequisites,
    )


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
