"""Sentences, terms and definitions of a section."""

from __future__ import annotations

import pytest

from core.content.outline.glossaries import with_glossaries
from core.content.text.definitions import definitions
from core.content.text.sentences import is_self_contained, sentences, split_sentences
from core.content.text.terms import terms
from core.models import Block, Section


def section(*texts: str, title: str = "Cells", **changes: object) -> Section:
    blocks = tuple(Block(kind="paragraph", text=text, page=page) for page, text in enumerate(texts, 1))
    return Section(title=title, blocks=blocks)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Cells divide. They grow.", 2),
        ("Dr. Smith et al. showed this. It held.", 2),
        ("Use a base, e.g. Sodium hydroxide, in water. Stir it.", 2),
        ("See Fig. 3 for more. Then go on.", 2),
        ("The value is 3.14 in total. Good.", 2),
        ("J. D. Watson found it. F. Crick helped.", 2),
        ("Plants need light, water, etc. The rest follows.", 2),
        ("Is it alive? Yes! It is.", 3),
        ("He said “Stop.” Then he left.", 2),
        ("The U.S. Congress met. It voted.", 2),
        ("Oranges hold vitamin C. The body needs it.", 2),
        ("It was shown before.[12] Others agree.", 2),
    ],
)
def test_sentences_end_where_they_end(text: str, count: int) -> None:
    parts = split_sentences(text)
    assert len(parts) == count, parts
    assert " ".join(parts) == text


def test_sentences_carry_their_page() -> None:
    read = sentences(section("Cells divide by mitosis.", "Plants make sugar. Animals eat it."))
    assert [(sentence.text, sentence.page, sentence.index) for sentence in read] == [
        ("Cells divide by mitosis.", 1, 0),
        ("Plants make sugar.", 2, 1),
        ("Animals eat it.", 2, 2),
    ]


def test_headings_code_and_captions_are_no_sentences() -> None:
    kinds = ("heading", "code", "caption", "table")
    blocks = tuple(Block(kind=kind, text="The cell has a wall of its own.") for kind in kinds)
    assert sentences(Section(title="Cells", blocks=blocks)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The cell membrane separates the inside of a cell from its surroundings.",
        "Meiosis, unlike mitosis, gives four cells with half of the chromosomes.",
        "In 1953 Watson and Crick described the structure of DNA (a double helix).",
        "“Osmosis” is the name for the diffusion of water across a membrane.",
    ],
)
def test_a_sentence_that_stands_alone_is_kept(text: str) -> None:
    assert is_self_contained(text)


@pytest.mark.parametrize(
    "text",
    [
        "This process moves water across the membrane of a cell.",
        "However, the membrane does not let every molecule pass through.",
        "For example, the pump moves three sodium ions out of the cell.",
        "They arrange themselves into two layers in the presence of water.",
        "The membrane is drawn in Figure 3 with its proteins and lipids.",
        "The process described above needs energy in the form of ATP.",
        "The cell needs the following molecules to make all its proteins:",
        "The phases of mitosis in the right order are as follows.",
        "Water moves fast.",
        " ".join(["Cells", *["grow"] * 40]) + ".",
        "More can be read at https://example.org/cells about the cell membrane.",
        "The function set_value(x) changes the value of the cell membrane.",
        "The membrane (which has two layers separates the cell from its surroundings.",
        "and the membrane lets only some of the molecules pass through.",
        "The membrane has two layers and lets some molecules pass",
        "The values 12 15 18 21 were measured in each of the cells.",
    ],
)
def test_a_sentence_that_leans_on_others_is_refused(text: str) -> None:
    assert not is_self_contained(text)


@pytest.mark.parametrize(
    ("text", "term", "meaning"),
    [
        ("Osmosis is the diffusion of water across a membrane.", "osmosis", "the diffusion of water across a membrane"),
        (
            "A gamete is a reproductive cell that carries half of the genes.",
            "gamete",
            "a reproductive cell that carries half of the genes",
        ),
        (
            "Stomata are pores in the leaf through which gases pass.",
            "stomata",
            "pores in the leaf through which gases pass",
        ),
        (
            "The term homeostasis refers to the keeping of a stable inner state.",
            "homeostasis",
            "the keeping of a stable inner state",
        ),
        (
            "Equity is defined as the value of assets minus liabilities.",
            "equity",
            "the value of assets minus liabilities",
        ),
        ("The folds of the inner membrane are called cristae.", "cristae", "The folds of the inner membrane"),
        ("The loss of value over time is known as depreciation.", "depreciation", "The loss of value over time"),
        (
            "ATP (adenosine triphosphate) is the molecule that carries energy.",
            "ATP",
            "the molecule that carries energy",
        ),
    ],
)
def test_definitions_are_found(text: str, term: str, meaning: str) -> None:
    (defined,) = definitions(section(text))
    assert (defined.term, defined.meaning, defined.quote, defined.page) == (term, meaning, text, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Osmosis is an important thing for cells to have.",
        "The loss of heat is a result of the reaction that takes place.",
        "It is the diffusion of water across a membrane.",
        "The process is the diffusion of water across a membrane.",
        "This is the diffusion of water across a membrane.",
        "A membrane protein is a protein that sits in the membrane.",
        "The most of what the cell makes of its sugar is a fat that it keeps.",
        "The result is a table that shows all of the cells.",
        "The loss is called this.",
    ],
)
def test_what_defines_nothing_is_left(text: str) -> None:
    assert definitions(section(text)) == ()


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("The stroma, the fluid that fills a chloroplast, holds its enzymes.", "the fluid that fills a chloroplast"),
        ("Sugar is made in the stroma, the fluid that fills a chloroplast.", "the fluid that fills a chloroplast"),
        ("Enzymes float in the stroma (the fluid that fills a chloroplast).", "the fluid that fills a chloroplast"),
        ("The wall, the stroma, the membrane of the leaf, and the sap are parts.", ""),
        ("The wall and the stroma, the fluid of a chloroplast, are parts.", ""),
        ("The stroma, the membrane of the leaf, and the sap are parts of it.", ""),
        ("In the stroma, the light of the sun is turned into sugar.", ""),
        ("The stroma, the most important part of a leaf, holds its enzymes.", ""),
        ("The stroma, the stromal fluid that fills a chloroplast, holds enzymes.", ""),
    ],
)
def test_a_marked_term_is_defined_by_what_stands_beside_it(text: str, meaning: str) -> None:
    block = Block(kind="paragraph", text=text, page=4, emphasis=("stroma",))
    defined = definitions(Section(title="Leaves", blocks=(block,)))
    assert [(definition.term, definition.meaning, definition.quote, definition.page) for definition in defined] == (
        [("stroma", meaning, text, 4)] if meaning else []
    )
    # Without the mark it may be any aside.
    assert definitions(section(text)) == ()


