"""What can be done, in words: on its button, while it is at work, and in the history."""

from __future__ import annotations

from core.models import Action

BUTTONS: dict[Action, str] = {
    Action.GENERATE_PLAN: "Make my plan",
    Action.START_TOPIC: "Start this topic",
    Action.TAKE_QUIZ: "Take the quiz",
    Action.SUBMIT_ANSWERS: "Hand in my answers",
    Action.NEXT_TOPIC: "Back to the plan",
    Action.COMPLETE: "End this course",
}
WORKING: dict[Action, str] = {
    Action.GENERATE_PLAN: "Making your plan: draft, check, revise",
    Action.START_TOPIC: "Writing your lesson from the material",
    Action.TAKE_QUIZ: "Choosing questions and checking each one",
    Action.SUBMIT_ANSWERS: "Looking at your answers",
    Action.NEXT_TOPIC: "Choosing what comes next",
    Action.COMPLETE: "Ending the course",
}
DONE: dict[Action, str] = {
    Action.START_SESSION: "Started a session",
    Action.STUDY_ON: "Studied a course on",
    Action.SAVE_STATE: "Saved the session from another program",
    Action.RENAME_SESSION: "Named the exam",
    Action.ARCHIVE_SESSION: "Put the exam into the archive",
    Action.BIN_SESSION: "Put the exam into the bin",
    Action.RESTORE_SESSION: "Brought the exam back",
    Action.EDIT_INTAKE: "Filled in the set-up form",
    Action.ROUTE: "Read a request",
    Action.ADD_MATERIAL: "Added a file",
    Action.ADD_FILE: "Kept a file to show its pages",
    Action.REMOVE_MATERIAL: "Took a file out",
    Action.ERASE_FILE: "Erased a file",
    Action.BEGIN_PLACEMENT: "Began a placement quiz",
    Action.PLACE: "Ended a placement quiz",
    Action.DISCARD_PLACEMENT: "Left a placement quiz",
    Action.GENERATE_PLAN: "Made a plan",
    Action.REPLAN: "Proposed a change of the plan",
    Action.EDIT_PLAN: "Changed the plan",
    Action.VERIFY_PLAN: "Checked the plan",
    Action.ACCEPT_PLAN: "Took a proposed plan",
    Action.DECLINE_PLAN: "Kept the plan as it was",
    Action.RESTORE_PLAN: "Went back to an earlier plan",
    Action.MARK_STUDIED: "Said how well a topic is known",
    Action.SET_GOAL: "Set a daily goal",
    Action.START_TOPIC: "Started a topic",
    Action.ASK: "Asked a question",
    Action.KEEP_NOTE: "Noted something on a lesson",
    Action.TAKE_QUIZ: "Took a quiz",
    Action.ANSWER_QUESTION: "Answered a question",
    Action.CHECK_ANSWER: "Checked an answer",
    Action.DISPUTE_MARK: "Disputed a mark",
    Action.ACCEPT_MARK: "Accepted a mark after all",
    Action.REPORT_QUESTION: "Reported a question",
    Action.SUBMIT_ANSWERS: "Handed in a quiz",
    Action.NOTE_MISCONCEPTIONS: "Noted mix-ups",
    Action.ANSWER_AGAIN: "Answered a question again",
    Action.VOID_QUESTION: "Took a question out",
    Action.UNVOID_QUESTION: "Took a question in again",
    Action.WORK_OUT_ANEW: "Scores were worked out anew",
    Action.BEGIN_REVIEW: "Began a review",
    Action.HAND_IN_REVIEW: "Handed in a review",
    Action.NEXT_TOPIC: "Went on to the next topic",
    Action.COMPLETE: "Finished the session",
}


def done(action: str) -> str:
    """What was done. A script's own name for a step is shown as it is written, without its underscores."""
    if action in DONE:
        return DONE[Action(action)]
    words = " ".join(action.replace("_", " ").split())
    return words[:1].upper() + words[1:] or action
