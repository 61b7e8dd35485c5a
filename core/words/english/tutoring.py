"""Questions about the material."""

from __future__ import annotations

TUTORING = {
    "lesson.changed": "The lesson has changed since. Open it again and mark the sentence there.",
    "lesson.no_place": "There is no such place in this lesson. Open the lesson again.",
    "lesson.note_long": "A note has at most {most} characters.",
    "tutor.long_question": "That question is longer than {most} characters. Ask one thing at a time.",
    "tutor.no_question": "Type a question first.",
    "tutor.no_text": "There is no text to look in. Add a file or notes from the plan page.",
    "tutor.no_words": "Put a word or two of your topic into the question, so that there is something to look for.",
    "tutor.not_together": "This material does not say. No passage speaks of {words:all_and} together.",
    "tutor.nothing_about": "This material does not say. It has nothing about {words:all_or}.",
    "tutor.only_named": "This material does not say. It names {words:all_and}, but not what you ask about it.",
    "tutor.this_says": "This is what your material says.",
}
