"""The journey: six phases and the six edges between them.

INTAKE --generate_plan--> PLANNING --start_topic--> LEARNING --take_quiz--> QUIZZING
QUIZZING --submit_answers--> ANALYZING --next_topic--> PLANNING
                             ANALYZING --complete--> COMPLETED
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.errors import ActionNotAllowed
from core.models import Session, StudyPhase

TRANSITIONS: Mapping[tuple[StudyPhase, str], StudyPhase] = MappingProxyType(
    {
        (StudyPhase.INTAKE, "generate_plan"): StudyPhase.PLANNING,
        (StudyPhase.PLANNING, "start_topic"): StudyPhase.LEARNING,
        (StudyPhase.LEARNING, "take_quiz"): StudyPhase.QUIZZING,
        (StudyPhase.QUIZZING, "submit_answers"): StudyPhase.ANALYZING,
        (StudyPhase.ANALYZING, "next_topic"): StudyPhase.PLANNING,
        (StudyPhase.ANALYZING, "complete"): StudyPhase.COMPLETED,
    }
)


def transition(current_phase: StudyPhase | str, action: str) -> StudyPhase:
    """The phase after `action`; the current phase where the action is not valid in it.

    Raises ValueError where `current_phase` is not the name of a phase.
    """
    here = StudyPhase(current_phase)
    return TRANSITIONS.get((here, action), here)


def get_valid_actions(current_phase: StudyPhase | str) -> list[str]:
    """The actions that lead on from `current_phase`, in the order of the table; none from COMPLETED."""
    here = StudyPhase(current_phase)
    return [action for start, action in TRANSITIONS if start is here]


def require_phase(session: Session, *phases: StudyPhase) -> None:
    """Raises `ActionNotAllowed` where the session is at none of these phases."""
    if session.phase not in phases:
        raise ActionNotAllowed(f"This can no longer be changed: the session is at {session.phase.name.title()}.")
