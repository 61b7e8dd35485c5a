"""The plan part of the study service: make it, mend it, change it, and take or leave what was proposed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.domain.extra_data import (
    VERSION,
    added_topics,
    is_living,
    number,
    read_intake,
    with_intake,
    with_plan,
    with_proposal,
    without_proposal,
)
from core.domain.mastery import next_topic
from core.domain.planning import (
    LEFT_OUT_BY_LEARNER,
    edited,
    is_as_asked,
    plan_changes,
    replan,
    widened,
)
from core.domain.planning.inputs import replan_inputs, verified
from core.errors import PlanError
from core.models import (
    Action,
    Intake,
    Material,
    Parts,
    PlanEdit,
    PlannedTopic,
    PlanVersion,
    Session,
    StudyWindow,
)
from core.study.plan_commits import PlanCommits, require_days
from core.study.plan_requests import cached_or_made, plan_key, request_for
from core.study.ports import Clock, Decision, StudyAgents, StudyStore
from core.study.recorder import Note, Recorder
from core.words import Said, in_turn


class Plans(PlanCommits):
    """What a learner can do with a plan. Each action is one commit on the version that was seen."""

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock) -> None:
        super().__init__(store, recorder, clock)
        self._agents = agents

    def generate(
        self,
        session: Session,
        intake: Intake,
        materials: tuple[Material, ...],
        watch: Callable[[PlanVersion], None] | None = None,
    ) -> Session:
        """Make the plan from what was said and added. INTAKE to PLANNING, also where no draft keeps every rule."""
        now = self._clock.now()
        request = request_for(intake, materials, session.day_of(now))
        began, seed = self._clock.monotonic(), self._recorder.seed(session, Action.GENERATE_PLAN)
        key = plan_key(request)
        decision = cached_or_made(self._store, self._agents, session.user_id, key, request, seed, now, watch)
        study = decision.value
        first = next_topic(study.topics, request.start)
        last = study.outcome.versions[-1]
        context = with_intake(session.context, intake).model_copy(
            update={"current_topic": first[0].name if first else None, "plan_cache_key": key}
        )
        return self._recorder.save(
            session,
            self._recorder.decided(Action.GENERATE_PLAN, decision, seed, began, plan_cache_key=key),
            payload=intake.model_dump_json(),
            context=with_plan(context, last, study.weak),
            exam_type=study.exam_name,
            parts=Parts(plans=study.outcome.versions, topics=study.topics),
        )

    def replan(
        self, session: Session, window: StudyWindow | None = None, *, anew: bool = False, lighter: bool = False
    ) -> Session:
        """Propose the smallest change with which the plan verifies again, from today on or for another `window`; with
        `anew`, everything planned again over the time that there is; with `lighter`, without so many topics that the
        others get half of their time.

        Raises `PlanError` where there is nothing to change, or no day left before the exam.
        """
        payload = (window.model_dump_json() if window else "") + "anew" * anew + "lighter" * lighter
        if repeated := self.repeated(session, Action.REPLAN, payload):
            return repeated
        state, shown, added = self.shown(session)
        began, seed = self._clock.monotonic(), self._recorder.seed(session, Action.REPLAN)
        remaining = self.window(session, shown.plan)
        window = window.from_day(session.day_of(self._clock.now())) if window else remaining
        require_days(window)
        # What nobody agreed to leave out may find its place now.
        out = [left for left in shown.plan.left_out if state.accepted or left.why == LEFT_OUT_BY_LEARNER]
        syllabus, goal = self.syllabus(session, shown.plan, out, added), read_intake(session.context).goal
        replanned = replan(shown.plan, syllabus, window, goal, anew=anew, lighter=lighter)
        changes = plan_changes(shown.plan, replanned.plan, since=window.start, done=syllabus.done)
        if not changes and window == remaining:
            if state.accepted:
                raise PlanError("plan.still_holds")
            raise PlanError("plan.no_other_fits", critique=replanned.verification.verdict)
        moved = sum(change.kind in ("moved", "split", "added") and bool(change.topic) for change in changes)
        reason = Said("plan.made_for_change", topics=moved)
        inputs = replan_inputs(shown.version, window, goal, syllabus, added, anew=anew, lighter=lighter)
        decision = Decision("planner", replanned.plan, in_turn(reason, replanned.verification.verdict), inputs)
        note = self._recorder.decided(Action.REPLAN, decision, seed, began)
        version = self.new_version(session, replanned, reason)
        holds = state.accepted.version if state.accepted else 0
        context = with_proposal(session.context, holds, version.version, added)
        return self._recorder.save(session, note, parts=Parts(plans=(version,)), payload=payload, context=context)

    def edit(self, session: Session, edit: PlanEdit) -> Session:
        """Change the plan as the learner says. What verifies holds at once; else the reason is kept, and where a small
        change mends it, that is proposed.

        Raises `PlanError` for an edit that names no topic or day of the plan.
        """
        payload = edit.model_dump_json()
        if repeated := self.repeated(session, Action.EDIT_PLAN, payload):
            return repeated
        state, shown, added = self.shown(session)
        window = self.window(session, shown.plan)
        require_days(window)
        before = self.syllabus(session, shown.plan, shown.plan.left_out, added)
        goal = read_intake(session.context).goal
        plan, syllabus = edited(shown.plan, edit, before, window, goal)
        replanned = verified(plan, syllabus, window)
        reason = Said("plan.made_as_asked", kind=Said(f"edit.{edit.kind}"), topic=edit.topic)
        note = Note(Action.EDIT_PLAN, "learner", reason, {"edit": edit.model_dump(mode="json")})
        checked = Note(Action.VERIFY_PLAN, "planner", replanned.verification.verdict)
        if replanned.verification.is_valid:
            return self.take(session, replanned, reason, syllabus, note, checked, payload=payload)
        versions, wide = [self.new_version(session, replanned, reason)], widened(syllabus, edit)
        mended = replan(plan, wide, window, goal, stays=" ".join(edit.topic.split()))
        holds = verified(mended.plan, replace(wide, left_out=mended.plan.left_out), window).verification.is_valid
        new: list[PlannedTopic] | None = None
        if holds and is_as_asked(mended.plan, edit) and (wide.to_place or wide.done):
            versions.append(self.new_version(session, mended, Said("plan.made_to_hold"), after=1))
            had = {topic.name for topic in before.topics} - {topic.name for topic in added}
            new = [topic for topic in syllabus.topics if topic.name not in had]
        accepted = state.accepted.version if state.accepted else 0
        context = with_proposal(session.context, accepted, versions[-1].version, new, versions[0].version)
        parts = Parts(plans=tuple(versions))
        return self._recorder.save(session, note, checked, parts=parts, payload=payload, context=context)

    def accept(self, session: Session) -> Session:
        """Take the proposal, and leave out what it leaves out. Raises `PlanError` where that does not verify."""
        if repeated := self.repeated(session, Action.ACCEPT_PLAN):
            return repeated
        state = self.state(session)
        if state.proposal is None:
            raise PlanError("plan.no_change")
        plan, added = state.proposal.plan, added_topics(session.context)
        syllabus = self.syllabus(session, plan, plan.left_out, added)
        window = self.window(session, plan)
        require_days(window)
        replanned = verified(plan, syllabus, plan.window or window)
        reason = state.proposal.said or Said(state.proposal.reason)
        if plan.window and window != plan.window:
            # Days have passed since it was proposed.
            goal = read_intake(session.context).goal
            replanned, reason = replan(plan, syllabus, window, goal), in_turn(reason, Said("plan.made_for_today"))
        if not replanned.verification.is_valid:
            raise PlanError("plan.does_not_hold", critique=replanned.verification.verdict)
        out = [left.name for left in replanned.plan.left_out]
        number_of = state.proposal.version
        reasoning = Said("decision.proposal_taken_without", topics=len(out)) if out else Said("decision.proposal_taken")
        note = Note(Action.ACCEPT_PLAN, "learner", reasoning, {"version": number_of, "left_out": list(out)})
        return self.take(session, replanned, reason, syllabus, note, number_of=number_of)

    def decline(self, session: Session) -> Session:
        """Keep the plan as it is. Raises `PlanError` where there is no plan to keep, or nothing was proposed."""
        if repeated := self.repeated(session, Action.DECLINE_PLAN):
            return repeated
        state = self.state(session)
        turned_down = state.proposal or state.refused
        if turned_down is None or state.accepted is None:
            raise PlanError("plan.no_change_to_decline")
        note = Note(Action.DECLINE_PLAN, "learner", Said("decision.plan_kept"), {"version": turned_down.version})
        return self._recorder.save(session, note, context=without_proposal(session.context))

    def require_one(self, session: Session) -> None:
        """Raise `PlanError` where no plan holds yet."""
        if is_living(session.context) and not number(session.context, VERSION):
            raise PlanError("plan.does_not_hold_yet")
