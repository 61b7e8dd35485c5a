"""Where study is kept."""

from __future__ import annotations

STORES = {
    "store.away": "The study database cannot be reached just now. Nothing is lost. Try again in a moment.",
    "store.bad_address": (
        "--database-url is no address of a database. It looks like postgresql://user:password@host:5432/postgres, "
        "and in the password @ is written %40, / is %2F, % is %25 and a space is %20."
    ),
    "store.behind": (
        "The study database is older than this ExamMentor and cannot do that yet. Nothing is lost. Whoever runs it"
        " brings it up to date with `python -m core migrate`."
    ),
    "store.busy": "The study database takes no more just now. Nothing is lost; it is saved when there is room again.",
    "store.change_unreadable": (
        "This change can no longer be read here, so it cannot be sent. What is left of it is in the file below."
    ),
    "store.copy_again": "The copy of your study on this server was damaged and was moved aside. Try again.",
    "store.copy_damaged": "The copy of your study on this server, {path}, is damaged: {why}.",
    "store.copy_held": (
        "It is not erased: the copy {path} cannot be changed just now ({why}). Try again, or delete that copy first."
    ),
    "store.copy_is_damaged": "{copy} is damaged. Choose another copy.",
    "store.copy_is_file": "{copy} is the study file itself. Choose one of its copies.",
    "store.copy_moved": (
        "The file in which your study was copied on this server was damaged. What the study database has is not "
        "touched, and what still waited is sent as far as it could be read. The damaged file is kept beside as "
        "{name} for whoever runs this."
    ),
    "store.correcting_away": "Nothing was corrected. Try again when the study database is back.",
    "store.database_address": "The database address or its rights are not right: {why}.",
    "store.database_away": "The database cannot be reached: {why}. Check --database-url and the network.",
    "store.database_newer": (
        "The database was made by a newer ExamMentor (it has {newest}). Update this copy of the app."
    ),
    "store.database_newer_than_app": (
        "The study database is newer than this ExamMentor: it has {applied}. Study goes on. Update this copy."
    ),
    "store.database_older": (
        "The study database is older than this ExamMentor: it has {applied}, not {newest}. What it cannot do yet "
        "waits. Whoever runs it brings it up to date with `python -m core migrate --database-url …`."
    ),
    "store.disk_full": (
        "The disk of your study file {path} is full. Nothing was changed. Make room on it and try again."
    ),
    "store.erasing_away": "Nothing was erased. Try again when the study database is back.",
    "store.failed": (
        "The study database answered and failed at this {times} times, at least a minute apart. It is kept here."
    ),
    "store.fault": "The study database is there, but failed at this. Nothing is lost. Try again in a moment.",
    "store.file_away": (
        "The pages of this file are shown when the study database is back: they were not opened here before. The "
        "lesson is all here."
    ),
    "store.file_busy": (
        "Your study file {path} is in use by another program just now. Nothing was changed. Try again in a moment."
    ),
    "store.file_in_use": (
        "The study file {path} is in use ({why}). Stop the app, and whatever else has it open, and try again."
    ),
    "store.file_newer": (
        "Your study file was made by a newer ExamMentor (it has {name}). It can be read here, but not changed. "
        "Update this copy of the app, or take back the file as it was before with `python -m core restore`."
    ),
    "store.file_of_none": "This file is none of the session's materials. Nothing was changed.",
    "store.file_unusable": "Your study file {path} cannot be used just now ({why}). Nothing was changed. Try again.",
    "store.folder": "The folder {folder} cannot be made: {why}.",
    "store.forged": "Only an instructor's own actions are recorded as an instructor's. Nothing was changed.",
    "store.history_away": "The history is shown when the study database is back.",
    "store.import_away": "A file is brought in once the study database is back. Try again then.",
    "store.migration_cut": "A migration ends in the middle of a statement: {statement}",
    "store.migration_failed": "{name} failed and was left out whole: {why}",
    "store.misconception_of_none": "A misconception is on no topic of the session. Nothing was changed.",
    "store.no_copy": "There is no copy of {path}. One is made beside it before a new version changes it.",
    "store.no_quiz": "There is no quiz {quiz_id!r} to answer. Nothing was changed.",
    "store.no_tables": "It has no tables of ExamMentor.",
    "store.no_tables_or_older": "The database has no tables yet, or older ones. Run `python -m core migrate` first.",
    "store.no_tables_yet": "The database has no tables yet. Run `python -m core migrate` first.",
    "store.not_a_copy": "{copy} is no copy of a study file. Choose another one.",
    "store.not_a_copy_since": "{copy} is no copy of a study file: {why}. Choose another one.",
    "store.not_migrated": "Your study file could not be brought up to date: {why}. It was left as it was.",
    "store.not_opened_here": (
        "The study database cannot be reached just now, and this session was not opened here before. Nothing is "
        "lost. Try again in a moment."
    ),
    "store.not_replaced": "The study file {path} cannot be replaced: {why}. It was left as it is.",
    "store.not_told": "A correction changes what its event does not tell. Nothing was changed.",
    "store.orphaned": "What this was made on could not be added, so it cannot be added either. It is still kept here.",
    "store.refused": "The study database refused this ({sqlstate}). Nothing was changed.",
    "store.still_away": "This was not tried, since the study database is away. It is still kept here.",
    "store.still_waiting": "Newer changes of this session wait to be sent. Try again when they are saved.",
    "store.study_on_away": "The course goes on once the study database is back. Try again then.",
    "store.too_large": "This is too large for the study database. Nothing was changed.",
    "store.too_many": "These are too many {part} for one action. Nothing was changed.",
    "store.traces": (
        "It is erased, but traces of it are still in {path}, which another program has open ({why}). Close that, "
        "and erase it again or start the app anew."
    ),
    "store.unanswered": "The study database is there, but did not answer to this. It is sent again by itself.",
    "store.unreadable": "What is stored of this cannot be read by this version: {what}. Nothing was changed.",
    "store.unwritable": "This cannot be written down: {why}. Nothing was changed.",
    "stored.AgentEvent": "event",
    "stored.Answer": "answer",
    "stored.Attempt": "answer",
    "stored.CachedPlan": "plan",
    "stored.Changes": "changes",
    "stored.ChatMessage": "message",
    "stored.Cohort": "class",
    "stored.HistoryFacets": "history",
    "stored.ItemEvidence": "evidence",
    "stored.Learner": "learner",
    "stored.Lesson": "lesson",
    "stored.Material": "material",
    "stored.MaterialFile": "file",
    "stored.MaterialSummary": "material",
    "stored.Misconception": "misconception",
    "stored.PlanVersion": "plan version",
    "stored.Profile": "profile",
    "stored.Quiz": "quiz",
    "stored.QuizRecord": "quiz",
    "stored.Session": "session",
    "stored.SessionOverview": "session",
    "stored.SessionSummary": "session",
    "stored.Topic": "topic",
    "stored.named": "{noun} “{key}”",
}
