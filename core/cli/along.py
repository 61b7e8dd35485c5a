"""Taking one's study along, and bringing it in, from the terminal."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

from core.bootstrap import open_own_service
from core.errors import InputError
from core.study.backup.backup import BroughtIn

STREAM = "-"
"""In place of a file: standard output, or standard input."""


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `export` and `import` to the parser's commands."""
    export = commands.add_parser("export", help="everything of yours as one archive, to take along")
    export.add_argument("file", metavar="FILE.zip", help=f"where to write it; {STREAM} for standard output")
    export.add_argument("--overwrite", action="store_true", help="replace the file where there is one")
    export.set_defaults(run=_export)
    bring_in = commands.add_parser("import", help="bring in what was exported, each session whole or not at all")
    bring_in.add_argument("file", metavar="FILE.zip", help=f"or a .json of before; {STREAM} for standard input")
    bring_in.set_defaults(run=_import)


def _export(options: argparse.Namespace) -> int:
    _take_along(options.file, overwrite=options.overwrite)
    return 0


def _import(options: argparse.Namespace) -> int:
    brought = _bring_in(options.file)
    for session_ids, what in (
        (brought.written, "brought in"),
        (brought.known, "was here already"),
        (brought.other, "is here otherwise, and was left as it is"),
    ):
        for session_id in session_ids:
            print(f"{session_id}  {what}")
    if brought.stopped:
        print(brought.stopped, file=sys.stderr)
    return 1 if brought.stopped else 0


def _take_along(target: str, *, overwrite: bool) -> None:
    """Write everything of one's own to the file `target`, which only its owner can read, whole or not at all.

    Raises `InputError` where there is such a file, unless it is to be overwritten, and where it cannot be written.
    """
    if target != STREAM and not overwrite and os.path.lexists(target):
        raise InputError("command.file_is_there", file=target)
    pieces = open_own_service().backup.archive()
    if target == STREAM:
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()
        return
    try:
        write(Path(target), pieces, overwrite=overwrite)
    except OSError as exc:
        raise InputError("command.not_written", file=target, why=exc.strerror) from exc


def _bring_in(source: str) -> BroughtIn:
    """Bring the file `source` in as one's own. Raises what `Backup.bring_in` raises."""
    service = open_own_service()
    if source == STREAM:
        # It is read from its end, which a stream does not have yet.
        with TemporaryFile() as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
            return service.backup.bring_in(file)
    try:
        with Path(source).open("rb") as file:
            return service.backup.bring_in(file)
    except OSError as exc:
        raise InputError("command.not_read", file=source, why=exc.strerror) from exc


def write(target: Path, pieces: Iterable[bytes], *, overwrite: bool) -> None:
    """Write a file that only its owner can read, whole or not at all: what is cut off stands beside it as `.part`."""
    part = target.with_name(f"{target.name}.part")
    with suppress(FileNotFoundError):
        part.unlink()
    try:
        with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        if overwrite:
            part.replace(target)
        else:
            # Unlike a renaming this replaces nothing that came meanwhile.
            target.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)
