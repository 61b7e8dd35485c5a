"""The gate over a set: what passes, in which order, and what is said of the rest."""

from __future__ import annotations

import pytest

from core.content.courses import course_ids, load_course
from core.domain.item_gate import DUPLICATE, RULES, GateReport, Rejected, check_item, gate, report
from core.models import Question
from tests.items import item, judged, typed


def test_the_model_item_passes_every_rule() -> None:
    assert check_item(item()) == ()


def test_a_blanked_key_may_stand_in_a_true_false_statement() -> None:
    assert check_item(judged("Osmosis is the diffusion of water.")) == ()


def test_gate_keeps_order_and_says_why() -> None:
    good, bad, other = (
        item(),
        item(id="q2", text="What does water cross?", explanation=""),
        item(id="q3", text="What needs a membrane and water?"),
    )
    passed, rejected = gate([good, bad, other])
    assert passed == (good, other)
    assert [(refused.question_id, refused.reasons) for refused in rejected] == [("q2", ("missing_explanation",))]


def test_the_gate_looks_into_the_text_that_an_item_quotes() -> None:
    assert gate([item()], "Osmosis is the diffusion of water across a membrane.")[0] == (item(),)
    assert gate([item()], "Another text.")[1][0].reasons == ("unsupported_source",)


@pytest.mark.parametrize(
    "again",
    [
        item(),
        item(id="q2"),
        item(id="q2", options=("Meiosis", "Osmosis", "Mitosis"), correct_option_index=1),
        item(id="q2", text="Which water movement needs membranes that let only some molecules pass?"),
        item(id="q1", text="What makes a slice of potato limp in salty water?"),
    ],
)
def test_the_same_question_comes_once(again: Question) -> None:
    passed, rejected = gate([item(), again])
    assert passed == (item(),)
    assert rejected[0].reasons == (DUPLICATE,)


@pytest.mark.parametrize(
    "other",
    [
        item(id="q2", correct_option_index=1),
        item(id="q2", text="Which movement of water bursts a red blood cell in pure water?"),
        typed("Water needs a membrane that lets only some molecules pass for ____.", "osmotic flow").model_copy(
            update={"id": "q2"}
        ),
    ],
)
def test_another_key_or_another_stem_is_another_question(other: Question) -> None:
    assert gate([item(), other])[0] == (item(), other)


def test_a_not_makes_another_statement() -> None:
    plain, negated = judged("Water is moved by pumps of the cell."), judged("Water is not moved by pumps.", id="q2")
    assert gate([plain, negated])[0] == (plain, negated)


def test_what_was_refused_does_not_make_the_next_one_a_double() -> None:
    assert gate([item(explanation=""), item()])[0] == (item(),)


def test_a_report_counts_reasons_and_items() -> None:
    flawed = item(id="q2", explanation="", options=("Osmosis", "Mitosis"))
    assert report([item(), flawed, item(id="q3", explanation="")]) == GateReport(
        checked=3,
        passed=1,
        by_reason={"missing_explanation": 2, "too_few_options": 1, DUPLICATE: 2},
        rejected=(
            Rejected(question_id="q2", text=flawed.text, reasons=("too_few_options", "missing_explanation", DUPLICATE)),
            Rejected(question_id="q3", text=flawed.text, reasons=("missing_explanation", DUPLICATE)),
        ),
    )
    assert report([item(), item(id="q3", explanation="")]).pass_rate == 0.5
    assert report([]).pass_rate == 1


def test_rules_have_distinct_names() -> None:
    assert len(set(RULES)) == len(RULES)


@pytest.mark.parametrize("course_id", course_ids())
def test_bundled_questions_pass(course_id: str) -> None:
    for topic in load_course(course_id).topics:
        assert report(topic.questions, topic.lesson.text).rejected == ()
