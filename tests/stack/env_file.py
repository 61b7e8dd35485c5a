"""Points .env.local at the local Supabase while it runs, and leaves every other line alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

# The settings take what stands after ` #` for a comment. The mark tells our lines from those of the developer,
# also after a run that was killed.
MARK = "  # make supabase"


def without_ours(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.rstrip("\r\n").endswith(MARK))


def take_out(path: Path) -> None:
    """Remove our lines, and the file where nothing else was in it."""
    if not path.exists():
        return
    rest = without_ours(path.read_text())
    if rest:
        path.write_text(rest)
    else:
        path.unlink()


@contextmanager
def set_in(path: Path, values: Mapping[str, str]) -> Iterator[None]:
    """Within the block the file ends with these values: where a name is there twice, the last one counts."""
    text = without_ours(path.read_text()) if path.exists() else ""
    if text and not text.endswith("\n"):
        text += "\n"
    path.write_text(text + "".join(f"{name}={value}{MARK}\n" for name, value in values.items()))
    try:
        yield
    finally:
        take_out(path)
