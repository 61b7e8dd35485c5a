"""A file out of a form, put on the disk piece by piece as it arrives."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from pages._ui.html.sign_in.forms import NotTaken
from pages._ui.messages import data as say

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

_AT_ONCE = 2**20


@asynccontextmanager
async def received(request: Request, field: str, folder: Path, most_mb: int | None) -> AsyncIterator[IO[bytes]]:
    """The file that a form sends as `field`, kept in `folder` under no name while it is looked at: it goes with the
    process, however that ends. Raises `NotTaken` where none came, or more than `most_mb`."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data" or not options.get(b"boundary"):
        raise NotTaken(say.IN_NONE, 400)
    with _spool(folder) as file:
        part = _Part(field)
        try:
            parser, size = MultipartParser(options[b"boundary"], part.callbacks()), 0
            async for chunk in request.stream():
                parser.write(chunk)
                size += len(chunk)
                if most_mb is not None and size > most_mb * 2**20:
                    raise NotTaken(say.IN_TOO_LARGE.format(most=most_mb), 413)
                if part.waiting > _AT_ONCE:
                    await run_in_threadpool(file.write, part.taken())
            parser.finalize()
            await run_in_threadpool(file.write, part.taken())
        except (FormParserError, ClientDisconnect) as exc:
            raise NotTaken(say.IN_CUT_OFF, 400) from exc
        except OSError as exc:
            raise NotTaken(say.IN_NO_ROOM.format(why=exc.strerror), 507) from exc
        if not part.is_whole or not file.tell():
            raise NotTaken(say.IN_NONE, 400)
        yield file


def _spool(folder: Path) -> IO[bytes]:
    try:
        return TemporaryFile(dir=folder)
    except OSError as exc:
        raise NotTaken(say.IN_NO_ROOM.format(why=exc.strerror), 507) from exc


class _Part:
    """What the parser has found of one field."""

    def __init__(self, field: str) -> None:
        self._field, self._header, self._value = field.encode(), b"", b""
        self._is_it = self.is_whole = False
        self._chunks: list[bytes] = []
        self.waiting = 0

    def callbacks(self) -> MultipartCallbacks:
        """What the parser is to tell."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._name,
            "on_header_value": self._say,
            "on_header_end": self._end_header,
            "on_part_data": self._data,
            "on_part_end": self._end,
        }

    def taken(self) -> bytes:
        """What has come since the last time."""
        data = b"".join(self._chunks)
        self._chunks.clear()
        self.waiting = 0
        return data

    def _begin(self) -> None:
        self._is_it = False

    def _name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _say(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._header.lower() == b"content-disposition":
            options = parse_options_header(self._value)[1]
            # The first of that name: two files would be one after the other.
            self._is_it = options.get(b"name") == self._field and b"filename" in options and not self.is_whole
        self._header = self._value = b""

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._is_it:
            self._chunks.append(data[start:end])
            self.waiting += end - start

    def _end(self) -> None:
        self.is_whole = self.is_whole or self._is_it
