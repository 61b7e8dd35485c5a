"""What was done while the database was away: what is still to be sent, and what it refused."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, JsonValue

from core.models.base import Value
from core.models.session import Changes
from core.words import Said


class OutboxEntry(Value):
    """A commit that the database has not taken; with `problem`, one that it never will as it is.

    One that can no longer be read has its `text` in place of its `changes`; with neither it is something to be told.
    """

    id: int
    session_id: str
    base_version: int
    commit_id: str
    changes: Changes | None
    text: str = ""
    problem: Said | None = None


class OutboxState(Value):
    """Whether the database is away, how many commits are pending, and those that it rejected.

    `why` says what keeps them, where it is more than that the database cannot be reached.
    """

    is_away: bool = False
    why: Said | None = None
    pending: int = 0
    rejected: tuple[OutboxEntry, ...] = ()


class RejectedAction(Value):
    """What a learner did and the database rejected: when, why, and what was typed.

    `action` is empty, and `at` None, where it can no longer be read. `question` and `answer` are words, empty where it
    was no answer or the question is not known; `typed` are the fields that were filled in, by their keys.
    """

    id: int
    session_id: str
    action: str
    at: datetime | None
    problem: Said
    question: str = ""
    answer: str = ""
    typed: dict[str, JsonValue] = Field(default_factory=dict)
