"""Reading in a process of its own, with a limit on time and memory: a hostile file takes nothing else down with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from core import ROOT
from core.content.readers.plain import decode
from core.content.readers.worker import MATERIAL, PAGE, REFUSED, SHARE, TITLE
from core.errors import MaterialError
from core.models import Material, PageImage
from core.words import Said

MEMORY_BYTES = 1536 * 2**20
SECONDS = 180
PAGE_SECONDS = 20
AT_ONCE = 2
# Two readers keep two cores busy; a third would only slow everybody down.
_turn = threading.BoundedSemaphore(AT_ONCE)
# A page is a matter of a second and does not stand in line behind whole books.
_page_turn = threading.BoundedSemaphore(AT_ONCE)


def read_in_sandbox(
    name: str,
    data: bytes,
    *,
    progress: Callable[[float], None] | None = None,
    titled: Callable[[str], None] | None = None,
    max_bytes: int,
    memory: int = MEMORY_BYTES,
    seconds: int = SECONDS,
) -> Material:
    """The file as material, read by another process within `memory` bytes and `seconds`.

    `progress` gets the share done, 0 to 1; `titled` what a person would call the file, empty where nothing says that.

    Raises MaterialError where the file cannot be used (see `read_document`), where reading it takes more time or memory
    than that, and where the reader breaks down over it.
    """
    if len(data) > max_bytes:
        # The sentence is the reader's own; the bytes need not travel for it.
        data = data[: max_bytes + 1]
    with _turn:
        kind, body = _answer(data, {"name": name, "max_bytes": max_bytes}, memory, seconds, progress, titled)
    if kind == MATERIAL:
        return Material.model_validate_json(body)
    if kind == REFUSED:
        raise MaterialError(Said.read(body.decode()))
    raise MaterialError("material.too_much", name=name)


def page_in_sandbox(
    name: str, data: bytes, page: int, quote: str, *, memory: int = MEMORY_BYTES, seconds: int = PAGE_SECONDS
) -> PageImage:
    """The page (from 1) of a PDF as a picture with `quote` marked on it, drawn by another process within the limits.

    Raises MaterialError where the file has no such page or cannot be opened, where drawing takes more time or memory
    than that, and where the reader breaks down over it.
    """
    with _page_turn:
        kind, body = _answer(data, {"name": name, "page": page, "quote": quote}, memory, seconds)
    if kind == PAGE:
        return PageImage.model_validate_json(body)
    if kind == REFUSED:
        raise MaterialError(Said.read(body.decode()))
    raise MaterialError("material.page_too_much", page=page, name=name)


def _answer(
    data: bytes,
    request: dict[str, str | int],
    memory: int,
    seconds: int,
    progress: Callable[[float], None] | None = None,
    titled: Callable[[str], None] | None = None,
) -> tuple[bytes, bytes]:
    """What a reader of its own answers to the request; nothing where it ended without an answer."""
    sent = request | {"size": len(data), "memory": memory, "seconds": seconds}
    with _started() as process:
        overdue = threading.Timer(seconds, process.kill)
        overdue.start()
        try:
            answer = _ask(process, sent, data, progress, titled)
            process.wait()
        finally:
            overdue.cancel()
            process.kill()
    return answer


def _started() -> subprocess.Popen[bytes]:
    """The reader, without this process's settings and secrets, and without a folder of its own to import from."""
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "core.content.readers.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment | {"PYTHONPATH": str(ROOT)},
    )


def _ask(
    process: subprocess.Popen[bytes],
    request: dict[str, str | int],
    data: bytes,
    progress: Callable[[float], None] | None,
    titled: Callable[[str], None] | None,
) -> tuple[bytes, bytes]:
    """Hand the file over and take the last answer; nothing where the reader ended without one."""
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(json.dumps(request).encode() + b"\n" + data)
        process.stdin.close()
    except BrokenPipeError:
        return b"", b""
    for line in process.stdout:
        kind, _, body = line.rstrip(b"\n").partition(b" ")
        if kind not in (SHARE, TITLE):
            return kind, body
        if kind == SHARE and progress:
            progress(float(body))
        if kind == TITLE and titled:
            titled(body.decode())
    return b"", b""


def read_material(path: Path, max_bytes: int) -> Material:
    """A file on this machine as material. Raises `MaterialError` where it cannot be read or used."""
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise MaterialError("material.unreadable_path", path=path, why=exc.strerror) from exc
    return read_in_sandbox(path.name, data, max_bytes=max_bytes)


def read_text(path: Path) -> str:
    """A text file on this machine, whatever its encoding. Raises `MaterialError` where it is no text."""
    text = decode(path.read_bytes())
    if text is None:
        raise MaterialError("material.not_text", name=path.name)
    return text
