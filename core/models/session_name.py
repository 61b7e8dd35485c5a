"""What sessions are called side by side: no two of them alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from core.models.base import Value
from core.models.days import NO_ZONE, day_of
from core.models.session import SessionSummary


class SessionName(Value):
    """A session's title, else its exam; empty where it has neither. `began_on` is told where another is called the
    same, and `number`, counted from 1, where that began on the same day too."""

    name: str
    began_on: date | None = None
    number: int | None = None


def session_names(sessions: Iterable[SessionSummary], zone: str = NO_ZONE) -> dict[str, SessionName]:
    """What each of these sessions is called among them, by its id; their days are those of `zone`."""
    oldest_first = sorted(sessions, key=lambda session: (session.created_at, session.id))
    called = {session.id: session.called for session in oldest_first}
    days = {session.id: (called[session.id], day_of(session.created_at, zone)) for session in oldest_first}
    of_a_name, of_a_day, so_far = Counter(called.values()), Counter(days.values()), Counter[tuple[str, date]]()
    names = dict[str, SessionName]()
    for session_id, name in called.items():
        day = days[session_id]
        so_far[day] += 1
        names[session_id] = SessionName(
            name=name,
            began_on=day[1] if of_a_name[name] > 1 else None,
            number=so_far[day] if of_a_day[day] > 1 else None,
        )
    return names
