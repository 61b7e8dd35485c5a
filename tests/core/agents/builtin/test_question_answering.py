"""Ask the material: passages word for word, or that it does not say, counted over a labelled set."""

from __future__ import annotations

import pytest

from core.agents.builtin.question_answering import answered, course_index, material_indexes
from core.content.text.passages import passage_index, search, stem, words_of
from core.content.text.words import tidy
from core.errors import ActionNotAllowed, Conflict, InputError, NothingToStudy
from core.models import Block, Changes, HistoryQuery, Intake, Material, Section, Session, StudyPhase, TutorAnswer
from core.stores.memory.store import MemoryStudyStore
from core.study.service import StudyService
from tests.asked import ANSWERABLE, NOT_THERE, book
from tests.doubles import SetClock, service
from tests.journey import COURSE, NOTES

# Each question with words that one of the passages must have.
LEARN = Intake(exam="Soil", days=3, hours=2)


def notes(*paragraphs: str, name: str = "notes.md", title: str = "Notes") -> Material:
    blocks = tuple(Block(kind="paragraph", text=text) for text in paragraphs)
    return Material(
        id=name,
        name=name,
        kind="markdown",
        page_count=None,
        digest="d",
        sections=(Section(title=title, blocks=blocks),),
    )


def answer(question: str, *materials: Material) -> TutorAnswer:
    return answered(question, material_indexes(materials or book()))


def test_answers_and_refusals_are_right_over_the_labelled_set() -> None:
    assert (len(ANSWERABLE), len(NOT_THERE)) == (20, 20)
    replies = {question: answer(question) for question in (*ANSWERABLE, *NOT_THERE)}
    right = [q for q, words in ANSWERABLE.items() if any(words in passage.quote for passage in replies[q].passages)]
    answerable = [q for q, reply in replies.items() if reply.found]
    refused = [q for q, reply in replies.items() if not reply.found]
    assert len(right) / len(answerable) >= 0.95, set(answerable) - set(right)
    assert len(set(refused) & set(NOT_THERE)) / len(refused) >= 0.95, set(refused) & set(ANSWERABLE)
    assert len(right) >= 19


@pytest.mark.parametrize("question", ANSWERABLE)
def test_every_quote_stands_in_the_material_word_for_word_on_its_page(question: str) -> None:
    for passage in answer(question).passages:
        (material,) = [material for material in book() if material.name == passage.document]
        texts = [tidy(b.text) for s in material.sections for b in s.blocks if b.page == passage.page]
        assert any(passage.quote in text for text in texts)
        assert material.kind != "pdf" or passage.page
    assert len(answer(question).passages) <= 3


def test_a_definition_comes_first_where_one_is_asked_for() -> None:
    mentions = ("Alloys of tin and zinc melt early, and tin is cheap.", "Tin cans are not made of tin: tin lines them.")
    defined = "Tin is a soft metal that was used in the Bronze Age."
    for question in ("What is tin?", "Define tin.", "what does “tin” mean", "What is the meaning of tin?"):
        assert answer(question, notes(*mentions, defined)).passages[0].quote == defined


def test_a_definition_comes_first_however_often_a_book_speaks_of_the_term() -> None:
    mentions = [f"The loan, loan {n}, is a loan." for n in range(40)]
    defined = "A loan is defined as a deal in which a bank lends money that is paid back later with what it costs."
    assert answer("What is a loan?", notes(*mentions, defined)).passages[0].quote == defined


def test_how_many_or_how_old_is_answered_by_a_number() -> None:
    material = notes("The oak of the village is a green tree.", "The elm of the village has 12 boughs.")
    assert not answer("How old is the oak?", material).found
    assert not answer("How many leaves has the oak of the village?", material).found
    assert answer("How many boughs has the elm?", material).found
    assert answer("Is the oak green?", material).found


def test_headings_alone_do_not_make_an_answer() -> None:
    blocks = (
        Block(kind="heading", text="Copper, zinc and tin smelting"),
        Block(kind="paragraph", text="Tin was worked by hand in the villages."),
        Block(kind="paragraph", text="Copper and zinc smelting began in the hills."),
    )
    material = notes("x").model_copy(update={"sections": (Section(title="Metals", blocks=blocks),)})
    reply = answer("Where did smelting of copper, zinc and tin begin?", material)
    assert [passage.quote for passage in reply.passages] == ["Copper and zinc smelting began in the hills."]


def test_what_only_mentions_a_term_does_not_say_what_it_is() -> None:
    material = notes("The plan covers the useful life of a machine and its price when it is sold.")
    assert not answer("What is the meaning of life?", material).found
    assert answer("What is said about the life of a machine?", material).found


