"""What the API needs from those who wire it: a study service for a caller, and how the store is doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from core.api.schemas import Health
from core.study.service import StudyService


class HealthCheck(NamedTuple):
    """How the store is doing, and whether it answers at all."""

    health: Health
    answers: bool


@dataclass(frozen=True)
class ApiContext:
    """Who may come in, and to what.

    `open` gives the service of whoever holds the token (None where none is needed); it raises `NotSignedIn` and
    `StoreError`. `check` is cheap and raises nothing of the core's tree. With `needs_token` a call without
    `Authorization: Bearer` is refused, and who sees what is the store's to decide. Without it every caller is the
    local learner, so only this computer is let in, unless `allow_remote`.
    """

    open: Callable[[str | None], StudyService]
    check: Callable[[], HealthCheck]
    needs_token: bool = False
    allow_remote: bool = False
