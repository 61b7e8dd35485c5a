"""The plan part of the study service: make it, mend it, change it, and take or leave what was proposed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from pydantic import JsonValue

from core.context import StudentContext
from core.documents import Material
from core.errors import PlanError
from core.intake import read_intake, with_extra, with_intake
from core.mastery import next_topic
from core.models import PlanEdit, PlannedTopic, PlanVersion, StudyPlan, StudyWindow, Value
from core.plan_request import plan_key, request_for
from core.planning import Replanned, Syllabus, edited, in_order, placed_topics, plan_changes, replan, verify
from core.ports import Clock, Decision, PlannedStudy, PlanRequest, StudyAgents, StudyStore
from core.recording import Note, Recorder
from core.records import Intake, Session, Topic

CACHE_FOR = timedelta(hours=24)
VERSION, PROPOSAL, REFUSED, WEAK = "plan_version", "plan_proposal", "plan_refused", "plan_weak"


class PlanState(Value):
    """A session's plan: the one that holds (None where none was accepted yet), and what is proposed in its place.

    `refused` is what the learner asked for, where that does not hold and the proposal mends it.
    """

    accepted: PlanVersion | None = None
    proposal: PlanVersion | None = None
    refused: PlanVersion | None = None

    @property
    def shown(self) -> PlanVersion | None:
        """The plan that holds, else the one proposed."""
        return self.accepted or self.proposal


class Plans:
    """What a learner can do with a plan. Each action is one commit on the version that was seen."""

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock) -> None:
        self._store, self._agents, self._recorder, self._clock = store, agents, recorder, clock

    def state(self, session: Session) -> PlanState:
        """The plan that holds and the one that is proposed."""
        accepted, proposed = _number(session.context, VERSION), _number(session.context, PROPOSAL)
        found = {one.version: one for one in self._store.plans(session.id, since=accepted or proposed or 1)}
        if VERSION not in session.context.extra_data:
            # Made before plans were living: the last one was accepted.
            return PlanState(accepted=max(found.values(), key=lambda one: one.version, default=None))
        refused = found.get(_number(session.context, REFUSED))
        return PlanState(accepted=found.get(accepted), proposal=found.get(proposed), refused=refused)

    def window(self, session: Session, plan: StudyPlan) -> StudyWindow:
        """The time that is left for a plan, from today on."""
        today = self._clock.now().date()
        if plan.window:
            return plan.window.from_day(today)
        start, hours = plan.schedule[0].date, read_intake(session.context).hours
        return StudyWindow(start=start, days=plan.total_days, hours=hours).from_day(today)

    def generate(
        self,
        session: Session,
        intake: Intake,
        materials: tuple[Material, ...],
        watch: Callable[[PlanVersion], None] | None = None,
    ) -> Session:
        """Make the plan from what was said and added. INTAKE to PLANNING, also where no draft keeps every rule."""
        now = self._clock.now()
        request = request_for(intake, materials, now.date())
        began, seed = self._clock.monotonic(), self._recorder.seed(session, "generate_plan")
        key = plan_key(request)
        decision = self._decided(session.user_id, key, request, seed, watch)
        study = decision.value
        first = next_topic(study.topics, request.start)
        last = study.outcome.versions[-1]
        context = with_intake(session.context, intake).model_copy(
            update={"current_topic": first[0].name if first else None, "plan_cache_key": key}
        )
        note = self._recorder.decided("generate_plan", decision, seed, began)
        return self._recorder.save(
            session,
            replace(note, metadata=note.metadata | {"plan_cache_key": key}),
            payload=intake.model_dump_json(),
            context=_with_plan(context, last, weak=study.weak),
            exam_type=study.exam_name,
            plans=study.outcome.versions,
            topics=study.topics,
        )

    def replan(self, session: Session, window: StudyWindow | None = None) -> Session:
        """Propose the smallest change with which the plan verifies again, from today on or for another `window`.

        Raises `PlanError` where there is nothing to change, or no day left before the exam.
        """
        shown = self._shown(session)
        began, seed = self._clock.monotonic(), self._recorder.seed(session, "replan")
        window = window or self.window(session, shown.plan)
        _require_days(window)
        syllabus = self._syllabus(session, shown.plan)
        found = replan(shown.plan, syllabus, window, read_intake(session.context).goal)
        changes = plan_changes(shown.plan, found.plan, since=window.start, done=syllabus.done)
        is_same = found.verification.is_valid and not changes and window == shown.plan.window
        if is_same:
            raise PlanError("Nothing needs to change: the plan still holds as it is.")
        moved = sum(one.kind in ("moved", "split", "added") and bool(one.topic) for one in changes)
        reason = f"Made for what has changed. Topics that move: {moved}."
        decision = Decision("planner", found.plan, f"{reason} {found.verification.critique}")
        inputs: dict[str, JsonValue] = {
            "from_version": shown.version,
            "window": window.model_dump(mode="json"),
            "done": list[JsonValue](sorted(syllabus.done)),
            "begun": list[JsonValue](sorted(syllabus.begun)),
        }
        note = self._recorder.decided("replan", replace(decision, inputs=inputs), seed, began)
        return self._propose(session, found, reason, note, payload=window.model_dump_json())

    def edit(self, session: Session, edit: PlanEdit) -> Session:
        """Change the plan as the learner says. What verifies holds at once; else the reason is kept, and where a small
        change mends it, that is proposed.

        Raises `PlanError` for an edit that names no topic or day of the plan.
        """
        shown = self._shown(session)
        window = self.window(session, shown.plan)
        _require_days(window)
        before = self._syllabus(session, shown.plan)
        goal = read_intake(session.context).goal
        plan, syllabus = edited(shown.plan, edit, before, window, goal)
        found = _verified(plan, syllabus, window)
        reason = f"You asked for it: {edit.kind.replace('_', ' ')}, {edit.topic}."
        note = Note("edit_plan", "learner", reason, {"edit": edit.model_dump(mode="json")})
        checked = Note("verify_plan", "planner", found.verification.critique)
        if found.verification.is_valid:
            return self._accept(session, found.plan, found, reason, syllabus, note, checked)
        mended = replan(plan, syllabus, window, goal)
        version = self._version(session, found, reason)
        fixed = self._version(session, mended, "What it would take for that to hold.", after=1)
        return self._recorder.save(
            session,
            note,
            checked,
            payload=edit.model_dump_json(),
            context=with_extra(session.context, {PROPOSAL: fixed.version, REFUSED: version.version}),
            plans=(version, fixed),
        )

    def accept(self, session: Session) -> Session:
        """Take the proposal, and leave out what it leaves out. Raises `PlanError` where that does not verify."""
        state = self.state(session)
        if state.proposal is None:
            raise PlanError("There is no change to take. The plan holds as it is.")
        plan = state.proposal.plan
        syllabus = self._syllabus(session, plan)
        found = _verified(plan, syllabus, plan.window or self.window(session, plan))
        if not found.verification.is_valid:
            raise PlanError(f"This plan does not hold. {found.verification.critique}")
        out = [one.name for one in plan.left_out]
        reasoning = f"The learner took the proposal.{f' Left out: {len(out)} topics.' if out else ''}"
        note = Note("accept_plan", "learner", reasoning, {"version": state.proposal.version, "left_out": list(out)})
        return self._accept(session, plan, found, state.proposal.reason, syllabus, note)

    def decline(self, session: Session) -> Session:
        """Keep the plan as it is. Raises `PlanError` where there is no plan to keep, or nothing was proposed."""
        state = self.state(session)
        if state.proposal is None or state.accepted is None:
            raise PlanError("There is no change to turn down.")
        note = Note("decline_plan", "learner", "The learner kept the plan.", {"version": state.proposal.version})
        return self._recorder.save(session, note, context=with_extra(session.context, {PROPOSAL: 0, REFUSED: 0}))

    def require_one(self, session: Session) -> None:
        """Raise `PlanError` where no plan holds yet."""
        if session.context.extra_data.get(VERSION) == 0:
            raise PlanError(
                "This plan does not hold yet. Leave topics out of it, or give it more time, on the plan page."
            )

    def _decided(
        self,
        user_id: str,
        key: str,
        request: PlanRequest,
        seed: int,
        watch: Callable[[PlanVersion], None] | None,
    ) -> Decision[PlannedStudy]:
        now = self._clock.now()
        cached = self._store.cached_plan(user_id, key, now)
        if cached is None:
            decision = self._agents.plan(request, seed=seed, watch=watch)
            self._store.cache_plan(user_id, key, decision.value, now, now + CACHE_FOR)
            return decision
        if watch:
            for version in cached.outcome.versions:
                watch(version)
        said = cached.outcome.verification.critique
        reasoning = (
            f"From the plan cache: the same was asked for less than {CACHE_FOR // timedelta(hours=1)} hours ago."
        )
        return Decision("planner", cached, f"{reasoning} {said}", request.inputs)

    def _shown(self, session: Session) -> PlanVersion:
        shown = self.state(session).shown
        if shown is None:
            raise PlanError("There is no plan yet. It is made from what you say and add at the start.")
        return shown

    def _syllabus(self, session: Session, plan: StudyPlan) -> Syllabus:
        """The session's topics as `plan` has to hold them."""
        sittings = [topic for day in plan.schedule if not day.is_revision for topic in day.topics]
        said = {topic.name: topic.rationale for topic in sittings}
        topics = self._store.topics(session.id)
        known = {topic.name for topic in topics}
        # What a proposal adds has no row before it is taken.
        added = {topic.name: topic for topic in sittings if topic.name not in known}
        weak = session.context.extra_data.get(WEAK)
        return Syllabus(
            topics=in_order([*(_planned(topic, said.get(topic.name, "")) for topic in topics), *added.values()]),
            done=frozenset(topic.name for topic in topics if topic.status == "done"),
            begun=frozenset(topic.name for topic in topics if topic.status == "learning"),
            left_out=plan.left_out,
            known=frozenset(read_intake(session.context).known),
            weak=frozenset(str(name) for name in weak) if isinstance(weak, list) else frozenset(),
        )

    def _version(
        self, session: Session, found: Replanned, reason: str, *, after: int = 0, accepted: bool = False
    ) -> PlanVersion:
        known = self._store.plans(session.id, since=max(1, _number(session.context, VERSION)))
        return PlanVersion(
            version=max((one.version for one in known), default=0) + 1 + after,
            plan=found.plan,
            verification=found.verification,
            was_accepted=accepted,
            reason=reason,
            made_on=self._clock.now().date(),
        )

    def _propose(self, session: Session, found: Replanned, reason: str, note: Note, *, payload: str) -> Session:
        version = self._version(session, found, reason)
        context = with_extra(session.context, {PROPOSAL: version.version, REFUSED: 0})
        return self._recorder.save(session, note, payload=payload, context=context, plans=(version,))

    def _accept(
        self, session: Session, plan: StudyPlan, found: Replanned, reason: str, syllabus: Syllabus, *notes: Note
    ) -> Session:
        version = self._version(session, found, reason, accepted=True)
        topics = list(self._store.topics(session.id))
        known = {topic.name for topic in topics}
        today = self._clock.now().date()
        topics += [_row(topic, len(topics), today) for topic in syllabus.topics if topic.name not in known]
        placed = placed_topics(topics, plan)
        weak = session.context.extra_data.get(WEAK)
        context = _with_plan(session.context, version, weak=tuple(map(str, weak)) if isinstance(weak, list) else ())
        if picked := next_topic(placed, today):
            context = context.model_copy(update={"current_topic": picked[0].name})
        payload = hashlib.sha256(plan.model_dump_json().encode()).hexdigest()
        return self._recorder.save(session, *notes, payload=payload, context=context, plans=(version,), topics=placed)


