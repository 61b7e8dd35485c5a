"""The shapes of the HTTP API's requests and answers, for the server and for `core.client`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, JsonValue

from core.models import AgentEvent, Filing, StudentContext, StudyPhase, TutorAnswer, Value
from core.models.days import LONGEST_ZONE

LARGEST_VERSION = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""

Version = Annotated[int, Field(ge=0, le=LARGEST_VERSION, description="The version that the caller has seen.")]


ZoneName = Annotated[
    str | None,
    Field(
        default=None,
        min_length=1,
        max_length=LONGEST_ZONE,
        description="The learner's time zone by its IANA name, as Asia/Kolkata: at its midnight a day of study begins.",
    ),
]


class StartRequest(Value):
    """Whose session, for which exam, and where the learner is; UTC where that is not said."""

    user_id: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None, description="The local profile by default; with a sign-in it is the signed-in user's or absent."
    )
    exam_type: str = Field(min_length=1, max_length=300)
    zone: ZoneName


class Started(Value):
    """The session that was begun."""

    session_id: str


class SessionState(Filing):
    """Where a session is, and how the learner has filed it. `version` counts its commits."""

    phase: StudyPhase
    context: StudentContext
    version: int


class ContextData(StudentContext):
    """A session's context as a front end gives it: keys that are not named here are kept as they are."""

    user_id: JsonValue = Field(default=None, description="Not looked at: the session's own stays.")  # type: ignore[assignment]
    session_id: JsonValue = Field(default=None, description="Not looked at: the session's own stays.")  # type: ignore[assignment]


class SaveRequest(Value):
    """What a session's phase and context shall be."""

    phase: StudyPhase
    context_data: ContextData
    version: Version | None = None


class SaveResult(Value):
    """That it was saved, and the version that it made."""

    ok: bool = True
    version: int


class ActionRequest(Value):
    """The step to take: one of the session's valid actions. A `zone` is kept with it: the learner has travelled."""

    action: Annotated[str, Field(min_length=1, max_length=100)]
    version: Version | None = None
    zone: ZoneName


class AskRequest(Value):
    """A question about the lesson that is open."""

    question: str = Field(min_length=1, max_length=500)
    topic: Annotated[str, Field(min_length=1, max_length=300)] | None = Field(
        default=None, description="The plan's topic that it is about: the current one by default."
    )
    version: Version | None = None


class Asked(TutorAnswer):
    """What the material says, and the version that the question made."""

    version: int


class Erased(Value):
    """What was asked to be erased is gone."""

    erased: Literal[True] = True


class Standing(Value):
    """Where a session stands, and what can be done there."""

    phase: StudyPhase
    valid_actions: tuple[str, ...]
    version: int


class HistoryAnswer(Value):
    """Events, oldest first. `next_after` is the `after` of the next page, null at the end."""

    events: tuple[AgentEvent, ...]
    next_after: int | None


class Problem(Value):
    """Why something was not done: a sentence for the person who asked."""

    reason: str


class Refusal(Problem, Standing):
    """Why nothing was changed, and where the session stands."""


class Health(Value):
    """Whether study can be kept. `degraded` comes with the reason."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    status: Literal["ok", "degraded"] = "ok"
    store: Literal["embedded", "supabase", "memory"]
    reason: str = ""
