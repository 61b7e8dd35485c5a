"""The words of an answer that was marked."""

from __future__ import annotations

RIGHT, WRONG = "✓ Right", "✗ Not right"
CHOSEN, KEY_OPTION, CHOSEN_KEY = "your answer", "right answer", "your answer, and right"
NEAR_MISS = "One letter from the right word."
KEY = "Right answer"
BEHIND = "What may lie behind it"
AGAINST = "What speaks against it"
DISPUTE = "I think I was right"
DISPUTED = (
    "You think you were right. This question shows no mix-up and is not asked again. Your score stays until an "
    "instructor decides."
)
DISPUTED_ALONE = "You think you were right, so this question counts for nothing now."
TAKE_BACK = "Undo"


def option(*, is_key: bool, is_chosen: bool) -> str:
    """What is said beside an option; nothing of one that is neither right nor chosen."""
    if is_key:
        return CHOSEN_KEY if is_chosen else KEY_OPTION
    return CHOSEN if is_chosen else ""
