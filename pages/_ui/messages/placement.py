"""The words of the placement check."""

from __future__ import annotations

from collections.abc import Sequence

from core.models.placement import Findings
from pages._ui.messages import more
from pages._ui.messages.intake import KNOWN

OFFER = "Not sure what you know? At most {most} questions find out. Skip it if you like."
BEGIN = "Check what I know"
AGAIN = "Check again"
DRAWING = "Choosing questions from what you study"
ANSWER = "Answer"
NO_IDEA = "I don't know"
CHOOSE = "Choose an answer first, or press “I don't know”."
STOP = "Stop here and keep what was found"
TAKE = "Keep what was found"
LEAVE = "Leave the check"
SHOWN = 6


def number(place: int, most: int) -> str:
    """Where the learner is."""
    return f"Question {place} ({most} at most)"


def at_end(asked: int, right: int) -> str:
    """That the check is over."""
    return f"That is all: {right} of {asked} answers were right."


def findings(shown: Findings) -> str:
    """What a check found."""
    if not shown.asked:
        return "The check was ended before a question was answered."
    by_answers = [name for name in shown.known if name not in shown.implied]
    known = [
        f"You know: {_few(by_answers)}." if by_answers else "",
        f"Not asked, but needed for what you got right: {_few(shown.implied)}." if shown.implied else "",
        f"Change that under “{KNOWN}” if it is wrong." if shown.known else "Nothing is taken as known yet.",
    ]
    return " ".join([f"{shown.right} of {shown.asked} answers were right.", *filter(None, known)])


def _few(names: Sequence[str]) -> str:
    rest = f" {more(len(names) - SHOWN)}" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + rest
