"""What no question is made of, each beside a near miss that may be asked: the faults that judged samples showed."""

from __future__ import annotations

import pytest

from core.agents.builtin.items.clozes import cloze_drafts
from core.agents.builtin.items.distractors import gives_away, is_alike, is_spelled_out
from core.agents.builtin.items.drafts import Draft, definition_drafts
from core.agents.builtin.items.index import index_of, index_over
from core.agents.builtin.items.opposites import turned_drafts
from core.agents.builtin.items.standalone import stands_alone
from core.agents.builtin.items.statements import misdefined_drafts, statement_drafts
from core.agents.builtin.items.stems import is_fit_to_ask
from core.agents.builtin.items.subjects import is_established, lists_messages
from core.agents.builtin.items.worth import is_statement
from core.content.text.definitions import definitions
from core.content.text.sentences import is_prose
from core.content.text.terms import survey
from core.models import Block, Section
from tests.pool import POOL


def _section(title: str, text: str) -> Section:
    return Section(title=title, blocks=(Block(kind="paragraph", text=text, page=1),))


def _stems(drafts: object) -> set[str]:
    return {draft.stem for draft in drafts if isinstance(draft, Draft)}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("refused", "near"),
    [
        ("The dialog shows all errors of the import.", "The dialog of the importer shows all errors of the import."),
        ("The results are summarised for each run.", "The results of a run are summarised in its log."),
        (
            "A longer file would have produced the same archive.",
            "A longer file produces the same archive every time.",
        ),
        (
            "Speed is desirable, and that option can be checked if required.",
            "The lines must be laid out so that they are easy to read.",
        ),
        ("Creates a lot for each transaction of the account.", "Rates a bank may charge differ from those of the law."),
        (
            "A fee removed from the principal at the time the borrower receives a loan.",
            "A fee removed from the principal is charged at the time of the loan.",
        ),
        ("May put a box around the material of the page.", "The option may put a box around the material."),
        ("When set to true, will print stars before the text.", "When set to true, the option prints stars first."),
        ("The atoms shown in red are the caps of the polymer.", "Copper atoms shown to a flame turn it green."),
        (
            "The price database showing prices for the transfer of funds.",
            "The price database shows prices for the transfer of funds.",
        ),
        (
            "Declaration for the class to minimise the space in justified lines.",
            "Declaration for the class is needed to minimise the space in lines.",
        ),
        ("The transactions listing in the reconcile window.", "The account tab allows sorting by name or amount."),
        (
            "Transaction to transfer from one account to another.",
            "People tend to transfer from one account to another.",
        ),
        ("Dashed lines represent the size of the page.", "Lines of text represent the content of the page."),
    ],
)
def test_a_sentence_must_make_sense_without_its_page(refused: str, near: str) -> None:
    assert (stands_alone(refused), stands_alone(near)) == (False, True)


@pytest.mark.parametrize(
    ("refused", "near"),
    [
        ("Readers find many designs in [Wil18] and others.", "Readers find many designs in the work of Wilson."),
        ("The product is described on page 465 in full.", "The product is described on every page in full."),
        ("The naming detailed later applies to the acids.", "The naming applies to all acids at a later time."),
        ("One must subscribe to [%url] before a letter.", "One must subscribe to the list before a letter."),
        ("The log likelihood is −5734.56 for both of them.", "The typical value of the acid is 2.35 for both."),
        ("The cost is E_GROSS and the tax of the state.", "The cost is the gross pay and the tax of the state."),
        ("The ⟨num⟩ argument tells how many are drawn.", "The number argument tells how many are drawn."),
        ("Attack by the3 end of the chain is what follows.", "Attack by the 3 end of the chain is what starts it."),
    ],
)
def test_pointers_placeholders_and_figures_are_no_prose(refused: str, near: str) -> None:
    assert (is_prose(refused), is_prose(near)) == (False, True)


def test_a_statement_to_judge_needs_no_screen_and_no_neighbour() -> None:
    assert is_statement("Osmosis is the diffusion of water across a membrane.")
    assert not is_statement("There is a short dash on either side of the number.")
    assert not is_statement("The fossils themselves, however, are in the analysis.")
    assert not is_statement("The button opens the list of the accounts.")
    assert not is_fit_to_ask("Individuals can do so as well to the degree that the law permits.")


@pytest.mark.parametrize(
    ("title", "is_listing"),
    [
        ("Error messages", True),
        ("LaTeX errors", True),
        ("Class warnings", True),
        ("Errors and warnings", True),
        ("Rounding errors", False),
        ("Hormones and other messages", False),
        ("The history of error", False),
    ],
)
def test_what_a_program_says_in_a_case_is_not_asked(title: str, *, is_listing: bool) -> None:
    text = f"{SNAPSHOT}The snapshot tool on the volume cannot read a damaged block of the archive."
    index = index_over((_section(title, text),))
    assert lists_messages(title) is is_listing
    assert bool(_stems(statement_drafts(index, 0)) | _stems(cloze_drafts(index, 0))) is not is_listing


