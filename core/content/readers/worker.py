"""Reads one file in a process of its own: `python -m core.content.readers.worker`, which the sandbox starts.

Takes a line of JSON (what to do, name, bytes to come, limits) and the file on standard input. Writes a line for each
share done, then one with the title and one with the material, or one with the page, or with what says why there is
none.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

from core.errors import MaterialError

SHARE, TITLE, MATERIAL, PAGE, REFUSED = b"share", b"title", b"material", b"page", b"refused"


def main() -> None:
    """Read the request, then the file, and answer."""
    answers = sys.stdout.buffer
    # What a library prints may not come between the answers.
    sys.stdout = sys.stderr
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(request["size"])
    _limit(memory=request["memory"], seconds=request["seconds"])
    try:
        if "page" in request:
            _show(answers, request["name"], data, request["page"], request["quote"])
        else:
            _read(answers, request["name"], data, request["max_bytes"])
    except MaterialError as error:
        _say(answers, REFUSED, error.said.written().encode())


def _read(answers: BinaryIO, name: str, data: bytes, max_bytes: int) -> None:
    from core.content.outline.document_title import document_title
    from core.content.outline.sections import make_material
    from core.content.readers.reading import read_document

    document = read_document(name, data, progress=_reporter(answers), max_bytes=max_bytes)
    digest = hashlib.sha256(data).hexdigest()
    material = make_material(document, material_id=digest[:16], digest=digest)
    _say(answers, TITLE, document_title(document).encode())
    _say(answers, MATERIAL, material.model_dump_json().encode())


def _show(answers: BinaryIO, name: str, data: bytes, page: int, quote: str) -> None:
    from core.content.pdf.page_image import page_image

    _say(answers, PAGE, page_image(name, data, page, quote).model_dump_json().encode())


def _limit(*, memory: int, seconds: int) -> None:
    """Let this process have no more memory and time than this, and write no file. Only where the system can do that."""
    try:
        import resource
    except ImportError:
        return
    for which, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (most, most))


def _reporter(answers: BinaryIO) -> Callable[[float], None]:
    return lambda share: _say(answers, SHARE, repr(share).encode())


def _say(answers: BinaryIO, kind: bytes, body: bytes) -> None:
    answers.write(kind + b" " + body + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
