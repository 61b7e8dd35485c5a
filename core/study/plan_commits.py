"""What every change of a plan has in common: was it made before, what is it for, and how it is taken."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain.extra_data import BEFORE, NEWEST, added_topics, number, read_intake, weak_topics, with_extra, with_plan
from core.domain.mastery import next_topic
from core.domain.phases import require
from core.domain.planning import Replanned, Syllabus, placed_topics
from core.domain.planning.inputs import row_of, syllabus_of
from core.errors import PlanError
from core.models import (
    Action,
    LeftOut,
    Parts,
    PlannedTopic,
    PlanVersion,
    Session,
    StudentContext,
    StudyPhase,
    StudyPlan,
    StudyWindow,
    Topic,
)
from core.models.plan_overview import PlanState
from core.study.plan_state import plan_state, time_left
from core.study.ports import Clock, StudyStore
from core.study.recorder import Note, Recorder
from core.words import Said


class PlanCommits:
    """How a plan stands, and how a change of it becomes one commit on the version that was seen."""

    def __init__(self, store: StudyStore, recorder: Recorder, clock: Clock) -> None:
        self._store, self._recorder, self._clock = store, recorder, clock

    def state(self, session: Session) -> PlanState:
        """The plan that holds and the one that is proposed."""
        return plan_state(self._store, session)

    def window(self, session: Session, plan: StudyPlan) -> StudyWindow:
        """The time that is left for a plan, from today on."""
        return time_left(session, plan, session.day_of(self._clock.now()))

    def repeated(self, session: Session, action: Action, payload: str = "") -> Session | None:
        """The session as it is now where this very action was done on the version that was seen; None where nothing
        was. Raises `Conflict` where something else was done on it, `ActionNotAllowed` where the session is over."""
        now = self._store.load(session.id)
        if now.version != session.version:
            self._recorder.made(now, session.version, action, payload)
            return now
        require(session, action)
        return None

    def shown(self, session: Session) -> tuple[PlanState, PlanVersion, tuple[PlannedTopic, ...]]:
        """How the plan stands, the version that is shown, and the topics that it has beside the session's rows."""
        state = self.state(session)
        if state.shown is None:
            raise PlanError("plan.none_yet")
        return state, state.shown, () if state.accepted else added_topics(session.context)

    def syllabus(
        self,
        session: Session,
        plan: StudyPlan,
        left_out: Sequence[LeftOut],
        added: Sequence[PlannedTopic],
        rows: Sequence[Topic] = (),
    ) -> Syllabus:
        """The session's topics as `plan` has to hold them."""
        known, weak = read_intake(session.context).known, weak_topics(session.context)
        rows = rows or self._store.topics(session.id)
        return syllabus_of(rows, plan, left_out=left_out, added=added, known=known, weak=weak)

    def new_version(
        self, session: Session, replanned: Replanned, reason: Said, *, after: int = 0, accepted: bool = False
    ) -> PlanVersion:
        """A plan as the session's next version, or so many `after` that."""
        newest = number(session.context, NEWEST) or max(version.version for version in self._store.plans(session.id))
        return PlanVersion(
            version=newest + 1 + after,
            plan=replanned.plan,
            verification=replanned.verification,
            was_accepted=accepted,
            reason=str(reason),
            said=reason,
            made_on=session.day_of(self._clock.now()),
        )

    def take(
        self,
        session: Session,
        replanned: Replanned,
        reason: Said,
        syllabus: Syllabus,
        *notes: Note,
        payload: str = "",
        number_of: int = 0,
        rows: Sequence[Topic] = (),
        context: StudentContext | None = None,
    ) -> Session:
        """Take a plan as a version of its own, or as the version `number_of`, which was the proposal.

        Where topics change with it, `rows` and `context` are as they are after that; going back to the version before
        would not undo it, and is not offered.
        """
        version = self.new_version(session, replanned, reason, accepted=True)
        if number_of:
            version = version.model_copy(update={"version": number_of})
        topics = list(rows or self._store.topics(session.id))
        names = {topic.name for topic in topics}
        today = session.day_of(self._clock.now())
        topics += [row_of(topic, len(topics), today) for topic in syllabus.topics if topic.name not in names]
        placed = placed_topics(topics, replanned.plan)
        context = with_plan(context or session.context, version, weak_topics(session.context))
        context = with_extra(context, {BEFORE: 0}) if rows else context
        context = self.with_next(session, context, placed)
        parts = Parts(plans=(version,), topics=placed)
        return self._recorder.save(session, *notes, parts=parts, payload=payload, context=context)

    def with_next(self, session: Session, context: StudentContext, topics: Sequence[Topic]) -> StudentContext:
        """The context with the topic that comes next; in the middle of a topic the next one is not picked yet."""
        today = session.day_of(self._clock.now())
        picked = next_topic(topics, today) if session.phase is StudyPhase.PLANNING else None
        return context.model_copy(update={"current_topic": picked[0].name}) if picked else context


def require_days(window: StudyWindow) -> None:
    """Raise `PlanError` where no day is left."""
    if window.days < 1:
        raise PlanError("plan.exam_over", exam_on=window.exam_on)
