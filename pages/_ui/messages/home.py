"""The home page's words."""

from __future__ import annotations

from datetime import date

from core.models import SessionSummary
from core.models.dashboard import Countdown, Work
from pages._ui.messages import count

DAYS_TO_EXAM = "Days to the exam"
DUE_TODAY = "To do today"
MISCONCEPTIONS = "Open mix-ups"
STUDIED = "Studied today"
TODAY = "Today's work"
NOTHING_TODAY = "Nothing is due today. Go on with a session below, or take the day off."
MASTERY = "How well you know it"
MASTERY_EMPTY = "After your first quiz this shows, topic by topic, how well you know it."
MASTERY_CHART = "Expected score for each topic that was quizzed, lowest first"
MASTERY_TABLE = "All topics as a table"
MASTERY_SESSION = "Session"
NOT_TESTED = "not tested"
COLUMNS = {
    "topic": "Topic",
    "score": "Expected score",
    "answers": "Answers",
    "review": "Next review",
    "planned": "Planned for",
}
MISCONCEPTIONS_TITLE = "Still mixed up"
MISCONCEPTIONS_LEAD = "These come up again in the next quiz on their topic."
SHOWN_TOPICS = 12
OLDER_SESSIONS = "Show older sessions"
TITLE = "Your study desk"
EMPTY = (
    "Bring an exam, a date and something to read. You get a day plan, a lesson and a quiz for each topic, and a "
    "plain account of what went wrong. Everything is saved as you go."
)
AWAY = "Only the sessions that you opened here are shown until the study database is back. The others are safe."
START = "Start a new session"
SESSIONS = "Your sessions"


def minutes(number: int) -> str:
    """A time as people say it."""
    return f"{number} min" if number < 60 else f"{number // 60} h {number % 60} min"


def week(number: int) -> str:
    """The time studied in the last seven days."""
    return f"{minutes(number)} in seven days"


def to_do(work: int, reviews: int) -> str:
    """What the number of things to do is made of."""
    return f"{count(reviews, 'review')} among them" if reviews and reviews < work else "all reviews" if reviews else ""


def until(countdown: Countdown) -> str:
    """Which exam, and when."""
    return (
        f"{countdown.exam}, {countdown.on.day} {countdown.on:%B}"
        if countdown.exam
        else f"{countdown.on.day} {countdown.on:%B}"
    )


def line(work: Work, today: date) -> str:
    """One thing to do."""
    late = (today - work.due_on).days
    when = "today" if late == 0 else f"{count(late, 'day')} late"
    exam = f" · {work.exam}" if work.exam else ""
    return f"{'Review' if work.is_review else 'Learn'} {work.topic}{exam} · {when}"


def shown(tested: int, untested: int) -> str:
    """What the chart leaves out."""
    parts = [f"The {SHOWN_TOPICS} lowest of {count(tested, 'topic')} are shown." if tested > SHOWN_TOPICS else ""]
    parts.append(f"{count(untested, 'topic')} not tested yet." if untested else "")
    return " ".join(part for part in parts if part)


def progress(session: SessionSummary) -> str:
    """How far a session is."""
    if session.topics_total == 0:
        return "Not planned yet"
    done = f", {session.topics_done} of them done" if session.topics_done else ""
    return f"{session.topics_studied} of {count(session.topics_total, 'topic')} studied{done}"


def try_course(exam: str) -> str:
    """The way into a bundled course."""
    return f"Try the course: {exam}"
