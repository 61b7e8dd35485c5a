"""A misconception's title: the idea itself."""

from __future__ import annotations

import pytest

from core.content.courses import load_course
from core.models.misconception import idea_of


@pytest.mark.parametrize(
    ("confusion", "idea"),
    [
        (
            "This choice suggests the idea that glucose passes freely because cells need it.",
            "Glucose passes freely because cells need it",
        ),
        (
            "This choice reverses the direction and suggests the idea that water moves away from dissolved particles.",
            "Water moves away from dissolved particles",
        ),
        ("This choice suggests the idea that p53 is the repair tool.", "p53 is the repair tool"),
        ("This choice suggests the idea that mRNA lasts for ever.", "mRNA lasts for ever"),
        ("This choice mixes up smooth and rough ER.", "Mixes up smooth and rough ER"),
        ("You may be mixing up “diffusion” with “osmosis”.", "Mixing up “diffusion” with “osmosis”"),
        (
            "You may not have “humus” down as the material has it.",
            "You may not have “humus” down as the material has it",
        ),
        ("Plants eat.  They\n do.", "Plants eat. They do."),
        ("This choice suggests the idea that ", "Suggests the idea that"),
        ("", ""),
    ],
)
def test_a_confusion_is_titled_by_its_idea(confusion: str, idea: str) -> None:
    assert idea_of(confusion) == idea


def test_no_idea_of_the_bundled_course_begins_with_how_it_was_noticed() -> None:
    notes = [
        note.misconception
        for topic in load_course("cell_biology").topics
        for question in topic.questions
        for note in question.option_notes
    ]
    ideas = [idea_of(confusion) for confusion in notes]
    assert len(ideas) > 100
    assert not [idea for idea in ideas if "his choice" in idea or "suggests" in idea or idea.endswith(".")]
    assert [idea_of(idea) for idea in ideas] == ideas
