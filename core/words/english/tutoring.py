"""Questions about the material."""

from __future__ import annotations

TUTORING = {
    "tutor.long_question": "That question is longer than {most} characters. Ask one thing at a time.",
    "tutor.no_question": "Type a question first.",
    "tutor.no_text": "There is no text to look in. Add a file or notes from the plan page.",
}
