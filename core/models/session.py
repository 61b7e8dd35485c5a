"""What a store keeps and answers: sessions, the changes of one commit, and pages of history."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field, model_validator

from core.models.base import StudyPhase, Value, check_finite
from core.models.context import StudentContext, apply, checked
from core.models.days import NO_ZONE, Zone, ZoneOrNone, day_of
from core.models.filing import Filed, Filing
from core.models.history import AgentEvent
from core.models.misconception import Misconception
from core.models.parts import AllParts, Parts, Topic
from core.models.plan import StudyWindow

BROUGHT_IN = "bring-in-"
"""How the ids of commits begin that bring a session in from a file: one that was erased may come back so."""


class NewSession(Value):
    """What the first commit of a session says once: whose it is and for which exam."""

    user_id: str
    exam_type: str = ""


class Changes(Parts):
    """All that one action writes: phase and context as they are after it, its events, and its parts.

    `zone` is where the learner is; None where that is not known, and then it stays as it was. So does the `filing`.
    `is_worked_out` says that scores and analyses are as the answer log has them now.
    """

    at: datetime
    phase: StudyPhase
    context: StudentContext
    events: tuple[AgentEvent, ...]
    created: NewSession | None = None
    exam_type: str | None = None
    zone: ZoneOrNone = None
    filing: Filing | None = None
    is_worked_out: bool = False

    @model_validator(mode="after")
    def _of_one_session(self) -> Changes:
        if any(event.session_id != self.context.session_id for event in self.events):
            raise ValueError("the events of a commit belong to the session that it changes")
        checked(self.context)
        for event in self.events:
            check_finite(event.metadata, event.context_patch.set, event.context_patch.set_extra)
        return self

    def made_on(self, context: StudentContext) -> Changes:
        """The changes where the session has this context: of it they change what their events say, and nothing else."""
        for event in self.events:
            context = apply(context, event.context_patch)
        return self.model_copy(update={"context": context})


class Session(Filed):
    """A session as it is stored. `version` counts its commits; 0 means that it was never saved.

    Its days are the learner's: they begin at midnight in `zone`.
    It is outdated where a question was taken out, or in, while something of it was on its way: scores and analyses are
    to be worked out anew from the answer log.
    """

    id: str
    user_id: str
    phase: StudyPhase
    context: StudentContext
    version: int = Field(ge=0)
    created_at: datetime
    updated_at: datetime
    zone: Zone = NO_ZONE
    is_outdated: bool = False

    @classmethod
    def unsaved(cls, session_id: str, user_id: str, now: datetime, exam_type: str = "", zone: str = NO_ZONE) -> Session:
        """A session before its first commit: at INTAKE, with an empty context."""
        return cls(
            id=session_id,
            user_id=user_id,
            exam_type=exam_type,
            phase=StudyPhase.INTAKE,
            context=StudentContext(user_id=user_id, session_id=session_id),
            version=0,
            created_at=now,
            updated_at=now,
            zone=zone,
        )

    def day_of(self, at: datetime) -> date:
        """The learner's day that a moment is on."""
        return day_of(at, self.zone)

    def after(self, changes: Changes, version: int) -> Session:
        """The session as `changes` leave it, at `version`."""
        return self.model_copy(
            update={
                "phase": changes.phase,
                "context": changes.context,
                "exam_type": self.exam_type if changes.exam_type is None else changes.exam_type,
                "version": version,
                "is_outdated": self.is_outdated and not changes.is_worked_out,
                "created_at": self.created_at if self.version else changes.at,
                "updated_at": changes.at,
                "zone": changes.zone or self.zone,
                **dict(changes.filing or {}),
            }
        )


class SessionSummary(Filed):
    """A line of the session list. Of the topics that are studied some are done."""

    id: str
    user_id: str
    phase: StudyPhase
    current_topic: str | None
    topics_total: int
    topics_done: int
    topics_studied: int
    version: int
    created_at: datetime
    updated_at: datetime


class Stretch(Value):
    """A time of study without a longer pause."""

    since: datetime
    until: datetime


class SessionOverview(Filed):
    """A session as the home page shows it, with the time that its plan fills (None before there is one), and when it
    was studied in."""

    id: str
    phase: StudyPhase
    context: StudentContext
    topics: tuple[Topic, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    study_window: StudyWindow | None = None
    studied: tuple[Stretch, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it asks for anything: what is completed, in the archive or in the bin does not."""
        return self.phase is not StudyPhase.COMPLETED and not self.is_put_away


class Snapshot(AllParts):
    """A session and its parts, without the history.

    `files` are the ids of the materials whose file is kept; the files themselves stay where they are.
    """

    session: Session
    files: tuple[str, ...] = ()
