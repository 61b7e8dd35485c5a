"""Sessions and what is done in them."""

from __future__ import annotations

SESSIONS = {
    "phase.ANALYZING": "Results",
    "phase.COMPLETED": "Done",
    "phase.INTAKE": "Set up",
    "phase.LEARNING": "Learn",
    "phase.PLANNING": "Plan",
    "phase.QUIZZING": "Quiz",
    "session.changed_elsewhere": (
        "This session was changed in another tab or on another device. Open it again to see how it stands."
    ),
    "session.completed": "This session is completed, and its plan with it. Start a new session.",
    "session.erased": "This session was erased. What comes late to it is not kept.",
    "session.goal_completed": "This course is done, and has no daily goal. Set one for another exam.",
    "session.inputs_gone": "What this decision rests on is no longer there, or an older version recorded it.",
    "session.intake_unread": (
        "What this session keeps from its intake cannot be read: {wrong:joined}. Fill it in again."
    ),
    "session.no_decision": "This event is not an agent's decision that can be run again.",
    "session.no_more_answers": "This can no longer be answered: the session is at {here}.",
    "session.no_more_changes": "This can no longer be changed: the session is at {here}.",
    "session.no_topics": "This session has no topics. Start a new one with a file or a syllabus.",
    "session.not_as_it_must": "{where:joined} is not as it must be",
    "session.not_completed": "This course is not done yet: the session is at {here}. Study on in it.",
    "session.not_found": "There is no session “{session_id}”.",
    "session.not_saved": "This cannot be saved: {why}. Nothing was changed.",
    "session.placement_before_plan": "A placement quiz comes before the plan: the session is at {here}.",
    "session.questions_in_lesson": "Questions are answered while a lesson is open: the session is at {here}.",
    "session.review_completed": "This course is done, so it asks for no review. Study it on, and it does.",
    "session.step_elsewhere": "That step ({action}) is not possible now: the session is at {here}.",
}
