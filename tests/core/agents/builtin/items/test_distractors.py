"""Wrong options: of the key's kind, and never what might be right or what gives itself away."""

from __future__ import annotations

from statistics import mean

import pytest

from core.agents.builtin.items.distractors import distractors, is_alike, shape
from core.agents.builtin.items.index import Index, index_over
from core.domain.plurals import is_plural
from core.models import Block, Section
from tests.pool import POOL, all_questions

CELLS = index_over(POOL)
RIVERS = """Adenosine triphosphate (ATP) is the molecule that carries energy within all the cells of a fish.
Nicotinamide dinucleotide is the molecule that carries electrons within all the cells of a fish.
A gill chamber, also called a branchial pouch, takes oxygen out of the water of the river.
A swim bladder, an organ of most fish, holds gas that lets a fish float in the river.
A lateral line, an organ of most fish, feels the waves of the water of the river.
The gill chamber opens under a bony plate. The branchial pouch closes when the fish rests.
The swim bladder grows with age. The lateral line runs from the head to the tail.
A carp is a fish that lives in slow rivers. The bony fish include carp, perch and pike.
A perch is a fish that hunts in clear rivers. A pike is a fish that waits between the reeds.
ATP is made by day and by night. Adenosine triphosphate is split in the muscle of a fish."""
FISH = index_over((Section(title="Fish", blocks=(Block(kind="paragraph", text=" ".join(RIVERS.split()), page=1),)),))


def wrong(index: Index, key: str, stem: str = "the thing that grows by day") -> tuple[str, ...]:
    return distractors(index, key, stem, section=0, count=20)


@pytest.mark.parametrize(
    ("index", "key", "taken", "refused"),
    [
        (FISH, "gill chamber", "swim bladder", "branchial pouch"),  # an alias
        (FISH, "adenosine triphosphate", "nicotinamide dinucleotide", "atp"),  # the key's abbreviation
        (FISH, "carp", "perch", "bony fish"),  # the whole class of a list
        (FISH, "carp", "pike", "fish"),  # what the key's definition says that it is
        (CELLS, "channel protein", "carrier protein", "membrane protein"),
        (CELLS, "glycolysis", "fermentation", "lactic acid fermentation"),
    ],
)
def test_a_wrong_option_is_a_rival_and_never_the_key_in_other_words_or_its_class(
    index: Index, key: str, taken: str, refused: str
) -> None:
    options = wrong(index, key)
    assert taken in options
    assert refused not in options


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("GPU", "GPUs"),
        ("message passing", "mp"),
        ("cell membrane", "membrane"),
        ("fermentation", "lactic acid fermentation"),
        ("net income", "income net"),
        ("cleavage", "cleaved"),
    ],
)
def test_what_is_the_key_in_short_or_holds_it_is_no_option(key: str, other: str) -> None:
    assert not is_alike(key, other)
    assert not is_alike(other, key)


def test_a_wrong_option_has_no_word_of_the_stem() -> None:
    assert "swim bladder" in wrong(FISH, "lateral line")
    assert "swim bladder" not in wrong(FISH, "lateral line", "the part with a bladder at its end")
    # Not its first word either: "carrier protein" beside "a carrier of sugar" reads as the key.
    assert "carrier protein" in wrong(CELLS, "channel protein")
    assert "carrier protein" not in wrong(CELLS, "channel protein", "the thing that is a carrier of sugar")


def test_a_wrong_option_that_the_material_says_the_same_of_is_not_wrong() -> None:
    sentence = "holds gas that lets a fish float in the river"
    assert "swim bladder" not in wrong(FISH, "lateral line", sentence)


def test_options_have_one_number_and_shape_and_come_from_the_material() -> None:
    whole = " ".join(block.text for section in POOL for block in section.blocks).lower()
    choices = [question for question in all_questions() if question.question_type == "multiple_choice"]
    terms = [question for question in choices if max(len(option.split()) for option in question.options) <= 4]
    assert len(terms) > 10
    for question in terms:
        assert len({is_plural(option) for option in question.options}) == 1
        assert len({shape(option) for option in question.options}) == 1
        assert all(option.lower() in whole for option in question.options)


def test_the_key_is_not_told_by_its_length() -> None:
    choices = [
        question
        for question in all_questions()
        if question.question_type == "multiple_choice" and len(question.options) == 4
    ]
    ranks = [sorted(map(len, question.options)).index(len(question.right_answer)) for question in choices]
    assert len(choices) > 30
    assert 0.9 <= mean(ranks) <= 2.1
    longest = [
        len(question.right_answer) > max(len(o) for o in question.options if o != question.right_answer)
        for question in choices
    ]
    assert mean(longest) <= 0.4
