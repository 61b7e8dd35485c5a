"""A memo of what was worked out of learners' texts, for their next page: as many bytes as one process may hold."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import TypeVar

from core.domain.caches import to_forget
from core.models import Section

Text = TypeVar("Text", Section, tuple[Section, ...])
Answer = TypeVar("Answer")


class Memo:
    """Answers of several functions, each on a section or on all sections of a material.

    All of them share `most_bytes`; what was unused for longest goes first. An answer that would not fit even alone is
    not kept. The bytes are estimated from the text's length, since measuring an answer takes as long as finding it: the
    factors were measured with tracemalloc on manuals of 40,000 to 1,300,000 characters, the largest rounded up.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._answers: OrderedDict[_Asked, tuple[object, int]] = OrderedDict()
        self._lock = Lock()

    def keeps(self, *, bytes_a_character: int) -> Callable[[Callable[[Text], Answer]], Callable[[Text], Answer]]:
        """A decorator: keep the function's answers, each with its text, at so many bytes a character of the text."""

        def decorated(answer: Callable[[Text], Answer]) -> Callable[[Text], Answer]:
            @wraps(answer)
            def remembered(text: Text) -> Answer:
                asked = _Asked(answer, text)
                with self._lock:
                    if asked in self._answers:
                        self._answers.move_to_end(asked)
                        return self._answers[asked][0]  # type: ignore[return-value]
                value = answer(text)
                self._keep(asked, value, bytes_a_character * _characters(text))
                return value

            return remembered

        return decorated

    def clear(self) -> None:
        """Forget every answer, with its text."""
        with self._lock:
            self._answers.clear()
            self.bytes = 0

    def _keep(self, asked: _Asked, value: object, size: int) -> None:
        if size > self.most_bytes:
            return
        with self._lock:
            if asked not in self._answers:
                self._answers[asked] = (value, size)
                self.bytes += size
            while self.bytes > self.most_bytes:
                _, (_, freed) = self._answers.popitem(last=False)
                self.bytes -= freed


class _Asked:
    """A function and the text that it was asked of, hashed once: a book has thousands of blocks."""

    __slots__ = ("_answer", "_hash", "_text")

    def __init__(self, answer: Hashable, text: Hashable) -> None:
        self._answer = answer
        self._text = text
        self._hash = hash((answer, text))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Asked)
            and self._hash == other._hash
            and self._answer is other._answer
            and self._text == other._text
        )


def _characters(text: Section | tuple[Section, ...]) -> int:
    sections = (text,) if isinstance(text, Section) else text
    return sum(len(block.text) for section in sections for block in section.blocks)


# Room for the largest document that can be read (6 million characters) with its index, so that none is worked through
# anew at each page; or for the indexes of some twenty textbook chapters of 300,000 characters.
MEMO = Memo(most_bytes=512 * 2**20)
to_forget(MEMO.clear)
