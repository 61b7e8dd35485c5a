"""The journey: six phases, the six edges between them, and what else can be done where.

INTAKE --generate_plan--> PLANNING --start_topic--> LEARNING --take_quiz--> QUIZZING
QUIZZING --submit_answers--> ANALYZING --next_topic--> PLANNING
                             ANALYZING --complete--> COMPLETED
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.errors import ActionNotAllowed
from core.models import Action, Session, StudyPhase
from core.words import Said

TRANSITIONS: Mapping[tuple[StudyPhase, str], StudyPhase] = MappingProxyType(
    {
        (StudyPhase.INTAKE, Action.GENERATE_PLAN): StudyPhase.PLANNING,
        (StudyPhase.PLANNING, Action.START_TOPIC): StudyPhase.LEARNING,
        (StudyPhase.LEARNING, Action.TAKE_QUIZ): StudyPhase.QUIZZING,
        (StudyPhase.QUIZZING, Action.SUBMIT_ANSWERS): StudyPhase.ANALYZING,
        (StudyPhase.ANALYZING, Action.NEXT_TOPIC): StudyPhase.PLANNING,
        (StudyPhase.ANALYZING, Action.COMPLETE): StudyPhase.COMPLETED,
    }
)

_STEP = "session.step_elsewhere"
_CHANGE = "session.no_more_changes"
_RETRY = "session.no_more_answers"
_PLACEMENT = "session.placement_before_plan"
_QUESTION = "session.questions_in_lesson"
_PLAN = "session.completed"
_GOAL = "session.goal_completed"
_REVIEW = "session.review_completed"
_INTAKE = (StudyPhase.INTAKE,)
_NOT_COMPLETED = tuple(phase for phase in StudyPhase if phase is not StudyPhase.COMPLETED)
# Where an action that moves no phase can be done, and what is said elsewhere. One that is missing is allowed anywhere.
_BESIDE: Mapping[Action, tuple[tuple[StudyPhase, ...], str]] = {
    Action.EDIT_INTAKE: (_INTAKE, _CHANGE),
    Action.ROUTE: (_INTAKE, _CHANGE),
    Action.ADD_MATERIAL: ((StudyPhase.INTAKE, StudyPhase.PLANNING), _CHANGE),
    Action.ADD_FILE: ((StudyPhase.INTAKE, StudyPhase.PLANNING), _CHANGE),
    Action.REMOVE_MATERIAL: (_INTAKE, _CHANGE),
    Action.BEGIN_PLACEMENT: (_INTAKE, _PLACEMENT),
    Action.PLACE: (_INTAKE, _PLACEMENT),
    Action.DISCARD_PLACEMENT: (_INTAKE, _PLACEMENT),
    Action.REPLAN: (_NOT_COMPLETED, _PLAN),
    Action.EDIT_PLAN: (_NOT_COMPLETED, _PLAN),
    Action.ACCEPT_PLAN: (_NOT_COMPLETED, _PLAN),
    Action.DECLINE_PLAN: (_NOT_COMPLETED, _PLAN),
    Action.RESTORE_PLAN: (_NOT_COMPLETED, _PLAN),
    Action.MARK_STUDIED: (_NOT_COMPLETED, _PLAN),
    Action.SET_GOAL: (_NOT_COMPLETED, _GOAL),
    Action.ASK: ((StudyPhase.LEARNING,), _QUESTION),
    Action.ANSWER_QUESTION: ((StudyPhase.QUIZZING,), _CHANGE),
    Action.CHECK_ANSWER: ((StudyPhase.QUIZZING,), _CHANGE),
    Action.STUDY_ON: ((StudyPhase.COMPLETED,), "session.not_completed"),
    Action.BEGIN_REVIEW: (_NOT_COMPLETED, _REVIEW),
    Action.ANSWER_AGAIN: ((StudyPhase.ANALYZING,), _RETRY),
}


def transition(current_phase: StudyPhase | str, action: str) -> StudyPhase:
    """The phase after `action`; the current phase where the action is not valid in it.

    Raises ValueError where `current_phase` is not the name of a phase.
    """
    here = StudyPhase(current_phase)
    return TRANSITIONS.get((here, action), here)


def get_valid_actions(current_phase: StudyPhase | str) -> list[str]:
    """The actions that lead on from `current_phase`, in the order of the table; none from COMPLETED."""
    here = StudyPhase(current_phase)
    return [str(action) for start, action in TRANSITIONS if start is here]


def require(session: Session, action: Action) -> None:
    """Raises `ActionNotAllowed` where the session's phase does not have the action."""
    starts = tuple(start for start, edge in TRANSITIONS if edge == action)
    phases, code = (starts, _STEP) if starts else _BESIDE.get(action, (tuple(StudyPhase), ""))
    if session.phase not in phases:
        raise ActionNotAllowed(code, action=action, here=Said(f"phase.{session.phase}"))
