"""Going back to an earlier version of the plan: undone is a version like any other, checked for today."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.extra_data import read_intake, with_proposal
from core.domain.planning import replan, restored, without_lacking
from core.domain.planning.inputs import verified
from core.errors import PlanError
from core.models import Action, LeftOut, Parts, PlannedTopic, PlanVersion, Session, StudyPlan
from core.study.plan_commits import PlanCommits, require_days
from core.study.recorder import Note
from core.words import Said


class PlanVersions(PlanCommits):
    """The versions of a session's plan, and how one of them holds again."""

    def restore(self, session: Session, number: int) -> Session:
        """Let the version `number` hold again from today on, with its days, hours and exam day. What was studied since
        stays studied, and a topic that was added since is left out and keeps its row.

        What does not verify any more is kept with the reason, and mended as a proposal. Raises `PlanError` for a
        version that there is not, or that holds already.
        """
        if repeated := self.repeated(session, Action.RESTORE_PLAN, str(number)):
            return repeated
        versions = self._store.plans(session.id)
        earlier = next((version for version in versions if version.version == number), None)
        state = self.state(session)
        if earlier is None:
            raise PlanError("plan.no_version", number=number)
        if state.accepted and state.accepted.version == number:
            raise PlanError("plan.version_holds", number=number)
        window = self.window(session, earlier.plan)
        require_days(window)
        added = self._without_rows(session, earlier.plan)
        out = (*earlier.plan.left_out, *self._added_later(session, versions, number))
        syllabus = without_lacking(self.syllabus(session, earlier.plan, out, added))
        goal = read_intake(session.context).goal
        replanned = verified(restored(earlier.plan, syllabus, window, goal), syllabus, window)
        reason = Said("plan.made_again", number=number)
        note = Note(Action.RESTORE_PLAN, "learner", reason, {"version": number})
        checked = Note(Action.VERIFY_PLAN, "planner", replanned.verification.verdict)
        if replanned.verification.is_valid:
            return self.take(session, replanned, reason, syllabus, note, checked, payload=str(number))
        mended = replan(earlier.plan, syllabus, window, goal)
        as_it_was = self.new_version(session, replanned, reason)
        proposed = self.new_version(session, mended, Said("plan.made_again_for_today", number=number), after=1)
        holds = state.accepted.version if state.accepted else 0
        context = with_proposal(session.context, holds, proposed.version, added, as_it_was.version)
        parts = Parts(plans=(as_it_was, proposed))
        return self._recorder.save(session, note, checked, parts=parts, payload=str(number), context=context)

    def _without_rows(self, session: Session, plan: StudyPlan) -> list[PlannedTopic]:
        """The topics of a plan that never held, which have no row yet, with the hours that it gives them."""
        names = {topic.name for topic in self._store.topics(session.id)}
        added: dict[str, PlannedTopic] = {}
        for day in plan.schedule:
            for topic in () if day.is_revision else day.topics:
                if topic.name not in names:
                    before = added[topic.name].hours if topic.name in added else 0
                    added[topic.name] = topic.model_copy(update={"hours": before + topic.hours})
        return list(added.values())

    def _added_later(self, session: Session, versions: Sequence[PlanVersion], number: int) -> list[LeftOut]:
        """The topics that no version up to `number` knows, as left out."""
        plans = [version.plan for version in versions if version.version <= number]
        known = {topic.name for plan in plans for day in plan.schedule for topic in day.topics}
        known |= {topic.name for plan in plans for topic in plan.left_out}
        rows = self._store.topics(session.id)
        new = [row.name for row in rows if row.name not in known and not row.is_studied]
        return [LeftOut.because(name, Said("plan.out_added_later")) for name in new]
