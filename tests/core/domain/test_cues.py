"""What an item shows of the word that is to be typed."""

from __future__ import annotations

import pytest

from core.domain.cues import Cue, cues, shows_length


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A ri____ builds proteins.", [Cue("ri")]),
        ("The enzyme is a lact____.", [Cue("lact")]),
        ("It ends so: ____ase.", [Cue(end="ase")]),
        ("Fill in: ri____me.", [Cue("ri", "me")]),
        ("Builds proteins (begins with r).", [Cue("r")]),
        ("It begins with “ri” and ends in -me.", [Cue("ri"), Cue(end="me")]),
        ("The word starts with the letter r, and ends with e", [Cue("r"), Cue(end="e")]),
        ("Ein Organell (begins with ц)", [Cue("ц")]),
        ("It builds proteins: ____.", []),
        ("It begins with a capital letter.", []),
        ("Photosynthesis begins with light.", []),
        ("The phase ends with cytokinesis.", []),
    ],
)
def test_letters_are_shown_at_the_blank_and_in_a_cue(text: str, shown: list[Cue]) -> None:
    assert [*cues(text)] == shown


@pytest.mark.parametrize("text", ["____ (8 letters)", "A word of eight letters", "an eight-letter word"])
def test_the_number_of_letters_is_shown(text: str) -> None:
    assert shows_length(text, 8)
    assert not shows_length(text, 7)


def test_no_other_number_is_that_of_letters() -> None:
    assert not shows_length("8 cells, and the letter of the law", 8)
