"""What a process remembers of texts that it has worked through, to be forgotten all at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

F = TypeVar("F", bound=Callable[..., object])
_forget: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[F], F]:
    """A decorator: keep the function's last `most` answers, until what was read is to be forgotten."""

    def decorated(function: F) -> F:
        cached = lru_cache(maxsize=most)(function)
        to_forget(cached.cache_clear)
        return cached  # type: ignore[return-value]

    return decorated


def to_forget(forget: Callable[[], None]) -> None:
    """Have `forget` called when what was read is to be forgotten."""
    _forget.append(forget)


def forget_texts() -> None:
    """Forget what was worked out of texts: one of them was erased, and nobody knows which words were its own."""
    for forget in _forget:
        forget()
