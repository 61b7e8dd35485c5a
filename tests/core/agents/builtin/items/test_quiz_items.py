"""Questions from a text: what each of them must hold, whatever the seed."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from core.agents.builtin.items.quiz_items import make_items
from core.domain.item_gate import check_item
from core.models import Block, Section
from tests.pool import DOCUMENT, MEMBRANE, POOL, _section, all_questions, questions_on


def test_a_good_text_carries_a_quiz_of_several_kinds() -> None:
    questions = questions_on(count=6)
    assert len(questions) == 6
    assert len({question.question_type for question in questions}) >= 3


def test_every_item_passes_the_gate() -> None:
    assert [check_item(question) for question in all_questions() if check_item(question)] == []


def test_the_explanation_quotes_the_section_with_its_page() -> None:
    for section in POOL:
        for question in questions_on(section):
            (source,) = question.sources
            assert source.document == DOCUMENT
            assert source.quote in question.explanation
            assert f"(page {source.page})" in question.explanation
            page = next(block for block in section.blocks if source.quote in block.text)
            assert page.page == source.page


def test_every_wrong_option_has_its_own_note_from_the_material() -> None:
    whole = " ".join(block.text for section in POOL for block in section.blocks)
    for question in all_questions():
        wrong = set(range(len(question.options))) - set(question.key)
        assert {note.option_index for note in question.option_notes} == wrong
        for note in question.option_notes:
            assert note.source is not None
            assert note.source.quote in whole
            assert note.source.quote in note.counter_example
            if question.question_type == "multiple_choice" and len(question.options[note.option_index]) < 30:
                assert question.options[note.option_index] in note.misconception


def test_no_two_items_of_a_quiz_rest_on_the_same_sentence() -> None:
    for section in POOL:
        quotes = [question.sources[0].quote for question in questions_on(section, count=20)]
        assert len(quotes) == len(set(quotes))


def test_the_hint_does_not_give_the_key_away() -> None:
    for question in all_questions():
        if question.question_type in ("multiple_choice", "fill_blank"):
            assert question.hint
            assert not re.search(rf"\b{re.escape(question.right_answer.lower())}\b", question.hint.lower())


def test_a_false_statement_is_not_one_of_the_material() -> None:
    whole = " ".join(block.text for section in POOL for block in section.blocks)
    statements = [question for question in all_questions() if question.question_type == "true_false"]
    assert {question.right_answer for question in statements} == {"True", "False"}
    for question in statements:
        assert (question.text in whole) is (question.right_answer == "True")


def test_a_list_becomes_a_question_with_several_right_options() -> None:
    questions = [question for question in all_questions() if question.question_type == "multi_select"]
    assert questions
    for question in questions:
        for index, option in enumerate(question.options):
            assert (option in question.sources[0].quote) is (index in question.correct_indexes)


def test_the_same_seed_gives_the_same_items_and_another_moves_the_key() -> None:
    assert questions_on(seed=3) == questions_on(seed=3)
    places = Counter(
        question.correct_option_index
        for seed in range(30)
        for question in questions_on(seed=seed)
        if question.question_type == "multiple_choice" and len(question.options) == 4
    )
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) < 2 * min(places.values())


def test_the_same_question_has_the_same_id_under_any_seed() -> None:
    by_id: dict[str, set[tuple[str, tuple[str, ...]]]] = {}
    for question in all_questions():
        by_id.setdefault(question.id, set()).add((question.text, tuple(sorted(question.options))))
    assert all(len(same) == 1 for same in by_id.values())
    assert len(by_id) < len(all_questions())


def test_avoided_questions_come_back_only_when_there_are_no_others() -> None:
    first = questions_on(count=4)
    seen = tuple(question.id for question in first)
    second = questions_on(count=4, avoid=seen)
    assert not {question.id for question in second} & set(seen)
    everything = tuple({question.id for seed in range(40) for question in questions_on(count=50, seed=seed)})
    assert questions_on(count=4, avoid=everything)


@pytest.mark.parametrize("text", ["", "Too short.", "This is it. It goes on here and there. They say so."])
def test_a_text_that_carries_nothing_gives_nothing(text: str) -> None:
    bare = Section(title="Bare", blocks=(Block(kind="paragraph", text=text, page=9),))
    assert make_items(bare, (*POOL, bare), DOCUMENT, count=5, seed=1)[0] == ()


def test_a_sentence_that_lost_a_space_is_not_asked() -> None:
    common = MEMBRANE.replace("let ions pass through the membrane", "let ions pass through themembrane")
    spoilt = _section("The Cell Membrane", common, 1)
    for question in make_items(spoilt, (spoilt, *POOL[1:]), DOCUMENT, count=30, seed=1)[0]:
        assert "themembrane" not in question.text


def test_the_section_may_stand_outside_its_pool_and_pages_may_be_unknown() -> None:
    blocks = tuple(block.model_copy(update={"page": None}) for block in POOL[0].blocks)
    paged = Section(title="The Cell Membrane", blocks=blocks)
    questions, _ = make_items(paged, POOL[1:], "cells.md", count=4, seed=1)
    assert questions
    assert all("page" not in question.explanation for question in questions)
