"""The words of what an instructor does about questions."""

from __future__ import annotations

from core.models import Action, AgentEvent
from core.models.correction import Correction, Report
from core.models.days import day_of
from pages._ui.messages import count, day

TITLE = "Reported questions"
LEAD = (
    "A question that is wrong can be taken out. It then counts for nothing in any session that you may review: scores, "
    "ratings, review dates and mix-ups are worked out anew, and the learners read your reason. It can come back in."
)
NONE = "No question was reported."
REASON = "Your reason"
OUT, BACK = "Take it out", "Take it in again"
IS_OUT = "Taken out."
IS_IN = "In use."
DISPUTED = "disputes the mark of their answer (“I think I was right”). The score stays until you decide."
CORRECTIONS = "What corrections changed"


def report(report: Report, zone: str) -> str:
    """Who said what, and when, as the reader's days are."""
    where = f"{day(day_of(report.event.timestamp, zone))}, session {report.event.session_id[:8]}"
    return f"{where}: {DISPUTED}" if report.is_dispute else f"{where}: “{report.reason}”"


def done(correction: Correction, *, is_void: bool) -> str:
    """What was done."""
    what = "Taken out" if is_void else "Taken in again"
    unreadable = ", ".join(name[:8] for name in correction.unreadable)
    left = f" These could not be read, and were left as they are: {unreadable}." if unreadable else ""
    if not correction.corrected:
        return f"{what}. No session had to be changed.{left}"
    return f"{what}: {count(len(correction.corrected), 'session')} worked out anew.{left}"


def correction(event: AgentEvent, zone: str) -> list[str]:
    """What one correction changed in a session, in words: quiz scores, expected scores and review dates."""
    what = "taken out" if event.action == Action.VOID_QUESTION else "taken in again"
    lines = [f"{day(day_of(event.timestamp, zone))}, session {event.session_id[:8]}: {what}. {event.reasoning}"]
    quizzes, scores = event.metadata.get("quizzes"), event.metadata.get("scores")
    for pair in quizzes.values() if isinstance(quizzes, dict) else ():
        if isinstance(pair, list) and len(pair) == 2:
            lines.append(f"Quiz score: {_percent(pair[0])} before, {_percent(pair[1])} now")
    for topic, changed in scores.items() if isinstance(scores, dict) else ():
        if not isinstance(changed, dict):
            continue
        score, review = changed.get("score"), changed.get("review_on")
        if isinstance(score, list) and len(score) == 2:
            lines.append(f"{topic}, expected score: {_percent(score[0])} before, {_percent(score[1])} now")
        if isinstance(review, list) and len(review) == 2 and review[0] != review[1]:
            lines.append(f"{topic}, next review: {review[0] or 'none'} before, {review[1] or 'none'} now")
    return lines


def _percent(value: object) -> str:
    return f"{value:.0f} %" if isinstance(value, int | float) else "none"
