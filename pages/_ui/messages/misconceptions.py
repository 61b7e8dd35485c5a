"""The words of the mix-ups page."""

from __future__ import annotations

from core.models import Evidence, Stage
from core.models.days import day_of
from pages._ui.messages import day

TITLE = "Mix-ups"
EMPTY = (
    "Nothing was mixed up so far. When a wrong choice shows a mix-up, it is kept here with what speaks against it, and "
    "your reviews ask about it again until it is gone."
)
STILL = "Still mixed up"
NONE_OPEN = "Nothing is open: every mix-up was cleared or is over."
OVER = "Cleared or over"
EVIDENCE = "What it rests on"
COUNTER = "What speaks against it"
STAGES: dict[Stage, str] = {
    "confirmed": "Confirmed",
    "suspected": "Suspected",
    "cleared": "Cleared",
    "expired": "Expired",
    "withdrawn": "Withdrawn",
}
NEXT: dict[Stage, str] = {
    "confirmed": (
        "You made this mix-up more than once. Right answers to two other questions clear it on a later day, or to "
        "this one on two."
    ),
    "suspected": (
        "It may be a slip. A right answer to another question clears it on a later day, or to this one on two."
    ),
    "cleared": "You have answered it right since, on a later day.",
    "expired": "It was not asked about for 60 days, so it says little about what you think today.",
    "withdrawn": "What it rested on no longer counts.",
}


def grounds(stage: Stage) -> str:
    """What opens to where a mix-up stands and what it rests on."""
    return f"{STAGES[stage]}: what it rests on"


def evidence(noted: Evidence, zone: str) -> str:
    """One answer that bears on a mix-up."""
    what = "spoke for it" if noted.shows_it else "spoke against it"
    void = ""
    if noted.is_disputed:
        void = " It no longer counts: you think you were right."
    elif noted.is_void:
        void = " It no longer counts: the question was taken out."
    where = f"“{noted.question}” " if noted.question else ""
    sure = " and were sure" if noted.is_sure else ""
    chosen = f"You chose “{noted.chosen}”{sure}: " if noted.chosen else ""
    return f"{day(day_of(noted.at, zone))}: {where}{chosen}that {what}.{void}"