def test_words_run_together_are_told_from_long_words() -> None:
    text = "The files of the form are kept in the box. They come in from the form and go in. The form is in the box. "
    whole = survey((_section("Files", text * 3),))
    assert whole.is_run_together("thefiles")
    assert not any(map(whole.is_run_together, ("inform", "income", "income", "informs")))


SNAPSHOT = "The snapshot tool is kept on the volume by the kernel. A snapshot tool copies blocks of the volume. "


def test_the_subject_must_be_a_term_of_the_material() -> None:
    index = index_over((_section("Tools", SNAPSHOT + "The block starts with a number of sets. The tool runs."),))
    assert is_established(index, 0, "The snapshot tool is kept on the volume by the kernel.")
    assert is_established(index, 0, "The size of the block is fixed by the kernel of the system.")
    assert not is_established(index, 0, "The block is the first of a number of sets.")
    assert not is_established(index, 0, "By default, the block is the first of a number of sets.")


@pytest.mark.parametrize(
    ("term", "stem", "is_given"),
    [
        ("MPI", "____ stands for Message Passing Interface, a method.", True),
        ("MPI", "____ is a method for farming out computations to processors.", False),
        ("MPI version", "The ____ runs where the system supports MPI.", True),
        ("codon model", "A ____ captures processes of both levels.", False),
    ],
)
def test_the_stem_does_not_give_its_term_away(term: str, stem: str, *, is_given: bool) -> None:
    assert gives_away(term, stem) is is_given
    assert is_spelled_out("DNA", "deoxyribo nucleic acid") is True


def test_two_spellings_of_one_term_are_not_two_options() -> None:
    assert not is_alike("trim marks", "trimmarks")
    assert is_alike("trim marks", "quote marks")


@pytest.mark.parametrize(
    ("sentence", "terms"),
    [
        ("An equinox is a moment in which the Sun crosses the equator.", ["equinox"]),
        ("The class provides various means of setting the layout of the page.", []),
        ("The proton is the left cap of the chain and the hydroxyl is the right cap of it all.", []),
        ("QIF is one import format that the program supports.", []),
        ("Scattered throughout are the pictures that stand around the borders.", []),
        ("5PostScript is a registered trademark of a company that makes fonts.", []),
        ("The symbol is the ticker used by the source on the form of the account.", []),
    ],
)
def test_a_definition_says_one_thing_of_one_term(sentence: str, terms: list[str]) -> None:
    assert [term.term for term in definitions(_section("Words", sentence))] == terms


@pytest.mark.parametrize(
    "sentence",
    [
        "Typically, there is not much to do for the archive except copying the volume.",
        "The archive of the volume is named after the volume that the server holds.",
        "The copies are later moved to the archive of the volume by the server.",
        "The user can at any moment always enter the archive of the volume.",
    ],
)
def test_a_turned_word_must_leave_english(sentence: str) -> None:
    near = "The full archive is written before the volume is mounted by the server."
    index = index_over((_section("Archive", f"{near} {sentence} The archive holds the volume. {SNAPSHOT}"),))
    stems = _stems(turned_drafts(index, 0))
    assert near.replace("before", "after") in stems
    assert len(stems) == 1


def test_a_choice_is_asked_of_the_subject_or_of_what_is_called_so() -> None:
    for number, section in enumerate(index_of(POOL[0], POOL).sections):
        index = index_of(section, POOL)
        for draft in cloze_drafts(index, number):
            if draft.kind == "cloze":
                stem = draft.stem.removeprefix("Fill the blank: ")
                heads = {option.split()[-1] for option in draft.wrong}
                assert stem.split("____")[0] in ("", "The ", "A/an ") or "called" in stem or heads == {draft.concept}


def test_a_meaning_of_another_term_makes_a_false_statement_that_says_whose_it_is() -> None:
    index = index_of(POOL[0], POOL)
    drafts = [draft for number in range(len(POOL)) for draft in misdefined_drafts(index, number)]
    assert drafts
    for draft in drafts:
        (other,) = draft.others
        meaning = index.defined[other][0].meaning
        assert draft.stem.rstrip(".").lower().endswith(meaning.lower())
        assert meaning not in draft.quote
        assert index.defined[other][0].term in draft.besides


def test_a_swap_needs_two_terms_that_the_material_tells_apart() -> None:
    index = index_of(POOL[0], POOL)
    for number in range(len(POOL)):
        for draft in statement_drafts(index, number):
            if draft.kind == "false":
                assert draft.others[0] in index.siblings[draft.concept]
    assert _stems(definition_drafts(index, 0))
