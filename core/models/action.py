"""What can be done with a session, by the name that its history keeps."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """Every step that the app itself records. Scripts may log others, so that an event's action is any text."""

    START_SESSION = "start_session"
    STUDY_ON = "study_on"
    SAVE_STATE = "save_state"
    RENAME_SESSION = "rename_session"
    ARCHIVE_SESSION = "archive_session"
    BIN_SESSION = "bin_session"
    RESTORE_SESSION = "restore_session"

    EDIT_INTAKE = "edit_intake"
    ROUTE = "route"
    ADD_MATERIAL = "add_material"
    ADD_FILE = "add_file"
    REMOVE_MATERIAL = "remove_material"
    ERASE_FILE = "erase_file"

    BEGIN_PLACEMENT = "begin_placement"
    PLACE = "place"
    DISCARD_PLACEMENT = "discard_placement"

    GENERATE_PLAN = "generate_plan"
    REPLAN = "replan"
    EDIT_PLAN = "edit_plan"
    VERIFY_PLAN = "verify_plan"
    ACCEPT_PLAN = "accept_plan"
    DECLINE_PLAN = "decline_plan"
    RESTORE_PLAN = "restore_plan"
    MARK_STUDIED = "mark_studied"

    SET_GOAL = "set_goal"

    START_TOPIC = "start_topic"
    ASK = "ask"
    KEEP_NOTE = "keep_note"

    TAKE_QUIZ = "take_quiz"
    ANSWER_QUESTION = "answer_question"
    CHECK_ANSWER = "check_answer"
    DISPUTE_MARK = "dispute_mark"
    ACCEPT_MARK = "accept_mark"
    REPORT_QUESTION = "report_question"
    SUBMIT_ANSWERS = "submit_answers"
    NOTE_MISCONCEPTIONS = "note_misconceptions"
    ANSWER_AGAIN = "answer_again"
    VOID_QUESTION = "void_question"
    UNVOID_QUESTION = "unvoid_question"
    WORK_OUT_ANEW = "work_out_anew"

    BEGIN_REVIEW = "begin_review"
    HAND_IN_REVIEW = "hand_in_review"

    NEXT_TOPIC = "next_topic"
    COMPLETE = "complete"
