"""A server whose clock a test moves: Python runs this first where its folder is on the path.

The file that `MOVED_CLOCK` names holds the days by which the clock is ahead.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

if "MOVED_CLOCK" in os.environ:
    from core.bootstrap.services import SystemClock

    ahead, now = Path(os.environ["MOVED_CLOCK"]), SystemClock.now

    def moved(clock: SystemClock) -> datetime:
        """The present moment, so many days ahead."""
        return now(clock) + timedelta(days=float(ahead.read_text()))

    SystemClock.now = moved  # type: ignore[method-assign]
