"""The words for how well a topic is known."""

from __future__ import annotations

from datetime import date

from core.models import Topic
from core.models.levels import Level
from pages._ui.messages import count, day

LEVELS: dict[Level, str] = {"new": "New", "shaky": "Shaky", "fair": "Fair", "firm": "Firm"}
COUNTS = "How many topics you know how well"
TOPICS = "Topic by topic"
LEAD = "Firm: shown again on a later day. Fair: shown once. Shaky: not there yet."


def when(topic: Topic, today: date) -> str:
    """When a topic comes up next."""
    due = topic.due_on
    if due is None:
        return ""
    what = "Learn" if topic.status == "planned" else "Review"
    if due < today:
        return f"{what}: was due {day(due)}"
    return f"{what} today" if due == today else f"{what} {day(due)}"


def others(number: int) -> str:
    """What a long list holds back."""
    return f"The other {count(number, 'topic')}"
