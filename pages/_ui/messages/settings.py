"""The settings page's words."""

from __future__ import annotations

TITLE = "Settings"
LOOK = "How it looks on this device"
THEME = "Light or dark"
THEMES = {"system": "As this device", "light": "Light", "dark": "Dark"}
TEXT = "Size of the text"
TEXTS = {"normal": "Normal", "large": "Large", "larger": "Very large"}
LOOK_SAVED = "Kept in this browser. The page loads again with it."
MORE = "More"
PLACES = {
    "data": ("Your data", "Take your study along, bring it back in, or erase it."),
    "account": ("Account and classes", "Who is signed in, your classes, and the way out."),
    "history": ("History", "Every decision of the agents, with its reason."),
}
PRIVACY = "What is kept about you, and for how long"
