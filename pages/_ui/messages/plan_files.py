"""The words of the files that a plan is taken along as."""

from __future__ import annotations

TAKE_ALONG = "Take it with you"
ICS = "Calendar (.ics)"
ICS_TIME = "Study begins at"
ICS_WHOLE_DAY = "No time, all day"
ICS_ALARM = "Alarm"
ICS_ALARMS = {"none": "None", "start": "At the start", "before": "15 min before"}
CSV = "Table (.csv)"
MARKDOWN = "Markdown"
PRINT = "Print view"
FILE = "study-plan"


def ics_time(at: str) -> str:
    """A time of day to choose; none at first."""
    return at or ICS_WHOLE_DAY
