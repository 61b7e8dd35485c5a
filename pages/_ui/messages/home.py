"""The home page's words."""

from __future__ import annotations

from datetime import date, timedelta

from core.models import SessionSummary, StudyPhase
from core.models.dashboard import Dashboard, Resume, Work
from pages._ui.messages import NO_EXAM, count, day

TODAY = "Then today"
MASTERY = "How well you know it"
MASTERY_CHART = "Expected score for each topic that was quizzed, lowest first"
MASTERY_TABLE = "All topics as a table"
MASTERY_SESSION = "Exam"
NOT_TESTED = "not tested"
COLUMNS = {
    "topic": "Topic",
    "score": "Expected score",
    "answers": "Answers",
    "review": "Next review",
    "planned": "Planned for",
}
OWN_BOOK = "from your own book"
OPEN = {
    StudyPhase.INTAKE: "Your set-up is not finished",
    StudyPhase.LEARNING: "Your lesson is open",
    StudyPhase.QUIZZING: "Your quiz is open",
}
OPEN_STEPS = {StudyPhase.LEARNING: "lesson", StudyPhase.QUIZZING: "quiz"}
MISCONCEPTIONS_TITLE = "Still mixed up"
MISCONCEPTIONS_LEAD = "These come up again in your reviews, a day after they were last asked about."
SHOWN_TOPICS = 12
OLDER_SESSIONS = "Show older exams"
TITLE = "Your study desk"
WELCOME = "Learn for your exam, one day at a time"
EMPTY = "Begin with a course that is ready, or with an exam of your own. Everything is saved as you go."
HOW = (
    ("Plan", "Each topic on its day, up to the exam."),
    ("Learn", "A short lesson, with where it stands in your material."),
    ("Quiz", "What went wrong, why, and when to look again."),
)
READY = "A course that is ready: eight topics with pictures, lessons and quizzes. Look around; nothing to fill in."
FIRST_LESSON = "Start the first lesson"
OWN_TITLE = "Your own exam"
OWN = "Add your notes or a book, paste a syllabus, or pick an exam such as NEET. Your plan follows from it."
AWAY = "Only the exams that you opened here are shown until the study database is back. The others are safe."
START = "New exam"
SESSIONS = "Your exams"


def minutes(number: int) -> str:
    """A time as people say it."""
    return f"{number} min" if number < 60 or number in (60, 90) else f"{number // 60} h {number % 60} min"


def about(number: int) -> str:
    """About how long something takes; empty where that is not known."""
    if not number:
        return ""
    hours = f"{number / 60:g} h"
    return f"about {number} min" if number <= 90 or number % 30 else f"about {hours}"


def facts(dashboard: Dashboard, *, has_times: bool) -> list[tuple[str, str]]:
    """What is beside the way on: each number, and what it counts."""
    told = []
    if dashboard.next and not (dashboard.resume and dashboard.resume.session_id == dashboard.next.session_id):
        exam = f"to {dashboard.next.exam}" if dashboard.next.exam else "to the exam"
        number = dashboard.next.days
        told.append((f"{number}", f"{'day' if number == 1 else 'days'} {exam}, {day(dashboard.next.on)}"))
    if has_times and dashboard.minutes_today:
        told.append((minutes(dashboard.minutes_today), "studied today"))
    return told


def whose(resume: Resume, today: date) -> str:
    """Which exam it is, and when."""
    exam = resume.exam or NO_EXAM
    if resume.exam_in is None:
        return exam
    if resume.exam_in < 0:
        return f"{exam} · the exam is over"
    on = day(today + timedelta(days=resume.exam_in))
    when = f"exam in {count(resume.exam_in, 'day')}, {on}" if resume.exam_in else "the exam is today"
    return f"{exam} · {when}"


def standing(resume: Resume, *, is_due: bool) -> str:
    """Where the learner stopped."""
    if resume.phase is StudyPhase.QUIZZING and resume.questions:
        return f"Your quiz is open: {resume.answered} of {resume.questions} answered"
    if resume.phase in OPEN or not resume.topic:
        return OPEN.get(resume.phase, "Your plan needs a decision")
    if not is_due:
        return "Done for today. Ready for more?"
    if resume.is_own:
        return "Next in your plan, from your own book"
    return "Time to look at it again" if resume.is_review else "Next in your plan"


def resume(resume: Resume) -> str:
    """The way on: what, and about how long it takes."""
    what = resume.topic or {
        StudyPhase.INTAKE: "set up your exam",
        StudyPhase.PLANNING: "your plan",
        StudyPhase.LEARNING: "your lesson",
        StudyPhase.QUIZZING: "your quiz",
    }.get(resume.phase, "your results")
    return f"Continue: {', '.join(part for part in (what, about(resume.minutes)) if part)}"


def line(work: Work) -> str:
    """One thing to do."""
    return f"{'Review' if work.is_review else 'Learn'} {work.topic}"


def notes(work: Work, today: date) -> str:
    """What there is to know of it; where something is to be finished first, a press opens that."""
    late = (today - work.due_on).days
    since = f"planned {'yesterday' if late == 1 else day(work.due_on)}" if late else ""
    first = f"First: finish the {OPEN_STEPS[work.phase]} on {work.after}" if work.after else ""
    return " · ".join(
        note for note in (first, work.exam, OWN_BOOK if work.is_own else "", about(work.minutes), since) if note
    )


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
