"""The doctor: what is configured, reachable, migrated and writable."""

from __future__ import annotations

from contextlib import closing
from typing import NamedTuple

from core.bootstrap import Settings, ahead, behind, check_embedded, load_settings, open_remote, supabase_problem
from core.content.courses import course_ids, load_course
from core.errors import ExamMentorError, SettingsError


class Check(NamedTuple):
    """One thing that the doctor looked at."""

    name: str
    is_ok: bool
    finding: str


def check_everything() -> tuple[Check, ...]:
    """What is configured, reachable, migrated and writable, and the courses that are bundled."""
    checks = []
    try:
        settings = load_settings()
        checks.append(Check("settings", True, f"data in {settings.data_dir.absolute()}, profile {settings.user!r}"))
        checks.append(_supabase(settings))
        checks.append(Check("store", True, check_embedded(settings)))
    except ExamMentorError as error:
        name = "settings" if isinstance(error, SettingsError) else "store"
        checks.append(Check(name, False, str(error)))
    courses = ", ".join(load_course(course).title for course in course_ids())
    checks.append(Check("courses", bool(courses), courses or "none found"))
    checks.append(Check("agents", True, "built-in: deterministic, no model key needed"))
    return tuple(checks)


def _supabase(settings: Settings) -> Check:
    if problem := supabase_problem(settings):
        return Check("supabase", False, str(problem))
    if not settings.supabase_url:
        return Check("supabase", True, "not set: one learner, no sign-in")
    with closing(open_remote(settings, lambda: None)) as remote:
        applied = remote.applied()
        detail = f"Supabase at {remote.url}, migrated to {applied}. {behind(applied) or ahead(applied) or ''}"
        return Check("supabase", not behind(applied), detail.strip(". "))
