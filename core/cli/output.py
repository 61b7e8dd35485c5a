"""What the command line prints for people."""

from __future__ import annotations

from collections.abc import Mapping

from core.content.courses.findings import CourseReport, Finding
from core.models import Erasure, PlanOutcome, Quiz, TutorAnswer


def plan_text(outcome: PlanOutcome) -> str:
    """A plan day by day with its verification; where none passed, the last draft and what it would leave out."""
    verification = outcome.verification
    plan = outcome.final_plan or outcome.versions[-1].plan
    heading = "Verified" if verification.is_valid else "NOT verified"
    lines = [plan.overview, f"{heading}: {verification.coverage:.0%} of the topics placed. {verification.critique}", ""]
    for day in plan.schedule:
        date = f"{day.date:%a} {day.date.day:>2} {day.date:%b %Y}"
        lines.append(f"Day {day.day:<3}  {date}  {day.estimated_hours:>5g} h  {day.theme}")
    if plan.left_out:
        lines += ["", "Without a place, the first to go first:"]
        lines += [f"  {topic.name}. {topic.why}" for topic in plan.left_out]
    return "\n".join(lines)


def quiz_text(quiz: Quiz) -> str:
    """The questions with their options and answers."""
    lines = []
    for number, question in enumerate(quiz.questions, 1):
        lines.append(f"{number}. {question.text}")
        lines += [f"   {letter}) {option}" for letter, option in zip("abcdefgh", question.options, strict=False)]
        lines += [f"   Answer: {question.right_answer}. {question.explanation}", ""]
    return "\n".join(lines)


def answer_text(answer: TutorAnswer) -> str:
    """What was said, then each passage with its page."""
    lines = [answer.text]
    for passage in answer.passages:
        place = passage.document if passage.page is None else f"{passage.document}, page {passage.page}"
        lines += ["", f"“{passage.quote}”", f"   {place}"]
    return "\n".join(lines)


def erasure_text(what: Erasure) -> str:
    """What goes: names, a line each, then how much was made of them."""
    counts = {
        "sessions": what.sessions,
        "files": what.files,
        "lessons": what.lessons,
        "quizzes": what.quizzes,
        "answers": what.answers,
        "messages": what.messages,
    }
    return "\n".join([*(name or "an exam without a name" for name in what.names), _counts(counts)])


def course_text(report: CourseReport) -> str:
    """The findings, a line each, then what the course holds."""
    faults = sum(not finding.is_warning for finding in report.findings)
    lines = [_finding_line(finding) for finding in report.findings]
    lines += [""] if lines else []
    lines += [
        f"{report.title}: {'sound' if report.is_sound else 'NOT sound'}. "
        f"To mend: {faults}, warnings: {len(report.findings) - faults}.",
        f"Topics: {report.topics}, items: {report.items} ({_counts(report.by_difficulty)}; {_counts(report.by_type)}).",
        f"The item gate passes {report.pass_rate:.0%}. Keys of choices: {_counts(report.key_positions)}.",
    ]
    return "\n".join(lines)


def _finding_line(finding: Finding) -> str:
    where = f"{finding.file} {finding.item}".strip()
    what = finding.what if not finding.advice else f"{finding.what}. {finding.advice}."
    return f"{'warning: ' if finding.is_warning else ''}{where}: {what}"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items()) or "none"
