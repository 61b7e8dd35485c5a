"""Every step has words, and a script's own step is shown readably."""

from __future__ import annotations

import pytest

from core.domain.phases import TRANSITIONS
from core.models import Action
from pages._ui.messages.actions import BUTTONS, DONE, WORKING, done


def test_every_action_has_words_of_its_own() -> None:
    assert set(DONE) == set(Action)
    assert len(set(DONE.values())) == len(DONE)
    assert not [words for words in DONE.values() if "_" in words or not words[0].isupper()]


def test_every_edge_has_a_button() -> None:
    edges = {action for _, action in TRANSITIONS}
    assert set(BUTTONS) == set(WORKING) == edges


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("edit_plan", "Changed the plan"),
        ("my_own_step", "My own step"),
        ("__sync__PDF_", "Sync PDF"),
        ("Étape 2", "Étape 2"),
        ("___", "___"),
        ("", ""),
    ],
)
def test_a_step_is_shown_in_words(action: str, words: str) -> None:
    assert done(action) == words
