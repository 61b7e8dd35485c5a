"""The numbered files of a folder of migrations."""

from __future__ import annotations

from pathlib import Path


def migration_files(folder: Path) -> dict[str, Path]:
    """The files by name, in the order to apply them. `schema.sql` beside them is what they come to, and is none."""
    return {file.name: file for file in sorted(folder.glob("[0-9][0-9][0-9]_*.sql"))}
