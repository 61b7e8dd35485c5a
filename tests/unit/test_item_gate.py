"""Each rule of the gate refuses what it is for, and lets its neighbour through."""

from __future__ import annotations

from typing import Any

import pytest

from core.item_gate import RULES, check_item, gate
from core.models import Question, Source

QUOTE = Source(document="cells.pdf", page=3, quote="Osmosis is the diffusion of water across a membrane.")


def item(**changes: Any) -> Question:
    fields: dict[str, Any] = {
        "id": "q1",
        "text": "Which movement of water needs a membrane that lets only some molecules pass?",
        "question_type": "multiple_choice",
        "options": ("Osmosis", "Glycolysis", "Fermentation", "Mitosis"),
        "correct_option_index": 0,
        "explanation": "The material says: “Osmosis is the diffusion of water across a membrane.” (page 3)",
        "concept_tested": "osmosis",
        "sources": (QUOTE,),
    }
    return Question(**(fields | changes))


LONG = "a movement of water that crosses a selectively permeable membrane from low to high concentration"

BROKEN = [
    ("too_few_options", item(options=("Osmosis", "Mitosis"))),
    ("too_few_options", item(question_type="multi_select", correct_option_index=None, correct_indexes=(0, 1, 2, 3))),
    ("duplicate_options", item(options=("Osmosis", "Mitosis", "mitosis."))),
    ("key_in_stem", item(text="What is osmosis, the movement of water, called in the material?")),
    ("clang_association", item(options=("Water osmosis", "Glycolysis", "Mitosis"))),
    ("missing_source", item(sources=(Source(document="cells.pdf", page=3),))),
    ("missing_explanation", item(explanation="Yes.")),
    ("all_or_none", item(options=("Osmosis", "Mitosis", "All of the above"))),
    ("all_or_none", item(options=("Osmosis", "Mitosis", "None of these"))),
    ("longest_option", item(options=(LONG, "cell division", "a sugar", "a fat"))),
    ("absolute_distractors", item(options=("Osmosis", "It never moves", "It always stays"))),
    ("context_dependent", item(text="Which movement is shown in this figure of the cell membrane?")),
    ("context_dependent", item(text="Which of the movements described above needs water to happen?")),
    ("article_cue", item(text="The diffusion of water is an ____ of the cell.")),
    ("stem_length", item(text="Water is?")),
    ("stem_length", item(text=" ".join(["word"] * 81))),
    ("blank_count", item(text="The ____ of water needs a ____ to cross.")),
]

SOUND = [
    ("too_few_options", item(options=("Osmosis", "Mitosis", "Meiosis"))),
    ("duplicate_options", item(options=("Osmosis", "Mitosis", "Meiosis"))),
    ("key_in_stem", item(text="Which movement is not an osmotic one, but crosses a membrane with a pump?")),
    ("clang_association", item(options=("Water osmosis", "Water transport", "Mitosis"))),
    ("all_or_none", item(options=("Osmosis", "All of the water", "None of it"))),
    ("longest_option", item(options=(LONG, LONG[:70], "a sugar"))),
    ("absolute_distractors", item(options=("It never stops", "It never moves", "It always stays"))),
    ("context_dependent", item(text="Which movement lets a figure skater's cells take up water?")),
    ("article_cue", item(text="The diffusion of water is a/an ____ of the cell.")),
    ("stem_length", item(text="What moves water across?")),
    ("blank_count", item(text="The ____ of water needs a membrane to cross.")),
]


@pytest.mark.parametrize(("rule", "question"), BROKEN)
def test_a_broken_item_is_refused_by_its_rule(rule: str, question: Question) -> None:
    assert rule in check_item(question)


@pytest.mark.parametrize(("rule", "question"), SOUND)
def test_a_near_miss_passes_the_rule(rule: str, question: Question) -> None:
    assert rule not in check_item(question)


def test_every_rule_has_a_failing_example() -> None:
    assert {rule for rule, _ in BROKEN} == set(RULES)


def test_the_model_item_passes_every_rule() -> None:
    assert check_item(item()) == ()


def test_a_blanked_key_may_stand_in_a_true_false_statement() -> None:
    statement = item(question_type="true_false", options=("True", "False"), text="Osmosis is the diffusion of water.")
    assert check_item(statement) == ()


def test_gate_keeps_order_and_says_why() -> None:
    good, bad, other = (
        item(),
        item(id="q2", text="What does water cross?", explanation=""),
        item(id="q3", text="What needs a membrane and water?"),
    )
    passed, rejected = gate([good, bad, other])
    assert passed == (good, other)
    assert [(one.question_id, one.reasons) for one in rejected] == [("q2", ("missing_explanation",))]


@pytest.mark.parametrize(
    "again", [item(), item(id="q2"), item(id="q2", options=("Meiosis", "Osmosis", "Mitosis"), correct_option_index=1)]
)
def test_the_same_question_comes_once(again: Question) -> None:
    passed, rejected = gate([item(), again])
    assert passed == (item(),)
    assert rejected[0].reasons == ("duplicate_item",)


def test_the_same_stem_with_another_key_is_another_question() -> None:
    other = item(id="q2", correct_option_index=1)
    assert gate([item(), other])[0] == (item(), other)