def test_two_things_that_never_stand_together_are_not_answered_by_the_rarer_one() -> None:
    material = notes(*(f"Water number {n} is cold and wet." for n in range(9)), "Copper is a metal that conducts.")
    reply = answer("How does copper affect water?", material)
    assert not reply.found
    assert "“copper” and “water” together" in reply.text


def test_two_things_that_are_compared_are_quoted_one_after_the_other() -> None:
    material = notes("A mole is a small animal that digs.", "Space is wide.", "A vole is a small rodent that runs.")
    for question in ("What is the difference between a vole and a mole?", "How does a vole differ from a mole?"):
        quotes = [passage.quote for passage in answer(question, material).passages]
        assert [quote[:6] for quote in quotes] == ["A vole", "A mole"]


def test_a_sentence_that_points_back_is_quoted_with_the_one_before_it() -> None:
    text = "The heron waits in shallow water. It eats frogs. Storks nest on roofs in the village."
    (passage,) = answer("What does the heron eat?", notes(text)).passages
    assert passage.quote == "The heron waits in shallow water. It eats frogs."


def test_the_forms_of_a_word_meet_and_other_words_do_not() -> None:
    for forms in (
        ("divide", "divides", "divided", "dividing"),
        ("study", "studies", "studied"),
        ("cell", "cells"),
        ("stop", "stopped", "stopping"),
        ("diffuse", "diffusion"),
        ("measure", "measurement", "measurements"),
    ):
        assert len({stem(form) for form in forms}) == 1, forms
    for word, other in (("mitosis", "meiosis"), ("contract", "contrast"), ("sing", "sine"), ("water", "watt")):
        assert stem(word) != stem(other)
    assert words_of("What is the cell's wall?") == words_of("cell wall")


def test_a_rare_word_counts_more_than_a_common_one_and_a_heading_less_than_the_text() -> None:
    material = notes(*(f"Water number {n} is cold and wet." for n in range(9)), "Water with salt is brine to a cook.")
    index = passage_index(material.sections)
    (best, *_) = search(words_of("salt water"), [index])
    assert "brine" in best.passage.text
    (best, *_) = search(words_of("cold wet cook"), [index])
    assert "brine" in best.passage.text
    under = Section(title="Basalt", blocks=(Block(kind="paragraph", text="It is hard and grey and heavy."),))
    named = Section(title="Rocks", blocks=(Block(kind="paragraph", text="The basalt is hard and grey here."),))
    hits = search(words_of("basalt"), [passage_index((under, named))])
    assert [hit.passage.place for hit in hits] == [1, 0]


def test_what_is_missing_is_named_and_a_question_without_a_word_is_asked_again() -> None:
    assert "“viruses”" in answer("How do viruses infect a cell?").text
    for empty in ("What is it?", "why???", "…"):
        reply = answer(empty)
        assert (reply.found, reply.passages) == (False, ())
        assert "word or two" in reply.text
    # A word that questions are put with is looked for where nothing else is.
    assert answer("What is a function?", notes("A function is a rule that gives each input one output.")).found


def test_materials_of_one_name_are_told_apart_and_each_is_quoted_under_its_own() -> None:
    first = notes("Copper is a red metal that conducts well.")
    second = notes("Silver is a white metal that conducts best.").model_copy(update={"id": "another-file"})
    assert answer("What is copper?", first, second).passages[0].document == "notes.md"
    assert answer("What is silver?", first, second).passages[0].document == "notes.md (another-)"


def test_materials_with_the_same_digest_do_not_answer_for_each_other() -> None:
    mine, theirs = notes("Copper is a red metal that conducts well."), notes("Silver is a white metal that shines.")
    assert mine.digest == theirs.digest
    assert answer("What is copper?", mine).found
    assert not answer("What is copper?", theirs).found


def test_every_text_of_a_course_can_be_asked() -> None:
    indexes = dict([course_index("cell_biology")])
    bread = answered("Why does bread rise?", indexes)
    assert "yeast ferments sugar" in bread.passages[0].quote
    assert bread.passages[0].document == "Cell biology, bundled course"


def test_the_index_of_a_long_book_is_made_once() -> None:
    blocks = [
        tuple(
            Block(
                kind="paragraph", page=page, text=f"Rule {page} of part {line} moves lot {page * line} to row {line}."
            )
            for line in range(15)
        )
        for page in range(1, 321)
    ]
    sections = tuple(Section(title=f"Part {n}", page_from=n, blocks=own) for n, own in enumerate(blocks, 1))
    material = notes("x").model_copy(update={"sections": sections})
    indexes = material_indexes((material,))
    again = Material.model_validate_json(material.model_dump_json())
    assert material_indexes((again,))["notes.md"] is indexes["notes.md"]
    assert answered("Which row has rule 17?", indexes).found


