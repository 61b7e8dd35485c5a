"""The numbered files of a folder of migrations, and what to say of a database that others than these made."""

from __future__ import annotations

from pathlib import Path

from core import ROOT

SUPABASE = ROOT / "migrations"
SQLITE = SUPABASE / "sqlite"


def migration_files(folder: Path) -> dict[str, Path]:
    """The files by name, in the order to apply them. `schema.sql` beside them is what they come to, and is none."""
    return {file.name: file for file in sorted(folder.glob("[0-9][0-9][0-9]_*.sql"))}


def behind(applied: str) -> str:
    """What to say of a Supabase database whose newest migration is older than this copy's; empty where it is not."""
    newest = max(migration_files(SUPABASE))
    if not applied or applied >= newest:
        return ""
    return (
        f"The study database is older than this ExamMentor: it has {applied}, not {newest}. What it cannot do yet "
        "waits. Whoever runs it brings it up to date with `python -m core migrate --database-url …`."
    )


def ahead(applied: str) -> str:
    """What to say of a Supabase database whose newest migration this copy does not know; empty where it does."""
    if applied <= max(migration_files(SUPABASE)):
        return ""
    return f"The study database is newer than this ExamMentor: it has {applied}. Study goes on. Update this copy."
