"""Which titles name one topic."""

from __future__ import annotations

import pytest

from core.agents.builtin.topics import alike_topics


@pytest.mark.parametrize(
    ("phrase", "topic"),
    [
        ("area between curves", "Area under curves"),
        ("coordination chemistry", "Coordination compounds"),
        ("types of matrices", "Matrices"),
        ("socio religious reforms", "Social and religious reform movements"),
        ("jumbled paragraphs", "Paragraph jumbles"),
        ("location of the industries", "Industrial location"),
        ("hydrocarbns", "Hydrocarbons"),
    ],
)
def test_a_topic_said_in_other_words_is_known(phrase: str, topic: str) -> None:
    assert alike_topics(phrase, ["Biomolecules", topic]) == {topic}


@pytest.mark.parametrize(
    ("phrase", "topic"),
    [
        ("modern physics", "Modern history"),
        ("ratio", "Relations"),
        ("infrastructure", "Structure of atom"),
        ("lenz's law", "Hess's law"),
        ("education policy", "Value education"),
    ],
)
def test_a_chance_likeness_is_no_topic(phrase: str, topic: str) -> None:
    assert alike_topics(phrase, [topic]) == set()
