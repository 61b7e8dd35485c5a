"""Questions from a text: what each of them must hold, whatever the seed."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from core.agents.builtin.items.quiz_items import make_items
from core.domain.item_gate import check_item
from core.models import Block, Question, Section
from tests.doubles import printed_under_every_hash_seed

MEMBRANE = """The cell membrane is the thin barrier that separates the inside of a cell from its surroundings.
A phospholipid is a lipid molecule with a hydrophilic head and two hydrophobic tails.
Membrane proteins include channel proteins, carrier proteins and receptor proteins.
Channel proteins form pores that let ions pass through the membrane.
Carrier proteins change shape to move larger molecules across the membrane.
Diffusion is the net movement of particles from a region of high concentration to a region of low concentration.
Osmosis is the diffusion of water across a selectively permeable membrane.
Unlike diffusion, active transport requires energy in the form of ATP.
Active transport is the movement of molecules against their concentration gradient.
For example, the sodium-potassium pump moves three sodium ions out of the cell.
Endocytosis is the process by which a cell takes in material by folding its membrane inward.
Exocytosis is the process by which a cell releases material by fusing a vesicle with its membrane."""

RESPIRATION = """Cellular respiration is the process by which cells release energy from glucose.
Glycolysis is the breakdown of glucose into two molecules of pyruvate.
Glycolysis occurs in the cytoplasm and does not require oxygen.
The Krebs cycle takes place in the matrix of the mitochondrion.
The electron transport chain is located in the inner mitochondrial membrane.
Fermentation is the breakdown of glucose without oxygen.
Lactic acid fermentation occurs in muscle cells during hard exercise.
A mitochondrion is an organelle that produces most of the ATP of a cell.
The folds of the inner membrane of the mitochondrion are called cristae.
ATP (adenosine triphosphate) is the molecule that carries energy within cells."""

DIVISION = """Mitosis is the division of a nucleus into two genetically identical nuclei.
Meiosis is the division of a cell into four genetically different gametes.
The phases of mitosis include prophase, metaphase, anaphase and telophase.
Cytokinesis is the division of the cytoplasm that follows mitosis.
A chromosome is a long molecule of DNA wrapped around proteins.
A gamete is a reproductive cell that carries half of the genetic information of the parent.
Crossing over is the exchange of segments between homologous chromosomes.
A receptor is a structure that recognises a signal at the surface of a cell.
The organelles of the cell include ribosomes, vacuoles, lysosomes and chloroplasts."""


def _section(title: str, text: str, page: int) -> Section:
    lines = text.splitlines()
    half = len(lines) // 2
    blocks = (
        Block(kind="heading", text=title, page=page, level=1),
        Block(kind="paragraph", text=" ".join(lines[:half]), page=page),
        Block(kind="paragraph", text=" ".join(lines[half:]), page=page + 1),
    )
    return Section(title=title, page_from=page, page_to=page + 1, blocks=blocks)


POOL = (
    _section("The Cell Membrane", MEMBRANE, 1),
    _section("Cellular Respiration", RESPIRATION, 3),
    _section("Cell Division", DIVISION, 5),
)
DOCUMENT = "cells.pdf"


def questions_on(
    section: Section = POOL[0], *, count: int = 8, seed: int = 1, avoid: tuple[str, ...] = ()
) -> tuple[Question, ...]:
    return make_items(section, POOL, DOCUMENT, count=count, seed=seed, avoid=avoid)[0]


def all_questions() -> list[Question]:
    return [question for section in POOL for seed in range(6) for question in questions_on(section, seed=seed)]


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


def test_python_s_hash_seed_changes_nothing() -> None:
    script = (
        "import tests.core.agents.builtin.items.test_quiz_items as t;"
        "print([q.model_dump_json() for s in t.POOL for q in t.questions_on(s, seed=5)])"
    )
    assert len(printed_under_every_hash_seed("-c", script)) > 100
