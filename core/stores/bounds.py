"""How much one commit may write, where the database does not say so itself."""

from __future__ import annotations

from core.errors import StoreUnavailable
from core.models import Changes

# As in `private.check_changes`.
MOST = {"events": 1000, "chat": 100, "topics": 5000, "plans": 5000, "misconceptions": 10_000, "attempts": 10_000}


def check_counts(changes: Changes) -> None:
    """Raise `StoreUnavailable` where a commit has more of a part than one action can."""
    for part, most in MOST.items():
        if len(getattr(changes, part)) > most:
            raise StoreUnavailable("store.too_many", part=part)
