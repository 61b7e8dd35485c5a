"""What a learner chose for this device, and which no store needs to know: a cookie keeps it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

import streamlit as st

from core.models.days import DAY_STARTS, day_starts, is_zone, starting

COOKIE = "desk"
_YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True)
class Device:
    """The theme, the size of the text, and the hour at which a day begins; empty where nothing was chosen."""

    theme: str = ""
    text: str = ""
    day: str = ""

    @property
    def cookie(self) -> str:
        """What a script sets as `document.cookie`."""
        chosen = ".".join(f"{name}-{value}" for name, value in asdict(self).items() if value)
        return f"{COOKIE}={chosen}; path=/; max-age={_YEAR_S}; samesite=lax"

    def zone(self, browsers: str, sessions: str) -> str:
        """Where the browser is, else the session's zone, with the hour that was chosen here, else the session's."""
        if not self.day:
            return starting(browsers, day_starts(sessions)) if browsers else sessions
        return starting(browsers or sessions, int(self.day))


CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("light", "dark"),
    "text": ("large", "larger"),
    "day": tuple(map(str, DAY_STARTS)),
}


def this_device() -> Device:
    """What was chosen on the device that the page is drawn for."""
    return chosen(st.context.cookies.get(COOKIE, ""))


def chosen(cookie: str) -> Device:
    """What a cookie says: `theme-dark.text-large.day-4`. Anything else in it says nothing."""
    parts = dict(part.partition("-")[::2] for part in cookie.split("."))
    return Device(
        **{field.name: parts[field.name] for field in fields(Device) if parts.get(field.name) in CHOICES[field.name]}
    )


def browsers_zone() -> str:
    """The time zone that the browser says; empty where it says none that is known."""
    zone = st.context.timezone
    return zone if zone and is_zone(zone) else ""
