"""What was done while the database was away: what is still to be sent, and what it refused."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, JsonValue

from core.models.base import Value
from core.models.session import Changes


class OutboxEntry(Value):
    """A commit that the database has not taken; with `problem`, one that it never will as it is."""

    id: int
    session_id: str
    base_version: int
    commit_id: str
    changes: Changes
    problem: str = ""


class OutboxState(Value):
    """Whether the database is away, how many commits are pending, and those that it rejected."""

    is_away: bool = False
    pending: int = 0
    rejected: tuple[OutboxEntry, ...] = ()


class RejectedAction(Value):
    """What a learner did and the database rejected: when, why, and what was typed.

    `question` and `answer` are words, empty where it was no answer or the question is not known; `typed` are the fields
    that were filled in, by their keys.
    """

    id: int
    session_id: str
    action: str
    at: datetime
    problem: str
    question: str = ""
    answer: str = ""
    typed: dict[str, JsonValue] = Field(default_factory=dict)
