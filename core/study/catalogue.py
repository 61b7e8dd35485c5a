"""The catalogue: what can be studied without a file of one's own, and what is still missing for a plan."""

from __future__ import annotations

from datetime import date, timedelta

from core.content.courses import course_ids, find_course, load_course
from core.content.courses.exams import exams, find_exam
from core.models import Intake, Session
from core.models.catalogue import CourseOffer, ExamOffer
from core.models.days import day_of
from core.models.limits import DAYS
from core.study.intake import found_topics, gaps, topic_names
from core.study.ports import Clock, StudyReads
from core.words import Said


class Catalogue:
    """What is offered at the start. A session is None before it is begun."""

    def __init__(self, store: StudyReads, clock: Clock) -> None:
        self._store, self._clock = store, clock

    def courses(self) -> tuple[CourseOffer, ...]:
        """The bundled courses."""
        return tuple(CourseOffer(id=course.id, exam=course.exam_name) for course in map(load_course, course_ids()))

    def exam_names(self) -> tuple[str, ...]:
        """The exams that come with topics of their own: those of the courses, then those of the registry."""
        return (*(course.exam for course in self.courses()), *(exam.name for exam in exams()))

    def exam(self, name: str) -> ExamOffer | None:
        """The registry's exam of that name; None where it has none."""
        exam = find_exam(name)
        if exam is None:
            return None
        topics = (topic.name for subject in exam.subjects for part in subject.parts for topic in part.topics)
        return ExamOffer(name=exam.name, syllabus=exam.syllabus, scopes=exam.scopes, topics=tuple(topics))

    def topic_names(self, session: Session | None, intake: Intake) -> tuple[str, ...]:
        """The topics that a plan for this intake would have; none where there is nothing to plan from yet."""
        return topic_names(intake, self._store.materials(session.id) if session else ())

    def found_topics(self, session: Session | None, intake: Intake) -> tuple[str, ...]:
        """The topics that there are to look over, by the name that each is found under."""
        return found_topics(intake, self._store.materials(session.id) if session else ())

    def gaps(self, session: Session | None, intake: Intake, zone: str) -> dict[str, Said]:
        """What keeps an intake from being planned today in `zone`: for each field what is missing."""
        missing = gaps(intake, day_of(self._clock.now(), zone), has_material=self._has_material(session))
        is_emptied = bool(intake.left_out) and not self.topic_names(session, intake)
        if is_emptied and self.found_topics(session, intake):
            missing["topics"] = Said("intake.all_left_out")
        return missing

    def has_text(self, session: Session | None, intake: Intake) -> bool:
        """Whether there is a text to ask about: a bundled course, or a file."""
        return find_course(intake.exam) is not None or self._has_material(session)

    def days(self, zone: str, since: date | None = None) -> tuple[date, ...]:
        """The days that a plan which begins on `since` (today in `zone` by default) can run over."""
        first = since or day_of(self._clock.now(), zone)
        return tuple(first + timedelta(days=number) for number in range(DAYS[-1]))

    def _has_material(self, session: Session | None) -> bool:
        return bool(session and self._store.materials(session.id))
