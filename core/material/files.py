"""Files on this machine, for the command line."""

from __future__ import annotations

from pathlib import Path

from core.documents import Material
from core.errors import MaterialError
from core.material import decode
from core.material.apart import read_apart


def read_material(path: Path, max_bytes: int) -> Material:
    """A file on this machine as material. Raises `MaterialError` where it cannot be read or used."""
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise MaterialError(f"{path} cannot be read: {exc.strerror}. Check the name and try again.") from exc
    return read_apart(path.name, data, max_bytes=max_bytes)


def read_text(path: Path) -> str:
    """A text file on this machine, whatever its encoding. Raises `MaterialError` where it is no text."""
    text = decode(path.read_bytes())
    if text is None:
        raise MaterialError(f"“{path.name}” is not text. Save it as plain text and try again.")
    return text