def _verified(plan: StudyPlan, syllabus: Syllabus, window: StudyWindow) -> Replanned:
    found = verify(plan, syllabus.topics, window, done=syllabus.done, left_out=syllabus.names_left_out)
    return Replanned(plan, found)


def _require_days(window: StudyWindow) -> None:
    if window.days < 1:
        raise PlanError(f"The exam was on {window.exam_on:%d %B}: no day is left to plan. Give the plan another date.")


def _number(context: StudentContext, key: str) -> int:
    found = context.extra_data.get(key)
    return found if isinstance(found, int) else 0


def _with_plan(context: StudentContext, last: PlanVersion, *, weak: tuple[str, ...]) -> StudentContext:
    accepted, proposed = (last.version, 0) if last.was_accepted else (0, last.version)
    return with_extra(context, {VERSION: accepted, PROPOSAL: proposed, REFUSED: 0, WEAK: list(weak)})


def _planned(topic: Topic, rationale: str) -> PlannedTopic:
    return PlannedTopic(
        name=topic.name,
        difficulty=topic.difficulty,
        hours=topic.hours,
        rationale=rationale,
        prerequisites=topic.prerequisites,
    )


def _row(topic: PlannedTopic, position: int, today: date) -> Topic:
    return Topic(name=topic.name, position=position, planned_on=today, difficulty=topic.difficulty, hours=topic.hours)
