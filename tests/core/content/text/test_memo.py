"""What is kept of learners' texts: within a bound of bytes, whatever was worked out of them."""

from __future__ import annotations

import gc
import weakref

import pytest

from core.agents.builtin.items.index import Index, index_over
from core.agents.builtin.items.quiz_items import make_items
from core.content.text.memo import MEMO, Memo
from core.models import Block, Section
from tests.pool import POOL

INDEX_BYTES = 80  # a character of the text


def _document(number: int, times: int = 1) -> tuple[Section, ...]:
    """A document like no other: its sections say which it is."""
    own = Block(kind="paragraph", text=f"The copy number {number} is kept in the library. " * times)
    return tuple(section.model_copy(update={"blocks": (*section.blocks, own)}) for section in POOL)


def _studied(sections: tuple[Section, ...]) -> weakref.ref[Index]:
    """The index of a document of which every section was asked about."""
    for section in sections:
        assert make_items(section, sections, "cells.pdf", count=8, seed=1)[0]
    return weakref.ref(index_over(sections))


def _alive(indexes: list[weakref.ref[Index]]) -> list[int]:
    gc.collect()
    return [number for number, index in enumerate(indexes) if index() is not None]


def _characters(sections: tuple[Section, ...]) -> int:
    return sum(len(block.text) for section in sections for block in section.blocks)


def test_of_forty_documents_the_last_few_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MEMO, "most_bytes", 8 * INDEX_BYTES * _characters(_document(10)))
    indexes = [_studied(_document(number)) for number in range(40)]
    alive = _alive(indexes)
    assert 3 <= len(alive) <= 8
    assert alive == list(range(40 - len(alive), 40))
    assert index_over(_document(39)) is indexes[39]()


def test_a_document_too_long_for_the_bound_is_worked_through_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    huge = _document(2, times=100)
    monkeypatch.setattr(MEMO, "most_bytes", 3 * INDEX_BYTES * _characters(_document(1)))
    assert INDEX_BYTES * _characters(huge) > MEMO.most_bytes
    assert _alive([weakref.ref(index_over(huge))]) == []
    assert MEMO.bytes <= MEMO.most_bytes


def test_an_answer_too_large_for_the_bound_pushes_nothing_out() -> None:
    memo = Memo(most_bytes=30)
    calls: list[str] = []

    @memo.keeps(bytes_a_character=1)
    def titled(section: Section) -> str:
        calls.append(section.title)
        return section.title.upper()

    small, huge = (Section(title=str(size), blocks=(Block(kind="paragraph", text="x" * size),)) for size in (30, 31))
    assert [titled(section) for section in (small, huge, small, huge)] == ["30", "31", "30", "31"]
    assert calls == ["30", "31", "31"]
    assert memo.bytes == 30


def test_functions_share_one_bound_and_the_longest_unused_answer_goes_first() -> None:
    memo = Memo(most_bytes=30)
    calls: list[str] = []

    @memo.keeps(bytes_a_character=1)
    def titled(section: Section) -> str:
        calls.append(section.title)
        return section.title.upper()

    @memo.keeps(bytes_a_character=2)
    def length(section: Section) -> int:
        return len(section.title)

    first, second, third = (Section(title=name, blocks=(Block(kind="paragraph", text="x" * 10),)) for name in "abc")
    assert [titled(section) for section in (first, second, first)] == ["A", "B", "A"]
    assert calls == ["a", "b"]
    assert length(third) == 1
    assert memo.bytes == 30
    assert titled(first) == "A"
    assert titled(second) == "B"
    assert calls == ["a", "b", "b"]
