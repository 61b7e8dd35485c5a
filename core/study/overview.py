"""The looking part of the study service: how all sessions stand, and one of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core.domain.assessment.review_queue import review_due
from core.domain.dashboard import MINUTE, by_need, dashboard, week_begins
from core.domain.extra_data import BEFORE, number, read_intake, weak_topics
from core.domain.mastery import forecast_record, next_topic, overall, rate, readiness, sureness_records
from core.domain.planning import (
    ENOUGH_TIME,
    HALF,
    LEFT_OUT_BY_LEARNER,
    ahead,
    behind,
    plan_changes,
    time_given,
    ways_out,
)
from core.domain.planning.inputs import syllabus_of
from core.domain.resume import at_its_place
from core.errors import StoreError
from core.models import (
    Misconception,
    Place,
    PlanVersion,
    QuizKind,
    Session,
    SessionSummary,
    StudyPhase,
    StudyWindow,
    Topic,
)
from core.models.dashboard import Dashboard, Home, Resume, SessionMastery
from core.models.days import NO_ZONE, beginning, day_of
from core.models.plan_overview import PlanOverview, PlanState, PlanStep, Proposal, Suggestion, WaysOut
from core.models.readiness import LEAST_ANSWERS, Progress
from core.models.report import CourseSummary, SessionReport
from core.study.plan_state import exam_on, plan_state, time_left
from core.study.ports import Clock, StudyReads

EVER = datetime(2000, 1, 1, tzinfo=UTC)
"""A moment before anything was studied here."""
MOST_EXAMS = 20
"""So many sessions are offered to turn to."""


class Overview:
    """What can be looked at. Nothing here writes."""

    def __init__(self, store: StudyReads, clock: Clock, user_id: str) -> None:
        self._store, self._clock, self._user_id = store, clock, user_id

    def home(self, most: int, zone: str = NO_ZONE) -> Home:
        """The learner's newest sessions, at most so many, with what is due today in `zone` and how long was studied."""
        now = self._clock.now()
        sessions = self._store.sessions(self._user_id, place=Place.DESK, limit=most + 1)
        overviews = self._store.dashboard(self._user_id, week_begins(now, zone)) if sessions else ()
        planned = [
            (overview, tuple(topic for topic in overview.topics if topic.status != "left_out"))
            for overview in overviews
            if overview.topics and overview.is_open
        ]
        figures = dashboard(overviews, now, zone)
        if figures.resume and figures.resume.phase is StudyPhase.QUIZZING:
            figures = figures.model_copy(update={"resume": self._at_its_place(figures.resume)})
        return Home(
            today=day_of(now, zone),
            sessions=sessions[:most],
            has_older=len(sessions) > most,
            mastery=tuple(
                SessionMastery(session_id=overview.id, exam=overview.called, topics=topics, tested=by_need(topics))
                for overview, topics in planned
            ),
            dashboard=figures,
            review=review_due(overviews, now, zone),
        )

    def exams(self, most: int = MOST_EXAMS) -> tuple[SessionSummary, ...]:
        """The learner's newest sessions, at most so many: what goes on first, then what is over, and nothing that was
        put away."""
        on_desk = self._store.sessions(self._user_id, place=Place.DESK, limit=most)
        return tuple(sorted(on_desk, key=lambda session: session.phase is StudyPhase.COMPLETED))

    def week(self, zone: str = NO_ZONE) -> Dashboard:
        """The figures of all the learner's sessions today, with the last seven days."""
        now = self._clock.now()
        return dashboard(self._store.dashboard(self._user_id, week_begins(now, zone)), now, zone)

    def today(self, session: Session) -> date:
        """The learner's day."""
        return session.day_of(self._clock.now())

    def progress(self, session: Session) -> Progress | None:
        """How ready the learner is at the end of the exam day; None before the first quiz, and without such a day."""
        topics = self._store.topics(session.id)
        log = self._store.attempts(session.id)
        ability = rate(log)
        exam = exam_on(self._store, session)
        if not ability.topics or exam is None:
            return None
        ready = readiness(ability, topics, beginning(exam + timedelta(days=1), session.zone))
        results = tuple(forecast for forecast in ability.forecasts if forecast.answered >= LEAST_ANSWERS)
        return Progress(
            exam_on=exam,
            topics=ready,
            overall=overall(ready),
            forecasts=results,
            record=forecast_record(results),
            sureness=sureness_records(log),
        )

    def exam_on(self, session: Session) -> date | None:
        """The day of the exam; None where it is not known yet."""
        return exam_on(self._store, session)

    def misconceptions(self, session: Session) -> tuple[Misconception, ...]:
        """What wrong choices showed, by the time it was noticed."""
        return self._store.misconceptions(session.id)

    def suggestion(self, session: Session) -> Suggestion | None:
        """What to study next, and why; None without topics."""
        return self._suggested(session, self._store.topics(session.id))

    def plan(self, session: Session) -> PlanOverview | None:
        """The session's plan as it stands today; None before there is one."""
        state = plan_state(self._store, session)
        if state.shown is None:
            return None
        today, topics = session.day_of(self._clock.now()), self._store.topics(session.id)
        window = time_left(session, state.shown.plan, today)
        held = state.accepted.plan if state.accepted else None
        late = behind(held, topics, today) if held else ()
        share = time_given(state.shown.plan, topics)
        return PlanOverview(
            state=state,
            shown=state.shown,
            today=today,
            window=window,
            topics=topics,
            behind=late,
            ahead=ahead(held, topics, today) if held else (),
            time_given=share,
            is_short_of_time=share < ENOUGH_TIME,
            suggestion=self._suggested(session, topics),
            has_material=bool(self._store.materials(session.id)),
            proposal=_proposed(state, topics),
            was_missed=bool(state.refused and _fails_for_nothing_but(state.refused, late)),
            ways_out=self._ways_out(session, state, topics, window) if share < HALF else None,
            before=number(session.context, BEFORE) if held else 0,
        )

    def plan_steps(self, session: Session) -> tuple[PlanStep, ...]:
        """Every version of the plan, oldest first, each against the one that held before it."""
        state = plan_state(self._store, session)
        proposed = state.proposal.version if state.proposal else 0
        steps: list[PlanStep] = []
        held: PlanVersion | None = None
        for version in self._store.plans(session.id):
            changes = plan_changes(held.plan, version.plan, since=version.plan.schedule[0].date) if held else None
            steps.append(PlanStep(version=version, changes=changes, is_proposed=version.version == proposed))
            held = version if version.was_accepted else held
        return tuple(steps)

    def report(self, session: Session) -> SessionReport:
        """How the session stands, to be printed."""
        topics, now = self._store.topics(session.id), self._clock.now()
        records = self._store.quizzes(session.id, kind=QuizKind.QUIZ)
        quizzes = tuple(record for record in records if record.submitted_at and record.analysis)
        newest = quizzes[0].analysis if quizzes else None
        return SessionReport(
            exam=session.exam_type,
            exam_on=exam_on(self._store, session),
            topics=tuple(topic for topic in topics if topic.status != "left_out"),
            quizzes=quizzes,
            misconceptions=tuple(
                misconception
                for misconception in self._store.misconceptions(session.id)
                if misconception.is_open(now, session.zone)
            ),
            advice=newest.what_to_do if newest else (),
            made_on=session.day_of(now),
            zone=session.zone,
        )

    def _ways_out(
        self, session: Session, state: PlanState, topics: tuple[Topic, ...], window: StudyWindow
    ) -> WaysOut | None:
        """What to choose from; None where no day is left to choose for."""
        if state.shown is None or window.days < 1 or not window.study_dates:
            return None
        plan = state.shown.plan
        # What nobody agreed to leave out is still to be placed.
        out = [left for left in plan.left_out if state.accepted or left.why == LEFT_OUT_BY_LEARNER]
        known, weak = read_intake(session.context).known, weak_topics(session.context)
        return ways_out(syllabus_of(topics, plan, left_out=out, known=known, weak=weak), window)

    def _at_its_place(self, resume: Resume) -> Resume:
        try:
            record = next(iter(self._store.quizzes(resume.session_id, kind=QuizKind.QUIZ, limit=1)), None)
        except StoreError:
            # What cannot be read here is said on the quiz's own page.
            record = None
        return at_its_place(resume, record)

    def summary(self, session: Session) -> CourseSummary:
        """What the session comes to up to now."""
        overviews = self._store.dashboard(session.user_id, EVER)
        studied = [stretch for overview in overviews if overview.id == session.id for stretch in overview.studied]
        quizzes = self._store.quizzes(session.id, kind=QuizKind.QUIZ, limit=None)
        return CourseSummary(
            topics=tuple(topic for topic in self._store.topics(session.id) if topic.status != "left_out"),
            minutes=round(sum((stretch.until - stretch.since for stretch in studied), timedelta()) / MINUTE),
            quizzes=sum(record.submitted_at is not None for record in quizzes),
        )

    def not_started(self, session: Session) -> tuple[Topic, ...]:
        """The topics of the plan that were not begun, and of which the learner has said nothing."""
        topics = self._store.topics(session.id)
        return tuple(topic for topic in topics if topic.status == "planned" and not topic.own_word)

    def _suggested(self, session: Session, topics: tuple[Topic, ...]) -> Suggestion | None:
        picked = next_topic(topics, session.day_of(self._clock.now()))
        return Suggestion(topic=picked[0], why=picked[1]) if picked else None


def _proposed(state: PlanState, topics: tuple[Topic, ...]) -> Proposal | None:
    proposed, held = state.proposal, state.accepted
    if proposed is None:
        return None
    plan = proposed.plan
    studied = {topic.name for topic in topics if topic.is_studied}
    return Proposal(
        version=proposed,
        changes=plan_changes(held.plan, plan, since=plan.schedule[0].date, done=studied) if held else (),
        left_out=tuple(topic for topic in plan.left_out if topic.name in proposed.verification.missing_topics),
        fewer=len(plan.left_out) - (len(held.plan.left_out) if held else 0),
        is_mended=bool(state.refused and proposed.version == state.refused.version + 1),
    )


def _fails_for_nothing_but(refused: PlanVersion, late: tuple[str, ...]) -> bool:
    """Whether a version fails only for topics that had lost their day before it was asked for."""
    verification = refused.verification
    other = verification.overloaded_days or verification.prerequisite_issues or verification.other_issues
    return bool(verification.missing_topics) and set(verification.missing_topics) <= set(late) and not other
