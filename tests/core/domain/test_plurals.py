"""The one place that knows singulars and plurals."""

from __future__ import annotations

import re

import pytest

from core.domain.plurals import is_plural, singular

PLURALS = """
boxes box        classes class      glasses glass     processes process  dishes dish       branches branch
caches cache     headaches headache cells cell        areas area         ideas idea        schemas schema
cities city      theories theory    ties tie          movies movie       calories calorie  houses house
causes cause     clauses clause     uses use          excuses excuse     viruses virus     bonuses bonus
buses bus        gases gas          biases bias       canvases canvas    cases case        bases base
phases phase     enzymes enzyme     kinases kinase    lenses lens        responses response licenses license
sizes size       mazes maze         quizzes quiz      buzzes buzz        waltzes waltz     heroes hero
potatoes potato  shoes shoe         photos photo      axes axis          matrices matrix   vertices vertex
indices index    taxes tax          indexes index     analyses analysis  hydrolyses hydrolysis
hypotheses hypothesis  parentheses parenthesis  diagnoses diagnosis  crises crisis
knives knife     leaves leaf        halves half       valves valve       waves wave        menus menu
topics topic     metrics metric     relics relic        heuristics heuristic
mitochondria mitochondrion          bacteria bacterium  criteria criterion
nuclei nucleus   fungi fungus       larvae larva      algae alga         children child    women woman
feet foot        teeth tooth        mice mouse        people person
"""

SINGULARS = """
class glass process analysis basis bus virus status gas bias canvas lens species subspecies series physics economics
astrophysics thermodynamics genetics statistics optics linguistics
mathematics diabetes rabies chaos news mitosis box city house hero cause size this cell's rosaceae biceps
"""


@pytest.mark.parametrize(("plural", "noun"), re.findall(r"(\w+) (\w+)", PLURALS))
def test_a_plural_and_its_singular(plural: str, noun: str) -> None:
    assert singular(plural) == noun
    assert singular(noun) == noun
    assert is_plural(plural)
    assert not is_plural(noun)


@pytest.mark.parametrize("noun", SINGULARS.split())
def test_a_noun_in_the_singular_stays(noun: str) -> None:
    assert singular(noun) == noun
    assert not is_plural(noun)


def test_the_last_word_of_a_phrase_says_its_number() -> None:
    assert is_plural("Cell Membranes")
    assert is_plural("the three (large) boxes)")
    assert is_plural("raw data")
    assert not is_plural("cells that divide")
    assert not is_plural("boxes of glass")
    assert not is_plural("")
