"""Text that is no paragraph and no sentence is cut or passed over, so that nobody waits for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content.readers.reading import LONGEST, in_pieces
from core.content.text.sentences import LONGEST as LONGEST_SENTENCE
from core.content.text.sentences import sentences
from core.models import Block, Section
from tests.documents import SENTENCES, prose


def test_a_block_of_a_paragraphs_length_stays_as_it_is() -> None:
    block = Block(kind="paragraph", text=prose(300), page=3, emphasis=("membrane",))
    assert in_pieces([block]) == (block,)


def test_a_longer_one_is_cut_where_sentences_end_and_keeps_its_page_and_its_marks() -> None:
    text = f"{prose(3_000)} The Golgi body is last."
    pieces = in_pieces([Block(kind="list", text=text, page=3, emphasis=("Golgi body",))])
    assert " ".join(piece.text for piece in pieces) == text
    assert all(piece.text.endswith(".") and len(piece.text) <= LONGEST for piece in pieces)
    assert {(piece.kind, piece.page) for piece in pieces} == {("list", 3)}
    assert [piece.emphasis for piece in pieces] == [()] * (len(pieces) - 1) + [("Golgi body",)]


@given(st.text("ab .\n", min_size=1, max_size=40), st.integers(1, 1_500))
def test_no_letter_is_lost(part: str, times: int) -> None:
    text = part * times
    pieces = in_pieces([Block(kind="paragraph", text=text)])
    assert "".join("".join(piece.text.split()) for piece in pieces) == "".join(text.split())
    assert all(len(piece.text) <= LONGEST for piece in pieces)


def test_a_title_without_end_is_text() -> None:
    pieces = in_pieces([Block(kind="heading", text="cell " * LONGEST, level=1)])
    assert {(piece.kind, piece.level) for piece in pieces} == {("paragraph", None)}


@pytest.mark.parametrize("run", ["cell, ", "A Big Cell ", "(a cell (b "])
def test_what_runs_on_without_a_full_stop_is_no_sentence(run: str) -> None:
    text = run * (LONGEST_SENTENCE // len(run) + 1)
    blocks = tuple(Block(kind="paragraph", text=part) for part in (SENTENCES[0], text, SENTENCES[1]))
    read = sentences(Section(title="Cells", blocks=blocks))
    assert [sentence.text for sentence in read] == [*SENTENCES[:2]]
    assert [sentence.index for sentence in read] == [0, 1]
