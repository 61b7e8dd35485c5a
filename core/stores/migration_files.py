"""The numbered files of a folder of migrations, and what to say of a database that others than these made."""

from __future__ import annotations

from pathlib import Path

from core import ROOT
from core.words import Said

SUPABASE = ROOT / "migrations"
SQLITE = SUPABASE / "sqlite"


def migration_files(folder: Path) -> dict[str, Path]:
    """The files by name, in the order to apply them. `schema.sql` beside them is what they come to, and is none."""
    return {file.name: file for file in sorted(folder.glob("[0-9][0-9][0-9]_*.sql"))}


def behind(applied: str) -> Said | None:
    """What to say of a Supabase database whose newest migration is older than this copy's; None where it is not."""
    newest = max(migration_files(SUPABASE))
    if not applied or applied >= newest:
        return None
    return Said("store.database_older", applied=applied, newest=newest)


def ahead(applied: str) -> Said | None:
    """What to say of a Supabase database whose newest migration this copy does not know; None where it does."""
    if applied <= max(migration_files(SUPABASE)):
        return None
    return Said("store.database_newer_than_app", applied=applied)
