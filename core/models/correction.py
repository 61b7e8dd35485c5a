"""A question that is wrong: what learners reported of it, and what taking it out changed."""

from __future__ import annotations

from core.models.base import Value
from core.models.history import AgentEvent


class Report(Value):
    """A learner's word that something is wrong with a question (`is_dispute`: with the mark of their answer), and
    whether it is void now."""

    event: AgentEvent
    question_id: str
    question: str
    reason: str
    is_void: bool
    is_dispute: bool = False


class Correction(Value):
    """What declaring a question void (or no longer) changed: the sessions that it touched, those left as they were, and
    those that could not be read or written.

    Each session's own history holds its scores before and after.
    """

    corrected: tuple[str, ...]
    unchanged: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
