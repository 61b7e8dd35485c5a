"""The files that leave the app, each made when it is asked for."""

from __future__ import annotations

from core.domain.notes import read_notes
from core.errors import PlanError
from core.models import HistoryQuery, PlanVersion, QuizKind, Session
from core.models.plan_overview import CalendarTimes, PlanSheet
from core.study.audit import all_events
from core.study.export.calendar import WHOLE_DAYS, plan_ics
from core.study.export.days import by_week, plan_days
from core.study.export.tables import answers_csv, events_csv, plan_csv, plan_markdown, rejected_json
from core.study.outbox import Queue
from core.study.plan_state import plan_state
from core.study.ports import Clock, StudyReads

# A spreadsheet takes a table for UTF-8 by its first bytes.
TABLE = "utf-8-sig"


class Exports:
    """What can be taken along. Each method reads what it needs and returns the file."""

    def __init__(self, store: StudyReads, queue: Queue, clock: Clock) -> None:
        self._store, self._queue, self._clock = store, queue, clock

    def plan_calendar(self, session: Session, times: CalendarTimes = WHOLE_DAYS) -> bytes:
        """The plan that holds as iCalendar, with `times` in the session's zone; what only earlier plans had is
        cancelled. Raises `PlanError`."""
        version = self._held(session)
        earlier = (past.plan for past in self._store.plans(session.id) if past.was_accepted)
        return plan_ics(
            version.plan,
            session_id=session.id,
            version=version.version,
            made_at=self._clock.now(),
            earlier=[plan for plan in earlier if plan != version.plan],
            times=times,
            zone=session.zone,
        )

    def plan_table(self, session: Session) -> bytes:
        """The plan that holds as CSV. Raises `PlanError`."""
        return plan_csv(self._held(session).plan).encode(TABLE)

    def plan_notes(self, session: Session) -> bytes:
        """The plan that holds as Markdown. Raises `PlanError`."""
        return plan_markdown(self._held(session).plan).encode()

    def plan_sheet(self, session: Session) -> PlanSheet | None:
        """The plan that was accepted last, as it is printed; None before there is one."""
        versions = reversed(self._store.plans(session.id))
        version = next((version for version in versions if version.was_accepted), None)
        if version is None:
            return None
        days = plan_days(version.plan)
        return PlanSheet(version=version, weeks=by_week(days), exam_on=version.plan.filled().exam_on)

    def has_deck(self, session: Session) -> bool:
        """Whether a quiz was handed in or something noted, so that there are cards."""
        return bool(read_notes(session.context)) or any(
            record.submitted_at for record in self._store.quizzes(session.id, kind=QuizKind.QUIZ, limit=2)
        )

    def deck(self, session: Session) -> bytes:
        """The questions that were answered, without those that are void, and the notes as an Anki deck.

        Raises `NothingToStudy` where there is neither.
        """
        # Only who asks for a deck pays for the library.
        from core.study.export.anki import deck_apkg

        records = self._store.quizzes(session.id, limit=None)
        return deck_apkg(session.exam_type, records, self._store.attempts(session.id), read_notes(session.context))

    def answers(self, session: Session) -> bytes:
        """The graded answers as CSV."""
        records = self._store.quizzes(session.id, limit=None)
        return answers_csv(session.exam_type, records, self._store.attempts(session.id), session.zone).encode(TABLE)

    def history(self, query: HistoryQuery) -> str:
        """Every event that the query finds, from its newest on, as CSV."""
        events = all_events(self._store, query.model_copy(update={"before": None}))
        return events_csv(events, self._store.facets())

    def rejected(self) -> str:
        """What the database rejected, as JSON."""
        return rejected_json(self._queue.state().rejected)

    def _held(self, session: Session) -> PlanVersion:
        version = plan_state(self._store, session).accepted
        if version is None:
            raise PlanError("plan.none_to_export")
        return version
