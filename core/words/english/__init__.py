"""English: a template for each code, and what numbers, lists and days are written with."""

from __future__ import annotations

from collections.abc import Mapping

from core.words.english.accounts import ACCOUNTS
from core.words.english.api import API
from core.words.english.backup import BACKUP
from core.words.english.commands import COMMANDS
from core.words.english.courses import COURSES
from core.words.english.materials import MATERIALS
from core.words.english.plans import PLANS
from core.words.english.quizzes import QUIZZES
from core.words.english.sessions import SESSIONS
from core.words.english.settings import SETTINGS
from core.words.english.stores import STORES
from core.words.english.tutoring import TUTORING

ENGLISH: Mapping[str, str] = {
    "and_more": "{names} and {number} more",
    "and": "{names} and {last}",
    "or": "{names} or {last}",
    "months": "January February March April May June July August September October November December",
    "short_months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "weekdays": "Mon Tue Wed Thu Fri Sat Sun",
    "weekday": "{weekday} {day} {short}",
    "long_day": "{day} {month}",
    **ACCOUNTS,
    **API,
    **BACKUP,
    **COMMANDS,
    **COURSES,
    **MATERIALS,
    **PLANS,
    **QUIZZES,
    **SESSIONS,
    **SETTINGS,
    **STORES,
    **TUTORING,
}