@pytest.fixture
def study() -> StudyService:
    return service(MemoryStudyStore(), SetClock())


def learning(study: StudyService) -> Session:
    session = study.add_material(study.start(), "soil.md", NOTES.encode())
    return study.start_topic(study.generate_plan(session, LEARN))


def test_a_question_and_its_answer_are_one_commit_with_one_event(study: StudyService) -> None:
    session = learning(study)
    after = study.tutoring.ask(session, "  What is\n humus? ")
    assert (after.version, after.phase, after.context) == (session.version + 1, session.phase, session.context)
    asked, told = study.read.chat(session.id, session.context.current_topic or "")
    assert (asked.role, asked.text, asked.sources) == ("learner", "What is humus?", ())
    assert told.role == "tutor"
    assert "dark organic matter" in told.sources[0].quote
    event = study.read.history(HistoryQuery(session_id=session.id)).events[0]
    assert (event.agent, event.action) == ("tutor", "ask")
    assert "Searched" in event.reasoning
    assert "dark organic" not in event.model_dump_json()
    assert study.replay(session.id).is_same


def test_an_answer_is_run_again_over_the_files_that_were_searched_then(study: StudyService) -> None:
    session = study.tutoring.ask(learning(study), "What is humus?")
    (event, *_) = study.read.history(HistoryQuery(session_id=session.id)).events
    session = study.next_topic(study.submit_answers(study.take_quiz(session)))
    study.add_material(session, "more.md", b"# Humus\n\nHumus is a dark soil that gardeners make from leaves.\n")
    assert study.can_run_again(event)
    assert study.run_again(event)


def test_the_same_click_twice_asks_once_and_another_tabs_change_is_no_conflict(study: StudyService) -> None:
    session = learning(study)
    first = study.tutoring.ask(session, "What is humus?")
    assert study.tutoring.ask(session, "What is humus?").version == first.version
    assert study.tutoring.ask(session, "What is bedrock?").version == first.version + 1
    messages = study.read.chat(session.id, session.context.current_topic or "")
    assert [message.text for message in messages if message.role == "learner"] == ["What is humus?", "What is bedrock?"]
    study.take_quiz(study.open(session.id))
    with pytest.raises(ActionNotAllowed):
        study.tutoring.ask(session, "What is topsoil?")


@pytest.mark.parametrize("question", ["", " \n ", "\x00\x07", "\ud800", "w" * 501])
def test_a_question_that_is_none_is_refused_with_a_sentence(study: StudyService, question: str) -> None:
    session = learning(study)
    with pytest.raises(InputError, match=r"question"):
        study.tutoring.ask(session, question)
    assert study.open(session.id) == session


def test_characters_that_are_no_text_are_left_out_and_500_are_taken(study: StudyService) -> None:
    session = study.tutoring.ask(learning(study), "What is \x00humus\ud800?")
    session = study.tutoring.ask(session, "w" * 500)
    messages = study.read.chat(session.id, session.context.current_topic or "")
    assert [message.text for message in messages if message.role == "learner"] == ["What is humus?", "w" * 500]


def test_nothing_is_asked_out_of_turn_of_no_topic_or_without_a_text(study: StudyService) -> None:
    session = study.generate_plan(study.start(), COURSE)
    with pytest.raises(ActionNotAllowed, match="at Plan"):
        study.tutoring.ask(session, "What is osmosis?")
    session = study.start_topic(session)
    with pytest.raises(InputError, match="no topic"):
        study.tutoring.ask(session, "What is osmosis?", "Astronomy")
    topic = study.topic(session, session.context.current_topic or "").model_copy(update={"material_id": ""})
    with pytest.raises(NothingToStudy):
        study._agents.ask("What is osmosis?", topic, (), seed=1)
    assert study.open(session.id).version == session.version
    assert study.open(session.id).phase is StudyPhase.LEARNING


def test_a_store_that_always_conflicts_is_given_up_on(study: StudyService, monkeypatch: pytest.MonkeyPatch) -> None:
    session = learning(study)

    def conflict(session_id: str, base_version: int, commit_id: str, changes: Changes) -> int:
        raise Conflict("elsewhere")

    monkeypatch.setattr(study.read, "commit", conflict)
    with pytest.raises(Conflict):
        study.tutoring.ask(session, "What is humus?")
