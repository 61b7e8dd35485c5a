"""Taking everything along, and bringing it in."""

from __future__ import annotations

BACKUP = {
    "backup.all_here": (
        "Every session of this file was here before, or is in another account, and stays as it is. Nothing was changed."
    ),
    "backup.answer_unfit": "has an answer that does not fit: {why:inside}",
    "backup.answers_to_none": "has answers to no quiz of its own",
    "backup.away": "Everything can be downloaded once the study database is back. Try again then.",
    "backup.bad_id": "has an id that is none",
    "backup.bomb": "something in it would unpack to far too much",
    "backup.broken": "This is not a file that ExamMentor wrote, or it was changed or cut off. Nothing was changed.",
    "backup.broken_at": (
        "This is not a file that ExamMentor wrote, or it was changed or cut off (at {where}). Nothing was changed."
    ),
    "backup.changed": "{path} is not what it was",
    "backup.cut_off": "it is cut off",
    "backup.date_outside": "has a date outside of {first} to {last}",
    "backup.end_missing": "its end is missing",
    "backup.file_of_none": "has a file that is none of its materials'",
    "backup.history_elsewhere": "has a history that does not lead to where it stands",
    "backup.history_of_another": "has the history of another one",
    "backup.json_large": "This file is larger than {most} MB, the most that a JSON may be.",
    "backup.lacks": "it has no {path}",
    "backup.large_number": "has a number that is too large",
    "backup.lists_too_much": "it lists too much",
    "backup.lists_twice": "it lists a name twice, or too much",
    "backup.locked": "This archive is locked with a password. Save it without one. Nothing was changed.",
    "backup.material_twice": "This file has two files of one material. Nothing was changed.",
    "backup.misconception_of_none": "has a mix-up on no topic of its own",
    "backup.newer": (
        "This file was made by a newer ExamMentor: this one does not know what it has at {where}. Update this copy"
        " of the app, and bring the file in then. Nothing was changed."
    ),
    "backup.no_archive": (
        "This is not a file that ExamMentor wrote, or it was changed or cut off ({why}). Nothing was changed."
    ),
    "backup.no_number": "has a number that is none",
    "backup.no_zone": "has a quiz without its time zone",
    "backup.not_as_listed": "what is in it is not what it says",
    "backup.not_asked": "has answers to questions that were not asked",
    "backup.not_unpacked": "it cannot be unpacked",
    "backup.of_another": "{path} is of another session",
    "backup.overlap": "its parts overlap",
    "backup.packed_otherwise": "it is packed in a way that ExamMentor does not use",
    "backup.part_large": "{path} is larger than ExamMentor keeps",
    "backup.session": "A session in this file ({name}) {why}. Nothing was changed.",
    "backup.session_twice": "This file has a session twice. Nothing was changed.",
    "backup.something_twice": "has something twice",
    "backup.topic_figures": "has figures of a topic that cannot be",
    "backup.two_of_one": "two files are of one material",
}
