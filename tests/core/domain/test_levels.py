"""How well a topic is known, in words."""

from __future__ import annotations

import pytest

from core.models.levels import Level, level, levels
from tests.doubles import topic


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "new"),
        ({"status": "learning"}, "new"),
        ({"status": "learning", "mastery_score": 59.9, "answered": 5}, "shaky"),
        ({"status": "learning", "mastery_score": 60.0, "answered": 5}, "fair"),
        ({"status": "studied", "mastery_score": 40.0, "answered": 5}, "fair"),
        ({"status": "studied"}, "fair"),
        ({"status": "done", "mastery_score": 40.0, "answered": 5}, "firm"),
        ({"status": "studied", "own_word": "shaky"}, "shaky"),
        ({"status": "studied", "own_word": "firm", "mastery_score": 70.0, "answered": 5}, "fair"),
    ],
)
def test_what_was_shown_says_the_level_and_ones_own_word_only_without_questions(
    fields: dict[str, object], expected: Level
) -> None:
    assert level(topic("Leaves", **fields)) == expected


def test_topics_left_out_are_at_no_level() -> None:
    topics = [topic("A"), topic("B", 1, status="done"), topic("C", 2, status="left_out")]
    assert levels(topics) == {"new": 1, "shaky": 0, "fair": 0, "firm": 1}
