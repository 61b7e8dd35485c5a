"""The words of the history page."""

from __future__ import annotations

TITLE = "History"
LEAD = "Every step of every session, newest first. Choose a row to read its reasoning in full."
EMPTY = "No step matches. Widen a filter, or study a little first."
ANY = "Any"
SESSION = "Session"
LEARNER = "Learner"
AGENT = "Agent"
ACTION = "Action"
PHASE = "Phase after"
FROM = "From"
TO = "To, included"
OLDER = "Older"
NEWEST = "Back to the newest"
CSV = "Download as CSV"
CSV_HELP = "All rows that match the filters, not only this page; their times are in UTC."
COLUMNS = {
    "id": "No.",
    "time": "Time",
    "session": "Session",
    "learner": "Learner",
    "agent": "Agent",
    "action": "Action",
    "before": "From phase",
    "after": "To phase",
    "reasoning": "Reasoning",
    "ms": "Took (ms)",
}
AGENTS = {
    "planner": "planner",
    "tutor": "tutor",
    "quiz": "quiz",
    "evaluator": "evaluator",
    "misconception": "misconception",
    "router": "router",
    "reader": "reader",
    "client": "client",
    "learner": "learner",
    "instructor": "instructor",
}
REASON = "Reasoning"
NO_REASON = "No reasoning was recorded: this step was the learner's own."
CHANGED = "What it changed"
RECORDED = "What was recorded"
RERUN = "Run this decision again"
SAME = "The same inputs and seed gave the same result."
OTHER = "The result differs from the recorded one: the agent or the material has changed since."
EARLIER = "An earlier version of the agents made this decision. It decides differently today."
REPLAY = "Replay this session"
REPLAYED = "{events} events replayed. They give the stored phase and context."
DIFFERS = "{events} events replayed. They do not give what is stored: the session was changed past its history."


def agent(name: str) -> str:
    """Who decided. One that a script names is shown as it is written."""
    return AGENTS.get(name, name)


def times_in(zone: str) -> str:
    """Whose clock the page goes by."""
    return f"Days and times are in {zone.replace('_', ' ')} time."
