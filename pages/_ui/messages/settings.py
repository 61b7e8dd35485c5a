"""The settings page's words."""

from __future__ import annotations

from core.models.days import DAY_STARTS as DAY_HOURS

TITLE = "Settings"
LOOK = "How it looks on this device"
THEME = "Light or dark"
THEMES = {"": "As this device", "light": "Light", "dark": "Dark"}
TEXT = "Size of the text"
TEXTS = {"": "Normal", "large": "Large", "larger": "Very large"}
DAYS = "Your days"
DAY = "A new day starts at"
DAY_STARTS = {"0": "Midnight"} | {str(hour): f"{hour} in the morning" for hour in DAY_HOURS if hour}
DAY_LEAD = "What you study after midnight still counts for the day before, until then."
KEPT = "Kept in this browser. The page loads again with it."
MORE = "More"
PLACES = {
    "data": ("Your data", "Take your study along, bring it back in, or erase it."),
    "account": ("Account and classes", "Who is signed in, your classes, and the way out."),
    "history": ("History", "Every decision of the agents, with its reason."),
}
PRIVACY = "What is kept about you, and for how long"
