"""Each rule of the gate refuses what it is for, and lets its near misses through."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from core.domain.item_gate import DUPLICATE, RULES, check_item
from core.domain.item_gate.gate import EVERY_RULE
from core.models import Question, Source
from tests.items import item, judged, several, typed

LONG = "a movement of water that crosses a selectively permeable membrane from low to high concentration"
TEXT = "Cells lose water. Osmosis is the\ndiffusion of water across a membrane. It needs no ATP."
GERMAN = "Die Osmose ist die Bewegung von Wasser durch eine Membran, die nicht für alle Stoffe durchlässig ist."
HEAVY = (
    "Considering heterogeneous macromolecular concentrations, semipermeable phospholipid organisation, "
    "electrochemical disequilibrium, transmembrane osmolarity, intracellular homeostasis, mitochondrial "
    "adenosine-triphosphate availability, extracellular hyperosmolality and cytoskeletal reorganisation, "
    "which physicochemical characteristic predominantly determines transmembranous redistribution?"
)
NUMBERED = "Two statements: 1. Water moves. 2. Salt moves. Which of them hold for osmosis in a cell?"


def ask(text: str, *options: str, key: int = 0) -> Question:
    return item(text=text, options=options or item().options, correct_option_index=key)


def of(*options: str, key: int = 0) -> Question:
    return item(options=options, correct_option_index=key)


def quoting(quote: str, **changes: Any) -> Question:
    return item(sources=(Source(document="cells.pdf", page=3, quote=quote),), **changes)


BROKEN = [
    ("too_few_options", of("Osmosis", "Mitosis")),
    ("too_few_options", several("A pore", "A pump", "A gate", "A sac", keys=(0, 1, 2, 3))),
    ("duplicate_options", of("Osmosis", "Mitosis", "mitosis.")),
    ("duplicate_options", of("Osmosis", "Mitosis", " ")),
    ("equivalent_options", of("0.5 litres", "1/2 litres", "2 litres")),
    ("equivalent_options", of("50%", "0.50", "0.7")),
    ("equivalent_options", of("Salt and water", "Water and salt", "A sugar")),
    ("equivalent_options", of("A vesicle", "The vesicles", "A pump")),
    ("overlapping_ranges", of("0-10", "5-15", "20-30")),
    ("all_or_none", of("Osmosis", "Mitosis", "All of the above")),
    ("all_or_none", of("Osmosis", "Mitosis", "None of these")),
    ("combined_options", of("A pump", "A pore", "Both A and B")),
    ("combined_options", ask(NUMBERED, "1 only", "2 only", "1 and 2")),
    ("combined_options", ask(NUMBERED, "I and II", "II and III", "I and III")),
    ("implausible_distractors", of("Osmosis", "Mitosis", "I don't know")),
    ("implausible_distractors", of("Osmosis", "Option B", "Option C")),
    ("mixed_options", of("46", "Osmosis", "Mitosis", "Meiosis")),
    ("mixed_options", of("Twice as many", "23", "46", "92")),
    ("true_false_misuse", of("True", "Only at night", "In some cells")),
    ("true_false_misuse", judged("True or false? Does water cross the membrane?")),
    ("true_false_misuse", judged("Water crosses the membrane of a cell.", options=("True", "False", "Unsure"))),
    ("vague_terms", of("It often bursts", "It shrinks", "It stays")),
    ("lost_sequence", of("46", "23", "92")),
    ("lost_sequence", of("1,200 m", "300 m", "2,000 m")),
    ("lost_sequence", several("-5 °C", "0 °C", "-10 °C", "20 °C")),
    ("key_in_stem", ask("What is osmosis, the movement of water, called in the material?")),
    ("key_in_stem", typed("When osmosis moves water, the movement is called ____.")),
    ("clang_association", of("Water osmosis", "Glycolysis", "Mitosis")),
    ("longest_option", of(LONG, "cell division", "a sugar", "a fat")),
    ("absolute_distractors", of("Osmosis", "It never moves", "It always stays")),
    ("absolute_distractors", of("It moves", "It never moves", "It always stays", "It splits")),
    ("absolute_statement", judged("Water never crosses the membrane of a cell.", 1)),
    ("article_cue", typed("The diffusion of water is an ____ of the cell.")),
    ("article_cue", ask("What moves three sodium ions out of the cell is an", "ion pump", "vesicle", "gate")),
    ("number_cue", ask("Which of these are made by the cell?", "Vesicles", "Water", "Oxygen")),
    ("number_cue", ask("A white cell takes in what is a danger to it. Which is it?", "A germ", "Salts", "Ions")),
    ("convergence_cue", of("Sodium and glucose", "Sodium and water", "Glucose and oxygen")),
    ("opposite_pair", of("The rate increases", "The rate decreases", "The cell divides")),
    ("opposite_pair", of("It can burst", "It can not burst", "The cell divides")),
    ("unfocused_stem", ask("Water is?")),
    ("unfocused_stem", ask("Which of the following statements is true?")),
    ("unclear_stem", ask("It is moved across a membrane by what?")),
    ("unclear_stem", judged("True or false? They are smaller than a cell.")),
    ("unclear_stem", ask("What moves across a membrane? And which way does it go?")),
    ("opinion_asked", ask("Which movement of molecules do you think matters most?")),
    ("gratuitous_detail", ask(" ".join(["word"] * 81))),
    ("gratuitous_detail", ask("As we all know, cells are small. What moves water across a membrane?")),
    ("negative_stem", ask("Which of these movements does not need a membrane?")),
    ("negative_stem", ask("Which movement isn't one of molecules?")),
    ("negative_stem", ask("All of these need a membrane except:")),
    ("negative_stem", ask("Which movement is LEAST like diffusion?")),
    ("context_dependent", ask("Which movement is shown in this figure of the cell membrane?")),
    ("context_dependent", ask("Which of the movements described above needs water to happen?")),
    ("blank_count", typed("The ____ of water needs a ____ to cross.")),
    ("blank_at_start", typed("____ is the diffusion of water across a membrane.")),
    ("hard_to_read", ask("Какая " + "вода " * 60)),
    ("hard_to_read", ask(HEAVY)),
    ("missing_source", quoting("")),
    ("missing_source", item(sources=())),
    ("missing_explanation", item(explanation="Yes.")),
    ("unsupported_source", quoting("Osmosis is the diffusion of salt across a membrane.")),
    ("language_mismatch", ask("Welche Bewegung ist das, die von der Zelle nicht durch eine Pumpe erreicht wird?")),
    ("language_mismatch", quoting(GERMAN, text="What is the name of the movement that the cell is not paying for?")),
    ("language_mismatch", ask("Как называется движение воды?", "Осмос", "Митоз", "Мейоз")),
]

SOUND = [
    ("too_few_options", of("Osmosis", "Mitosis", "Meiosis")),
    ("too_few_options", typed("The movement of water is ____.")),
    ("duplicate_options", of("Osmosis", "Mitosis", "Meiosis")),
    ("duplicate_options", of("x + 1", "x - 1", "x * 1")),
    ("equivalent_options", of("0.5 litres", "0.5 metres", "2 litres")),
    ("equivalent_options", of("Nucleus, membrane", "Membrane, nucleus", "A sugar")),
    ("overlapping_ranges", of("0-10", "10-20", "20-30")),
    ("all_or_none", of("Osmosis", "All of the water", "None of it")),
    ("combined_options", ask("Which vitamins are soluble in fat?", "A and D", "B and C", "B and D")),
    ("combined_options", of("1 and 2", "2 and 3", "3")),
    ("implausible_distractors", of("Nothing crosses", "An unknown gas", "Options to divide")),
    ("mixed_options", of("46", "23", "None at all")),
    ("true_false_misuse", judged("True or false? The question “does it move?” is answered by a microscope.")),
    ("true_false_misuse", of("A true copy", "A false copy", "No copy")),
    ("vague_terms", of("The file “often.txt”", "The file “b.txt”", "The file “c.txt”")),
    ("lost_sequence", of("92", "46", "23")),
    ("lost_sequence", of("3 m", "20 cm", "5 m")),
    ("lost_sequence", of("46 chromosomes of two chromatids each", "23 small chromosomes left over", "92 loose ends")),
    ("key_in_stem", ask("Which movement is an osmotic one and crosses a membrane with a pump?")),
    ("clang_association", of("Water osmosis", "Water transport", "Mitosis")),
    ("longest_option", of(LONG, LONG[:70], "a sugar")),
    ("absolute_distractors", of("It never stops", "It never moves", "It always stays")),
    ("absolute_distractors", of("It moves", "It never moves", "It stays", "It splits")),
    ("absolute_statement", judged("Water never needs a pump to cross a membrane.", 0)),
    ("absolute_statement", judged("Water almost never crosses a membrane.", 1)),
    ("article_cue", typed("The diffusion of water is a/an ____ of the cell.")),
    ("article_cue", ask("What does a cell get from vitamin A?")),
    ("number_cue", ask("Which of these are made by the cell?", "Vesicles", "Pumps", "Oxygen")),
    ("number_cue", ask("Which of these are made by the cell?", "Mitosis", "Osmosis", "Vesicle")),
    ("convergence_cue", of("Sodium and glucose", "Sodium and water", "Water and glucose")),
    ("convergence_cue", of("Water in, and it swells", "Water out, and it shrinks", "Salt in, and it bursts")),
    ("opposite_pair", of("It rises fast", "It falls fast", "It rises late", "It falls late")),
    ("opposite_pair", of("The cell divides", "The rate increases", "The rate decreases")),
    ("unfocused_stem", ask("What moves water across?")),
    ("unfocused_stem", ask("Which statement about osmosis is true?")),
    ("unfocused_stem", ask("水はどこへ動くか", "細胞", "血", "骨")),
    ("unclear_stem", ask("It is known that water moves. What is the movement called?")),
    ("unclear_stem", ask("This movement of water crosses a membrane. What is it called?")),
    ("unclear_stem", ask("Which process answers the question “does it need energy?” with no?")),
    ("opinion_asked", ask("Which movement is meant by the question “what do you think of water?”")),
    ("gratuitous_detail", ask(" ".join(["word"] * 80))),
    ("negative_stem", ask("Which movement is one of water but not of salt?")),
    ("negative_stem", ask("Why does a plant cell not burst in pure water?")),
    ("negative_stem", ask("Which part of cells that do not divide is the largest?")),
    ("negative_stem", ask("Which term fits this description: “what does not cross”?")),
    ("negative_stem", ask("What does a NOT gate give for a one?")),
    ("negative_stem", judged("Salt does not cross the membrane of a cell.")),
    ("context_dependent", ask("Which movement lets a figure skater's cells take up water?")),
    ("blank_count", typed("The ____ of water needs a membrane to cross.")),
    ("blank_at_start", typed("Type the missing term: ____ is the diffusion of water across a membrane.")),
    ("hard_to_read", ask("Какая " + "вода " * 59)),
    ("hard_to_read", ask(HEAVY.split(",")[-1].strip())),
    ("hard_to_read", ask(f"{GERMAN} {GERMAN} Aufnahmefähigkeitsunterschiede Konzentrationsausgleichsbewegungen?")),
    ("missing_source", item()),
    ("missing_explanation", item(explanation="Water moves alone.")),
    ("missing_explanation", item(explanation="水だけが膜を通って動く。")),
    ("unsupported_source", item()),
    ("unsupported_source", quoting("osmosis is the diffusion of water, across a membrane")),
    ("language_mismatch", ask("Which movement is “die Bewegung von Wasser” in a cell of the blood?")),
    ("language_mismatch", ask("Glucose?", "ATP", "ADP", "NADPH")),
]


@pytest.mark.parametrize(("rule", "question"), BROKEN)
def test_a_broken_item_is_refused_by_its_rule(rule: str, question: Question) -> None:
    assert rule in check_item(question, TEXT if rule == "unsupported_source" else "")


@pytest.mark.parametrize(("rule", "question"), SOUND)
def test_a_near_miss_passes_the_rule(rule: str, question: Question) -> None:
    assert rule not in check_item(question, TEXT)


def test_every_rule_has_a_failing_example_and_a_near_miss() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES) - {DUPLICATE}
    assert {rule for rule, _ in SOUND} == set(RULES) - {DUPLICATE}


# The nineteen of Moore et al. (2023), table 1.
FLAWS = (
    "ambiguous or unclear information", "implausible distractors", "none of the above", "longest answer correct",
    "gratuitous information", "true/false question", "convergence cues", "logical cues", "all of the above",
    "fill-in-the-blank", "absolute terms", "word repeats", "unfocused stem", "complex or K-type", "grammatical cues",
    "lost sequence", "vague terms", "more than one correct", "negative worded",
)  # fmt: skip


def told(rule: Callable[..., bool]) -> str:
    return " ".join((rule.__doc__ or "").split())


def test_each_of_the_nineteen_flaws_has_a_rule() -> None:
    texts = " ".join(map(told, EVERY_RULE))
    assert len(FLAWS) == 19
    assert [flaw for flaw in FLAWS if f'"{flaw}"' not in texts] == []


def test_every_rule_names_its_source() -> None:
    assert {rule.__name__ for rule in EVERY_RULE} == set(RULES) - {DUPLICATE}
    sourced = re.compile(r'\((?:[^)]*\b\d{1,2}[a-f]?\b|[^)]*"[^"]+"|[^)]*DESIGN)[^)]*')
    assert [rule.__name__ for rule in EVERY_RULE if not sourced.search(told(rule))] == []
