"""Ways that take several steps at one press, each a commit of its own: what was cut off between them goes on there."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from core.content.courses import load_course
from core.domain.planning import fitting_window
from core.errors import SessionNotFound, StoreAway
from core.models import Intake, PlannedTopic, Session, StudyPhase
from core.models.days import NO_ZONE
from core.study.ports import Clock


class Steps(Protocol):
    """The steps of the study service that shortcuts are made of."""

    def open(self, session_id: str) -> Session:
        """See `StudyService.open`."""

    def start(self, exam: str = "", *, session_id: str = "", user_id: str = "", zone: str = NO_ZONE) -> Session:
        """See `StudyService.start`."""

    def intake(self, session: Session) -> Intake:
        """See `StudyService.intake`."""

    def generate_plan(self, session: Session, intake: Intake) -> Session:
        """See `StudyService.generate_plan`."""

    def start_topic(self, session: Session, topic_name: str | None = None) -> Session:
        """See `StudyService.start_topic`."""

    def next_topic(self, session: Session, topic_name: str = "") -> Session:
        """See `StudyService.next_topic`."""


class Shortcuts:
    """What can be done at one press from afar. A press that comes again does nothing twice."""

    def __init__(self, steps: Steps, clock: Clock) -> None:
        self._steps, self._clock = steps, clock

    def first_lesson(self, course_id: str, *, session_id: str, zone: str = NO_ZONE) -> Session:
        """A bundled course from nothing to its first lesson, with a plan that gives each topic the time it takes.

        Under the same `session_id` it goes on from where it was cut off; a session that is beyond stays as it is.
        """
        course = load_course(course_id)
        try:
            session = self._steps.open(session_id)
        except (SessionNotFound, StoreAway):
            # While the database is away one that was not begun here is none: it is begun, and waits to be sent.
            session = self._steps.start(course.exam_name, session_id=session_id, zone=zone)
        if session.phase is StudyPhase.INTAKE:
            topics = [PlannedTopic.model_validate(topic, from_attributes=True) for topic in course.topics]
            session = self._steps.generate_plan(session, self._fitting(session, topics))
        if session.phase is StudyPhase.PLANNING:
            session = self._steps.start_topic(session)
        return session

    def to_topic(self, session: Session, topic_name: str) -> Session:
        """The lesson on a topic of the plan, from the results of another too. A lesson or a quiz that is open stays."""
        if session.phase is StudyPhase.ANALYZING:
            session = self._steps.next_topic(session, topic_name)
        if session.phase is StudyPhase.PLANNING:
            session = self._steps.start_topic(session, topic_name)
        return session

    def _fitting(self, session: Session, topics: list[PlannedTopic]) -> Intake:
        today: date = session.day_of(self._clock.now())
        window = fitting_window(topics, today)
        return self._steps.intake(session).model_copy(update={"days": window.days, "hours": window.hours})
