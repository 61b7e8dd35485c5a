"""English: a template for each code, and what numbers, lists and days are written with."""

from __future__ import annotations

from collections.abc import Mapping

from core.words.english.accounts import ACCOUNTS
from core.words.english.analysis import ANALYSIS
from core.words.english.api import API
from core.words.english.backup import BACKUP
from core.words.english.commands import COMMANDS
from core.words.english.courses import COURSES
from core.words.english.decisions import DECISIONS
from core.words.english.intake import INTAKE
from core.words.english.materials import MATERIALS
from core.words.english.next_topic import NEXT_TOPIC
from core.words.english.plans import PLANS
from core.words.english.quizzes import QUIZZES
from core.words.english.routing import ROUTING
from core.words.english.sessions import SESSIONS
from core.words.english.settings import SETTINGS
from core.words.english.stores import STORES
from core.words.english.tutoring import TUTORING

ENGLISH: Mapping[str, str] = {
    "in_turn": "{parts}",
    "and_more": "{names} and {number} more",
    "and": "{names} and {last}",
    "or": "{names} or {last}",
    "all_and": "and",
    "all_or": "or",
    "and_no": "and no",
    "months": "January February March April May June July August September October November December",
    "short_months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "weekdays": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "short_weekdays": "Mon Tue Wed Thu Fri Sat Sun",
    "day": "{short_weekday} {day} {short_month}",
    "long_day": "{day} {month}",
    **ACCOUNTS,
    **ANALYSIS,
    **API,
    **BACKUP,
    **COMMANDS,
    **COURSES,
    **DECISIONS,
    **INTAKE,
    **MATERIALS,
    **NEXT_TOPIC,
    **PLANS,
    **QUIZZES,
    **ROUTING,
    **SESSIONS,
    **SETTINGS,
    **STORES,
    **TUTORING,
}
