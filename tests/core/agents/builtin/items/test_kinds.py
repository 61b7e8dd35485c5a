"""Kinds of items that manuals carry: lists under a lead-in, turned statements, sentences that say "you"."""

from __future__ import annotations

import pytest

from core.agents.builtin.items.index import index_of
from core.agents.builtin.items.lists import listed_drafts
from core.agents.builtin.items.opposites import turned_drafts
from core.agents.builtin.items.quiz_items import make_items
from core.agents.builtin.items.stems import is_fit_to_ask
from core.content.text.definitions import definitions
from core.domain.item_gate import check_item
from core.models import Block, Question, Section

BACKUP = """A full backup copies every file of the volume to the archive.
The full backup takes more than one hour on a slow drive.
An incremental backup stores only the files that changed. If you use the incremental backup, the archive stays small.
The restore command reads the archive before the volume is mounted. However, the restore command cannot read a
damaged archive. A snapshot is a read-only picture of the volume that costs almost no space.
The snapshot is kept on the volume without a copy of its files. Snapshots are removed by the prune command."""
NETWORK = """A network bridge is a device that joins two segments of one network. The network bridge forwards frames.
The packet filter drops packets that no rule allows. The packet filter reads the rules from the rule table.
A routing table is a list that names the next hop for each address. The routing table is loaded at boot time.
The name server answers queries from the zone file. The name server stores each answer in the cache."""


def _lists(page: int, lead: str, *entries: str) -> list[Block]:
    return [
        Block(kind="paragraph", text=lead, page=page),
        *(Block(kind="list", text=f"• {entry}", page=page) for entry in entries),
    ]


def _section(title: str, text: str, page: int, *blocks: Block) -> Section:
    flat = " ".join(text.split())
    return Section(
        title=title, page_from=page, page_to=page, blocks=(Block(kind="paragraph", text=flat, page=page), *blocks)
    )


POOL = (
    _section(
        "Backups",
        BACKUP,
        1,
        *_lists(
            1,
            "Volumes are stored on media. The following media are supported:",
            "Tape drive: slow and cheap.",
            "Hard disk (the usual choice)",
            "Memory card, for small volumes.",
        ),
    ),
    _section(
        "Networks",
        NETWORK,
        2,
        *_lists(
            2, "The firewall keeps these kinds of table:", "Address list", "Port range", "Zone file", "Routing table"
        ),
    ),
)


def all_questions() -> list[Question]:
    return [
        question
        for section in POOL
        for seed in range(8)
        for question in make_items(section, POOL, "manual.pdf", count=12, seed=seed)[0]
    ]


def test_a_list_under_a_lead_in_becomes_a_question_with_several_right_options() -> None:
    index = index_of(POOL[0], POOL)
    (draft,) = listed_drafts(index, index.number(POOL[0]))
    assert draft.right == ("Tape drive", "Hard disk", "Memory card")
    assert draft.quote == "The following media are supported:"
    assert draft.quote in draft.stem
    assert not {option.lower() for option in draft.wrong} & {"tape drive", "hard disk", "memory card"}


@pytest.mark.parametrize(
    "lead", ["Take the following steps:", "This is how it looks:", "You must enter:", "For example, as here:"]
)
def test_steps_and_leads_that_lean_make_no_question(lead: str) -> None:
    section = _section("Steps", BACKUP, 3, *_lists(3, lead, "Tape drive", "Hard disk", "Memory card"))
    index = index_of(section, (section, POOL[1]))
    assert list(listed_drafts(index, index.number(section))) == []


def test_one_word_turned_makes_a_false_statement_that_says_which() -> None:
    index = index_of(POOL[0], POOL)
    drafts = {draft.stem: draft for draft in turned_drafts(index, index.number(POOL[0]))}
    assert "The restore command reads the archive after the volume is mounted." in drafts
    assert "The restore command can read a damaged archive." in drafts
    assert "The full backup takes less than one hour on a slow drive." in drafts
    for draft in drafts.values():
        assert draft.quote != draft.stem
        assert "not “" in draft.besides


@pytest.mark.parametrize(
    ("text", "is_fit"),
    [
        ("If you use the incremental backup, the archive stays small.", True),
        ("You can set the size of the archive in the options file.", True),
        ("The command lets you choose the volume that is copied.", True),
        ("When you are connected, the server sends the list of volumes.", True),
        ("You should make a full backup of the volume every week.", False),
        ("As you can see, the archive is smaller than the volume.", False),
        ("We will use the restore command to read the archive.", False),
        ("Your archive is shown in the list as soon as you're done.", False),
        ("An archive with two volumes, and a table determined by the rules.", False),
    ],
)
def test_a_sentence_may_say_you_where_it_states_a_fact(text: str, is_fit: bool) -> None:
    assert is_fit_to_ask(text) is is_fit


def test_true_false_is_at_most_a_third_where_other_kinds_last() -> None:
    for section in POOL:
        for seed in range(8):
            questions, _ = make_items(section, POOL, "manual.pdf", count=6, seed=seed)
            statements = [question for question in questions if question.question_type == "true_false"]
            assert 3 * len(statements) <= len(questions)


def test_an_opening_that_ties_a_sentence_to_its_neighbour_is_cut_and_the_quote_is_whole() -> None:
    texts = {question.text for question in all_questions()}
    assert not [text for text in texts if "However" in text]
    cut = [question for question in all_questions() if "damaged archive" in question.text]
    assert cut
    assert all(question.sources[0].quote.startswith("However, the restore") for question in cut)


def test_a_statement_about_some_cases_is_not_turned() -> None:
    text = f"{BACKUP} In some cases the restore command cannot repair the archive of the volume."
    section = _section("Backups", text, 1)
    index = index_of(section, (section, POOL[1]))
    stems = {draft.stem for draft in turned_drafts(index, index.number(section))}
    assert stems
    assert not [stem for stem in stems if "some cases" in stem]


def test_a_typed_blank_says_how_its_answer_begins() -> None:
    typed = [
        question for question in all_questions() if question.question_type == "fill_blank" and "____" in question.text
    ]
    assert typed
    for question in typed:
        begins = "… ".join(word[0] for word in question.accepted_answers[0].split())
        assert f"“{begins}…”" in question.text


def test_every_item_passes_the_gate_and_every_wrong_option_has_its_note() -> None:
    for question in all_questions():
        assert check_item(question) == ()
        wrong = set(range(len(question.options))) - set(question.key)
        assert {note.option_index for note in question.option_notes} == wrong


def test_the_entries_of_a_list_define_their_terms() -> None:
    blocks = _lists(
        4, "Words:", "Equity: the value that is left to the owners.", "Note: the value that is left.", "Copy: click it."
    )
    assert [term.term for term in definitions(Section(title="Words", blocks=tuple(blocks)))] == ["equity"]
