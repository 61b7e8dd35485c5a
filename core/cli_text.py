"""What the command line prints for people."""

from __future__ import annotations

from core.models import PlanOutcome, Quiz


def plan_text(outcome: PlanOutcome) -> str:
    """A plan day by day with its verification; where none passed, the last draft and what it would leave out."""
    found = outcome.verification
    plan = outcome.final_plan or outcome.versions[-1].plan
    heading = "Verified" if found.is_valid else "NOT verified"
    lines = [plan.overview, f"{heading}: {found.coverage:.0%} of the topics placed. {found.critique}", ""]
    for day in plan.schedule:
        lines.append(f"Day {day.day:<3}  {day.date:%a %d %b %Y}  {day.estimated_hours:>5g} h  {day.theme}")
    if plan.left_out:
        lines += ["", "Without a place, the first to go first:"]
        lines += [f"  {one.name}. {one.why}" for one in plan.left_out]
    return "\n".join(lines)


def quiz_text(quiz: Quiz) -> str:
    """The questions with their options and answers."""
    lines = []
    for number, question in enumerate(quiz.questions, 1):
        lines.append(f"{number}. {question.text}")
        lines += [f"   {letter}) {option}" for letter, option in zip("abcdefgh", question.options, strict=False)]
        lines += [f"   Answer: {question.right_answer}. {question.explanation}", ""]
    return "\n".join(lines)