def test_a_definition_block_splits_into_term_and_meaning() -> None:
    block = Block(kind="definition", text="Osmosis: the diffusion of water across a membrane", page=4)
    (defined,) = definitions(Section(title="Cells", blocks=(block,)))
    assert (defined.term, defined.meaning, defined.page) == ("osmosis", "the diffusion of water across a membrane", 4)


def test_a_glossary_set_as_a_table_defines_its_terms() -> None:
    blocks = (
        Block(kind="heading", text="Rocks", level=1),
        Block(kind="table", text="Basalt | A rock that is made of lava", page=1),
        Block(kind="heading", text="Glossary of Terms", level=1),
        Block(kind="table", text="Magma | The molten rock that lies under the crust", page=2),
        Block(kind="paragraph", text="of the earth. It rises where the crust is thin.", page=2),
        Block(kind="heading", text="T", level=2),
        Block(
            kind="table",
            text="Tuff | Tuff is a rock made of ash.\nVein | A sheet of ore within a rock.",
            page=3,
        ),
        Block(kind="paragraph", text="Ores are sold.", page=3),
        Block(kind="table", text="tin | 7.3 | grey", page=3),
        Block(kind="heading", text="Tables", level=1),
        Block(kind="table", text="Gneiss | A rock that is made under pressure.", page=4),
    )
    joined = with_glossaries(blocks)
    assert [(block.kind, block.text, block.page) for block in joined if block.kind in ("definition", "table")] == [
        ("table", "Basalt | A rock that is made of lava", 1),
        (
            "definition",
            "Magma: The molten rock that lies under the crust of the earth. It rises where the crust is thin.",
            2,
        ),
        ("definition", "Tuff: Tuff is a rock made of ash.", 3),
        ("definition", "Vein: A sheet of ore within a rock.", 3),
        ("table", "tin | 7.3 | grey", 3),
        ("table", "Gneiss | A rock that is made under pressure.", 4),
    ]
    assert [
        (definition.term, definition.meaning, definition.page)
        for definition in definitions(Section(title="Glossary", blocks=joined))
    ] == [
        ("magma", "The molten rock that lies under the crust of the earth", 2),
        ("tuff", "a rock made of ash", 3),
        ("vein", "A sheet of ore within a rock", 3),
    ]


TEXT = (
    "The cell membrane separates the cell from its surroundings. The cell membrane has two layers. "
    "Water crosses the cell membrane by osmosis. Plants transport water through the xylem. "
    "The xylem is a tissue. The electron transport chain makes ATP. The electron transport chain needs oxygen."
)


def test_longer_terms_come_before_the_words_inside_them() -> None:
    texts = [term.text for term in terms(section(TEXT))]
    assert "cell membrane" in texts
    assert "electron transport chain" in texts
    assert "membrane" not in texts
    assert "electron" not in texts


def test_a_verb_is_no_part_of_a_term() -> None:
    assert not any(
        "separates" in term.text or term.text.startswith("plants transport") for term in terms(section(TEXT))
    )


def test_marked_words_lead() -> None:
    block = Block(kind="paragraph", text=TEXT, page=1, emphasis=("osmosis",))
    ranked = terms(Section(title="Cells", blocks=(block,)))
    assert next(term for term in ranked if term.text == "osmosis").is_marked


def test_what_the_whole_material_says_weighs_less() -> None:
    own = section("The cell has a wall. The cell has a nucleus. The nucleus holds DNA.", title="One")
    others = [section(f"The cell is small. The cell grows by {n}.", title=f"Other {n}") for n in range(5)]
    ranked = [term.key for term in terms(own, [own, *others])]
    assert ranked.index("nucleus") < ranked.index("cell")
